import { LitElement, css, html, nothing, svg } from 'lit';
import { THIN, number } from '../core/format.js';
import { base, cards } from './styles.js';
import './tip.js';

const MEGA = 1e6;
const KEPT = 60;
const NAMES = { host: 'Host', engine: 'Sound engine', agent: 'Learning agent', server: 'Control server' };
const ABOUT = 'Processor time as a share of one core, over the last 5 to 10 seconds, and resident memory, from /proc. The line is as long as this page was open, two minutes at most.';

/** What each process takes. */
class ProcessCard extends LitElement {
  static properties = { report: { attribute: false } };

  static styles = [
    base,
    cards,
    css`
      :host { display: block; }
      .row { display: grid; grid-template-columns: minmax(0, 1fr) 4.5rem minmax(4rem, 9rem) 4.5rem; gap: var(--s3); align-items: center; padding: .55rem 0; border-top: 1px solid var(--line); font-size: var(--t-m); flex-wrap: nowrap; }
      .head { color: var(--tx-2); font-size: var(--t-s); border: 0; padding-top: 0; }
      .num { text-align: right; white-space: nowrap; }
      .name b { display: block; font-weight: 600; }
      .name span { color: var(--tx-2); font-size: var(--t-s); overflow-wrap: anywhere; }
      svg { width: 100%; height: 1.6rem; display: block; }
      polyline { fill: none; stroke: var(--after); stroke-width: 1.5; vector-effect: non-scaling-stroke; }
      polygon { fill: var(--after); opacity: .18; }
      @media (max-width: 459px) { .row { grid-template-columns: minmax(0, 1fr) 4rem 4rem; } .line { display: none; } }
    `,
  ];

  #past = new Map();

  willUpdate() {
    const processes = this.report?.processes ?? [];
    const past = new Map();
    for (const { pid, cpuPercent } of processes) {
      past.set(pid, [...(this.#past.get(pid) ?? []), cpuPercent].slice(-KEPT));
    }
    this.#past = past;
  }

  render() {
    const processes = this.report?.processes ?? [];
    return html`<section class="card" aria-label="Processes">
      <div class="chead"><h2>Processes</h2><attune-tip text=${ABOUT}></attune-tip></div>
      <div role="table" aria-label="Processes">
        <div class="row head" role="row"><span role="columnheader">Process</span><span role="columnheader" class="num">CPU</span><span class="line" role="columnheader"><span class="gone">Lately</span></span><span role="columnheader" class="num">Memory</span></div>
        ${processes.map(one => this.#row(one))}
      </div>
    </section>`;
  }

  #row({ role, detail, pid, cpuPercent, memoryBytes, heap }) {
    return html`<div class="row" role="row" data-role=${role}>
      <span class="name" role="rowheader"><b>${NAMES[role] ?? role}</b><span>${detail}, process ${pid}${heap ? this.#heap(heap) : nothing}</span></span>
      <span class="num" role="cell">${number(cpuPercent)}<span class="u">${THIN}%</span></span>
      <span class="line" role="cell">${sparkline(this.#past.get(pid) ?? [])}</span>
      <span class="num" role="cell">${number(memoryBytes / MEGA, 0)}<span class="u">${THIN}MB</span></span>
    </div>`;
  }

  #heap({ usedBytes, largestBytes, collections, pausedMs }) {
    return `; heap ${number(usedBytes / MEGA, 0)} of ${number(largestBytes / MEGA, 0)}${THIN}MB, ${collections} collections paused it ${pausedMs}${THIN}ms in all`;
  }
}

function sparkline(values) {
  const most = Math.max(1, ...values);
  const points = values.map((value, i) => `${((i + KEPT - values.length) / (KEPT - 1)) * 100},${24 - (value / most) * 22}`);
  const first = ((KEPT - values.length) / (KEPT - 1)) * 100;
  return html`<svg viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">${svg`<polygon points="${first},24 ${points.join(' ')} 100,24"></polygon><polyline points=${points.join(' ')}></polyline>`}</svg>`;
}

customElements.define('attune-process-card', ProcessCard);
