// Two sounds that the agent renders on one's own last seconds: asked for, waited for, heard. Says "change" whenever anything of it does.

import { PairPlayer } from './pair-player.js';

const LOOK_MS = 500;

export class Rendered extends EventTarget {
  /** "idle", "asking", "ready", "failed". */
  state = 'idle';
  /** Why there is none, one sentence. */
  problem = '';
  /** What the server says of the two; null until they can be heard. */
  given = null;
  player = new PairPlayer();
  #look;
  #sound;
  #timer = 0;
  #turn = 0;

  /**
   * @param {(id: string) => Promise<object>} look what has become of one
   * @param {(id: string, side: string) => Promise<ArrayBuffer>} sound a WAV file; side "a" or "b"
   */
  constructor(look, sound) {
    super();
    this.#look = look;
    this.#sound = sound;
  }

  /** Asks, waits, and plays as soon as it can. By a person's click or key. */
  async render(ask) {
    const turn = ++this.#turn;
    this.player.drop();
    this.given = null;
    this.#become('asking');
    try {
      await this.player.unlock();
      let given = await ask();
      while (given.status === 'asked' && turn === this.#turn) {
        await new Promise(done => (this.#timer = setTimeout(done, LOOK_MS)));
        given = await this.#look(given.id);
      }
      if (turn !== this.#turn) {
        return;
      }
      if (given.status === 'failed') {
        this.fail(given.problem);
        return;
      }
      const files = await Promise.all(['a', 'b'].map(side => this.#sound(given.id, side)));
      await this.player.load(files);
      if (turn === this.#turn) {
        this.given = given;
        this.#become('ready');
        this.play();
      }
    } catch (error) {
      if (turn === this.#turn) {
        this.fail(error.message);
      }
    }
  }

  play() {
    this.player.play();
    this.tell();
  }

  pause() {
    this.player.stop();
    this.tell();
  }

  choose(side) {
    this.player.choose(side);
    if (this.player.playing) {
      this.tell();
    } else {
      this.play();
    }
  }

  swap() {
    this.choose(1 - this.player.side);
  }

  /** Nobody looks any more. */
  leave() {
    this.#turn++;
    clearTimeout(this.#timer);
    this.player.close();
    this.given = null;
    this.#become('idle');
  }

  fail(problem) {
    this.problem = problem;
    this.given = null;
    this.player.drop();
    this.#become('failed');
  }

  #become(state) {
    this.state = state;
    this.tell();
  }

  tell() {
    this.dispatchEvent(new Event('change'));
  }
}
