import { LitElement, css, html } from 'lit';
import { wordOf } from '../core/param-text.js';
import { base } from './styles.js';

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The bands of a stage with two figures each, one of them chosen. Fires "choose" with its place. */
class BandTiles extends LitElement {
  static properties = { label: {}, bands: { attribute: false }, values: { attribute: false }, shown: { attribute: false }, chosen: { type: Number } };

  static styles = [
    base,
    css`
      :host { display: block; }
      .bands { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: .35rem; }
      button { display: grid; text-align: left; padding: .5rem .7rem; border-radius: var(--r2); background: var(--bg-2); font-size: var(--t-m); white-space: nowrap; min-width: 0; }
      button:hover { background: var(--bg-3); }
      b { font-weight: 600; color: var(--after-ink); overflow: hidden; text-overflow: ellipsis; }
      span { color: var(--tx-2); }
      span:last-child { color: var(--tx-1); font-weight: 600; }
      .zero span:last-child { color: var(--tx-2); font-weight: 400; }
      [aria-checked="true"] { background: var(--bg-3); box-shadow: inset 0 0 0 2px var(--after); }
      @media (max-width: 719px) { .bands { grid-template-columns: repeat(2, minmax(0, 1fr)); } .bands.many { grid-template-columns: repeat(4, minmax(0, 1fr)); } button { padding: .4rem .45rem; font-size: var(--t-s); } }
      @media (forced-colors: active) { button { border: 1px solid ButtonBorder; } [aria-checked="true"] { outline: 2px solid Highlight; } }
    `,
  ];

  render() {
    return html`<div class="bands ${this.bands.length > 4 ? 'many' : ''}" role="radiogroup" aria-label=${this.label} @keydown=${this.#key}>
      ${this.bands.map((band, i) => this.#tile(band, i))}
    </div>`;
  }

  #tile({ number, name, parts }, i) {
    const figures = this.shown.map(part => wordOf(parts[part], this.values[parts[part].id]));
    const acting = Object.values(parts).filter(({ neutral }) => neutral !== undefined);
    const zero = acting.every(({ id, neutral }) => this.values[id] === neutral);
    return html`<button type="button" role="radio" class=${zero ? 'zero' : ''} data-band=${i} aria-checked=${String(i === this.chosen)} tabindex=${i === this.chosen ? 0 : -1} @click=${() => this.#choose(i)}>
      <b>${number} ${name}</b>${figures.map(figure => html`<span>${figure}</span>`)}
    </button>`;
  }

  #choose(i) {
    this.dispatchEvent(new CustomEvent('choose', { detail: i }));
  }

  #key(event) {
    const step = STEPS[event.key];
    if (!step) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const to = (Number(event.target.dataset.band) + step + this.bands.length) % this.bands.length;
    this.renderRoot.querySelector(`[data-band="${to}"]`).focus();
    this.#choose(to);
  }
}

customElements.define('attune-band-tiles', BandTiles);
