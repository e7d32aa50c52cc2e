// The time machine: the last half minute through a past version and beside it through another, or what plays now.

import { api } from './api.js';
import { Rendered } from './rendered.js';
import { store } from './store.js';

class TimeMachine extends Rendered {
  /** Number of the version that is heard first; null until one is chosen. */
  first = null;
  /** Number of the one beside it; null: what plays now. */
  second = null;

  constructor() {
    super(api.versionPair, api.versionSound);
  }

  compare(first, second) {
    this.first = first;
    this.second = second;
    this.tell();
  }

  /** By a person's click or key. */
  listen() {
    return this.render(() => api.askVersions(store.engineId, this.first, this.second));
  }

  /** The sounds go here and on the server. */
  leave() {
    const { given } = this;
    super.leave();
    if (given) {
      api.forgetVersions(given.id).catch(() => {});
    }
  }
}

export const machine = new TimeMachine();

/** One of the two, for people. */
export const nameOf = ({ version }) => (version === null ? 'Now' : `Version ${version}`);
