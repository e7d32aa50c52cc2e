import { number } from '../core/format.js';
import { alpha, palette } from '../core/theme.js';
import { CanvasElement } from './canvas-element.js';

const LEAST_DB = -66;
const STEP_DB = 12;

/**
 * Gain of a compressor at a level. The same curve as attune.dsp.dynamics.GainComputer.
 *
 * @param kneeDb width of the knee around the threshold in which the ratio comes in as a parabola
 */
export function reductionDb(levelDb, thresholdDb, ratio, kneeDb) {
  const slope = 1 / ratio - 1;
  const over = levelDb - thresholdDb;
  if (over <= -kneeDb / 2) {
    return 0;
  }
  return over < kneeDb / 2 ? (slope * (over + kneeDb / 2) ** 2) / (2 * kneeDb) : slope * over;
}

/** Level out over level in, for each band; the chosen one bright. */
class CompCurve extends CanvasElement {
  static properties = { bands: { attribute: false }, values: { attribute: false }, kneeDb: { type: Number }, chosen: { type: Number }, off: { type: Boolean } };

  paint(g, width, height) {
    const { rem } = palette;
    const [left, top, right, bottom] = [2.25 * rem, 0.75 * rem, width - 0.75 * rem, height - 1.5 * rem];
    const x = db => left + ((db - LEAST_DB) / -LEAST_DB) * (right - left);
    const y = db => bottom - ((Math.max(LEAST_DB, Math.min(0, db)) - LEAST_DB) / -LEAST_DB) * (bottom - top);
    this.#grid(g, { x, y, left, top, right, bottom, height });
    this.bands.forEach((band, i) => i !== this.chosen && this.#curve(g, x, y, band, alpha(palette['tx-3'], 0.7), 1.25));
    this.#curve(g, x, y, this.bands[this.chosen], this.off ? palette['tx-3'] : palette.after, 2.25);
    const threshold = this.values[this.bands[this.chosen].parts.threshold.id];
    g.fillStyle = palette['tx-1'];
    g.beginPath();
    g.arc(x(threshold), y(this.#out(this.bands[this.chosen], threshold)), rem * 0.25, 0, 7);
    g.fill();
  }

  #out({ parts }, level) {
    const of = part => this.values[parts[part].id];
    return level + reductionDb(level, of('threshold'), of('ratio'), this.kneeDb) + of('gain');
  }

  #grid(g, { x, y, left, top, right, bottom, height }) {
    const { rem } = palette;
    g.font = `400 ${rem * 0.6875}px ${palette.sans}`;
    g.textBaseline = 'middle';
    for (let db = 0; db > LEAST_DB; db -= STEP_DB) {
      g.fillStyle = alpha(palette['line-2'], 0.2);
      g.fillRect(left, Math.round(y(db)), right - left, 1);
      g.fillRect(Math.round(x(db)), top, 1, bottom - top);
      g.fillStyle = palette['tx-3'];
      g.textAlign = 'right';
      g.fillText(number(db, 0), left - rem * 0.5, y(db));
      g.textAlign = db === 0 ? 'right' : 'center';
      g.fillText(db === 0 ? '0\u202fdB in' : number(db, 0), x(db), height - rem * 0.6);
    }
    g.strokeStyle = alpha(palette['line-2'], 0.6);
    g.lineWidth = 1;
    g.setLineDash([3, 4]);
    g.beginPath();
    g.moveTo(x(LEAST_DB), y(LEAST_DB));
    g.lineTo(x(0), y(0));
    g.stroke();
    g.setLineDash([]);
  }

  #curve(g, x, y, band, colour, thick) {
    g.strokeStyle = colour;
    g.lineWidth = (thick * palette.rem) / 16;
    g.beginPath();
    for (let level = LEAST_DB; level <= 0; level++) {
      g.lineTo(x(level), y(this.#out(band, level)));
    }
    g.stroke();
  }
}

customElements.define('attune-comp-curve', CompCurve);
