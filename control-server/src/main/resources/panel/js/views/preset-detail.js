import { LitElement, css, html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { otherSlot, slotName } from '../core/actions.js';
import { toneCurve } from '../core/curve.js';
import { count, hertz, inUnit, number, signed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from '../parts/icon.js';
import { base, buttons, cards, tags } from '../parts/styles.js';
import '../parts/tone-chart.js';

/** What a preset does, and what can be done with it. Fires "act" with the name of the action. */
class PresetDetail extends LitElement {
  static properties = { preset: { attribute: false }, inUse: {} };

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
      .tags input { flex: 1 1 8rem; min-width: 0; min-height: 2rem; padding: 0 var(--s3); border: 0; border-radius: var(--r2); background: var(--bg-2); box-shadow: inset 0 0 0 1px var(--line-2); font-size: var(--t-m); }
      .tags input::placeholder { color: var(--tx-3); opacity: 1; }
      .tags input:focus-visible { box-shadow: inset 0 0 0 2px var(--focus); outline: none; }
      [aria-pressed="true"] { color: var(--gr); }
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
        <span class="tag ${this.inUse ? 'live' : ''}">${this.inUse || (preset.factory ? 'factory' : 'yours')}</span>
      </header>
      ${preset.doc ? html`<p class="quiet">${preset.doc}</p>` : nothing}
      ${preset.factory ? html`<p class="row">${preset.tags.map(tag => html`<span class="tag">${tag}</span>`)}</p>` : this.#tagField()}
      <figure>
        <figcaption><span class="key"><i></i>Tone against no processing</span></figcaption>
        <attune-tone-chart .after=${curve} label="Tone of ${preset.label}, 20 Hz to 20 kHz"></attune-tone-chart>
      </figure>
      <dl class="facts long">${[...factsOf(preset.params), ...learnedIn(preset.evidence)].map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      <div class="row">
        ${button('recall', 'Recall', 'play', 'primary', away)} ${button(`slot:${other}`, `Into slot ${slotName(other)}`, null, '', away)}
        ${others.map(slot => html`<button type="button" class="btn" data-act="slot:${slot}" aria-label="Into slot ${slotName(slot)}" ?disabled=${away} @click=${() => this.#act(`slot:${slot}`)}>${slotName(slot)}</button>`)}
      </div>
      <div class="row"><button type="button" class="btn small" data-act="favourite" aria-pressed=${String(preset.favourite)} @click=${() => this.#act('favourite')}>★ Favourite</button><button type="button" class="btn small" data-act="export" aria-label="Export ${preset.label} as a file" @click=${() => this.#act('export')}>${icon('out')}Export</button></div>
      ${preset.factory
        ? nothing
        : html`<div class="row">
            ${button('rename', 'Rename', 'pen')} ${button('overwrite', 'Save what plays over it', null, '', away)} ${button('delete', 'Delete', 'cross')}
          </div>`}`;
  }

  #tagField() {
    const { id, tags } = this.preset;
    return keyed(id, html`<form class="row tags" @submit=${this.#setTags} @keydown=${event => event.stopPropagation()}>
      <input name="tags" aria-label="Tags" placeholder="Tags, as evening, quiet" autocomplete="off" maxlength="300" .value=${tags.join(', ')} />
      <button type="submit" class="btn small">Keep tags</button>
    </form>`);
  }

  #setTags = event => {
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('tags', { detail: new FormData(event.target).get('tags') }));
  };

  #act(name) {
    this.dispatchEvent(new CustomEvent('act', { detail: name }));
  }
}

/** What speaks for it where it was learned: figures of auditions, as they go along when it is shared. */
function learnedIn(evidence) {
  if (!evidence) {
    return [];
  }
  const { changes, promised, measured, measuredChanges, seconds, heard, judge } = evidence;
  return [
    ['Learned', `${count(changes, 'change')}, on ${Math.round(seconds)}\u202fs of ${heard.join(', ') || 'sound'}`],
    ['Promised', `${signed(promised, 2)} by judge ${judge}`],
    ['Measured', measured === null ? 'not yet' : `${signed(measured, 2)} in ${measuredChanges} of ${changes}`],
  ];
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
