import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { api } from '../core/api.js';
import { number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from './icon.js';
import './rule-form.js';
import { rateText } from './rule-form.js';
import { base, buttons, cards, tags } from './styles.js';
import './tip.js';
import { act, toast } from './toasts.js';

const LOOK_MS = 5000;
const ABOUT =
  'A rule loads its preset when a plugin appears, or when what it plays is surely of another kind. Never over what you or your host have set, nor while it is frozen, on air or rendered offline.';
const TAGS = { wins: ['wins now', 'live'], true: ['true, not first', 'learn'], 'not true': ['not true', 'mute'] };

/** Which preset loads by itself: the rules in their order, which one wins now or in a situation that is tried, and why the others don't. */
class RulesCard extends LitElement {
  static properties = { trial: { state: true }, form: { state: true }, trying: { state: true }, tried: { state: true }, trouble: { state: true } };

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
      .rule > .tag { justify-self: end; }
      .ways { display: flex; gap: var(--s1); align-items: center; }
      .why { grid-column: 1 / -1; }
      .rule attune-rule-form { grid-column: 1 / -1; margin-top: var(--s2); }
      .rule attune-rule-form, .wins attune-rule-form { box-shadow: inset 0 0 0 1px var(--line-2); border-radius: var(--r2); }
      .foot + attune-rule-form { margin-top: var(--s3); }
      .foot { display: flex; gap: var(--s3); align-items: center; justify-content: space-between; flex-wrap: wrap; margin-top: var(--s3); }
      .held { margin-top: var(--s2); }
      @media (max-width: 719px) { .rule { grid-template-columns: minmax(0, 1fr) auto; } .ways { grid-column: 1 / -1; } }
      @media (forced-colors: active) { .rule.wins { outline: 1px solid Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.trial = null;
    /** "add", the number of the rule that is changed, or null. */
    this.form = null;
    /** Whether the form for another situation is open. */
    this.trying = false;
    /** Numbers of the rules in the order in which they go. */
    this.order = [];
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
      const [rules, trial] = await Promise.all([api.rules(), api.testRules({ engine: store.playing ? store.engineId : null, ...this.tried })]);
      this.order = rules.map(({ id }) => id);
      this.trial = trial;
      this.trouble = '';
    } catch (error) {
      this.trouble = error.status === 422 ? error.message : this.trouble;
    }
  }

  render() {
    const place = ({ rule }) => this.order.indexOf(rule.id);
    const rules = [...(this.trial?.rules ?? [])].sort((a, b) => place(a) - place(b));
    return html`<section class="card" aria-labelledby="rules">
      <header class="chead"><h2 id="rules">Which preset loads by itself</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      ${this.trouble ? html`<p class="quiet" role="note">${this.trouble}</p>` : nothing}
      ${this.trial && !rules.length && !this.trouble ? html`<p class="quiet">No rules: every plugin begins with what its host has for it.</p>` : nothing}
      <ol class="rules">${repeat(rules, ({ rule }) => rule.id, (verdict, i) => this.#rule(verdict, i === 0, i === rules.length - 1))}</ol>
      ${this.trial?.held && rules.length ? html`<p class="quiet held">Now nothing would be loaded. ${this.trial.held}</p>` : nothing}
      <div class="foot">
        <span class="quiet" data-part="tried">${this.trial ? this.#situation() : ''}</span>
        <span class="row">
          ${this.tried ? html`<button type="button" class="btn small ghost" @click=${this.#untry}>Back to what plays</button>` : nothing}
          <button type="button" class="btn small" data-open="try" aria-expanded=${String(this.trying)} ?disabled=${store.server !== 'here'} @click=${this.#openTrial}>Try another situation</button>
          <button type="button" class="btn small" data-open="add" aria-expanded=${String(this.form === 'add')} ?disabled=${store.server !== 'here' || !store.presets} @click=${() => this.#open('add')}>Add a rule</button>
        </span>
      </div>
      ${this.trying ? html`<attune-rule-form data-form="try" tries label="Try it" @keep=${this.#try} @close=${this.#closeTrial}></attune-rule-form>` : nothing}
      ${this.form === 'add' ? html`<attune-rule-form data-form="add" label="Add the rule" @keep=${this.#keep} @close=${this.#close}></attune-rule-form>` : nothing}
    </section>`;
  }

  #rule({ rule, outcome, why }, first, last) {
    const [words, look] = TAGS[outcome] ?? [outcome, 'mute'];
    const label = store.presets?.find(({ id }) => id === rule.preset)?.label ?? rule.preset;
    const away = store.server !== 'here';
    const move = (name, sign, steps, none) =>
      html`<button type="button" class="iconbtn" data-move=${steps} aria-label="Move the rule for ${label} ${name}" title="Goes ${name}" ?disabled=${none || away} @click=${() => this.#move(rule, steps)}>${icon(sign)}</button>`;
    return html`<li class="rule ${outcome === 'wins' ? 'wins' : ''}" data-rule=${rule.id}>
      <span class="if">${conditions(rule)} → <b>${label}</b>${rule.priority ? html` <span class="quiet">priority ${number(rule.priority, 0)}</span>` : nothing}</span>
      <span class="tag ${look}">${this.tried && outcome === 'wins' ? 'would win' : words}</span>
      <span class="ways">${move('earlier', 'rise', -1, first)}${move('later', 'sink', 1, last)}
        <button type="button" class="btn small ghost" data-open=${rule.id} aria-expanded=${String(this.form === rule.id)} aria-label="Edit the rule for ${label}" ?disabled=${away || !store.presets} @click=${() => this.#open(rule.id)}>Edit</button>
        <button type="button" class="btn small ghost" aria-label="Remove the rule for ${label}" ?disabled=${away} @click=${() => this.#remove(rule)}>Remove</button></span>
      <span class="quiet why">${why}</span>
      ${this.form === rule.id ? html`<attune-rule-form data-form="edit" .rule=${rule} label="Keep" @keep=${({ detail }) => this.#change(rule, detail)} @close=${this.#close}></attune-rule-form>` : nothing}
    </li>`;
  }

  #situation() {
    const { host, engine, contentClass, sampleRateHz, time } = this.trial.context;
    const known = [host ?? engine, this.tried?.engine && `instance ${engine}`, contentClass ?? 'nothing heard yet', sampleRateHz && rateText(sampleRateHz), time].filter(Boolean);
    return `${this.tried ? 'Tried' : 'Held against what plays'}: ${known.join(', ')}`;
  }

  async #open(form) {
    this.form = form;
    await this.updateComplete;
    this.renderRoot.querySelector('[data-form=add], [data-form=edit]').focus();
  }

  #close = async () => {
    const { form } = this;
    this.form = null;
    await this.updateComplete;
    this.renderRoot.querySelector(`[data-open="${form}"]`)?.focus();
  };

  #openTrial = async () => {
    this.trying = true;
    await this.updateComplete;
    this.renderRoot.querySelector('[data-form=try]').focus();
  };

  #closeTrial = async () => {
    this.trying = false;
    await this.updateComplete;
    this.renderRoot.querySelector('[data-open=try]').focus();
  };

  #keep = ({ detail }) => {
    act(async () => {
      const rule = await api.addRule(detail);
      await this.#close();
      this.#look();
      toast('The rule is kept. What plays now stays.', { label: 'Undo', run: () => api.removeRule(rule.id) });
    });
  };

  #change(rule, fields) {
    act(async () => {
      await api.changeRule(rule.id, fields);
      await this.#close();
      await this.#look();
      toast('The rule is changed. What plays now stays.', { label: 'Undo', run: () => this.#putBack([rule]) });
    });
  }

  /** One place up or down. Where the rules' exactness stands against it, their priorities are raised. */
  #move(rule, steps) {
    act(async () => {
      const before = await api.rules();
      const ids = before.map(({ id }) => id);
      const at = ids.indexOf(rule.id);
      ids.splice(at, 1);
      ids.splice(at + steps, 0, rule.id);
      const after = await api.orderRules(ids);
      const moved = before.filter(old => after.find(({ id }) => id === old.id).priority !== old.priority);
      await this.#look();
      await this.updateComplete;
      const ways = this.renderRoot.querySelector(`[data-rule="${rule.id}"]`);
      (ways.querySelector(`[data-move="${steps}"]:enabled`) ?? ways.querySelector('[data-move]:enabled')).focus();
      toast(`The rule goes ${steps < 0 ? 'earlier' : 'later'} now. What plays now stays.`, { label: 'Undo', run: () => this.#putBack(moved) });
    });
  }

  async #putBack(rules) {
    for (const { id, ...before } of rules) {
      await api.changeRule(id, before);
    }
  }

  #try = ({ detail }) => {
    const named = [...store.engines.values()].find(({ name, connected }) => connected && name === detail.engine);
    this.tried = named ? { ...detail, engine: named.id } : detail;
    act(async () => {
      await this.#closeTrial();
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
      this.renderRoot.querySelector('.rule [data-open], [data-open=add]').focus();
      const { id, ...again } = rule;
      toast('The rule is removed. What plays now stays.', { label: 'Undo', run: () => api.addRule(again) });
    });
  }
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
