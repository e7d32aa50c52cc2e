import { LitElement, css, html, nothing } from 'lit';
import { number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { base, buttons, cards } from './styles.js';
import './tip.js';
import { ValueInput, valueInputStyles } from './value-input.js';

const MOST = 5;
const OBJECTIVES = [
  ['clarity', 'Little noise'],
  ['fidelity', 'Untouched voice'],
  ['tone', 'Balanced tone'],
  ['dynamics', 'Even level'],
  ['loudness', 'On target'],
  ['comfort', 'Easy on the ear'],
  ['preference', 'My taste'],
  ['cost', 'Little CPU'],
];
const ABOUT =
  'What you want most. Weights choose among changes that passed the judge’s test; they never let one through that did not. All alike is no wish.';

/** One weight: 0 counts nothing, 1 as much as the others. */
class Weight extends LitElement {
  static properties = { value: { type: Number }, name: {}, disabled: { type: Boolean, reflect: true } };

  static styles = [
    base,
    valueInputStyles,
    css`
      :host { display: grid; grid-template-columns: 8rem minmax(4rem, 1fr) 2.6rem; gap: var(--s3); align-items: center; position: relative; min-height: 2rem; cursor: ew-resize; }
      :host([disabled]) { opacity: .4; cursor: default; }
      .name { font-size: var(--t-m); color: var(--tx-2); }
      .rail { position: relative; height: .4rem; border-radius: var(--round); background: var(--bg-3); }
      .fill { position: absolute; inset: 0 auto 0 0; border-radius: inherit; background: var(--learn); }
      .thumb { position: absolute; top: 50%; width: 1rem; height: 1rem; margin: -.5rem 0 0 -.5rem; border-radius: 50%; background: var(--tx-1); }
      .read { text-align: right; font-weight: 600; font-size: var(--t-m); white-space: nowrap; }
      .typed { left: auto; right: 0; transform: translateY(-50%); width: 4rem; }
      @media (forced-colors: active) { .rail { border: 1px solid CanvasText; } .fill { forced-color-adjust: none; background: Highlight; } .thumb { forced-color-adjust: none; background: CanvasText; } }
    `,
  ];

  input = new ValueInput(this, { rail: () => this.renderRoot.querySelector('.rail').clientWidth });

  get spec() {
    return { label: this.name, min: 0, max: MOST, fallback: 1, step: 0.5, unit: '×', digits: 1 };
  }

  render() {
    return html`<span class="name" aria-hidden="true">${this.name}</span>
      <span class="rail" aria-hidden="true"><i class="fill"></i><i class="thumb"></i></span>
      <span class="read" aria-hidden="true">${number(this.value)}<span class="u">×</span></span>
      ${this.input.field()}`;
  }

  updated() {
    const at = `${(this.value / MOST) * 100}%`;
    this.renderRoot.querySelector('.fill').style.setProperty('width', at);
    this.renderRoot.querySelector('.thumb').style.setProperty('left', at);
  }
}

customElements.define('attune-weight', Weight);

/** What a person wants most of a sound. */
class WeightsCard extends LitElement {
  static properties = { wish: { attribute: false } };

  static styles = [
    base,
    buttons,
    cards,
    css`
      :host { display: block; }
      .card { height: 100%; }
      .foot { display: flex; align-items: center; justify-content: space-between; gap: var(--s3); min-height: 2.25rem; margin-top: var(--s2); flex-wrap: wrap; }
    `,
  ];

  constructor() {
    super();
    this.wish = null;
    new Watch(this, 'server');
  }

  render() {
    const weights = this.wish?.weights ?? {};
    const value = id => Math.min(MOST, weights[id] ?? 1);
    const isWish = new Set(OBJECTIVES.map(([id]) => value(id))).size > 1;
    return html`<section class="card" aria-labelledby="weights">
      <header class="chead"><h2 id="weights">What you want most</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      ${OBJECTIVES.map(([id, name]) => html`<attune-weight data-objective=${id} .name=${name} .value=${value(id)} ?disabled=${!this.wish || store.server !== 'here'} @settled=${({ detail }) => this.#set(id, name, detail)}></attune-weight>`)}
      <div class="foot"><span class="quiet">${isWish ? 'Counts from the next decision on.' : 'No wish: all count alike.'}</span>${isWish ? html`<button type="button" class="btn small ghost" @click=${this.#reset}>All alike</button>` : nothing}</div>
    </section>`;
  }

  #set(id, name, { to }) {
    this.#put({ ...(this.wish.weights ?? {}), [id]: to }, `${name} counts ${number(to)}×.`);
  }

  #reset = () => this.#put({}, 'All count alike again.');

  #put(weights, text) {
    const wish = { method: this.wish.method, weights, least: this.wish.least };
    this.dispatchEvent(new CustomEvent('pick', { detail: { wish, text } }));
  }
}

customElements.define('attune-weights-card', WeightsCard);
