// The target curve: a shape without a level of its own, laid through the sound that plays.

import { BANDS, bandHz } from './frame.js';

const AVERAGE_SHARE = 0.01; // 20 frames a second: about five seconds
const QUIETEST_DB = -100;
const LEVEL_FROM_HZ = 250;
const LEVEL_TO_HZ = 4000;

/** Slow average of a spectrum's powers; pauses are left out. */
export class SlowSpectrum {
  #powers = null;

  /** @param {ArrayLike<number>} bandsDb a frame's bands */
  take(bandsDb) {
    const powers = Float64Array.from(bandsDb, db => (db > QUIETEST_DB ? 10 ** (db / 10) : 0));
    if (!powers.some(power => power > 0)) {
      return;
    }
    this.#powers ??= powers;
    this.#powers = this.#powers.map((power, i) => power + AVERAGE_SHARE * (powers[i] - power));
  }

  clear() {
    this.#powers = null;
  }

  /** dB by band; null before anything was heard. */
  get levels() {
    return this.#powers && this.#powers.map(power => 10 * Math.log10(Math.max(power, 1e-12)));
  }
}

/**
 * The curve at the bands of the display, moved up or down so that it lies through the sound between 250 Hz and 4 kHz; NaN
 * outside its own range.
 * @param {{hz: number[], levelsDb: number[]}} target
 * @param {Float64Array} soundDb
 */
export function placedTarget(target, soundDb) {
  const shape = Float64Array.from({ length: BANDS }, (_, band) => level(target, bandHz(band)));
  let sum = 0;
  let count = 0;
  shape.forEach((db, band) => {
    const hz = bandHz(band);
    if (hz >= LEVEL_FROM_HZ && hz <= LEVEL_TO_HZ && !Number.isNaN(db)) {
      sum += soundDb[band] - db;
      count++;
    }
  });
  return shape.map(db => db + sum / Math.max(1, count));
}

/** Between two centres in a straight line over the logarithm of frequency. */
function level({ hz, levelsDb }, at) {
  const next = hz.findIndex(centre => centre >= at);
  if (next < 0 || at < hz[0]) {
    return NaN;
  }
  if (next === 0) {
    return levelsDb[0];
  }
  const place = Math.log(at / hz[next - 1]) / Math.log(hz[next] / hz[next - 1]);
  return levelsDb[next - 1] + place * (levelsDb[next] - levelsDb[next - 1]);
}
