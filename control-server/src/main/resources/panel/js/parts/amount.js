// Amount as a dial (Live) and as a fader (the bar of the other views): one value, two looks.

import { LitElement, css, html, svg } from 'lit';
import { live } from '../core/live.js';
import { THIN, number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { base } from './styles.js';
import { toast } from './toasts.js';
import { ValueInput, valueInputStyles } from './value-input.js';

const SPEC = { label: 'Amount', min: 0, max: 150, fallback: 100, step: 1, unit: '%', digits: 0 };
const SWEEP = (270 * Math.PI) / 360;

class Amount extends LitElement {
  static properties = { value: { type: Number }, disabled: { type: Boolean, reflect: true } };

  spec = SPEC;

  constructor() {
    super();
    this.value = store.macro('amount') ?? SPEC.fallback;
    this.follow = this.follow.bind(this);
    new Watch(this, 'engines', 'macros', 'server');
    this.addEventListener('input', ({ detail }) => store.setMacro('amount', detail));
    this.addEventListener('settled', ({ detail }) =>
      toast(`Amount is ${text(detail.to)}\u202f%.`, { label: 'Undo', run: () => store.setMacro('amount', detail.from) }),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('frame', this.follow);
  }

  disconnectedCallback() {
    live.removeEventListener('frame', this.follow);
    super.disconnectedCallback();
  }

  willUpdate() {
    this.disabled = !store.playing || store.server !== 'here';
    this.follow();
  }

  /** The host may move it as well. */
  follow() {
    const value = store.macro('amount');
    if (value !== undefined && !this.input.held && value !== this.value) {
      this.value = value;
    }
  }
}

const text = value => number(value, value % 1 ? 1 : 0);

const share = value => value / SPEC.max;
const angle = part => -SWEEP + 2 * SWEEP * part;
const point = (radius, part) => [120 + radius * Math.sin(angle(part)), 120 - radius * Math.cos(angle(part))];

function arc(radius, from, to) {
  const [x0, y0] = point(radius, from);
  const [x1, y1] = point(radius, to);
  const large = 2 * SWEEP * (to - from) > Math.PI ? 1 : 0;
  return `M${x0} ${y0}A${radius} ${radius} 0 ${large} 1 ${x1} ${y1}`;
}

const TICKS = Array.from({ length: 29 }, (_, i) => i + 1).map(i => {
  const [x1, y1] = point(105, i / 30);
  const [x2, y2] = point(i === 20 ? 115 : 109.5, i / 30);
  return svg`<line class=${i === 20 ? 'tick default' : 'tick'} x1=${x1} y1=${y1} x2=${x2} y2=${y2}></line>`;
});

function meaning(value) {
  if (value < 1) {
    return 'nothing changed';
  }
  if (value < 97) {
    return 'gentler than learned';
  }
  return value <= 103 ? 'as learned' : 'stronger than learned';
}

class AmountDial extends Amount {
  static styles = [
    base,
    valueInputStyles,
    css`
      :host { display: block; position: relative; width: var(--dial, 16.5rem); max-width: 100%; margin: 0 auto; cursor: ns-resize; container-type: inline-size; }
      :host(:focus-visible) { border-radius: var(--r4); }
      :host([disabled]) { opacity: .4; cursor: default; }
      svg { display: block; width: 100%; }
      .track, .value { fill: none; stroke-width: 13; stroke-linecap: round; stroke: var(--bg-3); }
      .value { stroke: var(--after); }
      .hand { fill: var(--bg-1); stroke: var(--tx-1); stroke-width: 3.5; }
      .tick { stroke: var(--line-2); stroke-width: 1.25; opacity: .7; }
      .tick.default { stroke: var(--tx-2); stroke-width: 2; opacity: 1; }
      .middle { position: absolute; inset: 13cqw 0 0; display: grid; place-content: center; text-align: center; pointer-events: none; }
      .read { font-size: max(1.75rem, 22.7cqw); font-weight: 300; letter-spacing: -.045em; line-height: 1; white-space: nowrap; }
      .read .u { font-size: .36em; margin-left: .15rem; }
      .says { color: var(--tx-2); font-size: var(--t-m); margin-top: 2cqw; }
      .ends { position: absolute; left: 16%; right: 15%; bottom: -.4rem; display: flex; justify-content: space-between; font-size: var(--t-s); color: var(--tx-2); }
      .typed { font-size: var(--t-2); width: 7rem; }
      @media (forced-colors: active) { .track { stroke: GrayText; } .value { stroke: Highlight; } .hand { stroke: CanvasText; fill: Canvas; } }
    `,
  ];

  input = new ValueInput(this);

  render() {
    const [x, y] = point(92, share(this.value));
    return html`<svg viewBox="0 0 240 214" aria-hidden="true">
        ${TICKS}
        <path class="track" d=${arc(92, 0, 1)}></path>
        ${this.value > 0 ? svg`<path class="value" d=${arc(92, 0, share(this.value))}></path>` : ''}
        <circle class="hand" cx=${x} cy=${y} r="6.5"></circle>
      </svg>
      <div class="middle" aria-hidden="true">
        <span class="read">${text(this.value)}<span class="u">%</span></span><span class="says">${meaning(this.value)}</span>
      </div>
      <div class="ends" aria-hidden="true"><span>0</span><span>150</span></div>
      ${this.input.field()}`;
  }
}

class AmountFader extends Amount {
  static styles = [
    base,
    valueInputStyles,
    css`
      :host { display: grid; grid-template-columns: auto minmax(5rem, 16rem) 3.6rem; gap: var(--s3); align-items: center; position: relative; min-height: var(--hit); padding: 0 var(--s2); cursor: ew-resize; }
      :host([disabled]) { opacity: .4; cursor: default; }
      .name { font-size: var(--t-m); color: var(--tx-2); }
      .rail { position: relative; height: .5rem; border-radius: var(--round); background: var(--bg-3); }
      .fill { position: absolute; inset: 0 auto 0 0; border-radius: inherit; background: var(--after); }
      .mark { position: absolute; top: -.25rem; bottom: -.25rem; left: calc(100% * 2 / 3); width: 2px; background: var(--tx-3); }
      .thumb { position: absolute; top: 50%; width: 1.25rem; height: 1.25rem; margin: -.625rem 0 0 -.625rem; border-radius: 50%; background: var(--tx-1); }
      .read { text-align: right; font-weight: 600; font-size: var(--t-l); white-space: nowrap; }
      .typed { left: auto; right: 0; transform: translateY(-50%); width: 4rem; }
      @media (max-width: 899px) { :host { grid-template-columns: minmax(5rem, 1fr) 3.6rem; } .name { display: none; } }
      @media (max-width: 719px) { :host { grid-template-columns: auto minmax(5rem, 1fr) 3.6rem; } .name { display: inline; } }
      @media (forced-colors: active) { .rail { border: 1px solid CanvasText; } .fill { forced-color-adjust: none; background: Highlight; } .thumb { forced-color-adjust: none; background: CanvasText; } }
    `,
  ];

  input = new ValueInput(this, { rail: () => this.renderRoot.querySelector('.rail').clientWidth });

  render() {
    return html`<span class="name" aria-hidden="true">Amount</span>
      <span class="rail" aria-hidden="true"><i class="fill"></i><i class="mark"></i><i class="thumb"></i></span>
      <span class="read" aria-hidden="true">${text(this.value)}<span class="u">${THIN}%</span></span>
      ${this.input.field()}`;
  }

  updated() {
    const at = `${share(this.value) * 100}%`;
    this.renderRoot.querySelector('.fill').style.setProperty('width', at);
    this.renderRoot.querySelector('.thumb').style.setProperty('left', at);
  }
}

customElements.define('attune-amount-dial', AmountDial);
customElements.define('attune-amount-fader', AmountFader);
