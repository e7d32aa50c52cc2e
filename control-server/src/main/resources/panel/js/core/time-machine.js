// The time machine: the last half minute through a past version and beside it through another, or what plays now.

import { api } from './api.js';
import { Rendered } from './rendered.js';
import { store } from './store.js';

/** What plays now. */
export const NOW = 'now';
/** What a version can be held against that never was one. */
export const REFERENCES = { factory: 'Factory', dry: 'Dry' };

class TimeMachine extends Rendered {
  /** Number of the version that is heard first, or NOW; null until one is chosen. */
  first = null;
  /** The one beside it: a number, NOW, or the name of a reference. */
  second = NOW;

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
    const number = version => (typeof version === 'number' ? version : null);
    const reference = this.second in REFERENCES ? this.second : null;
    return this.render(() => api.askVersions(store.engineId, number(this.first), number(this.second), reference));
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
export const nameOf = ({ version, reference }) => (reference ? REFERENCES[reference] : version === null ? 'Now' : `Version ${version}`);
