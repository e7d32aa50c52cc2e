// Versions of the sound: every change that made another one. Read anew as the timeline moves; says "change" then.

import { act, toast } from '../parts/toasts.js';
import { undo } from './actions.js';
import { api } from './api.js';
import { store } from './store.js';

const PAGE = 12;
/** A hand that moves a knob tells twenty changes a second. */
const AFTER_MS = 400;

class Versions extends EventTarget {
  /** Newest first; null until they were read. */
  list = null;
  more = false;
  /** Whether those of other plugin instances are listed, too. */
  all = false;
  #users = 0;
  #timer = 0;
  #look = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.read(), AFTER_MS);
  };

  /** While somebody looks. */
  follow() {
    if (this.#users++ === 0) {
      ['changes', 'engines'].forEach(topic => store.addEventListener(topic, this.#look));
    }
    this.read();
  }

  leave() {
    if (--this.#users === 0) {
      ['changes', 'engines'].forEach(topic => store.removeEventListener(topic, this.#look));
      clearTimeout(this.#timer);
    }
  }

  showAll(all) {
    this.all = all;
    this.list = null;
    this.read();
  }

  /** As many as are shown; what can't be read is said by the banner. */
  async read() {
    const limit = Math.max(PAGE, this.list?.length ?? 0);
    await this.#take(null, limit, () => []);
  }

  async older() {
    await this.#take(this.list.at(-1).id, PAGE, () => this.list);
  }

  async #take(before, limit, kept) {
    const { all } = this;
    const engineId = all ? null : store.engineId;
    if (!engineId && !all) {
      this.list = [];
    } else {
      try {
        const page = await api.versions(engineId, before, limit);
        if (all !== this.all || (!all && engineId !== store.engineId)) {
          return;
        }
        this.list = [...kept(), ...page];
        this.more = page.length === limit;
      } catch {
        this.list ??= [];
      }
    }
    this.dispatchEvent(new Event('change'));
  }
}

export const versions = new Versions();

/** Whether this version's set is the one in force. */
export function plays({ after }) {
  const wanted = store.parameters?.wanted;
  return Boolean(wanted) && Object.keys(wanted).every(id => wanted[id] === after[id]);
}

export const returnTo = version =>
  act(async () => {
    const change = await api.returnTo(store.engineId, version.id);
    store.takeChange(change);
    toast(`Back to version ${version.id}.`, { label: 'Undo', run: () => undo(change) });
  });
