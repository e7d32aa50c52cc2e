// Blind pairs: asked for, waited for, heard, answered. One at a time; says "change" whenever anything of it does.

import { api } from './api.js';
import { PairPlayer } from './pair-player.js';
import { store } from './store.js';

const LOOK_MS = 500;
/** Heard together before an answer counts, and of each at least. */
export const NEEDED_S = 4;
const NEEDED_OF_EACH_S = 1;

class Pairs extends EventTarget {
  /** "idle", "asking", "ready", "failed". */
  state = 'idle';
  /** Why there is none, one sentence. */
  problem = '';
  question = null;
  player = new PairPlayer();
  #timer = 0;
  #turn = 0;

  /** Asks for a pair, and plays it as soon as it is there. By a person's click or key. */
  async ask() {
    const turn = ++this.#turn;
    this.player.drop();
    this.#become('asking');
    try {
      await this.player.unlock();
      let question = await api.askPair(store.engineId);
      while (question.status === 'asked' && turn === this.#turn) {
        await new Promise(done => (this.#timer = setTimeout(done, LOOK_MS)));
        question = await api.pair(question.id);
      }
      if (turn !== this.#turn) {
        return;
      }
      if (question.status === 'failed') {
        this.#fail(question.problem);
        return;
      }
      const files = await Promise.all(['a', 'b'].map(side => api.pairSound(question.id, side)));
      await this.player.load(files);
      if (turn === this.#turn) {
        this.question = question;
        this.#become('ready');
        this.play();
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.#fail(error.message);
      }
    }
  }

  /** Answers, and asks for the next. */
  async answer(choice, degree) {
    const { id } = this.question;
    this.player.stop();
    try {
      await api.answerPair(id, { choice, degree });
    } catch (error) {
      this.player.drop();
      this.#fail(error.message);
      return false;
    }
    this.ask();
    return true;
  }

  play() {
    this.player.play();
    this.#tell();
  }

  pause() {
    this.player.stop();
    this.#tell();
  }

  choose(side) {
    this.player.choose(side);
    if (this.player.playing) {
      this.#tell();
    } else {
      this.play();
    }
  }

  swap() {
    this.choose(1 - this.player.side);
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

  /** Nobody looks any more. */
  leave() {
    this.#turn++;
    clearTimeout(this.#timer);
    this.player.close();
    this.question = null;
    this.#become('idle');
  }

  #fail(problem) {
    this.problem = problem;
    this.question = null;
    this.#become('failed');
  }

  #become(state) {
    this.state = state;
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}

export const pairs = new Pairs();
