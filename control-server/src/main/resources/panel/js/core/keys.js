// Keys without modifiers, not in fields, and only while they are switched on (WCAG 2.1.4).

import { learnNoise, nextSlot, sayMeters, swapSlots, toggleBypass, toggleDelta, toggleFreeze } from './actions.js';
import { store } from './store.js';

const KEY = 'attune.keys';

export const VIEWS = [
  ['live', 'Live'],
  ['why', 'Why'],
  ['taste', 'Taste'],
  ['sound', 'Sound'],
  ['presets', 'Presets'],
  ['memory', 'Memory'],
  ['health', 'Health'],
  ['privacy', 'Privacy'],
];

/** For the list of keys. */
export const KEY_LIST = [
  [VIEWS.map((_, i) => i + 1).join(' '), VIEWS.map(([, name]) => name).join(', ')],
  ['B', 'Bypass, equally loud'],
  ['D', 'Delta: only what is taken away or added'],
  ['X', 'The slot heard before; with Shift the next of the four'],
  ['F', 'Freeze'],
  ['N', 'Keep the noise of this room'],
  ['M', 'Say the levels'],
  ['Space', 'In a pair: the other sound; there 1, 2 and 0 answer A, B and no difference'],
  ['Esc', 'Close'],
];

export const keysOn = () => localStorage.getItem(KEY) !== 'off';

export function switchKeys(on) {
  localStorage.setItem(KEY, on ? 'on' : 'off');
}

const SOUND_KEYS = { b: toggleBypass, d: toggleDelta, x: swapSlots, f: toggleFreeze, n: learnNoise, m: sayMeters };

export function listenToKeys() {
  addEventListener('keydown', event => {
    const target = event.composedPath()[0];
    if (!keysOn() || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isField(target)) {
      return;
    }
    const view = VIEWS[Number(event.key) - 1];
    const run = event.key === 'X' && event.shiftKey ? nextSlot : SOUND_KEYS[event.key.toLowerCase()];
    if (view && target.getAttribute?.('role') !== 'slider') {
      location.hash = view[0];
    } else if (run && store.playing && store.server === 'here' && !event.repeat) {
      run();
    }
  });
}

const isField = target =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;

