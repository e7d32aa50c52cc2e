import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api } from '../core/api.js';
import { Watch, store } from '../core/store.js';
import { base, buttons, cards, tags } from './styles.js';
import './tip.js';
import { act, toast } from './toasts.js';

const LOOK_MS = 5000;
const ABOUT =
  'A rule loads its preset when a plugin appears, or when what it plays is surely of another kind. Never over what you or your host have set, nor while it is frozen, on air or rendered offline.';
const CLASSES = ['speech', 'music', 'mixed', 'noise'];
const RATES = [44100, 48000, 88200, 96000, 192000];
const TAGS = { wins: ['wins now', 'live'], true: ['true, not first', 'learn'], 'not true': ['not true', 'mute'] };

const rateText = hz => `${hz / 1000}\u202fkHz`;

/** Which preset loads by itself: the rules in their order, which one wins now or in a situation that is tried, and why the others don't. */
class RulesCard extends LitElement {
  static properties = { trial: { state: true }, form: { state: true }, tried: { state: true }, trouble: { state: true } };

  static styles = [
    base,
    buttons,
    cards,
    tags,
    css`
      :host { display: block; margin-top: var(--s5); }
      .rules { display: grid; gap: var(--s1); }
      .rule { display: grid; grid-template-columns: minmax(0, 1fr) auto auto; gap: .1rem var(--s3); align-items: center; padding: .5rem var(--s3); border-radius: var(--r2); }
      .rule.wins { background: var(--bg-2); }
      .if { overflow-wrap: anywhere; }
      .if b { font-weight: 600; }
      .why { grid-column: 1 / -1; }
      .foot { display: flex; gap: var(--s3); align-items: center; justify-content: space-between; flex-wrap: wrap; margin-top: var(--s3); }
      form { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: var(--s3); padding: var(--s3); margin-top: var(--s3); border-radius: var(--r2); background: var(--bg-2); }
      form .row { grid-column: 1 / -1; }
      label { display: grid; gap: .2rem; font-size: var(--t-s); color: var(--tx-2); min-width: 0; }
      input, select { min-height: 2.25rem; min-width: 0; width: 100%; padding: 0 var(--s2); border: 0; border-radius: var(--r1); background: var(--bg-1); color: var(--tx-1); box-shadow: inset 0 0 0 1px var(--line-2); font: inherit; font-size: var(--t-m); }
      input:focus-visible, select:focus-visible { box-shadow: inset 0 0 0 2px var(--focus); outline: none; }
      input::placeholder { color: var(--tx-3); opacity: 1; }
      .held { margin-top: var(--s2); }
      @media (forced-colors: active) { .rule.wins { outline: 1px solid Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.trial = null;
    /** "add", "try" or null. */
    this.form = null;
    /** What is tried instead of what plays; null: what plays. */
    this.tried = null;
    this.trouble = '';
    new Watch(this, 'presets');
    this.looking = Promise.resolve();
    this.look = () => this.#look();
    this.lookAtEngine = () => this.#lookAtEngine();
  }

  connectedCallback() {
    super.connectedCallback();
    ['autoload', 'presets'].forEach(topic => store.addEventListener(topic, this.look));
    store.addEventListener('engines', this.lookAtEngine);
    this.timer = setInterval(this.look, LOOK_MS);
    this.#look();
  }

  disconnectedCallback() {
    ['autoload', 'presets'].forEach(topic => store.removeEventListener(topic, this.look));
    store.removeEventListener('engines', this.lookAtEngine);
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  #lookAtEngine() {
    const seen = `${store.engineId} ${store.playing} ${store.engine?.frozen} ${store.engine?.onAir}`;
    if (seen !== this.seen) {
      this.seen = seen;
      this.#look();
    }
  }

  /** Asks again, once what was asked before is answered. */
  #look() {
    this.looking = this.looking.then(() => this.#ask());
    return this.looking;
  }

  async #ask() {
    try {
      this.trial = await api.testRules({ engine: store.playing ? store.engineId : null, ...this.tried });
      this.trouble = '';
    } catch (error) {
      this.trouble = error.status === 422 ? error.message : this.trouble;
    }
  }

  render() {
    const rules = this.trial?.rules ?? [];
    return html`<section class="card" aria-labelledby="rules">
      <header class="chead"><h2 id="rules">Which preset loads by itself</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      ${this.trouble ? html`<p class="quiet" role="note">${this.trouble}</p>` : nothing}
      ${this.trial && !rules.length && !this.trouble ? html`<p class="quiet">No rules: every plugin begins with what its host has for it.</p>` : nothing}
      <ol class="rules">${repeat(rules, ({ rule }) => rule.id, verdict => this.#rule(verdict))}</ol>
      ${this.trial?.held && rules.length ? html`<p class="quiet held">Now nothing would be loaded. ${this.trial.held}</p>` : nothing}
      <div class="foot">
        <span class="quiet" data-part="tried">${this.trial ? this.#situation() : ''}</span>
        <span class="row">
          ${this.tried ? html`<button type="button" class="btn small ghost" @click=${this.#untry}>Back to what plays</button>` : nothing}
          <button type="button" class="btn small" data-open="try" aria-expanded=${String(this.form === 'try')} ?disabled=${store.server !== 'here'} @click=${() => this.#open('try')}>Try another situation</button>
          <button type="button" class="btn small" data-open="add" aria-expanded=${String(this.form === 'add')} ?disabled=${store.server !== 'here' || !store.presets} @click=${() => this.#open('add')}>Add a rule</button>
        </span>
      </div>
      ${this.form ? this.#form(this.form === 'add') : nothing}
    </section>`;
  }

  #rule({ rule, outcome, why }) {
    const [words, look] = TAGS[outcome] ?? [outcome, 'mute'];
    const label = store.presets?.find(({ id }) => id === rule.preset)?.label ?? rule.preset;
    return html`<li class="rule ${outcome === 'wins' ? 'wins' : ''}" data-rule=${rule.id}>
      <span class="if">${conditions(rule)} → <b>${label}</b>${rule.priority ? html` <span class="quiet">priority ${rule.priority}</span>` : nothing}</span>
      <span class="tag ${look}">${this.tried && outcome === 'wins' ? 'would win' : words}</span>
      <button type="button" class="btn small ghost" aria-label="Remove the rule for ${label}" @click=${() => this.#remove(rule)}>Remove</button>
      <span class="quiet why">${why}</span>
    </li>`;
  }

  #situation() {
    const { host, engine, contentClass, sampleRateHz, time } = this.trial.context;
    const known = [host ?? engine, contentClass ?? 'nothing heard yet', sampleRateHz && rateText(sampleRateHz), time].filter(Boolean);
    return `${this.tried ? 'Tried' : 'Held against what plays'}: ${known.join(', ')}`;
  }

  #form(adds) {
    const anything = html`<option value="">anything</option>`;
    return html`<form @submit=${adds ? this.#keep : this.#try} @keydown=${this.#formKey}>
      ${adds ? html`<label>Preset<select name="preset" required>${(store.presets ?? []).map(({ id, label }) => html`<option value=${id}>${label}</option>`)}</select></label>` : nothing}
      <label>Host<input name="host" autocomplete="off" maxlength="100" placeholder=${adds ? 'any, or obs*' : 'as it is'} /></label>
      <label>Heard<select name="contentClass">${anything}${CLASSES.map(name => html`<option>${name}</option>`)}</select></label>
      <label>Sample rate<select name="sampleRateHz">${anything}${RATES.map(hz => html`<option value=${hz}>${rateText(hz)}</option>`)}</select></label>
      ${adds
        ? html`<label>From<input name="from" type="time" /></label><label>Until<input name="until" type="time" /></label>
            <label>Priority<input name="priority" type="number" min="-1000" max="1000" step="1" value="0" /></label>`
        : html`<label>Time<input name="time" type="time" /></label>`}
      <div class="row">
        <button type="submit" class="btn small primary">${adds ? 'Add the rule' : 'Try it'}</button>
        <button type="button" class="btn small" @click=${this.#close}>Cancel</button>
      </div>
    </form>`;
  }

  async #open(form) {
    this.form = form;
    await this.updateComplete;
    this.renderRoot.querySelector('form select, form input').focus();
  }

  #close = async () => {
    const { form } = this;
    this.form = null;
    await this.updateComplete;
    this.renderRoot.querySelector(`[data-open=${form}]`)?.focus();
  };

  #formKey = event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#close();
    }
  };

  #keep = event => {
    event.preventDefault();
    const { preset, from, until, priority, ...when } = given(event.target);
    act(async () => {
      if ((from == null) !== (until == null)) {
        throw new Error('A span of the day needs both ends: from and until.');
      }
      const rule = await api.addRule({ ...EMPTY, ...when, preset, time: from == null ? null : `${from}-${until}`, priority: Number(priority ?? 0) });
      await this.#close();
      this.#look();
      toast('The rule is kept. What plays now stays.', { label: 'Undo', run: () => api.removeRule(rule.id) });
    });
  };

  #try = event => {
    event.preventDefault();
    this.tried = given(event.target);
    act(async () => {
      await this.#close();
      await this.#look();
    });
  };

  #untry = async () => {
    this.tried = null;
    this.#look();
    await this.updateComplete;
    this.renderRoot.querySelector('[data-open=try]').focus();
  };

  #remove(rule) {
    act(async () => {
      await api.removeRule(rule.id);
      await this.#look();
      await this.updateComplete;
      this.renderRoot.querySelector('.rule button, [data-open=add]').focus();
      const { id, ...again } = rule;
      toast('The rule is removed. What plays now stays.', { label: 'Undo', run: () => api.addRule(again) });
    });
  }
}

const EMPTY = { host: null, engine: null, contentClass: null, sampleRateHz: null };

/** What a form says; what was left empty is not there. */
function given(form) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim() !== ''));
  return 'sampleRateHz' in fields ? { ...fields, sampleRateHz: Number(fields.sampleRateHz) } : fields;
}

/** "If host is obs* and speech is heard". */
function conditions({ host, engine, contentClass, sampleRateHz, time }) {
  const all = [
    host && `host is ${host}`,
    engine && `instance is ${engine}`,
    contentClass && `${contentClass} is heard`,
    sampleRateHz && `sample rate is ${rateText(sampleRateHz)}`,
    time && `it is ${time.replace('-', ' to ')}`,
  ].filter(Boolean);
  return all.length ? `If ${all.join(' and ')}` : 'Whatever else';
}

customElements.define('attune-rules-card', RulesCard);
