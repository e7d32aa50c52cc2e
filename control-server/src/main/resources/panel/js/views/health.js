import { LitElement, css, html } from 'lit';
import { api } from '../core/api.js';
import { fullName, number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import '../parts/alerts-card.js';
import { HISTORY_SECONDS } from '../parts/block-charts.js';
import '../parts/on-time-card.js';
import '../parts/process-card.js';
import '../parts/routes-card.js';
import '../parts/score-card.js';
import { base, page } from '../parts/styles.js';

const REPORT_MS = 2000;
/** Seconds are written ten at a time. */
const HISTORY_EVERY = 5;

/** Health: whether sound comes in time, what everything takes, what is wrong. */
class HealthView extends LitElement {
  static properties = { report: { state: true }, seconds: { state: true } };

  static styles = [
    base,
    page,
    css`
      .grid { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.42fr); gap: var(--s5); align-items: start; }
      .column { display: grid; gap: var(--s5); grid-template-columns: minmax(0, 1fr); }
      @media (max-width: 1179px) { .grid { grid-template-columns: minmax(0, 1fr); } .grid, .column { gap: var(--s4); } }
    `,
  ];

  #asked = 0;

  constructor() {
    super();
    /** As GET /health/report has it; null until it was read. */
    this.report = null;
    this.seconds = [];
    new Watch(this, 'server', 'engines', 'alerts');
  }

  connectedCallback() {
    super.connectedCallback();
    this.#asked = 0;
    this.#look();
    this.timer = setInterval(() => this.#look(), REPORT_MS);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  /** Failures are told by the banner: the server is away then, and the figures stand still. */
  #look = async () => {
    if (document.hidden || store.server !== 'here') {
      return;
    }
    const { engineId } = store;
    try {
      if (engineId && this.#asked++ % HISTORY_EVERY === 0) {
        api.telemetry(engineId, HISTORY_SECONDS).then(seconds => (this.seconds = seconds), () => {});
      }
      this.report = await api.healthReport();
    } catch {
      // the socket finds out, and the banner says so
    }
  };

  render() {
    const engine = this.report?.engines.find(({ engineId }) => engineId === store.engineId);
    return html`<div class="page">
      <header class="vhead"><div><h1 tabindex="-1">Health</h1><p>${this.#about(engine)}</p></div></header>
      <div class="grid">
        <div class="column">
          <attune-score-card .report=${this.report}></attune-score-card>
          <attune-alerts-card></attune-alerts-card>
          <attune-process-card .report=${this.report}></attune-process-card>
        </div>
        <div class="column">
          <attune-on-time-card .engine=${engine} .seconds=${this.seconds}></attune-on-time-card>
          <attune-routes-card .report=${this.report}></attune-routes-card>
        </div>
      </div>
    </div>`;
  }

  #about(engine) {
    if (!engine) {
      return 'No plugin plays now';
    }
    const block = Math.round((engine.deadlineUs * engine.sampleRateHz) / 1e6);
    return `${fullName({ name: store.engine?.name ?? engine.hostName, hostName: engine.hostName })}, ${number(engine.sampleRateHz / 1000, 1).replace('.0', '')}\u202fkHz${block ? `, blocks of ${block}` : ''}`;
  }
}

customElements.define('attune-health', HealthView);
