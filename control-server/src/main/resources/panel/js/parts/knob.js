import { LitElement, css, html, nothing, svg } from 'lit';
import { partsOf, specOf } from '../core/param-text.js';
import { base } from './styles.js';
import { ValueInput, valueInputStyles } from './value-input.js';

const SWEEP = (270 * Math.PI) / 360;
const VALUE_RADIUS = 40;
const RANGE_RADIUS = 49;

const at = (radius, share) => {
  const angle = -SWEEP + 2 * SWEEP * share;
  return [60 + radius * Math.sin(angle), 60 - radius * Math.cos(angle)].map(value => value.toFixed(2));
};

function arc(radius, one, other) {
  const [from, to] = one < other ? [one, other] : [other, one];
  const [x0, y0] = at(radius, from);
  const [x1, y1] = at(radius, to);
  return `M${x0} ${y0}A${radius} ${radius} 0 ${2 * SWEEP * (to - from) > Math.PI ? 1 : 0} 1 ${x1} ${y1}`;
}

/** A parameter as a knob: the inner arc is its value, from 0 where there are both signs; the outer one what learning may use. */
class Knob extends LitElement {
  static properties = {
    param: { attribute: false },
    name: {},
    value: { type: Number },
    range: { attribute: false },
    locked: { type: Boolean, reflect: true },
    disabled: { type: Boolean, reflect: true },
  };

  static styles = [
    base,
    valueInputStyles,
    css`
      :host { display: grid; justify-items: center; position: relative; width: 100%; cursor: ns-resize; border-radius: var(--r2); padding-bottom: .15rem; }
      :host([disabled]) { opacity: .45; cursor: default; }
      svg { display: block; width: var(--knob, 7rem); height: var(--knob, 7rem); margin-bottom: calc(var(--knob, 7rem) * -.1); }
      .track, .value { fill: none; stroke-width: 7; stroke-linecap: round; stroke: var(--bg-3); }
      .value { stroke: var(--after); }
      .range { fill: none; stroke-width: 2.25; stroke-linecap: round; stroke: var(--learn); }
      :host([locked]) .range { stroke: var(--line-2); stroke-dasharray: 1 5; }
      .cap { fill: var(--bg-3); transition: fill var(--fast); }
      :host(:hover:not([disabled])) .cap { fill: var(--line-2); }
      .pointer { stroke: var(--tx-1); stroke-width: 5; stroke-linecap: round; }
      .read { font-size: var(--t-xl); font-weight: 600; line-height: 1.2; white-space: nowrap; }
      .read .u { font-size: .72em; margin-left: .15em; }
      .typed { top: auto; bottom: 0; transform: translateX(-50%); font-size: var(--t-l); width: 6rem; max-width: 100%; }
      @media (forced-colors: active) { .track { stroke: GrayText; } .value, .range { stroke: Highlight; } .pointer { stroke: CanvasText; } .cap { fill: Canvas; stroke: CanvasText; } }
    `,
  ];

  constructor() {
    super();
    this.value = 0;
    this.range = null;
  }

  /** Learned settings never slide: a knob stands where the value is. */
  input = new ValueInput(this);

  get spec() {
    return specOf(this.param);
  }

  #share(value) {
    const { min, max, scale } = this.param;
    const share = scale === 'LOG' ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    return Math.min(1, Math.max(0, share));
  }

  render() {
    const { min, max } = this.param;
    const share = this.#share(this.value);
    const origin = min < 0 && max > 0 ? this.#share(0) : 0;
    const [x0, y0] = at(14, share);
    const [x1, y1] = at(27, share);
    const [figure, unit] = partsOf(this.param, this.value);
    return html`<svg viewBox="0 0 120 120" aria-hidden="true">
        ${this.range ? svg`<path class="range" d=${arc(RANGE_RADIUS, this.#share(this.range[0]), this.#share(this.range[1]))}></path>` : nothing}
        <path class="track" d=${arc(VALUE_RADIUS, 0, 1)}></path>
        ${Math.abs(share - origin) > 1e-3 ? svg`<path class="value" d=${arc(VALUE_RADIUS, origin, share)}></path>` : nothing}
        <circle class="cap" cx="60" cy="60" r="31"></circle>
        <line class="pointer" x1=${x0} y1=${y0} x2=${x1} y2=${y1}></line>
      </svg>
      <span class="read" aria-hidden="true">${figure}<span class="u">${unit}</span></span>
      ${this.input.field()}`;
  }
}

customElements.define('attune-knob', Knob);

/** A parameter as a small number that is dragged or typed: for limits, where a knob would be too much. */
class NumberField extends LitElement {
  static properties = { param: { attribute: false }, label: {}, value: { type: Number }, least: { type: Number }, most: { type: Number }, fallback: { type: Number }, own: { type: Boolean, reflect: true }, disabled: { type: Boolean, reflect: true } };

  static styles = [
    base,
    valueInputStyles,
    css`
      :host { display: inline-grid; place-items: center; position: relative; min-height: 2rem; min-width: 5rem; padding: 0 .6rem; border-radius: var(--r2); background: var(--bg-2); box-shadow: inset 0 0 0 1px var(--line-2); font-size: var(--t-m); color: var(--tx-2); cursor: ew-resize; white-space: nowrap; }
      :host([own]) { color: var(--tx-1); font-weight: 600; }
      :host([disabled]) { opacity: .45; cursor: default; }
      .typed { width: 100%; }
    `,
  ];

  input = new ValueInput(this);

  get spec() {
    return { ...specOf(this.param, this.label), min: this.least, max: this.most, fallback: this.fallback };
  }

  render() {
    return html`<span aria-hidden="true">${this.spec.words(this.value)}</span>${this.input.field()}`;
  }
}

customElements.define('attune-number', NumberField);
