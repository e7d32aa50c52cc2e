// The equaliser's curve, with a handle for each band: drag for frequency and gain, wheel for width, arrows as well.

import { LitElement, css, html } from 'lit';
import { curveHz, toneCurve } from '../core/curve.js';
import { BANDS } from '../core/frame.js';
import { hertz, number, signed } from '../core/format.js';
import { live } from '../core/live.js';
import { wordOf } from '../core/param-text.js';
import { alpha, palette } from '../core/theme.js';
import { frequencyShare, shareFrequency } from '../paint/scale.js';
import { CanvasElement } from './canvas-element.js';
import { base } from './styles.js';

const RANGES_DB = [6, 12, 20];
const LABELLED_HZ = [50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const SMALL_PX = 520;
/** Insets of the plot in rem: top, right, bottom, left; those of .area in the styles. */
const INSET = [0.75, 0.75, 1.5, 2.25];
const SPECTRUM_TOP_DB = -18;
const SPECTRUM_BOTTOM_DB = -96;
const SETTLED_MS = 600;
const GAIN_STEP = 0.5;
const FREQUENCY_STEP = 2 ** (1 / 12);
const WIDTH_STEP = 1.08;

class EqCurve extends CanvasElement {
  static properties = { values: { attribute: false }, earlier: { attribute: false }, rate: { type: Number }, range: { type: Number }, off: { type: Boolean } };

  constructor() {
    super();
    this.onFrame = () => this.dirty();
  }

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('frame', this.onFrame);
  }

  disconnectedCallback() {
    live.removeEventListener('frame', this.onFrame);
    super.disconnectedCallback();
  }

  paint(g, width, height) {
    const { rem } = palette;
    const [top, right, bottom, left] = INSET.map(inset => inset * rem);
    const box = { left, right: width - right, top, bottom: height - bottom, small: width < SMALL_PX, height };
    box.x = hz => box.left + frequencyShare(hz) * (box.right - box.left);
    box.y = db => (box.top + box.bottom) / 2 - (db / this.range) * ((box.bottom - box.top) / 2);
    g.lineJoin = 'round';
    this.#sound(g, box);
    this.#grid(g, box);
    if (this.earlier) {
      g.setLineDash([rem * 0.3, rem * 0.3]);
      this.#curve(g, box, this.earlier, palette.before, 1.5);
      g.setLineDash([]);
    }
    this.#curve(g, box, this.values, this.off ? palette['tx-3'] : palette.after, 2.25, !this.off);
  }

  /** What comes out, faintly: where there is something to lift or to cut. */
  #sound(g, box) {
    const bands = live.frame?.spectrumOutDb;
    if (!bands || live.stale) {
      return;
    }
    const path = new Path2D();
    path.moveTo(box.left, box.bottom);
    for (let band = 0; band < BANDS; band++) {
      const level = Math.min(SPECTRUM_TOP_DB, Math.max(SPECTRUM_BOTTOM_DB, Number.isFinite(bands[band]) ? bands[band] : SPECTRUM_BOTTOM_DB));
      const share = (level - SPECTRUM_BOTTOM_DB) / (SPECTRUM_TOP_DB - SPECTRUM_BOTTOM_DB);
      path.lineTo(box.left + (band / (BANDS - 1)) * (box.right - box.left), box.bottom - share * (box.bottom - box.top));
    }
    path.lineTo(box.right, box.bottom);
    g.fillStyle = alpha(palette.after, palette.light ? 0.08 : 0.1);
    g.fill(path);
  }

  #grid(g, box) {
    const { rem } = palette;
    g.font = `400 ${rem * 0.6875}px ${palette.sans}`;
    g.textBaseline = 'middle';
    g.textAlign = 'right';
    const step = this.range / (this.range > 12 ? 4 : 2);
    for (let db = -this.range; db <= this.range; db += step) {
      g.fillStyle = alpha(palette['line-2'], db === 0 ? 0.5 : 0.2);
      g.fillRect(box.left, Math.round(box.y(db)), box.right - box.left, 1);
      g.fillStyle = palette['tx-3'];
      g.fillText(db === 0 ? number(0, 0) : signed(db, 0), box.left - rem * 0.5, box.y(db));
    }
    g.textAlign = 'center';
    for (const hz of LABELLED_HZ) {
      g.fillStyle = alpha(palette['line-2'], 0.2);
      g.fillRect(Math.round(box.x(hz)), box.top, 1, box.bottom - box.top);
      if (!box.small || [100, 1000, 10_000].includes(hz)) {
        g.fillStyle = palette['tx-3'];
        g.fillText(hertz(hz).replace('.0', ''), box.x(hz), box.height - rem * 0.6);
      }
    }
  }

  #curve(g, box, values, colour, thick, filled = false) {
    const levels = toneCurve(values, this.rate);
    const line = new Path2D();
    levels.forEach((level, i) => line.lineTo(box.x(curveHz[i]), Math.max(2, Math.min(box.height - 2, box.y(level)))));
    if (filled) {
      const area = new Path2D(line);
      area.lineTo(box.right, box.y(0));
      area.lineTo(box.left, box.y(0));
      area.closePath();
      g.fillStyle = alpha(colour, 0.16);
      g.fill(area);
    }
    g.strokeStyle = colour;
    g.lineWidth = (thick * palette.rem) / 16;
    g.stroke(line);
  }
}

customElements.define('attune-eq-curve', EqCurve);

/**
 * Fires "choose" with a band's place, "turn" with {band, values by parameter} as it moves, and "settled" with the band when a
 * hand is off.
 */
class EqGraph extends LitElement {
  static properties = { bands: { attribute: false }, values: { attribute: false }, earlier: { attribute: false }, rate: { type: Number }, chosen: { type: Number }, off: { type: Boolean }, disabled: { type: Boolean }, range: { state: true } };

  static styles = [
    base,
    css`
      :host { display: grid; position: relative; height: var(--graph, 18rem); background: var(--plot); border-radius: var(--r2); overflow: hidden; }
      attune-eq-curve { position: absolute; inset: 0; }
      .area { position: absolute; inset: .75rem .75rem 1.5rem 2.25rem; }
      .handle { position: absolute; width: 1.75rem; height: 1.75rem; margin: -.875rem 0 0 -.875rem; border-radius: 50%; background: var(--bg-1); box-shadow: inset 0 0 0 2px var(--after); font-size: var(--t-s); font-weight: 700; line-height: 1; cursor: grab; touch-action: none; user-select: none; }
      .handle:active { cursor: grabbing; }
      .handle.zero { box-shadow: inset 0 0 0 1.5px var(--line-2); color: var(--tx-2); }
      .handle[aria-pressed="true"] { background: var(--after); color: var(--on-after); z-index: 1; }
      .handle:focus-visible { border-radius: 50%; z-index: 2; }
      @media (forced-colors: active) { .handle { border: 2px solid CanvasText; } .handle[aria-pressed="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
    `,
  ];

  #drag = null;
  /** By band: whose keys or wheel are not at rest. */
  #timers = new Map();

  constructor() {
    super();
    this.range = RANGES_DB[0];
  }

  willUpdate() {
    if (!this.#drag) {
      const largest = Math.max(...this.bands.map(({ parts }) => Math.abs(this.values[parts.gain.id])));
      this.range = RANGES_DB.find(range => range >= largest * 1.1) ?? RANGES_DB.at(-1);
    }
  }

  render() {
    return html`<attune-eq-curve .values=${this.values} .earlier=${this.earlier ?? null} .rate=${this.rate} .range=${this.range} ?off=${this.off} aria-label="Equaliser curve, 20 Hz to 20 kHz; its figures stand in the list of bands"></attune-eq-curve>
      <div class="area" role="group" aria-label="Bands: arrows move, Delete takes the gain away">
        ${this.bands.map((band, i) => this.#handle(band, i))}
      </div>`;
  }

  #handle({ number: figure, name, parts }, i) {
    const of = part => wordOf(parts[part], this.values[parts[part].id]);
    return html`<button
      type="button" class="handle ${this.values[parts.gain.id] === 0 ? 'zero' : ''}" data-band=${i} aria-pressed=${String(i === this.chosen)} ?disabled=${this.disabled}
      aria-label="${name}: ${of('frequency')}, ${of('gain')}, Q ${of('q')}"
      @pointerdown=${event => this.#down(event, i)} @pointermove=${this.#move} @pointerup=${this.#up} @pointercancel=${this.#up}
      @click=${() => this.#choose(i)} @focus=${() => this.#choose(i)} @dblclick=${() => this.#reset(i)}
      @keydown=${event => this.#key(event, i)} @wheel=${event => this.#wheel(event, i)}
    >${figure}</button>`;
  }

  updated() {
    for (const handle of this.renderRoot.querySelectorAll('.handle')) {
      const { parts } = this.bands[handle.dataset.band];
      const gain = Math.max(-this.range, Math.min(this.range, this.values[parts.gain.id]));
      handle.style.setProperty('left', `${frequencyShare(this.values[parts.frequency.id]) * 100}%`);
      handle.style.setProperty('top', `${(1 - gain / this.range) * 50}%`);
    }
  }

  #choose(i) {
    if (i !== this.chosen) {
      this.dispatchEvent(new CustomEvent('choose', { detail: i }));
    }
  }

  #down(event, i) {
    if (event.button || this.disabled) {
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    const { frequency, gain } = this.bands[i].parts;
    this.#drag = { band: i, x: event.clientX, y: event.clientY, share: frequencyShare(this.values[frequency.id]), gain: this.values[gain.id] };
    this.#choose(i);
  }

  #move = event => {
    const drag = this.#drag;
    if (!drag || (event.clientX === drag.x && event.clientY === drag.y)) {
      return;
    }
    const { width, height } = this.renderRoot.querySelector('.area').getBoundingClientRect();
    const fine = event.shiftKey ? 0.1 : 1;
    drag.share += ((event.clientX - drag.x) / width) * fine;
    drag.gain -= ((event.clientY - drag.y) / height) * 2 * this.range * fine;
    drag.x = event.clientX;
    drag.y = event.clientY;
    drag.moved = true;
    this.#turn(drag.band, { frequency: shareFrequency(drag.share), gain: drag.gain });
  };

  #up = () => {
    const drag = this.#drag;
    this.#drag = null;
    if (drag?.moved) {
      this.#settle(drag.band, 0);
    }
  };

  #reset(i) {
    this.#turn(i, { gain: this.bands[i].parts.gain.default });
    this.#settle(i, 0);
  }

  #wheel(event, i) {
    event.preventDefault();
    this.#turn(i, { q: this.values[this.bands[i].parts.q.id] * WIDTH_STEP ** (event.deltaY < 0 ? 1 : -1) });
    this.#settle(i, SETTLED_MS);
  }

  #key(event, i) {
    const { frequency, gain } = this.bands[i].parts;
    const fine = event.shiftKey ? 0.1 : 1;
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    const right = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (up) {
      this.#turn(i, { gain: this.values[gain.id] + up * GAIN_STEP * fine });
    } else if (right) {
      this.#turn(i, { frequency: this.values[frequency.id] * FREQUENCY_STEP ** (right * fine) });
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      this.#turn(i, { gain: gain.default });
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.#settle(i, SETTLED_MS);
  }

  /** Within the table's range; frequency and width to three figures, gain to a tenth of a dB. */
  #turn(i, wanted) {
    const values = {};
    for (const [part, value] of Object.entries(wanted)) {
      const { id, min, max } = this.bands[i].parts[part];
      const rounded = part === 'gain' ? Math.round(value * 20) / 20 : Number(value.toPrecision(4));
      values[id] = Math.min(max, Math.max(min, rounded));
    }
    this.dispatchEvent(new CustomEvent('turn', { detail: { band: i, values } }));
  }

  #settle(i, after) {
    clearTimeout(this.#timers.get(i));
    this.#timers.set(i, setTimeout(() => this.dispatchEvent(new CustomEvent('settled', { detail: i })), after));
  }
}

customElements.define('attune-eq-graph', EqGraph);
