import { LitElement, css, html, nothing } from 'lit';
import { THIN, count, number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { wordsOfModel } from './model-words.js';
import { base, cards, tags } from './styles.js';
import './tip.js';

const ABOUT = 'What was learned beforehand, from recordings whose clean sound is known, and came with the program. Steps are the judges’ own unit: a voice is changed for 0.3 or more.';
const KB = 1000;

/** What each trained model is for, since when, what it is worth, whether it is off at first; and what is not built. */
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
      li dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: .1rem var(--s3); }
      li dt { color: var(--tx-2); }
      li dd { margin: 0; }
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

  #model(model) {
    const { id, label, inUse, state, bytes, fingerprint, score, training, page } = model;
    const { name, purpose, worth, isOffAtFirst } = wordsOfModel(model);
    const off = inUse && this.off.includes(id);
    const now = off ? (isOffAtFirst ? 'off at first' : 'switched off') : inUse ? 'in use' : 'not in use';
    return html`<li data-model=${id}>
      <span class="top"><b>${name}</b><span class="tag ${inUse && !off ? 'live' : 'mute'}">${now}</span></span>
      <span>${purpose}</span>
      ${state ? html`<span>${state}</span>` : nothing}
      <dl>
        <dt>Worth</dt><dd>${worth}</dd>
        <dt>Since</dt><dd>came with Attune${store.info ? ` ${store.info.version}` : ''}; nothing on this computer changes it</dd>
        <dt>At first</dt><dd>${isOffAtFirst ? 'off; Settings, “Learners”, switches it on' : 'on'}</dd>
      </dl>
      <details class="quiet"><summary>For those who want to know exactly</summary><span>${label}, ${number(bytes / KB, 1)}${THIN}kB, file ${fingerprint}. ${score} Described in ${page}; made by <code>${training}</code>.</span></details>
    </li>`;
  }
}

customElements.define('attune-models-card', ModelsCard);
