// Values of parameters as figures with units, and figures as people type them.

import { THIN, number, signed } from './format.js';

/** A knob takes about so many steps from end to end. */
const STEPS = 120;
const NICE = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const KILO_FROM = 1000;

/** How a value input treats a parameter. */
export function specOf(param, label = param.label) {
  const { min, max, unit } = param;
  return {
    label,
    min,
    max,
    fallback: param.default,
    step: param.scale === 'STEPPED' ? 1 : NICE.find(step => step >= (max - min) / STEPS) ?? NICE.at(-1),
    log: param.scale === 'LOG',
    whole: param.scale === 'STEPPED',
    unit,
    digits: 1,
    words: value => wordOf(param, value),
    parse: text => parse(text, param),
  };
}

/** Figure and unit: ["1.25", "kHz"]. */
export function partsOf({ unit, scale, min, max }, value) {
  if (unit === 'Hz') {
    return value >= KILO_FROM ? [figures(value / 1000, 3), 'kHz'] : [figures(value, 3), 'Hz'];
  }
  if (scale === 'STEPPED') {
    return [number(value, 0), unit];
  }
  if (unit === 'ms') {
    return value >= KILO_FROM ? [figures(value / 1000, 3), 's'] : [figures(value, 3), 'ms'];
  }
  if (unit === '%') {
    return [number(value, finer(value, 0)), unit];
  }
  if (scale === 'LOG') {
    return [number(value, value < 10 ? 2 : 1), unit];
  }
  return [(min < 0 && max > 0 ? signed : number)(value, finer(value, 1)), unit];
}

/** One line, as it is read out: "1.25 kHz", "2.0:1". */
export function wordOf(param, value) {
  if (param.choices?.length) {
    return param.choices[value] ?? String(value);
  }
  if (param.scale === 'TOGGLE') {
    return value >= 0.5 ? 'on' : 'off';
  }
  const [figure, unit] = partsOf(param, value);
  return unit.startsWith(':') || !unit ? figure + unit : `${figure}${THIN}${unit}`;
}

/** One digit more where the value has one. */
const finer = (value, digits) => (Math.abs(value - Number(value.toFixed(digits))) > 1e-6 ? digits + 1 : digits);

/** So many significant digits, without zeros at the end of a fraction. */
function figures(value, digits) {
  const whole = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))));
  return number(value, Math.min(whole, fraction(Number(value.toFixed(whole)))));
}

const fraction = value => String(value).split('.')[1]?.length ?? 0;

const SCALES = { hz: { hz: 1, khz: 1000, k: 1000 }, ms: { ms: 1, s: 1000 } };
const TYPED = /^\s*([+\-\u2212]?\s*[\d.,]+)\s*(:?\s*[a-z%/]*\s*1?)\s*$/i;

/**
 * A number with or without its unit.
 *
 * @return {{value: number}|{problem: string}}
 */
export function parse(text, { label, unit }) {
  const match = TYPED.exec(text);
  const value = match ? Number.parseFloat(match[1].replace(/\s/g, '').replace(',', '.').replace('\u2212', '-')) : NaN;
  if (!Number.isFinite(value)) {
    return { problem: `${label}: “${text.trim()}” is no number.` };
  }
  const said = match[2].replace(/\s/g, '').toLowerCase();
  const own = unit.toLowerCase();
  const factor = said === '' || said === own ? 1 : SCALES[own]?.[said];
  if (factor === undefined) {
    return { problem: `${label} is ${unit ? `in ${unit}` : 'without a unit'}: “${text.trim()}” is not.` };
  }
  return { value: value * factor };
}
