// What the panel knows, from REST once and from events since. Components read it and ask it to act.

import { api } from './api.js';
import { live } from './live.js';
import { LiveSocket } from './socket.js';

const PAGE = 60;
const LOOK_MS = 5000;
/** A macro just moved here is shown as moved until the engine had time to follow. */
const OWN_MACRO_MS = 700;
const MACRO_EVERY_MS = 50;

class Store extends EventTarget {
  /** "connecting", "here", "lost" or "refused". */
  server = 'connecting';
  lostAt = 0;
  retryAt = 0;
  refusal = '';
  info = null;
  engines = new Map();
  engineId = null;
  parameters = null;
  changes = [];
  /** Whether the timeline of the shown engine was read. */
  changesRead = false;
  heard = null;
  agent = null;
  health = null;
  /** What people should know of, newest first, those that hold before those that are over; null until they were read. */
  alerts = null;
  /** null until they were read. */
  presets = null;
  /** Rules by which presets are loaded, as they were told last; null before. */
  autoload = null;
  /** Sentences about preset files that can't be used. */
  passedOver = '';
  /** How well tastes are known, by class of content; null until it was read. */
  taste = null;
  /** Sets that passed the gate lately, on the objectives; null until they were read. */
  front = null;
  /** What learning has come to; null until it was read. */
  insights = null;
  /** What each strategy did for each kind of sound, and whether it may go on; null until it was read. */
  patterns = null;
  /** Trained models that the agent told of; null until they were read. */
  models = null;
  /** A person's own limits for learning, by parameter; null until they were read. */
  bounds = null;
  /** Switches that hold for all engines; null until they were read. */
  preferences = null;
  table = { params: [], macros: [] };
  /** Levels of every engine, ten times a second while they are watched. */
  levels = [];

  #levelsWatched = false;

  #socket = new LiveSocket({
    frame: buffer => live.receive(buffer),
    message: message => this.#receive(message),
    open: () => this.#arrived(),
    lost: retryAt => this.#lost(retryAt),
    refused: error => this.#refused(error.message),
  });
  #ownMacros = new Map();
  #macroTimer = 0;
  #macrosDue = {};
  /** One for each answer that is on its way, for what is told meanwhile: events overtake answers. */
  #waiting = new Set();

  start() {
    document.addEventListener('visibilitychange', () => this.#subscribe());
    setInterval(() => this.#lookForEngines(), LOOK_MS);
    return this.connect();
  }

  connect() {
    return this.#socket.connect();
  }

  refuse(sentence) {
    this.#refused(sentence);
  }

  /** The engine that is shown; undefined where there is none. */
  get engine() {
    return this.engines.get(this.engineId);
  }

  /** Whether a plugin plays now. */
  get playing() {
    return this.engine?.connected === true;
  }

  param(id) {
    return this.table.params.find(param => param.id === id);
  }

  /** Effective value of a macro: the newest frame's where it has one, else the engine's; one's own move first. */
  macro(id) {
    const own = this.#ownMacros.get(id);
    if (own && performance.now() < own.until) {
      return own.value;
    }
    const frame = live.frame;
    if (frame) {
      const framed = { amount: frame.amountPercent, bypass: +frame.bypass, delta: +frame.delta, slot: frame.slot };
      if (id in framed) {
        return framed[id];
      }
    }
    return this.engine?.macros[id];
  }

  /** Moves a macro; many moves in a row are sent 20 times a second, the last one surely. */
  setMacro(id, value) {
    this.#ownMacros.set(id, { value, until: performance.now() + OWN_MACRO_MS });
    this.#macrosDue[id] = value;
    this.#macroTimer ||= setTimeout(() => this.#sendMacros(), MACRO_EVERY_MS);
    this.#tell('macros');
  }

  async #sendMacros() {
    const due = this.#macrosDue;
    this.#macrosDue = {};
    this.#macroTimer = 0;
    try {
      this.#takeEngine(await api.setMacros(this.engineId, due));
    } catch (error) {
      Object.keys(due).forEach(id => this.#ownMacros.delete(id));
      this.dispatchEvent(new CustomEvent('failure', { detail: error }));
      this.#tell('macros');
    }
  }

  async setLearning(request) {
    this.#takeEngine(await api.setLearning(this.engineId, request));
  }

  /** Whether the levels of every engine are wanted. */
  watchLevels(on) {
    this.#levelsWatched = on;
    this.levels = [];
    this.#subscribe();
  }

  /** Gives an engine a name; none gives it its host's. */
  async rename(engineId, name) {
    const engine = await api.nameEngine(engineId, name);
    this.#takeEngine(engine);
    return engine;
  }

  async choose(engineId) {
    this.engineId = engineId;
    live.clear();
    this.heard = null;
    this.health = null;
    this.parameters = null;
    this.changesRead = false;
    this.#subscribe();
    this.#tell('engines', 'heard', 'health', 'parameters', 'macros');
    await Promise.all([this.#readParameters(), this.readChanges()]);
  }

  async readChanges() {
    const { engineId } = this;
    const { answer: page, told } = await this.#ask('change', api.changes(engineId, null, PAGE));
    if (engineId !== this.engineId) {
      return;
    }
    this.changes = page;
    told.forEach(change => this.#place(change));
    this.changesRead = true;
    this.#tell('changes');
  }

  async readPresets() {
    ({ presets: this.presets, passedOver: this.passedOver } = await api.presets());
    this.#tell('presets');
  }

  async setPreferences(switches) {
    this.take('preferences', await api.setPreferences(switches));
  }

  async #readPreferences() {
    const { answer, told } = await this.#ask('preferences', api.preferences());
    this.preferences = told.at(-1) ?? answer;
    this.#tell('preferences');
  }

  /** What is told as a whole: taste, front, bounds. */
  async #readTold(name) {
    const { answer, told } = await this.#ask(name, api[name]());
    this[name] = told.at(-1) ?? answer;
    this.#tell(name);
  }

  /** What the agent says of what it learned: read when somebody looks, told from then on. */
  async readLearned() {
    await Promise.all(['insights', 'patterns', 'models'].map(name => this.#readTold(name))).catch(() => {});
  }

  /** Alerts that hold and were not dismissed. */
  get unseenAlerts() {
    return (this.alerts ?? []).filter(({ active, dismissed }) => active && !dismissed);
  }

  /** A new alert, or one that counted up, was dismissed or is over. */
  takeAlert(alert) {
    this.#note('alert', alert);
    this.#placeAlert(alert);
    this.#tell('alerts');
  }

  #placeAlert(alert) {
    const others = (this.alerts ?? []).filter(({ id }) => id !== alert.id);
    this.alerts = [...others, alert].sort((a, b) => b.active - a.active || b.id - a.id);
  }

  async #readAlerts() {
    const { answer, told } = await this.#ask('alert', api.alerts());
    this.alerts = answer;
    told.forEach(alert => this.#placeAlert(alert));
    this.#tell('alerts');
  }

  /** Puts an answered change where it belongs, before the event says the same. Says "told" of those of every instance. */
  takeChange(change) {
    this.dispatchEvent(new CustomEvent('told', { detail: change }));
    if (change.engineId !== this.engineId && this.engineId) {
      return;
    }
    this.#note('change', change);
    this.#place(change);
    this.#tell('changes');
  }

  /** Something is now as it was told or answered. */
  take(type, data) {
    this.#note(type, data);
    this[type] = data;
    this.#tell(type);
  }

  #place(change) {
    const at = this.changes.findIndex(known => known.id === change.id);
    this.changes =
      at >= 0 ? this.changes.with(at, change) : [change, ...this.changes].sort((a, b) => b.id - a.id);
  }

  /** Answers with what was asked for, and with what was told of it since, which is newer. */
  async #ask(type, question) {
    const waiting = { type, told: [] };
    this.#waiting.add(waiting);
    try {
      return { answer: await question, told: waiting.told };
    } finally {
      this.#waiting.delete(waiting);
    }
  }

  #note(type, data) {
    this.#waiting.forEach(waiting => waiting.type === type && waiting.told.push(data));
  }

  // ---------- server ----------

  async #arrived() {
    const [{ answer: info, told }, table] = await Promise.all([
      this.#ask('agent', api.health()),
      api.table(),
      this.#readEngines(),
    ]);
    this.server = 'here';
    this.info = info;
    this.agent = told.at(-1) ?? info.agent;
    this.table = table;
    this.#pickEngine();
    this.#tell('server', 'engines', 'agent', 'table');
    this.#subscribe();
    await Promise.all([this.#readParameters(), this.readChanges(), this.readPresets(), this.#readPreferences(), this.#readAlerts(), ...['taste', 'front', 'bounds'].map(name => this.#readTold(name))]);
  }

  /** What was known is not what is stored any more. */
  async #readAnew() {
    this.changes = [];
    this.taste = null;
    this.front = null;
    this.#tell('changes', 'taste', 'front');
    await this.#arrived().catch(error => this.dispatchEvent(new CustomEvent('failure', { detail: error })));
    this.#tell('privacy');
  }

  #lost(retryAt) {
    if (this.server !== 'lost') {
      this.lostAt = Date.now();
    }
    this.server = 'lost';
    this.retryAt = retryAt;
    this.#tell('server');
  }

  #refused(sentence) {
    this.server = 'refused';
    this.refusal = sentence;
    this.#tell('server');
  }

  #subscribe() {
    if (document.hidden) {
      this.#socket.subscribe([], null);
    } else {
      const topics = this.engineId ? ['live', 'events', 'health'] : ['events'];
      this.#socket.subscribe(this.#levelsWatched ? [...topics, 'levels'] : topics, this.engineId);
    }
  }

  /** The chosen one while it plays, else the newest that plays, else the newest that was here. */
  #pickEngine() {
    if (this.playing) {
      return;
    }
    const known = [...this.engines.values()].sort((a, b) => b.connected - a.connected || b.since - a.since);
    const best = known[0];
    if (best && best.id !== this.engineId) {
      this.choose(best.id).catch(error => this.dispatchEvent(new CustomEvent('failure', { detail: error })));
    }
  }

  /** Engines of other instances come and go without an event to those who hear about one. */
  async #lookForEngines() {
    if (this.server !== 'here' || document.hidden) {
      return;
    }
    await this.lookAgain().catch(() => {});
  }

  async lookAgain() {
    await this.#readEngines();
    this.#pickEngine();
    this.#tell('engines');
  }

  async #readEngines() {
    const { answer, told } = await this.#ask('engine', api.engines());
    this.engines = new Map([...answer, ...told].map(engine => [engine.id, engine]));
  }

  async #readParameters() {
    if (!this.playing) {
      return;
    }
    const { engineId } = this;
    const { answer, told } = await this.#ask('parameters', api.parameters(engineId).catch(() => null));
    if (engineId === this.engineId) {
      this.parameters = told.at(-1) ?? answer;
      this.#tell('parameters');
    }
  }

  #takeEngine(engine) {
    this.#note('engine', engine);
    this.engines.set(engine.id, engine);
    this.#pickEngine();
    this.#tell('engines', 'macros');
  }

  #receive({ type, engineId, data }) {
    if (type === 'engine') {
      this.#takeEngine(data);
    } else if (type === 'levels') {
      this.levels = data;
      this.#tell('levels');
    } else if (type === 'erased' || type === 'restored') {
      this.#readAnew();
    } else if (type === 'change') {
      this.takeChange(data);
    } else if (type === 'alert') {
      this.takeAlert(data);
    } else if (type === 'autoload' || type === 'agent' || type === 'preferences' || type === 'taste' || type === 'front' || type === 'bounds' || type === 'insights' || type === 'patterns' || type === 'models') {
      this.take(type, data);
    } else if (engineId && engineId !== this.engineId) {
      return;
    } else if (type === 'history') {
      live.takeHistory(data.gains);
    } else if (type === 'parameters' || type === 'heard' || type === 'health') {
      this.take(type, data);
    } else if (type === 'problem') {
      this.dispatchEvent(new CustomEvent('failure', { detail: new Error(data.detail) }));
    }
  }

  #tell(...topics) {
    topics.forEach(topic => this.dispatchEvent(new Event(topic)));
  }
}

export const store = new Store();

/** Lit controller: renders its host again when one of these topics of the store changed. */
export class Watch {
  constructor(host, ...topics) {
    this.host = host;
    this.topics = topics;
    this.update = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected() {
    this.topics.forEach(topic => store.addEventListener(topic, this.update));
  }

  hostDisconnected() {
    this.topics.forEach(topic => store.removeEventListener(topic, this.update));
  }
}
