// The timeline over restarts: that of the shown instance, or of all. What is told of the shown one is the store's.

import { api } from './api.js';
import { store } from './store.js';

const PAGE = 60;
/** Only the shown instance's changes are told; others are looked for. */
const LOOK_MS = 3000;
const TOPICS = ['changes', 'engines', 'privacy', 'server'];

class Timeline extends EventTarget {
  /** Whether that of all instances is shown. */
  all = false;
  /** Whether there are earlier ones. */
  more = false;
  #read = new Map();
  /** Told while an answer is on its way, and newer than it. */
  #told = new Map();
  #turn = 0;
  #asking = false;
  #engineId = null;
  #users = 0;
  #timer = 0;
  #look = ({ type }) => this.#follow(type);
  #take = ({ detail }) => this.#takeTold(detail);

  /** Newest first. */
  get list() {
    const merged = new Map(this.#read);
    const oldest = this.more ? Math.min(...this.#read.keys()) : 0;
    store.changes
      .filter(({ id, engineId }) => id >= oldest && (this.all || engineId === store.engineId))
      .forEach(change => merged.set(change.id, change));
    return [...merged.values()].sort((a, b) => b.id - a.id);
  }

  /** While somebody looks. */
  follow() {
    if (this.#users++ === 0) {
      TOPICS.forEach(topic => store.addEventListener(topic, this.#look));
      store.addEventListener('told', this.#take);
      this.#timer = setInterval(() => this.#lookAgain(), LOOK_MS);
    }
    this.#begin();
  }

  leave() {
    if (--this.#users === 0) {
      TOPICS.forEach(topic => store.removeEventListener(topic, this.#look));
      store.removeEventListener('told', this.#take);
      clearInterval(this.#timer);
    }
  }

  showAll(all) {
    this.all = all;
    return this.#begin();
  }

  /** The next page. */
  async earlier() {
    await this.#ask(Math.min(...this.#read.keys()));
  }

  async #begin() {
    this.#read = new Map();
    this.more = false;
    this.#engineId = store.engineId;
    this.#changed();
    // What can't be read is said by the banner.
    await this.#ask(null).catch(() => {});
  }

  async #ask(before) {
    const { all } = this;
    const engineId = all ? null : store.engineId;
    if (!all && !engineId) {
      return;
    }
    const turn = ++this.#turn;
    const known = this.#read.size > 0;
    this.#told = new Map();
    this.#asking = true;
    const page = await api.changes(engineId, before, PAGE, !all || null).finally(() => (this.#asking = turn !== this.#turn));
    if (turn === this.#turn) {
      this.#read = new Map([...this.#read, ...page.map(change => [change.id, change]), ...this.#told]);
      this.more = before || !known ? page.length === PAGE : this.more;
      this.#changed();
    }
  }

  #lookAgain() {
    if (this.all && !this.#asking && !document.hidden && store.server === 'here' && this.#read.size) {
      this.#ask(null).catch(() => {});
    }
  }

  #follow(topic) {
    const isOther = store.engineId !== this.#engineId && !(this.all && this.#engineId);
    if (topic === 'privacy' || isOther || (topic === 'server' && store.server === 'here')) {
      this.#begin();
    } else {
      this.#changed();
    }
  }

  /** Of others than the shown instance, too. */
  #takeTold(change) {
    if (this.all || this.#read.has(change.id)) {
      this.#told.set(change.id, change);
      this.#read.set(change.id, change);
      this.#changed();
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

export const timeline = new Timeline();
