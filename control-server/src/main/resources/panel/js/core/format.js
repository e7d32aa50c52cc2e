// Numbers and times as people read them: U+2212 minus, narrow no-break space before units, "kHz" from 1 000 Hz.

export const THIN = '\u202f';
const MINUS = '\u2212';

const withMinus = text => text.replace('-', MINUS);

/** Fixed digits; "–" where there is no value; never "−0.0". */
export function number(value, digits = 1) {
  if (value == null || !Number.isFinite(value)) {
    return '\u2013';
  }
  const text = value.toFixed(digits);
  return withMinus(Number(text) === 0 ? text.replace('-', '') : text);
}

/** A count; from 10 000 on in groups of three. */
export const grouped = n => (n < 10_000 ? String(n) : String(n).replace(/\B(?=(\d{3})+$)/g, THIN));

/** A change or a gain: with its sign. */
export function signed(value, digits = 1) {
  const text = number(value, digits);
  return value > 0 && Number(value.toFixed(digits)) !== 0 ? `+${text}` : text;
}

export const decibel = (value, digits = 1) => `${signed(value, digits)}${THIN}dB`;

export const hertz = value =>
  value >= 1000 ? `${number(value / 1000, value >= 10000 ? 0 : 1)}${THIN}kHz` : `${number(value, 0)}${THIN}Hz`;

/** A frequency that is a name, with all of its digits: "31.5 Hz", "1.25 kHz". */
export const nominalHertz = value => (value >= 1000 ? `${value / 1000}${THIN}kHz` : `${value}${THIN}Hz`);

/** A parameter's value in its unit. */
export function inUnit(value, unit, digits) {
  if (unit === 'Hz') {
    return hertz(value);
  }
  if (unit === ':1') {
    return `${number(value, 1)}:1`;
  }
  const text = number(value, digits ?? (Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : 1));
  return unit ? `${text}${THIN}${unit}` : text;
}

/** Splits the first number and its unit from a sentence: what is set bold. */
export function headOf(sentence) {
  const match = /^([+\u2212-]?\d[\d.,]*[\s\u202f\u00a0]?(?:dBTP|dB|LUFS|LU|kHz|Hz|%|ms)?)\s(.*)$/s.exec(sentence);
  return match ? [match[1], match[2]] : ['', sentence];
}

const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const CLOCK_SECONDS = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' });

export const clock = ms => CLOCK.format(ms);
export const clockSeconds = ms => CLOCK_SECONDS.format(ms);

/** "Today", "Yesterday" or the date. */
export function day(ms, now = Date.now()) {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  if (ms >= midnight) {
    return 'Today';
  }
  return ms >= midnight - 86_400_000 ? 'Yesterday' : DAY.format(ms);
}

/** "12 s ago", "4 min ago", "3 h ago", else the day. */
export function ago(ms, now = Date.now()) {
  const seconds = Math.max(0, Math.round((now - ms) / 1000));
  if (seconds < 60) {
    return `${seconds}${THIN}s ago`;
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)}${THIN}min ago`;
  }
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)}${THIN}h ago` : day(ms, now);
}

/** A time of a block, microseconds in: number and unit, three digits. */
export function durationParts(us) {
  if (!(us > 0)) {
    return ['\u2013', ''];
  }
  const [value, unit] = us < 999.5 ? [us, 'µs'] : [us / 1000, 'ms'];
  return [number(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0), unit];
}

export const durationText = us => durationParts(us).filter(Boolean).join(THIN);

export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** What another process says, as a sentence. */
export const sentence = text => capital(text).replace(/([^.!?])$/, '$1.');

export const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** An engine's audio: "48 kHz, stereo". */
export const rate = ({ sampleRateHz, channels }) =>
  `${number(sampleRateHz / 1000, sampleRateHz % 1000 ? 1 : 0)}${THIN}kHz, ${channels === 1 ? 'mono' : 'stereo'}`;

/** Whether a person named an instance; else it is its host's name, with a number where there are several. */
export const isNamed = ({ name, hostName }) => !(name === hostName || (name.startsWith(`${hostName} `) && /^\d+$/.test(name.slice(hostName.length + 1))));

/** The name that a person gave an instance, with its host. */
export const fullName = ({ name, hostName }) => (isNamed({ name, hostName }) ? `${name}, in ${hostName}` : name);
