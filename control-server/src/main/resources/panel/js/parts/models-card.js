import { LitElement, css, html, nothing } from 'lit';
import { THIN, count, number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { base, cards, tags } from './styles.js';
import './tip.js';

const ABOUT = 'Files that were trained on recordings whose clean sound is known, and came with the program. A score is said only of the very file with which it was measured.';
const KB = 1000;

/** Trained models, what they decide, their size, score and how they are made; and what is not built. */
class ModelsCard extends LitElement {
  static properties = { off: { attribute: false } };

  static styles = [
    base,
    cards,
    tags,
    css`
      :host { display: block; }
      li { display: grid; gap: .2rem; padding: .6rem 0; border-top: 1px solid var(--line); font-size: var(--t-m); }
      .top { display: flex; gap: var(--s2); align-items: baseline; flex-wrap: wrap; }
      .top b { font-weight: 600; }
      .top .quiet { margin-left: auto; font-size: var(--t-s); white-space: nowrap; }
      code { overflow-wrap: anywhere; font-size: var(--t-s); }
      .quiet { font-size: var(--t-s); }
      summary { cursor: pointer; display: inline-flex; align-items: center; min-height: 1.5rem; text-decoration: underline dotted var(--line-2); text-underline-offset: .25em; }
      a { display: inline-flex; align-items: center; min-height: 1.5rem; min-width: 1.5rem; }
      h3 { margin-top: var(--s4); }
      .facts.long .quiet { display: block; }
    `,
  ];

  constructor() {
    super();
    /** Ids of learners that the person switched off. */
    this.off = [];
    new Watch(this, 'models', 'insights', 'agent', 'presets');
  }

  render() {
    const models = store.models ?? [];
    return html`<section class="card" aria-labelledby="models">
      <header class="chead"><h2 id="models">Models</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      ${models.length ? html`<ul>${models.map(model => this.#model(model))}</ul>` : html`<p class="quiet">The learning agent, which uses them, has not told of any yet.</p>`}
      <h3>Training cycles</h3>
      <p class="quiet">Not built: no model is trained on this machine. What moves with what you hear are patterns, your taste, and what a judge must promise:</p>
      <dl class="facts long">${(store.insights?.thresholds ?? []).map(
        ({ judge, shipped, inUse, changes }) => html`<div><dt>${judge}</dt><dd>${number(inUse, 2)} steps<span class="quiet">shipped ${number(shipped, 2)}, ${count(changes, 'promise')} measured</span></dd></div>`,
      )}
        <div><dt>Presets</dt><dd><a href="#presets">${count((store.presets ?? []).length, 'preset')}</a><span class="quiet">${count((store.presets ?? []).filter(({ factory }) => !factory).length, 'of yours', 'of yours')}</span></dd></div>
      </dl>
    </section>`;
  }

  #model({ id, label, use, inUse, state, bytes, fingerprint, score, training, page }) {
    const off = inUse && this.off.includes(id);
    return html`<li data-model=${id}>
      <span class="top"><b>${label}</b><span class="tag ${inUse && !off ? 'live' : 'mute'}">${off ? 'switched off' : inUse ? 'in use' : 'not in use'}</span><span class="quiet">${number(bytes / KB, 1)}${THIN}KB, ${fingerprint}</span></span>
      <span>${use}</span>
      ${state ? html`<span>${state}</span>` : nothing}
      <span class="quiet">${score}</span>
      <details class="quiet"><summary>How it is made</summary><span><code>${training}</code><br />Described in ${page}.</span></details>
    </li>`;
  }
}

customElements.define('attune-models-card', ModelsCard);
