import { LitElement, css, html } from 'lit';
import { hertz, number, signed } from '../core/format.js';
import { curveHz } from '../core/curve.js';
import { alpha, palette } from '../core/theme.js';

const LABELLED_HZ = [100, 1000, 10_000];
const LEAST_DB = 6;

/** Chart.js is read when the first still chart is shown: Live paints without it. */
let library = null;

async function chartLibrary() {
  const { Chart, LineController, LineElement, PointElement, LogarithmicScale, LinearScale, Filler } = await import('chart.js');
  Chart.register(LineController, LineElement, PointElement, LogarithmicScale, LinearScale, Filler);
  return Chart;
}

/** Level against frequency: one curve, or before and after; null where there is nothing. */
class ToneChart extends LitElement {
  static properties = { hz: { attribute: false }, before: { attribute: false }, after: { attribute: false }, label: {} };

  static styles = css`
    :host { display: block; position: relative; height: var(--chart, 9.5rem); }
    canvas { position: absolute; inset: 0; }
  `;

  #chart = null;

  constructor() {
    super();
    /** Frequencies of the values. */
    this.hz = curveHz;
    this.onTheme = () => this.requestUpdate('after');
    this.themes = new MutationObserver(this.onTheme);
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('role', 'img');
    this.themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    matchMedia('(prefers-color-scheme: light)').addEventListener('change', this.onTheme);
  }

  disconnectedCallback() {
    this.themes.disconnect();
    matchMedia('(prefers-color-scheme: light)').removeEventListener('change', this.onTheme);
    this.#chart?.destroy();
    this.#chart = null;
    super.disconnectedCallback();
  }

  render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  async updated() {
    this.setAttribute('aria-label', this.label);
    library ??= chartLibrary();
    const Chart = await library;
    if (!this.isConnected) {
      return;
    }
    const settings = this.#settings();
    if (this.#chart) {
      Object.assign(this.#chart.data, settings.data);
      this.#chart.options = settings.options;
      this.#chart.update('none');
    } else {
      this.#chart = new Chart(this.renderRoot.querySelector('canvas'), settings);
    }
  }

  #settings() {
    const points = curve => curve.map((y, i) => ({ x: this.hz[i], y }));
    const line = (curve, colour, more) => ({ data: points(curve), borderColor: colour, pointRadius: 0, tension: 0, ...more });
    const datasets = [
      line(this.after, palette.after, { borderWidth: 2, fill: this.before ? false : 'origin', backgroundColor: alpha(palette.after, 0.18) }),
    ];
    if (this.before) {
      datasets.push(line(this.before, palette.before, { borderWidth: 1.5, borderDash: [4, 4] }));
    }
    return { type: 'line', data: { datasets }, options: this.#options() };
  }

  #options() {
    const all = [...this.after, ...(this.before ?? [])].filter(level => level > -24);
    const range = Math.ceil(Math.max(LEAST_DB, ...all.map(Math.abs)) / 3) * 3 + 1;
    const ticks = { color: palette['tx-3'], font: { family: palette.sans, size: palette.rem * 0.6875 } };
    const grid = { color: palette.line, tickLength: 0 };
    return {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      scales: {
        x: {
          type: 'logarithmic', min: 20, max: 20_000, grid, border: { display: false },
          afterBuildTicks: axis => (axis.ticks = LABELLED_HZ.map(value => ({ value }))),
          ticks: { ...ticks, callback: hz => hertz(hz).replace('.0', ''), maxRotation: 0, autoSkip: false },
        },
        y: {
          min: -range, max: range, grid, border: { display: false },
          afterBuildTicks: axis => (axis.ticks = levelsIn(range).map(value => ({ value }))),
          ticks: { ...ticks, callback: level => (level === 0 ? number(0, 0) : signed(level, 0)) },
        },
      },
    };
  }
}

/** Every 3 dB, every 6 where that would be crowded. */
function levelsIn(range) {
  const step = range > 8 ? 6 : 3;
  const most = Math.floor(range / step);
  return Array.from({ length: 2 * most + 1 }, (_, i) => (i - most) * step);
}

customElements.define('attune-tone-chart', ToneChart);
