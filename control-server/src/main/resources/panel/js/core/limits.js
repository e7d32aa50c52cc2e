// What learning may do with parameters: a person's own ranges and locks; each change says so and has the way back.

import { act, toast } from '../parts/toasts.js';
import { api } from './api.js';
import { store } from './store.js';

const NONE = { min: null, max: null, locked: false };

/** A person's limits for a parameter. */
export const limitOf = id => store.bounds?.[id] ?? NONE;

export const isLocked = id => limitOf(id).locked;

/** Range that learning may use: one's own where it is narrower, else the table's; null where learning may not move it. */
export function rangeOf(param) {
  if (!param.learnable) {
    return null;
  }
  const { min, max } = limitOf(param.id);
  return [min ?? param.safeMin, max ?? param.safeMax];
}

/** Locks or frees parameters: [{id}]. */
export const setLocked = (params, locked, text) => change(params, { locked }, text, locked ? 'Unlock' : 'Undo');

/** Sets a person's own range of a parameter; null is the table's. */
export const setRange = (param, range, text) => change([param], range, text, 'Undo');

function change(params, fields, text, back) {
  return act(async () => {
    const before = await api.bounds();
    const was = Object.fromEntries(params.map(({ id }) => [id, before[id] ?? NONE]));
    await put(before, Object.fromEntries(params.map(({ id }) => [id, { ...was[id], ...fields }])));
    toast(text, {
      label: back,
      run: async () => {
        await put(await api.bounds(), was);
        toast(back === 'Unlock' ? 'Unlocked.' : 'As before.');
      },
    });
  });
}

/** What says nothing is not kept. */
async function put(before, changed) {
  const all = Object.entries({ ...before, ...changed }).filter(([, { min, max, locked }]) => locked || min !== null || max !== null);
  store.take('bounds', await api.setBounds(Object.fromEntries(all)));
}
