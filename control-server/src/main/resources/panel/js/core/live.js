// The newest frame and the last minute of gains: outside the components' state, because it moves 20 times a second.

import { STAGES, decibels, decodeFrame } from './frame.js';

export const HISTORY = 600;
const STEP_MS = 100;
const HOLD_MS = 2000;
const STALE_MS = 1000;

class Live extends EventTarget {
  /** @type {ReturnType<typeof decodeFrame>|null} */
  frame = null;
  /** performance.now() at which it came; −∞ where none came. */
  at = -Infinity;
  /** HISTORY × STAGES gains in dB, a ring; the oldest is at {@link head}. */
  gains = new Float32Array(HISTORY * STAGES);
  head = 0;
  /** Peak holds in dBTP. */
  holds = { in: [NaN, NaN], out: [NaN, NaN] };

  #heldAt = { in: [0, 0], out: [0, 0] };
  #extremes = new Float32Array(STAGES);
  #stepAt = 0;

  get stale() {
    return performance.now() - this.at > STALE_MS;
  }

  receive(buffer) {
    this.frame = decodeFrame(buffer);
    this.at = performance.now();
    this.#hold('in');
    this.#hold('out');
    this.#remember();
    this.dispatchEvent(new Event('frame'));
  }

  /** Forgets everything: another engine. */
  clear() {
    this.frame = null;
    this.at = -Infinity;
    this.gains.fill(0);
    this.holds = { in: [NaN, NaN], out: [NaN, NaN] };
    this.dispatchEvent(new Event('frame'));
  }

  /** The minute before this page looked: base64 of HISTORY × STAGES little-endian hundredths of a dB. */
  takeHistory(base64) {
    const bytes = Uint8Array.from(atob(base64), c => c.charCodeAt(0));
    const view = new DataView(bytes.buffer);
    const rows = Math.min(HISTORY, Math.floor(bytes.length / 2 / STAGES));
    this.gains.fill(0);
    for (let i = 0; i < rows * STAGES; i++) {
      this.gains[(HISTORY - rows) * STAGES + i] = decibels(view.getInt16(2 * i, true)) || 0;
    }
    this.head = 0;
    this.dispatchEvent(new Event('step'));
  }

  #hold(side) {
    this.frame[side].peaks.forEach((peak, channel) => {
      const expired = this.at - this.#heldAt[side][channel] > HOLD_MS;
      if (expired || !(peak <= this.holds[side][channel])) {
        this.holds[side][channel] = peak;
        this.#heldAt[side][channel] = this.at;
      }
    });
  }

  /** Ten steps a second, each the strongest gain of its time, so that a short limit is not lost. */
  #remember() {
    this.frame.stageGainsDb.forEach((gain, stage) => {
      if (Math.abs(gain) >= Math.abs(this.#extremes[stage])) {
        this.#extremes[stage] = gain;
      }
    });
    const due = Math.floor((this.at - this.#stepAt) / STEP_MS);
    if (due < 1) {
      return;
    }
    for (let i = 0; i < Math.min(due, HISTORY); i++) {
      this.gains.set(this.#extremes, this.head * STAGES);
      this.head = (this.head + 1) % HISTORY;
    }
    this.#stepAt = due > 20 ? this.at : this.#stepAt + due * STEP_MS;
    this.#extremes.fill(0);
    this.dispatchEvent(new Event('step'));
  }
}

export const live = new Live();
