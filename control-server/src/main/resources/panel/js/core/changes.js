// How an entry of the timeline reads: its group, word, headline and moves.

import { capital, count, decibel, headOf, hertz, inUnit, number, signed } from './format.js';

/** Groups of the filter; the dot's shape and colour go with them. */
export function groupOf({ kind, status }) {
  if (kind === 'abstained') {
    return 'left';
  }
  if (kind === 'rollback' || status === 'taken_back') {
    return 'back';
  }
  return kind === 'learned' ? 'learned' : 'you';
}

export const GROUP_WORDS = { learned: 'changed', left: 'left alone', back: 'taken back', you: 'by you' };

const STATUS_TAGS = {
  proposed: ['waits for you', 'learn'],
  watching: ['being checked', 'live'],
  in_force: ['in force', 'live'],
  taken_back: ['taken back', 'bad'],
  undone: ['undone', 'mute'],
  rejected: ['refused', 'mute'],
  left_alone: ['left alone', 'mute'],
  replaced: ['replaced', 'mute'],
};

const KIND_TAGS = {
  manual: ['you', 'learn'],
  preset: ['preset', 'learn'],
  undo: ['undo', 'learn'],
  rollback: ['taken back', 'bad'],
};

/** Words and look of the tags of an entry. */
export function tagsOf(change) {
  const kind = KIND_TAGS[change.kind];
  const status = STATUS_TAGS[change.status];
  // What takes back says so and no more; the rest says what became of it.
  const tags = change.kind === 'undo' || change.kind === 'rollback' ? [kind] : [kind, status];
  return tags.filter(Boolean);
}

/** Whether nothing but the level moved: the judge, who compares at equal loudness, only had to find no loss. */
export const isLevelOnly = ({ kind, explanation: { parts } }) =>
  kind === 'learned' && parts.length > 0 && parts.every(({ stage }) => stage === 'Loudness leveler');

/** What an entry is about; what was left alone is the whole sound, unless its sentence is of one move that was tried. */
function stageOf({ kind, explanation: { sentence } }, part) {
  const whole = kind === 'preset' || (kind === 'abstained' && !(part && sentence.startsWith(part.headline)));
  const words = { preset: 'Preset', undo: 'Undo', rollback: 'Taken back', manual: 'By hand' };
  return (whole ? null : part?.stage) ?? words[kind] ?? 'Whole sound';
}

/** Stage, number, place and reason of an entry: of its strongest move, else of its sentence. */
export function wordsOf(change) {
  const { sentence, parts } = change.explanation;
  const part = parts[0];
  const stage = stageOf(change, part);
  if (part && change.kind === 'learned') {
    return { stage, head: part.headline, place: part.place, reason: part.reason, more: parts.length - 1 };
  }
  const [head, rest] = headOf(sentence);
  const end = rest.indexOf('. ');
  return end < 0
    ? { stage, head, place: rest, reason: '', more: 0 }
    : { stage, head, place: rest.slice(0, end), reason: rest.slice(end + 2), more: 0 };
}

/** What moved, in the parameters' own words: [{stage, label, from, to}], in the table's order; a band is one move. */
export function movesOf(change, table) {
  const moves = new Map();
  for (const param of table.params.filter(({ id }) => differs(change.before[id], change.after[id]))) {
    const band = /^(eq\d)_/.exec(param.id)?.[1];
    if (PROFILE.test(param.id)) {
      const { stage } = param;
      moves.set('profile', { stage, label: 'Noise profile', from: profileWord(change.before), to: profileWord(change.after) });
      continue;
    }
    if (band) {
      moves.set(band, bandMove(band, param, change));
    } else {
      moves.set(param.id, {
        stage: param.stage,
        label: param.label,
        from: valueWord(param, change.before[param.id]),
        to: valueWord(param, change.after[param.id]),
      });
    }
  }
  // What differs by less than is shown, like 50 Hz and 50.002 Hz, did not move for anybody who reads it.
  return [...moves.values()].filter(move => move && move.from !== move.to);
}

/** Bands of the noise that was learned: one thing to a person. */
const PROFILE = /^nr_profile\d+$/;
const NO_NOISE_DB = -150;

/** How loud the learned noise is in all; that there is none. */
export function profileWord(values) {
  const power = Object.keys(values)
    .filter(id => PROFILE.test(id) && values[id] > NO_NOISE_DB)
    .reduce((sum, id) => sum + 10 ** (values[id] / 10), 0);
  return power > 0 ? `${decibel(10 * Math.log10(power))}FS` : 'none';
}

/** A value as people read it: the name of a choice, on or off, a number with its unit. */
export function valueWord(param, value) {
  if (param.choices?.length) {
    return param.choices[value] ?? String(value);
  }
  return param.scale === 'TOGGLE' ? (value >= 0.5 ? 'on' : 'off') : inUnit(value, param.unit);
}

/** Frequency and width of a band that is at 0 dB before and after do nothing: null. */
function bandMove(band, { stage, label }, { before, after }) {
  const gains = [before, after].map(set => set[`${band}_gain`]);
  const where = set => `${decibel(set[`${band}_gain`])} at ${hertz(set[`${band}_frequency`])}, Q\u202f${number(set[`${band}_q`])}`;
  if (gains.every(gain => gain === 0)) {
    return null;
  }
  return {
    stage,
    label: label.replace(/ (frequency|gain|Q)$/, ''),
    from: gains[0] === 0 ? 'off' : where(before),
    to: gains[1] === 0 ? 'off' : where(after),
  };
}

const differs = (a, b) => a !== undefined && b !== undefined && Math.abs(a - b) > 1e-6 * Math.max(1, Math.abs(a));

/** Where a learned change came from, by the name of its strategy. */
export const STRATEGY_WORDS = {
  neutral: 'Everything off but the level',
  policy: 'The trained policy',
  earlier: 'What helped here earlier',
  settled: 'How it was before other sounds came',
  search: 'Found by a search',
  gradient: 'A step up the slope of the score',
  rules: 'Rules for all that was found',
  'rules-strong': 'Rules for all that was found, strong on noise',
  'rules-without-tone': 'Rules for all but the tone',
  'rules-without-level': 'Rules for all but the level',
  hum: 'Rule for hum',
  'noise-mild': 'Rule for noise',
  'noise-strong': 'Rule for strong noise',
  tone: 'Rule for tone',
  music: 'Rule for music',
  'music-noise': 'Less steady noise under music',
  level: 'Rule for level',
  'own-presets': 'One of your presets',
  'factory-presets': 'A factory preset',
};

/** A name that no words are known for is written as words. */
export const strategyWord = strategy => STRATEGY_WORDS[strategy] ?? capital(strategy.replaceAll('-', ' '));

/** Who or what an entry comes from. */
export function sourceOf(change) {
  if (change.strategy && change.kind === 'learned') {
    return strategyWord(change.strategy);
  }
  return { agent: 'The learner', you: 'You', host: 'The host', autoload: 'A rule' }[change.who] ?? change.who;
}

/** What was promised: steps of the judge over the sound before; what a rule does by itself promises none. */
export const promiseOf = ({ promised, noise }) => (promised > noise ? `${signed(promised, 2)} steps` : 'no gain');

/** What was measured after it. */
export function measuredOf({ measured, verdict, status }) {
  if (measured != null) {
    return `${signed(measured, 2)} steps`;
  }
  return verdict ? 'unclear' : status === 'watching' || status === 'proposed' ? 'not yet' : 'not measured';
}

export function judgedOn({ evidence }) {
  if (!evidence) {
    return null;
  }
  const tried = count(evidence.candidates, 'setting');
  return `${Math.round(evidence.seconds)}\u202fs of your audio, level-matched, ${tried} tried`;
}

/** One line for lists and toasts. */
export function oneLine(change) {
  const { head, place } = wordsOf(change);
  return `${head} ${place}`.trim().replace(/\.$/, '');
}

/** What equaliser bands and high-pass do where: flags over the spectrum. */
export function toneFlags(values) {
  const flags = [];
  if (values.hpf_corner > 10) {
    flags.push({ hz: values.hpf_corner, text: `from ${hertz(values.hpf_corner)}` });
  }
  for (let band = 1; band <= 8; band++) {
    const gain = values[`eq${band}_gain`];
    if (Math.abs(gain ?? 0) >= 0.25) {
      flags.push({ hz: values[`eq${band}_frequency`], text: signed(gain) });
    }
  }
  return flags.sort((a, b) => a.hz - b.hz);
}
