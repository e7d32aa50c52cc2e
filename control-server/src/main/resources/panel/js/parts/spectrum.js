import { LitElement, css, html, nothing } from 'lit';
import { toneFlags } from '../core/changes.js';
import { signed } from '../core/format.js';
import { live } from '../core/live.js';
import { SlowSpectrum, placedTarget } from '../core/target.js';
import { Watch, store } from '../core/store.js';
import { paintSpectrum } from '../paint/spectrum.js';
import { CanvasElement } from './canvas-element.js';
import { base } from './styles.js';

const SILENCE = new Float64Array(120).fill(NaN);
/** Weaker than this, a stage is not worth a flag. */
const FLAG_DB = 1;

class SpectrumCurve extends CanvasElement {
  static properties = { showBefore: { type: Boolean }, showAfter: { type: Boolean }, showTarget: { type: Boolean } };

  #cursor = null;
  /** Where the target is laid: what plays, or would without Bypass. */
  #sound = new SlowSpectrum();

  constructor() {
    super();
    this.showBefore = true;
    this.showAfter = true;
    this.showTarget = true;
    this.onFrame = () => this.#heard();
    new Watch(this, 'parameters', 'macros', 'heard');
    this.addEventListener('pointermove', ({ offsetX, offsetY }) => this.#point({ x: offsetX, y: offsetY }));
    this.addEventListener('pointerleave', () => this.#point(null));
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('aria-label', 'Spectrum before and after, 20 Hz to 20 kHz');
    live.addEventListener('frame', this.onFrame);
  }

  disconnectedCallback() {
    live.removeEventListener('frame', this.onFrame);
    super.disconnectedCallback();
  }

  #heard() {
    if (live.frame) {
      this.#sound.take(live.frame.spectrumOutDb);
    } else {
      this.#sound.clear();
    }
    this.dirty();
  }

  /** The target where there is one; null else. */
  #target() {
    const { levels } = this.#sound;
    return this.showTarget && levels && store.heard?.target ? placedTarget(store.heard.target, levels) : null;
  }

  #point(cursor) {
    this.#cursor = cursor;
    this.dirty();
  }

  paint(g, width, height) {
    const { frame } = live;
    paintSpectrum(
      g, width, height,
      { before: frame?.spectrumInDb ?? SILENCE, after: frame?.spectrumOutDb ?? SILENCE, target: this.#target() },
      {
        showBefore: this.showBefore,
        showAfter: this.showAfter,
        toleranceDb: store.heard?.target?.toleranceDb ?? 0,
        bypass: Boolean(frame?.bypass),
        flags: this.#flags(frame),
        cursor: this.#cursor,
      },
    );
  }

  /** The set that plays, scaled by Amount as the engine does it. */
  #flags(frame) {
    const values = store.parameters?.values;
    if (!values || !frame || frame.bypass) {
      return [];
    }
    const scaled = { ...values };
    for (let band = 1; band <= 8; band++) {
      scaled[`eq${band}_gain`] *= frame.amountPercent / 100;
    }
    const flags = toneFlags(scaled);
    const [hum] = frame.stageGainsDb;
    if (values.hum_depth > 0 && hum <= -FLAG_DB) {
      flags.unshift({ hz: values.hum_frequency, text: `Hum ${signed(hum)}` });
    }
    return flags.sort((a, b) => a.hz - b.hz);
  }
}

/** The curve and its legend, whose entries are toggles. */
class Spectrum extends LitElement {
  static properties = { before: { state: true }, after: { state: true }, target: { state: true } };

  static styles = [
    base,
    css`
      :host { display: grid; grid-template-rows: auto minmax(0, 1fr); min-height: 0; min-width: 0; padding: var(--s3) var(--s4) 0; background: var(--plot); }
      header { display: flex; gap: var(--s1); margin-bottom: var(--s2); }
      button { display: inline-flex; align-items: center; gap: .5rem; height: 2rem; padding: 0 .7rem; border-radius: var(--r2); font-size: var(--t-m); font-weight: 500; }
      button:hover { background: var(--bg-2); }
      i { width: 1.15rem; border-top: 3px solid var(--before); }
      .after i { border-color: var(--after); }
      .target i { border-top: 2px dashed var(--target); }
      button[aria-pressed="false"] { color: var(--tx-3); text-decoration: line-through; }
      button[aria-pressed="false"] i { border-color: var(--line-2); }
      attune-spectrum-curve { cursor: crosshair; }
      @media (max-width: 719px) {
        :host { padding-bottom: var(--s2); }
        header { margin-left: -.7rem; }
        attune-spectrum-curve { height: 13rem; }
      }
    `,
  ];

  constructor() {
    super();
    this.before = true;
    this.after = true;
    this.target = true;
    new Watch(this, 'heard');
  }

  render() {
    const goal = store.heard?.target;
    return html`<header role="group" aria-label="Curves">
        <button type="button" class="before" aria-pressed=${String(this.before)} @click=${() => (this.before = !this.before)}><i></i>Before</button>
        <button type="button" class="after" aria-pressed=${String(this.after)} @click=${() => (this.after = !this.after)}><i></i>After</button>
        ${goal
          ? html`<button type="button" class="target" aria-pressed=${String(this.target)} title="Tone that a ${goal.name} has when nothing is wrong; within the band it is left alone" @click=${() => (this.target = !this.target)}><i></i>Target: ${goal.name}</button>`
          : nothing}
      </header>
      <attune-spectrum-curve .showBefore=${this.before} .showAfter=${this.after} .showTarget=${this.target}></attune-spectrum-curve>`;
  }
}

customElements.define('attune-spectrum-curve', SpectrumCurve);
customElements.define('attune-spectrum', Spectrum);
