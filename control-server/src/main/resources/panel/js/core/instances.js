// Names of plugin instances, also of those that are gone: the timeline tells of both.

import { api } from './api.js';
import { store } from './store.js';

class Instances extends EventTarget {
  #gone = new Map();
  #asked = new Set();

  /** What a person calls it, else its host with a number; says "change" once that of one that is gone is known. */
  nameOf(engineId) {
    const here = store.engines.get(engineId)?.name;
    if (!here && !this.#asked.has(engineId)) {
      this.#asked.add(engineId);
      this.#read();
    }
    return here ?? this.#gone.get(engineId) ?? 'An earlier instance';
  }

  async #read() {
    try {
      this.#gone = new Map((await api.instances()).map(({ engineId, name }) => [engineId, name]));
      this.dispatchEvent(new Event('change'));
    } catch {
      // what can't be read is said by the banner
    }
  }
}

export const instances = new Instances();
