// A hand on the parameters: what it moves is shown at once and sent as fast as answers come; one movement is one change.

import { toast } from '../parts/toasts.js';
import { undo } from './actions.js';
import { api } from './api.js';
import { store } from './store.js';

/** Below the server's fifty writes a second, for a pointer that moves at each frame. */
const WRITE_EVERY_MS = 40;

class Hand extends EventTarget {
  /** Moved here and not answered yet: value by parameter. */
  #own = new Map();
  /** Movements that are not over, by what is moved: {gesture, due: values to be sent, change: newest answer, failed}. */
  #movements = new Map();
  /** Movements that are over but for their last write. */
  #ending = new Set();
  #sending = null;
  #lastAt = -Infinity;

  /** The setting of the playing slot, one's own move first; undefined until it was read. */
  value(id) {
    return this.#own.has(id) ? this.#own.get(id) : store.parameters?.wanted[id];
  }

  /** All of them. */
  values() {
    return { ...store.parameters?.wanted, ...Object.fromEntries(this.#own) };
  }

  /**
   * Moves parameters; many moves of the same thing are one movement, until it is {@link settled}.
   *
   * @param {Record<string, number>} values by parameter
   * @param {string} what is moved: a parameter, or a band of several
   */
  move(values, what) {
    const movement = this.#movements.get(what) ?? { gesture: crypto.randomUUID(), due: null, change: null, failed: false };
    this.#movements.set(what, movement);
    Object.entries(values).forEach(([id, value]) => this.#own.set(id, value));
    movement.due = { ...movement.due, ...values };
    this.#sending ??= this.#send();
    this.#tell();
  }

  /** The movement of this is over; says what it did, with the way back. */
  async settled(what, text) {
    const movement = this.#movements.get(what);
    if (!movement) {
      return;
    }
    this.#movements.delete(what);
    this.#ending.add(movement);
    await this.#sending;
    this.#ending.delete(movement);
    if (movement.change && !movement.failed) {
      toast(text, { label: 'Undo', run: () => undo(movement.change) });
    }
  }

  /** A move that is over at once. */
  set(id, value, text) {
    this.move({ [id]: value }, id);
    return this.settled(id, text);
  }

  async #send() {
    const due = () => [...this.#ending, ...this.#movements.values()].find(movement => movement.due);
    for (let movement = due(); movement; movement = due()) {
      const wait = this.#lastAt + WRITE_EVERY_MS - performance.now();
      if (wait > 0) {
        await new Promise(done => setTimeout(done, wait));
      }
      this.#lastAt = performance.now();
      await this.#write(movement);
    }
    this.#sending = null;
    this.#tell();
  }

  async #write(movement) {
    const values = movement.due;
    const { engineId } = store;
    movement.due = null;
    try {
      const change = await api.setParameters(engineId, values, movement.gesture);
      movement.change = change;
      this.#took(change, engineId, values);
    } catch (error) {
      // Refused, or nobody is there: what the engine has is shown again, and the reason told once.
      movement.due = null;
      movement.failed = true;
      Object.keys(values).forEach(id => this.#own.delete(id));
      toast(error.message);
    }
  }

  #took(change, engineId, values) {
    if (engineId === store.engineId) {
      if (store.parameters && change.generation >= store.parameters.generation) {
        store.parameters = { ...store.parameters, generation: change.generation, wanted: change.after };
      }
      store.takeChange(change);
    }
    for (const [id, value] of Object.entries(values)) {
      if (this.#own.get(id) === value) {
        this.#own.delete(id);
      }
    }
  }

  #tell() {
    this.dispatchEvent(new Event('moved'));
  }
}

export const hand = new Hand();
