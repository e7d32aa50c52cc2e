import { LitElement, css, html } from 'lit';
import { api } from '../core/api.js';
import { Watch } from '../core/store.js';
import '../parts/front-card.js';
import '../parts/known-card.js';
import { shownTaste } from '../parts/known-card.js';
import '../parts/pair-card.js';
import { base, page } from '../parts/styles.js';
import { act, toast } from '../parts/toasts.js';
import '../parts/weights-card.js';
import '../parts/word-map.js';

/** Taste: what a person likes, asked by blind pairs in the browser. */
class TasteView extends LitElement {
  static properties = { wish: { state: true } };

  static styles = [
    base,
    page,
    css`
      .grid { display: grid; grid-template-columns: minmax(0, 1.6fr) minmax(0, 1fr); gap: var(--s5); align-items: stretch; }
      .halves { grid-template-columns: repeat(2, minmax(0, 1fr)); }
      attune-word-map, .halves { margin-top: var(--s5); }
      @media (max-width: 1179px) {
        .grid, .halves { grid-template-columns: minmax(0, 1fr); gap: var(--s4); }
        attune-word-map, .halves { margin-top: var(--s4); }
      }
    `,
  ];

  constructor() {
    super();
    /** What the person wants most; null until it was read. */
    this.wish = null;
    new Watch(this, 'taste', 'heard');
  }

  connectedCallback() {
    super.connectedCallback();
    api.objectives().then(wish => (this.wish ??= wish), () => {});
  }

  #wish = ({ detail: { wish, text } }) => {
    const before = this.wish;
    act(async () => {
      try {
        this.wish = await api.setObjectives(wish);
      } finally {
        this.requestUpdate();
      }
      toast(text, { label: 'Undo', run: async () => (this.wish = await api.setObjectives(before)) });
    });
  };

  render() {
    return html`<div class="page">
      <header class="vhead"><div><h1 tabindex="-1">Taste</h1><p>Blind pairs on your own sound, always equally loud</p></div></header>
      <div class="grid">
        <attune-pair-card .answers=${shownTaste()?.pairs ?? 0}></attune-pair-card>
        <attune-known-card></attune-known-card>
      </div>
      <attune-word-map></attune-word-map>
      <div class="grid halves">
        <attune-weights-card .wish=${this.wish} @pick=${this.#wish}></attune-weights-card>
        <attune-front-card .wish=${this.wish} @pick=${this.#wish}></attune-front-card>
      </div>
    </div>`;
  }
}

customElements.define('attune-taste', TasteView);
