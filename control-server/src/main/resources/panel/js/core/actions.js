// What a person can do to the sound; each answers with a toast that has the way back.

import { act, toast } from '../parts/toasts.js';
import { api } from './api.js';
import { movesOf, oneLine } from './changes.js';
import { number } from './format.js';
import { setLocked } from './limits.js';
import { live } from './live.js';
import { store } from './store.js';

const MODE_SENTENCES = {
  off: 'Learning is off. The sound stays as it is.',
  observe: 'Attune listens and judges, but changes nothing.',
  suggest: 'Attune asks before each change.',
  auto: 'Attune changes the sound by itself, within your limits.',
};

const SLOTS = ['A', 'B', 'C', 'D'];

function answered(change) {
  if (change) {
    store.takeChange(change);
  }
  return change;
}

export const undo = change =>
  act(async () => {
    const done = answered(await api.undo(change.id));
    toast(`Taken back: ${oneLine(change)}.`, {
      label: 'Put it back',
      run: async () => answered(await api.undo(done.id)) && toast('It is back.'),
    });
  });

export const less = change =>
  act(async () => {
    const done = answered(await api.less(change.id));
    toast('Half of it is taken back, and noted.', {
      label: 'Undo',
      run: async () => answered(await api.undo(done.id)) && toast('All of it is back.'),
    });
  });

export const accept = change =>
  act(async () => {
    const done = answered(await api.accept(change.id));
    toast(`Applied: ${oneLine(change)}.`, { label: 'Undo', run: () => undo(done) });
  });

export const reject = change =>
  act(async () => {
    answered(await api.reject(change.id));
    toast('Refused. The sound stays as it is.');
  });

/** Locks every parameter of the stages that a change moved: learning leaves them alone. */
export function lockStages(change) {
  const stages = new Set(movesOf(change, store.table).map(move => move.stage));
  const params = store.table.params.filter(param => stages.has(param.stage) && param.learnable);
  return setLocked(params, true, `${[...stages].join(' and ')} locked. Learning leaves it alone.`);
}

export function toggleBypass() {
  const on = !store.macro('bypass');
  store.setMacro('bypass', +on);
  toast(on ? 'You hear the sound before Attune, equally loud.' : 'You hear Attune.', {
    label: 'Undo',
    run: () => store.setMacro('bypass', +!on),
  });
}

export function toggleDelta() {
  const on = !store.macro('delta');
  store.setMacro('delta', +on);
  toast(on ? 'You hear only what Attune takes away or adds.' : 'You hear Attune.', {
    label: 'Undo',
    run: () => store.setMacro('delta', +!on),
  });
}

/** Slot that was heard before the one that plays, as far as the panel chose it. */
let slotBefore = 1;

export function chooseSlot(slot) {
  const before = store.macro('slot') ?? 0;
  if (slot === before) {
    return;
  }
  playSlot(slot);
  toast(`Slot ${SLOTS[slot]} plays.`, { label: 'Undo', run: () => playSlot(before) });
}

function playSlot(slot) {
  slotBefore = store.macro('slot') ?? 0;
  store.setMacro('slot', slot);
}

/** To and fro between two slots: the one that was heard before, at first B, or A where B plays. */
export const swapSlots = () => chooseSlot(otherSlot());

export function otherSlot() {
  const now = store.macro('slot') ?? 0;
  return slotBefore === now ? Number(now === 0) : slotBefore;
}

export const nextSlot = () => chooseSlot(((store.macro('slot') ?? 0) + 1) % SLOTS.length);

export function toggleMatch() {
  const on = !store.macro('match_slots');
  store.setMacro('match_slots', +on);
  toast(on ? 'The four slots play equally loud.' : 'Each slot plays as loud as it is.', {
    label: 'Undo',
    run: () => store.setMacro('match_slots', +!on),
  });
}

export const slotName = slot => SLOTS[slot] ?? '';

export const toggleFreeze = () =>
  act(async () => {
    const frozen = !store.engine.frozen;
    await store.setLearning({ frozen });
    toast(frozen ? 'Frozen. Nothing changes by itself until you release it.' : 'Released.', {
      label: 'Undo',
      run: () => store.setLearning({ frozen: !frozen }),
    });
  });

export const setMode = mode =>
  act(async () => {
    const before = store.engine.mode;
    await store.setLearning({ mode });
    toast(MODE_SENTENCES[mode], { label: 'Undo', run: () => store.setLearning({ mode: before }) });
  });

/** Keeps the noise of the room, so that reduction knows it from the first moment on. */
export const learnNoise = () =>
  act(async () => {
    const change = answered(await api.learnNoise(store.engineId));
    toast('The noise of this room is kept. Noise reduction knows it from the first moment.', {
      label: 'Undo',
      run: () => undo(change),
    });
  });

/** Waves a tip about the source away; it comes again once it is twice as bad. */
export const dismissTip = kind =>
  act(async () => {
    await api.dismissTip(store.engineId, kind);
    toast('Noted. This tip comes again once it is clearly worse.');
  });

export const MODES = [
  ['off', 'Off'],
  ['observe', 'Observe'],
  ['suggest', 'Suggest'],
  ['auto', 'Auto'],
];

export const modeSentence = mode => MODE_SENTENCES[mode];

/** Thumbs: attached to the audio that was audible when the button was pressed. */
export const vote = direction =>
  act(async () => {
    const newest = store.changes[0]?.id ?? 0;
    const request = { id: crypto.randomUUID(), vote: direction, frame: live.frame?.audibleFrame ?? null, changeId: null };
    const stored = await api.feedback(store.engineId, request);
    if (direction === 'up') {
      toast('Noted: good.');
      return;
    }
    await store.readChanges();
    const takenBack = store.changes.find(({ id, kind, parent }) => id > newest && kind === 'undo' && parent === stored.changeId);
    if (takenBack) {
      toast('Noted: bad. The last change is taken back.', {
        label: 'Undo',
        run: async () => answered(await api.undo(takenBack.id)) && toast('It is back.'),
      });
    } else {
      toast('Noted: bad. What comes next must be better than this.');
    }
  });

export const dismissAlert = id =>
  act(async () => {
    store.takeAlert(await api.dismissAlert(id));
    toast('Noted. It stays in the list while it lasts.');
  });

/** Both sides on request: for those who do not see the meters. */
export function sayMeters() {
  const { frame } = live;
  if (!frame || live.stale) {
    toast('No level: nothing plays.');
    return;
  }
  const peak = Math.max(...live.holds.out);
  toast(
    `Before ${number(frame.in.shortTerm)}, after ${number(frame.out.shortTerm)}\u202fLUFS. ` +
      `True peak after ${number(peak)}\u202fdBTP.`,
  );
}
