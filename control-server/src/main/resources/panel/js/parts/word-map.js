import { LitElement, css, html } from 'lit';
import { act, toast } from './toasts.js';
import { undo } from '../core/actions.js';
import { api } from '../core/api.js';
import { Watch, store } from '../core/store.js';
import { shownTaste } from './known-card.js';
import './sound-map.js';
import { base, cards } from './styles.js';
import './tip.js';

const GROUPS = [
  ['Low', ['warmer', 'fuller', 'deeper', 'rounder', 'lighter']],
  ['High', ['brighter', 'airy', 'crisper', 'smoother', 'darker']],
  ['Voice', ['clearer', 'closer', 'softer']],
  ['Level', ['steadier', 'punchier']],
  ['Room', ['quieter noise', 'drier', 'natural']],
  ['Width', ['wider', 'narrower']],
];
/** A leaning beyond this is said to be usual. */
const USUAL = 0.15;
const ABOUT =
  'A word goes a small step that way, within learning’s safe ranges and your own bounds, and counts as your hand on the controls. On the map each word stands where its steps along two axes put it; one step is about the least that is heard as different. Violet: what you usually like. Struck through: what you usually turn down.';

/** Words for small steps of the sound; each with the way back. */
class WordMap extends LitElement {
  static properties = { words: { state: true } };

  static styles = [
    base,
    cards,
    css`
      :host { display: block; }
      .card { height: 100%; }
      .sides { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 2.2fr); gap: var(--s5); align-items: start; }
      .lines { display: grid; gap: var(--s3); }
      .line { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); gap: var(--s3); align-items: baseline; }
      h3 { font-weight: 500; font-size: var(--t-m); }
      .chips { display: flex; flex-wrap: wrap; gap: var(--s2); }
      .word { min-height: 2rem; padding: 0 .85rem; border-radius: var(--round); background: var(--bg-2); color: var(--tx-2); font-size: var(--t-l); transition: background var(--fast); }
      .word:hover:not(:disabled) { background: var(--bg-3); color: var(--tx-1); }
      .word.yes { background: var(--learn-2); color: var(--learn-ink); font-weight: 600; }
      .word.no { background: none; box-shadow: inset 0 0 0 1px var(--line-2); text-decoration: line-through; }
      @media (max-width: 1179px) { .sides { grid-template-columns: minmax(0, 1fr); } }
      @media (forced-colors: active) { .word { border: 1px solid ButtonBorder; } .word.yes { border-width: 3px; } }
    `,
  ];

  constructor() {
    super();
    this.words = [];
    new Watch(this, 'taste', 'heard', 'engines', 'server');
  }

  connectedCallback() {
    super.connectedCallback();
    api.words().then(words => (this.words = words), () => {});
  }

  render() {
    const known = new Map(this.words.map(one => [one.word, one]));
    return html`<section class="card" aria-labelledby="words">
      <header class="chead"><h2 id="words">Say it in words</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      <div class="sides"><div class="lines">
        ${GROUPS.map(([name, words]) => html`<div class="line" role="group" aria-label=${name}><h3>${name}</h3><div class="chips">${words.filter(word => known.has(word)).map(word => this.#chip(known.get(word)))}</div></div>`)}
      </div><attune-sound-map .words=${this.words} @say=${({ detail }) => this.#say(detail)}></attune-sound-map></div>
    </section>`;
  }

  #chip(one) {
    const leaning = leaningOf(one);
    const usual = leaning > USUAL ? 'yes' : leaning < -USUAL ? 'no' : '';
    const says = { yes: ', usually liked', no: ', usually turned down' }[usual] ?? '';
    return html`<button type="button" class="word ${usual}" aria-label="${one.word}${says}" ?disabled=${!store.playing || store.server !== 'here'} @click=${() => this.#say({ word: one.word })}>${one.word}</button>`;
  }

  #say(wish) {
    act(async () => {
      const change = await api.say(store.engineId, wish);
      store.takeChange(change);
      this.renderRoot.querySelector('attune-sound-map').reset();
      const [what] = change.explanation.sentence.split(':');
      toast(`${what}. Listen, then keep it or go back.`, { label: 'Back', run: () => undo(change) });
    });
  }
}

/** How much a step the way of a word is liked, −1 to 1. */
function leaningOf({ steps }) {
  const leanings = shownTaste()?.leanings ?? {};
  const axes = Object.entries(steps);
  const sum = axes.reduce((all, [axis, step]) => all + step * (leanings[axis] ?? 0), 0);
  return sum / axes.reduce((all, [, step]) => all + Math.abs(step), 0);
}

customElements.define('attune-word-map', WordMap);
