import { LitElement, css, html, nothing } from 'lit';
import { otherSlot, slotName } from '../core/actions.js';
import { toneCurve } from '../core/curve.js';
import { hertz, inUnit, number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from '../parts/icon.js';
import { base, buttons, cards, tags } from '../parts/styles.js';
import '../parts/tone-chart.js';

/** What a preset does, and what can be done with it. Fires "act" with the name of the action. */
class PresetDetail extends LitElement {
  static properties = { preset: { attribute: false }, inUse: { type: Boolean } };

  static styles = [
    base,
    buttons,
    cards,
    tags,
    css`
      :host { display: grid; gap: var(--s3); background: var(--bg-1); border-radius: var(--r3); padding: var(--s4) var(--s5) var(--s5); box-shadow: var(--shade); --chart: 8.5rem; }
      .chead { margin: 0; }
      h2 { overflow-wrap: anywhere; }
      figcaption { margin-bottom: var(--s2); }
      @media (max-width: 719px) { :host { padding: var(--s4); } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'engines', 'macros');
  }

  render() {
    const { preset } = this;
    const curve = toneCurve(preset.params, store.engine?.sampleRateHz);
    const other = otherSlot();
    const others = [0, 1, 2, 3].filter(slot => slot !== (store.macro('slot') ?? 0) && slot !== other);
    const button = (name, label, sign, look = '', disabled = false) =>
      html`<button type="button" class="btn ${look}" data-act=${name} ?disabled=${disabled} @click=${() => this.#act(name)}>${sign ? icon(sign) : nothing}${label}</button>`;
    const away = !store.playing;
    return html`<header class="chead">
        <h2 tabindex="-1">${preset.label}</h2>
        <span class="tag ${this.inUse ? 'live' : ''}">${this.inUse ? 'in use' : preset.factory ? 'factory' : 'yours'}</span>
      </header>
      ${preset.doc ? html`<p class="quiet">${preset.doc}</p>` : nothing}
      <figure>
        <figcaption><span class="key"><i></i>Tone against no processing</span></figcaption>
        <attune-tone-chart .after=${curve} label="Tone of ${preset.label}, 20 Hz to 20 kHz"></attune-tone-chart>
      </figure>
      <dl class="facts long">${factsOf(preset.params).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <div class="row">
        ${button('recall', 'Recall', 'play', 'primary', away)} ${button(`slot:${other}`, `Into slot ${slotName(other)}`, null, '', away)}
        ${others.map(slot => html`<button type="button" class="btn" data-act="slot:${slot}" aria-label="Into slot ${slotName(slot)}" ?disabled=${away} @click=${() => this.#act(`slot:${slot}`)}>${slotName(slot)}</button>`)}
      </div>
      ${preset.factory
        ? nothing
        : html`<div class="row">
            ${button('rename', 'Rename', 'pen')} ${button('overwrite', 'Overwrite', null, '', away)} ${button('delete', 'Delete', 'cross')}
          </div>`}`;
  }

  #act(name) {
    this.dispatchEvent(new CustomEvent('act', { detail: name }));
  }
}

/** What it does in each stage; a stage that does nothing says so. */
function factsOf(params) {
  const off = 'off';
  const bands = [1, 2, 3, 4, 5, 6, 7, 8].filter(band => params[`eq${band}_gain`] !== 0).length;
  const seldom = (name, works, value) => (works ? [[name, value()]] : []);
  const ratios = [1, 2, 3, 4].map(band => params[`comp${band}_ratio`]);
  const program = store.table?.params.find(param => param.id === 'program')?.choices[params.program];
  const left = BYPASSES.filter(([id]) => params[id] > 0).map(([, name]) => name);
  return [
    ...seldom('Order', params.program > 0, () => program),
    ['High-pass', params.hpf_corner > 10 ? `from ${hertz(params.hpf_corner)}, ${params.hpf_slope > 0 ? 24 : 12}\u202fdB/oct` : off],
    ['Hum', params.hum_depth > 0 ? `${hertz(params.hum_frequency)} down by up to ${inUnit(params.hum_depth, 'dB')}` : off],
    ['Noise', params.nr_attenuation > 0 ? `down by up to ${inUnit(params.nr_attenuation, 'dB')}` : off],
    ...seldom('Gate', params.gate_range > 0, () => `down by up to ${inUnit(params.gate_range, 'dB')}`),
    ['Equaliser', bands ? `${bands} of 8 bands` : off],
    ...seldom('De-esser', params.deess_depth > 0, () => `up to ${inUnit(params.deess_depth, 'dB')} above ${hertz(params.deess_frequency)}`),
    ...seldom('Compressor', Math.max(...ratios) > 1, () => `four bands, up to ${inUnit(Math.max(...ratios), ':1')}`),
    ...seldom('Exciter', params.exciter_amount > 0, () => `${number(params.exciter_amount, 0)}\u202f% above ${hertz(params.exciter_frequency)}`),
    ...seldom('Width', params.widener_width !== 100 || params.widener_mono_below > 20, () => `${number(params.widener_width, 0)}\u202f%${params.widener_mono_below > 20 ? `, mono below ${hertz(params.widener_mono_below)}` : ''}`),
    ['Leveler', params.leveler_range > 0 ? `up to ±${number(params.leveler_range, 0)}\u202fdB, ${inUnit(params.leveler_speed, 'LU/s', 1)}` : off],
    ['Limiter', `at ${inUnit(params.limiter_ceiling, 'dBTP', 1)}`],
    ...seldom('Left out', left.length > 0, () => left.join(', ')),
  ];
}

const BYPASSES = [
  ['hpf_bypass', 'high-pass'],
  ['hum_bypass', 'hum'],
  ['nr_bypass', 'noise'],
  ['gate_bypass', 'gate'],
  ['eq_bypass', 'equaliser'],
  ['deess_bypass', 'de-esser'],
  ['comp_bypass', 'compressor'],
  ['exciter_bypass', 'exciter'],
  ['widener_bypass', 'width'],
  ['leveler_bypass', 'leveler'],
];

customElements.define('attune-preset-detail', PresetDetail);
