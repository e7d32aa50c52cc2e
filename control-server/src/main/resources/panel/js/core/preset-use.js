// Which preset plays, as it is or moved since; and what presets are ordered by. Read anew as the timeline moves.

import { api } from './api.js';
import { store } from './store.js';

const SAME = 1e-4;
const ORDER_KEY = 'attune.presets.order';
/** A hand that moves a knob tells twenty changes a second. */
const AFTER_MS = 400;
const TOPICS = ['changes', 'engines'];
/** The noise that is kept belongs to the room. */
const OF_THE_ROOM = /^nr_profile/;

export const ORDERS = [
  ['name', 'Name'],
  ['used', 'Last used'],
  ['newest', 'Newest'],
];

const byName = (a, b) => b.factory - a.factory || a.label.localeCompare(b.label);
const madeAt = ({ factory, savedAt }) => (factory ? 0 : savedAt);
const usedAt = preset => preset.recalledAt ?? madeAt(preset);

const COMPARISONS = {
  name: byName,
  used: (a, b) => usedAt(b) - usedAt(a) || byName(a, b),
  newest: (a, b) => madeAt(b) - madeAt(a) || byName(a, b),
};

export const ordered = (presets, order) => [...presets].sort(COMPARISONS[order]);

export const chosenOrder = () => (localStorage.getItem(ORDER_KEY) in COMPARISONS ? localStorage.getItem(ORDER_KEY) : 'name');

export const chooseOrder = order => localStorage.setItem(ORDER_KEY, order);

/** Whether a set is what a preset holds, but for what belongs to the room. */
const holds = ({ params }, values) =>
  Object.entries(params).every(([id, value]) => OF_THE_ROOM.test(id) || Math.abs((values[id] ?? value) - value) <= SAME * Math.max(1, Math.abs(value)));

class PresetUse extends EventTarget {
  /** The set from which the playing slot went on; null until it was read. */
  #origin = null;
  #of = '';
  #timer = 0;
  #look = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), AFTER_MS);
  };

  /** While somebody looks. */
  follow() {
    TOPICS.forEach(topic => store.addEventListener(topic, this.#look));
    this.#read();
  }

  leave() {
    TOPICS.forEach(topic => store.removeEventListener(topic, this.#look));
    clearTimeout(this.#timer);
  }

  /** "in use", "in use, changed since" or nothing. */
  wordOf(preset) {
    const values = store.playing && store.parameters?.wanted;
    if (!values) {
      return '';
    }
    if (holds(preset, values)) {
      return 'in use';
    }
    const isMoved = this.#origin && this.#of === store.engineId && holds(preset, this.#origin) && !(store.presets ?? []).some(one => holds(one, values));
    return isMoved ? 'in use, changed since' : '';
  }

  async #read() {
    const { engineId } = store;
    if (!store.playing) {
      return;
    }
    try {
      const { params } = await api.origin(engineId);
      if (engineId === store.engineId) {
        this.#origin = params;
        this.#of = engineId;
        this.dispatchEvent(new Event('change'));
      }
    } catch {
      // what can't be read is said by the banner
    }
  }
}

export const presetUse = new PresetUse();
