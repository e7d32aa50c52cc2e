import { LitElement, css, html, nothing } from 'lit';
import { THIN, clock, count, durationParts, number } from '../core/format.js';
import './block-charts.js';
import { base, cards } from './styles.js';
import './tip.js';

const ABOUT =
  'From the host\u2019s post to the engine\u2019s answer, for each block of the last hour; percentiles are at most 9\u202f% too high, the slowest is exact. A block that is later than its deadline is played unprocessed.';

/** Whether the sound of one plugin comes in time. */
class OnTimeCard extends LitElement {
  static properties = { engine: { attribute: false }, seconds: { attribute: false } };

  static styles = [
    base,
    cards,
    css`
      :host { display: block; }
      .figures { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: var(--s3); margin-bottom: var(--s4); }
      .figures b { display: block; font-size: var(--t-3); font-weight: 300; letter-spacing: -.03em; line-height: 1.15; white-space: nowrap; }
      .figures b .u { font-size: .38em; margin-left: .15rem; }
      .figures span.what { font-size: var(--t-s); color: var(--tx-2); }
      .none b { color: var(--after); }
      .some b { color: var(--bad); }
      attune-block-times { height: clamp(13rem, 38vh, 26rem); }
      attune-block-history { height: 5.5rem; }
      .chead.sub { margin: var(--s3) 0 var(--s1); }
      .facts { margin-top: var(--s3); gap: var(--s2) var(--s5); }
      .facts dd { font-size: var(--t-m); }
      .line { display: inline-flex; }
      .key.p99 i { border-top: 2.5px solid var(--after); }
      .key.max i { border-top: 1.5px solid var(--before); }
      .key.due i { border-top: 1.5px dashed var(--bad); }
      @media (max-width: 719px) { .figures { grid-template-columns: repeat(2, minmax(0, 1fr)); } attune-block-times { height: 15rem; } }
      @media (max-width: 459px) { .figures b { font-size: var(--t-2); } }
    `,
  ];

  constructor() {
    super();
    this.seconds = [];
  }

  render() {
    const { engine } = this;
    return html`<section class="card" aria-label="On time">
      <div class="chead"><h2>On time</h2><span class="row"><span class="quiet">${engine ? `${count(engine.blocks, 'block')} since ${clock(engine.since)}` : ''}</span><attune-tip text=${ABOUT}></attune-tip></span></div>
      ${engine ? this.#times(engine) : html`<p class="quiet">No plugin plays, so no block is waited for. Add \u201cAttune\u201d to a track of your host, or type ./attune run in a terminal.</p>`}
    </section>`;
  }

  #times(engine) {
    const late = engine.lateBlocks;
    return html`<div class="figures">
        ${figure('late', String(late), '', late === 1 ? 'late block' : 'late blocks', late ? 'some' : 'none')}
        ${figure('p50', ...durationParts(engine.p50Us), 'typical, p50')}
        ${figure('p99', ...durationParts(engine.p99Us), 'p99')}
        ${figure('max', ...durationParts(engine.maxUs), 'slowest')}
      </div>
      <div class="chead sub"><h3>Time per block</h3><span class="quiet">number of blocks on a log scale</span></div>
      <attune-block-times .engine=${engine}></attune-block-times>
      <div class="chead sub"><h3>The last 15 minutes</h3><span><span class="key p99"><i></i>p99</span><span class="key max"><i></i>slowest</span><span class="key due"><i></i>deadline</span></span></div>
      <attune-block-history .seconds=${this.seconds} .deadlineUs=${engine.deadlineUs}></attune-block-history>
      <dl class="facts">
        ${fact('p95', durationParts(engine.p95Us).join(THIN))}
        ${fact('p99.9', durationParts(engine.p999Us).join(THIN))}
        ${fact('p99.9 of the deadline', engine.budgetShare == null ? 'not known yet' : `${number(100 * engine.budgetShare, 0)}${THIN}%`)}
        ${fact('Latency mode', engine.latencyMode)}
        ${fact('Unprocessed blocks', String(engine.dryBlocks))}
        ${fact('Engine restarts', String(engine.restarts))}
        ${engine.economy ? fact('Works at less cost', 'blocks took too long') : nothing}
      </dl>`;
  }
}

const figure = (id, value, unit, what, look = '') =>
  html`<div class=${look}><b data-figure=${id}>${value}${unit ? html`<span class="u">${unit}</span>` : nothing}</b><span class="what">${what}</span></div>`;

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

customElements.define('attune-on-time-card', OnTimeCard);
