import { LitElement, css, html } from 'lit';
import { STAGES } from '../core/frame.js';
import { number, signed } from '../core/format.js';
import { HISTORY, live } from '../core/live.js';
import { GAIN_ROWS as STAGE_ROWS } from '../core/stages.js';
import { paintStrip } from '../paint/strip.js';
import { CanvasElement } from './canvas-element.js';
import { base } from './styles.js';
import './tip.js';

/** As sound passes them. */
const ROW_ORDER = [0, 1, 5, 2, 6, 7, 3, 4];
/** A gain below this is nothing to show. */
const SHOWN_DB = 0.05;
const SCALES_DB = [6, 12, 24, 48];

class GainStrip extends CanvasElement {
  static properties = { stage: { type: Number } };

  #rangeDb = 0;

  constructor() {
    super();
    this.onStep = () => this.dirty();
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('aria-label', `${STAGE_ROWS[this.stage].name}, last 60 seconds`);
    live.addEventListener('step', this.onStep);
  }

  disconnectedCallback() {
    live.removeEventListener('step', this.onStep);
    super.disconnectedCallback();
  }

  paint(g, width, height) {
    const row = STAGE_ROWS[this.stage];
    const gain = step => live.gains[((live.head + step) % HISTORY) * STAGES + this.stage];
    let largest = row.leastDb;
    for (let step = 0; step < HISTORY; step++) {
      largest = Math.max(largest, Math.abs(gain(step)));
    }
    const rangeDb = SCALES_DB.find(scale => scale >= largest) ?? SCALES_DB.at(-1);
    paintStrip(g, width, height, gain, HISTORY, { bothWays: Boolean(row.bothWays), rangeDb });
    if (rangeDb !== this.#rangeDb) {
      this.#rangeDb = rangeDb;
      this.dispatchEvent(new CustomEvent('scale', { detail: rangeDb }));
    }
  }
}

/** What each stage does: name, a minute of gain, its scale, the number. */
class GainStrips extends LitElement {
  static properties = { scales: { state: true }, rows: { state: true }, economy: { state: true } };

  static styles = [
    base,
    css`
      :host { display: block; padding: var(--s2) var(--s4) var(--s3); border-top: 1px solid var(--line); background: var(--bg-1); }
      .strip { display: grid; grid-template-columns: 6.25rem minmax(0, 1fr) 2.2rem 3.2rem; align-items: center; column-gap: var(--s3); height: clamp(2rem, 3.4vh, 3.25rem); }
      .strip.head { height: 1.9rem; }
      .axis { display: flex; align-items: center; justify-content: space-between; font-size: var(--t-xs); color: var(--tx-3); }
      .unit, .scale { font-size: var(--t-xs); color: var(--tx-3); text-align: right; white-space: nowrap; }
      .scale { text-align: left; margin-left: -.4rem; }
      .name { font-size: var(--t-m); color: var(--tx-2); }
      .plot { height: calc(100% - .4rem); background: var(--bg-2); border-radius: var(--r1); overflow: hidden; display: grid; }
      .now { text-align: right; font-weight: 600; white-space: nowrap; }
      .busy { color: var(--gr); font-weight: 400; font-size: var(--t-xs); }
      .now.zero { color: var(--tx-3); font-weight: 400; }
      @media (min-width: 1900px) { .strip { grid-template-columns: 8rem minmax(0, 1fr) 2.2rem 4rem; } }
      @media (max-width: 719px) { .strip { grid-template-columns: 4.75rem minmax(0, 1fr) 2rem 2.9rem; column-gap: var(--s2); } }
    `,
  ];

  constructor() {
    super();
    this.scales = STAGE_ROWS.map(row => row.leastDb);
    this.rows = ROW_ORDER.filter(stage => !STAGE_ROWS[stage].seldom);
    this.economy = false;
    this.onFrame = () => this.#write();
    this.onStep = () => this.#choose();
  }

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('frame', this.onFrame);
    live.addEventListener('step', this.onStep);
  }

  disconnectedCallback() {
    live.removeEventListener('frame', this.onFrame);
    live.removeEventListener('step', this.onStep);
    super.disconnectedCallback();
  }

  render() {
    return html`<div class="strip head">
        <h2>Per stage</h2>
        <div class="axis">${this.#past()}<span aria-hidden="true">now</span></div>
        <span></span><span class="unit">dB</span>
      </div>
      ${this.rows.map(stage => this.#row(STAGE_ROWS[stage], stage))}`;
  }

  /** Marks of time, or what has to be known instead. */
  #past() {
    if (this.economy) {
      return html`<attune-tip class="busy" name="at less cost" text="Blocks took too long on this machine, so stages that have a cheaper mode use it: noise reduction looks half as often, spectra stand still. It ends by itself when there is room again."></attune-tip>`;
    }
    return html`<span aria-hidden="true">60 s ago</span><span aria-hidden="true">40</span><span aria-hidden="true">20</span>`;
  }

  #row(row, stage) {
    const scale = `${row.bothWays ? '\u00b1' : '\u2212'}${this.scales[stage]}`;
    return html`<div class="strip">
      <attune-tip class="name" name=${row.name} text="${row.says} Scale: ${row.bothWays ? scale : `0 to ${scale}`} dB."></attune-tip>
      <div class="plot"><attune-gain-strip .stage=${stage} @scale=${event => this.#rescale(stage, event.detail)}></attune-gain-strip></div>
      <span class="scale" aria-hidden="true">${scale}</span>
      <span class="now zero" data-stage=${stage}>0.0</span>
    </div>`;
  }

  /** Which rows there are: the usual ones, and every other that did something in the last minute. */
  #choose() {
    const worked = stage => {
      for (let at = stage; at < live.gains.length; at += STAGES) {
        if (Math.abs(live.gains[at]) > SHOWN_DB) {
          return true;
        }
      }
      return false;
    };
    const rows = ROW_ORDER.filter(stage => !STAGE_ROWS[stage].seldom || worked(stage));
    if (rows.join() !== this.rows.join()) {
      this.rows = rows;
    }
  }

  #rescale(stage, rangeDb) {
    this.scales = this.scales.with(stage, rangeDb);
  }

  #write() {
    this.economy = Boolean(live.frame?.economy);
    for (const figure of this.renderRoot.querySelectorAll('.now')) {
      const gain = live.frame?.stageGainsDb[figure.dataset.stage];
      const text = Number.isFinite(gain) ? signed(gain) : number(0);
      if (figure.textContent !== text) {
        figure.textContent = text;
        figure.classList.toggle('zero', text === '0.0');
      }
    }
  }
}

customElements.define('attune-gain-strip', GainStrip);
customElements.define('attune-gain-strips', GainStrips);
