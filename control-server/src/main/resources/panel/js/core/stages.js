// The stages of the chain as the parameter table has them: in the order of the program in force, each with its parameters.

/** Gains in the order of the live frame; those that are used rarely are shown once they have done something. */
export const GAIN_ROWS = [
  { name: 'Hum', stage: 'Hum removal', leastDb: 6, says: 'Mains hum and its harmonics, taken out with narrow notches.' },
  { name: 'Noise', stage: 'Noise reduction', leastDb: 12, says: 'Steady noise, lowered in each band. Beginnings of words are protected.' },
  { name: 'Equaliser', stage: 'Equaliser', leastDb: 6, bothWays: true, says: 'How much louder or softer the tone correction makes the whole sound.' },
  { name: 'Leveler', stage: 'Loudness leveler', leastDb: 12, bothWays: true, says: 'Slow gain towards the loudness target. Stands still in pauses.' },
  { name: 'Limiter', stage: 'True-peak limiter', leastDb: 6, says: 'The last word: no true peak above the ceiling.' },
  { name: 'Gate', stage: 'Gate', leastDb: 12, seldom: true, says: 'Lowers what lies under its threshold: the room between words.' },
  { name: 'De-esser', stage: 'De-esser', leastDb: 6, seldom: true, says: 'Sharp s and sh sounds, lowered against the voice around them.' },
  { name: 'Compressor', stage: 'Multiband compressor', leastDb: 6, seldom: true, says: 'Strongest reduction of the four bands.' },
];

/** Of stages that have no gain in the frame, or another short name. */
const WORDS = {
  'High-pass': { name: 'High-pass', says: 'Takes away rumble below a corner: steps, wind, traffic.' },
  Equaliser: { says: 'Eight filters: a shelf at each end, six bells between. Drag a number in the curve, or turn its knobs.' },
  'Multiband compressor': { says: 'Four bands, each with a compressor of its own that makes loud and soft more alike.' },
  Exciter: { name: 'Exciter', says: 'Adds harmonics above a corner, where a dull recording has none.' },
  'Stereo width': { name: 'Width', says: 'How far the sides stand out against the middle. Mono sound passes as it is.' },
};

const BAND = /^([a-z]+)(\d+)_(\w+)$/;
const PROFILE = /^nr_profile\d+$/;
const BYPASS = /_bypass$/;

/**
 * The stages that have parameters, first to last.
 *
 * @param table parameters and programs as the server has them
 * @param program number of the program in force
 */
export function chainOf(table, program) {
  return (table.programs?.[program]?.stages ?? []).map(name => stageOf(table, name)).filter(stage => stage.params.length);
}

function stageOf(table, name) {
  const all = table.params.filter(param => param.stage === name);
  const params = all.filter(({ id }) => !PROFILE.test(id) && !BYPASS.test(id));
  const gain = GAIN_ROWS.findIndex(row => row.stage === name);
  const { name: short, says } = { ...GAIN_ROWS[gain], ...WORDS[name] };
  const single = params.filter(({ id }) => !BAND.test(id));
  return {
    name,
    short: short ?? name,
    says: says ?? '',
    gain,
    params,
    bypass: all.find(({ id }) => BYPASS.test(id)) ?? null,
    hasProfile: all.some(({ id }) => PROFILE.test(id)),
    bands: bandsOf(params.filter(({ id }) => BAND.test(id))),
    knobs: single.filter(({ scale }) => scale === 'LINEAR' || scale === 'LOG' || scale === 'STEPPED'),
    choices: single.filter(({ scale }) => scale === 'ENUM'),
    switches: single.filter(({ scale }) => scale === 'TOGGLE'),
    delta: deltaOf(table, name),
  };
}

/** Which value of the macro lets Delta play this stage alone; −1 where it can't. */
const deltaOf = (table, name) => table.macros.find(({ id }) => id === 'delta_stage')?.choices.indexOf(name) ?? -1;

/** Parameters that are there once for each band, band by band; a band is called what its labels have in common. */
function bandsOf(params) {
  const bands = new Map();
  for (const param of params) {
    const [, , number, part] = BAND.exec(param.id);
    const band = bands.get(number) ?? { number: Number(number), parts: {} };
    band.parts[part] = param;
    bands.set(number, band);
  }
  return [...bands.values()].map(band => ({ ...band, name: commonWords(Object.values(band.parts).map(({ label }) => label)) }));
}

function commonWords(labels) {
  const words = labels[0].split(' ');
  const same = words.findIndex((word, i) => labels.some(label => label.split(' ')[i] !== word));
  return words.slice(0, same < 0 ? words.length : same).join(' ');
}

/** Name of a knob beside its stage's or band's name: "Gate range" of the gate is its range. */
export function shortLabel({ label }, context) {
  const known = context.toLowerCase().split(' ');
  const words = label.split(' ');
  while (words.length > 1 && known.includes(words[0].toLowerCase())) {
    words.shift();
  }
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether every value at which the stage would do something is where it does nothing. */
export function isIdle(stage, values) {
  const acting = stage.params.filter(({ neutral }) => neutral !== undefined);
  return acting.length > 0 && acting.every(({ id, neutral }) => values[id] === neutral);
}

/** The newest change that put a parameter where it is; undefined where the timeline that is read does not say. */
export const setBy = (id, value, changes) =>
  changes.find(
    ({ status, before, after }) =>
      (status === 'in_force' || status === 'watching') && before[id] !== after[id] && after[id] === value,
  );
