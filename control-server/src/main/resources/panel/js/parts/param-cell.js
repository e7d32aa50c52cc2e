import { LitElement, css, html, nothing } from 'lit';
import { clock } from '../core/format.js';
import { hand } from '../core/hand.js';
import { isLocked, rangeOf, setLocked } from '../core/limits.js';
import { wordOf } from '../core/param-text.js';
import { setBy, shortLabel } from '../core/stages.js';
import { Watch, store } from '../core/store.js';
import { icon } from './icon.js';
import './knob.js';
import './segmented.js';
import { base, toggles } from './styles.js';
import './tip.js';

/** What a parameter is, with its range and its default. */
export function about(param) {
  const range = param.choices?.length || param.scale === 'TOGGLE' ? '' : ` From ${wordOf(param, param.min)} to ${wordOf(param, param.max)};`;
  return `${param.doc}${range} ${range ? 'default' : 'Default:'} ${wordOf(param, param.default)}.`;
}

/** One parameter of the set: its name, its knob, whether learning may move it, and what put it there. */
class ParamCell extends LitElement {
  static properties = { param: { attribute: false }, context: {}, disabled: { type: Boolean } };

  static styles = [
    base,
    css`
      :host { display: grid; justify-items: center; align-content: start; width: 100%; min-width: 0; }
      .top { display: flex; align-items: center; justify-content: center; gap: .1rem; min-height: 1.75rem; font-size: var(--t-m); color: var(--tx-2); }
      .lock { width: 1.5rem; height: 1.5rem; display: grid; place-items: center; border-radius: var(--r1); color: var(--tx-3); --icon: .85rem; flex: none; }
      .lock:hover:not(:disabled) { background: var(--bg-3); color: var(--tx-1); }
      .lock[aria-pressed="true"] { color: var(--learn); }
      .by { font-size: var(--t-s); min-height: 1.5rem; color: var(--tx-2); display: grid; place-items: center; white-space: nowrap; }
      .by a { color: var(--learn-ink); text-underline-offset: .2em; min-height: 1.5rem; display: grid; place-items: center; }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'parameters', 'changes', 'bounds', 'server');
    this.onMoved = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    hand.addEventListener('moved', this.onMoved);
  }

  disconnectedCallback() {
    hand.removeEventListener('moved', this.onMoved);
    super.disconnectedCallback();
  }

  render() {
    const { param } = this;
    const value = hand.value(param.id) ?? param.default;
    const locked = isLocked(param.id);
    return html`<div class="top">
        <attune-tip name=${shortLabel(param, this.context)} text=${about(param)}></attune-tip>
        ${param.learnable
          ? html`<button type="button" class="lock" aria-pressed=${String(locked)} aria-label="Lock ${param.label}" ?disabled=${this.disabled} @click=${this.#lock}>${icon(locked ? 'lock' : 'unlock')}</button>`
          : nothing}
      </div>
      <attune-knob data-param=${param.id} .param=${param} .value=${value} .range=${rangeOf(param)} ?locked=${locked} ?disabled=${this.disabled}
        @input=${({ detail }) => hand.move({ [param.id]: detail }, param.id)}
        @settled=${({ detail }) => hand.settled(param.id, `${param.label} is ${wordOf(param, detail.to)}.`)}></attune-knob>
      <div class="by">${this.#by(value)}</div>`;
  }

  #by(value) {
    const change = setBy(this.param.id, value, store.changes);
    return change?.kind === 'learned'
      ? html`<a href="#why/${change.id}" aria-label="${this.param.label}: learned at ${clock(change.at)}, see why">learned ${clock(change.at)}</a>`
      : nothing;
  }

  #lock = () => {
    const { param } = this;
    const locked = !isLocked(param.id);
    setLocked([param], locked, `${param.label}: ${locked ? 'locked. Learning leaves it alone.' : 'learning may move it again.'}`);
  };
}

customElements.define('attune-param-cell', ParamCell);

/** A parameter that is one of a few names, or on and off. */
class ParamChoice extends LitElement {
  static properties = { param: { attribute: false }, context: {}, disabled: { type: Boolean } };

  static styles = [
    base,
    toggles,
    css`
      :host { display: inline-flex; align-items: center; gap: var(--s3); font-size: var(--t-m); color: var(--tx-2); min-height: 2.25rem; flex-wrap: wrap; }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'parameters', 'server');
    this.onMoved = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    hand.addEventListener('moved', this.onMoved);
  }

  disconnectedCallback() {
    hand.removeEventListener('moved', this.onMoved);
    super.disconnectedCallback();
  }

  render() {
    const { param } = this;
    const value = hand.value(param.id) ?? param.default;
    const name = html`<attune-tip name=${shortLabel(param, this.context)} text=${about(param)}></attune-tip>`;
    if (param.choices?.length) {
      return html`${name}<attune-segmented data-param=${param.id} label=${param.label} .items=${param.choices.map((choice, i) => [i, choice])} .value=${value} ?disabled=${this.disabled} @pick=${({ detail }) => this.#set(detail)}></attune-segmented>`;
    }
    const on = value >= 0.5;
    return html`${name}<button type="button" class="toggle" role="switch" data-param=${param.id} aria-label=${param.label} aria-checked=${String(on)} ?disabled=${this.disabled} @click=${() => this.#set(+!on)}><i></i></button>`;
  }

  #set(value) {
    hand.set(this.param.id, value, `${this.param.label}: ${wordOf(this.param, value)}.`);
  }
}

customElements.define('attune-param-choice', ParamChoice);
