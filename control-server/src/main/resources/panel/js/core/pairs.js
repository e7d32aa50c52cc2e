// Blind pairs: asked for, waited for, heard, answered. One at a time.

import { api } from './api.js';
import { Rendered } from './rendered.js';
import { store } from './store.js';

/** Heard together before an answer counts, and of each at least. */
export const NEEDED_S = 4;
const NEEDED_OF_EACH_S = 1;

class Pairs extends Rendered {
  constructor() {
    super(api.pair, api.pairSound);
  }

  /** Asks for a pair, and plays it as soon as it is there. By a person's click or key. */
  ask() {
    return this.render(() => api.askPair(store.engineId));
  }

  /** Answers, and asks for the next. */
  async answer(choice, degree) {
    const { id } = this.given;
    this.player.stop();
    try {
      await api.answerPair(id, { choice, degree });
    } catch (error) {
      this.fail(error.message);
      return false;
    }
    this.ask();
    return true;
  }

  /** Seconds that are still to be heard, and whether a sound has hardly been heard yet. */
  get missing() {
    const [a, b] = this.player.heard;
    return { seconds: Math.max(0, NEEDED_S - a - b), side: a < NEEDED_OF_EACH_S ? 0 : b < NEEDED_OF_EACH_S ? 1 : -1 };
  }

  get open() {
    const { seconds, side } = this.missing;
    return this.state === 'ready' && seconds === 0 && side < 0;
  }
}

export const pairs = new Pairs();
