// The REST interface: attune.api records as JSON, errors as RFC 9457 problems.

import { token } from './session.js';

/** An answer that is not a success; its message is the server's sentence. */
class ApiError extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? `The control server answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

/** The server did not answer at all. */
class ServerGone extends Error {
  constructor() {
    super('The control server does not answer. Your sound goes on as it was.');
  }
}

async function request(method, path, body) {
  return (await exchange(method, path, body)).value;
}

/** A body that is bytes goes as it is. */
async function answered(method, path, body) {
  try {
    return await fetch(`/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token() ?? ''}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined || body instanceof ArrayBuffer ? body : JSON.stringify(body),
    });
  } catch {
    throw new ServerGone();
  }
}

/** Value and headers of an answer. */
async function exchange(method, path, body) {
  const response = await answered(method, path, body);
  const text = await response.text();
  const value = text ? parsed(text) : null;
  if (!response.ok) {
    throw new ApiError(response.status, value);
  }
  return { value, headers: response.headers };
}

/** A file that is no JSON; what was refused is a problem all the same. */
async function bytes(path) {
  const response = await answered('GET', path, undefined);
  if (!response.ok) {
    throw new ApiError(response.status, parsed(await response.text()));
  }
  return response.arrayBuffer();
}

/** A file that is made for this. */
async function file(path) {
  const response = await answered('POST', path, {});
  if (!response.ok) {
    throw new ApiError(response.status, parsed(await response.text()));
  }
  return response.blob();
}

/** Presets, and what is said about files that can't be used: a header, percent-encoded, + for a space. */
async function presets() {
  const { value, headers } = await exchange('GET', '/presets');
  const said = headers.get('X-Attune-Passed-Over') ?? '';
  return { presets: value, passedOver: decodeURIComponent(said.replaceAll('+', ' ')) };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { detail: text };
  }
}

const engine = id => `/engines/${encodeURIComponent(id)}`;
const change = id => `/changes/${id}`;
const pair = id => `/taste/questions/${encodeURIComponent(id)}`;
const versionPair = id => `/versions/pairs/${encodeURIComponent(id)}`;
const preset = id => `/presets/${encodeURIComponent(id)}`;

export const api = {
  health: () => request('GET', '/health'),
  healthReport: () => request('GET', '/health/report'),
  alerts: () => request('GET', '/alerts'),
  dismissAlert: id => request('POST', `/alerts/${id}/dismiss`, {}),
  telemetry: (engineId, seconds) => request('GET', `/telemetry?${query({ engineId, seconds })}`),
  engines: () => request('GET', '/engines'),
  versions: (engineId, before, limit) => request('GET', `/versions?${query({ engineId, before, limit })}`),
  askVersions: (id, first, second, reference) => request('POST', `${engine(id)}/versions/pairs`, { first, second, reference }),
  versionPair: id => request('GET', versionPair(id)),
  versionSound: (id, side) => bytes(`${versionPair(id)}/sounds/${side}`),
  forgetVersions: id => request('DELETE', versionPair(id)),
  returnTo: (id, version) => request('POST', `${engine(id)}/versions/${version}/return`, {}),
  insights: () => request('GET', '/insights'),
  patterns: () => request('GET', '/patterns'),
  setPattern: (id, enabled) => request('PUT', `/patterns/${encodeURIComponent(id)}`, { enabled }),
  deletePattern: id => request('DELETE', `/patterns/${encodeURIComponent(id)}`),
  experiments: (before, won, limit) => request('GET', `/experiments?${query({ before, won: won ? true : null, limit })}`),
  models: () => request('GET', '/models'),
  nameEngine: (id, name) => request('PUT', `${engine(id)}/name`, { name }),
  table: () => request('GET', '/parameters-table'),
  parameters: id => request('GET', `${engine(id)}/parameters`),
  setParameters: (id, values, gesture = null) => request('PUT', `${engine(id)}/parameters`, { values, gesture }),
  setMacros: (id, macros) => request('PUT', `${engine(id)}/macros`, macros),
  setLearning: (id, learning) => request('PUT', `${engine(id)}/learning`, learning),
  feedback: (id, vote) => request('POST', `${engine(id)}/feedback`, vote),
  forgetNoise: id => request('DELETE', `${engine(id)}/noise-profile`),
  learnNoise: id => request('POST', `${engine(id)}/noise-profile`, {}),
  origin: id => request('GET', `${engine(id)}/origin`),
  recall: (id, presetId, slot = null) => request('POST', `${engine(id)}/recall`, { preset: presetId, slot }),
  changes: (engineId, before, limit, earlier = null) => request('GET', `/changes?${query({ engineId, before, limit, earlier })}`),
  instances: () => request('GET', '/instances'),
  accept: id => request('POST', `${change(id)}/accept`, {}),
  reject: id => request('POST', `${change(id)}/reject`, {}),
  undo: id => request('POST', `${change(id)}/undo`, {}),
  less: id => request('POST', `${change(id)}/less`, {}),
  bounds: () => request('GET', '/bounds'),
  setBounds: bounds => request('PUT', '/bounds', bounds),
  front: () => request('GET', '/front'),
  words: () => request('GET', '/words'),
  say: (id, { word = null, steps = null }) => request('POST', `${engine(id)}/words`, { word, steps }),
  wouldSay: (id, { word = null, steps = null }) => request('POST', `${engine(id)}/words/preview`, { word, steps }),
  objectives: () => request('GET', '/objectives'),
  setObjectives: wish => request('PUT', '/objectives', wish),
  taste: () => request('GET', '/taste'),
  askPair: id => request('POST', `${engine(id)}/taste/questions`, {}),
  pair: id => request('GET', pair(id)),
  pairSound: (id, side) => bytes(`${pair(id)}/sounds/${side}`),
  answerPair: (id, answer) => request('POST', `${pair(id)}/answer`, answer),
  preferences: () => request('GET', '/preferences'),
  setPreferences: switches => request('PUT', '/preferences', switches),
  dismissTip: (id, kind) => request('DELETE', `${engine(id)}/tips/${encodeURIComponent(kind)}`),
  learners: () => request('GET', '/learning/learners'),
  setLearners: switches => request('PUT', '/learning/learners', switches),
  addRule: rule => request('POST', '/autoload', rule),
  rules: () => request('GET', '/autoload'),
  changeRule: (id, rule) => request('PUT', `/autoload/${id}`, rule),
  orderRules: rules => request('PUT', '/autoload', { rules }),
  removeRule: id => request('DELETE', `/autoload/${id}`),
  testRules: ({ host = null, engine = null, contentClass = null, sampleRateHz = null, time = null }) =>
    request('POST', '/autoload/test', { host, engine, contentClass, sampleRateHz, time }),
  presets,
  presetFile: id => bytes(`${preset(id)}/file`),
  importPreset: (name, label, file) => request('POST', `/presets/import?${query({ name, label })}`, file),
  savePreset: preset => request('POST', '/presets', preset),
  changePreset: (id, fields) => request('PUT', preset(id), fields),
  privacy: () => request('GET', '/privacy'),
  exportAll: () => file('/privacy/export'),
  eraseAll: confirm => request('POST', '/privacy/erase', { confirm }),
  audit: (before, limit) => request('GET', `/audit?${query({ before, limit })}`),
  verifyAudit: () => request('GET', '/audit/verify'),
  deletePreset: id => request('DELETE', preset(id)),
};

function query(values) {
  const present = Object.entries(values).filter(([, value]) => value != null);
  return new URLSearchParams(present).toString();
}
