import { LitElement, css, html } from 'lit';
import { live } from '../core/live.js';
import { Watch, store } from '../core/store.js';
import '../parts/amount.js';
import '../parts/gain-strips.js';
import '../parts/heard.js';
import '../parts/latest.js';
import '../parts/level.js';
import '../parts/spectrum.js';
import { base, cards } from '../parts/styles.js';
import '../parts/tip.js';

const LOOK_MS = 250;

/** One instrument edge to edge: level, spectrum, stages, level; and beside it what a person decides about. */
class LiveView extends LitElement {
  static properties = { stale: { type: Boolean, reflect: true }, advised: { type: Boolean, reflect: true } };

  static styles = [
    base,
    cards,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr) var(--hero); height: 100%; min-height: 0; }
      .instrument { display: grid; grid-template-columns: var(--meter) minmax(0, 1fr) var(--meter); min-height: 0; min-width: 0; background: var(--plot); }
      .middle { display: grid; grid-template-rows: minmax(0, 1fr) auto; min-height: 0; min-width: 0; }
      .before { border-right: 1px solid var(--line); }
      .after { border-left: 1px solid var(--line); }
      .hero { display: flex; flex-direction: column; min-height: 0; border-left: 1px solid var(--line); background: var(--bg-1); overflow: auto; scrollbar-width: thin; scrollbar-color: var(--bg-3) transparent; }
      .hero > * { padding: var(--s3) var(--s5) var(--s4); border-bottom: 1px solid var(--line); }
      .hero > :last-child { border-bottom: 0; }
      .amount { --dial: clamp(9.5rem, calc(100cqh - 31.25rem), 16.5rem); }
      :host([advised]) .amount { --dial: clamp(8rem, calc(100cqh - 37.5rem), 16.5rem); }
      .amount .chead { margin-bottom: 0; }
      :host([stale]) .before, :host([stale]) .after, :host([stale]) .middle { opacity: .45; filter: grayscale(1); }
      @media (min-height: 1050px) { .amount { --dial: 19rem; } }
      @media (min-width: 1180px) { .hero { container-type: size; } }
      @media (max-height: 799px) and (min-width: 1180px) {
        .hero > * { padding-top: var(--s2); padding-bottom: var(--s2); }
        .amount { --dial: 8.75rem; }
      }
      @media (max-width: 1179px) {
        :host { display: block; height: auto; }
        .instrument { height: 40rem; }
        .hero { border-left: 0; border-top: 1px solid var(--line); overflow: visible; }
        .amount { display: none; }
      }
      @media (max-width: 719px) {
        :host { display: flex; flex-direction: column; }
        .instrument, .hero, .middle { display: contents; }
        .before, .after { border: 0; }
        .before { order: 1; }
        .after { order: 2; border-bottom: 1px solid var(--line); }
        .hero > .amount { order: 3; display: block; background: var(--bg-1); padding: var(--s2) var(--s4) var(--s4); --dial: 12.5rem; }
        attune-spectrum { order: 4; }
        attune-gain-strips { order: 5; }
        .hero > attune-heard, .hero > attune-latest { order: 6; background: var(--bg-1); padding: var(--s3) var(--s4) var(--s4); border-top: 1px solid var(--line); border-bottom: 0; }
      }
    `,
  ];

  constructor() {
    super();
    this.stale = false;
    /** A tip about the source needs room that the dial gives. */
    this.advised = false;
    new Watch(this, 'server', 'engines', 'heard');
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => (this.stale = live.frame !== null && live.stale && !document.hidden), LOOK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  willUpdate() {
    this.advised = Boolean(store.heard?.tips?.length);
  }

  render() {
    return html`<h1 class="gone" tabindex="-1">Live</h1>
      <div class="instrument">
        <attune-level class="before" role="region" aria-label="Level before"></attune-level>
        <div class="middle">
          <attune-spectrum role="region" aria-label="Spectrum"></attune-spectrum>
          <attune-gain-strips role="region" aria-label="What each stage does"></attune-gain-strips>
        </div>
        <attune-level class="after" after role="region" aria-label="Level after"></attune-level>
      </div>
      <aside class="hero" aria-label="Decide">
        <section class="amount">
          <header class="chead">
            <h2>Amount</h2>
            <attune-tip text="Scales every setting: 0 % leaves the sound alone, 100 % is as learned. It moves the settings; it does not mix in the dry sound."></attune-tip>
          </header>
          <attune-amount-dial></attune-amount-dial>
        </section>
        <attune-heard></attune-heard>
        <attune-latest></attune-latest>
      </aside>`;
  }
}

customElements.define('attune-live', LiveView);
