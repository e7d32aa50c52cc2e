import { LitElement, css, html, nothing } from 'lit';
import { hand } from '../core/hand.js';
import { wordOf } from '../core/param-text.js';
import { GAIN_ROWS, isIdle, setBy } from '../core/stages.js';
import { Watch, store } from '../core/store.js';
import './band-tiles.js';
import './comp-curve.js';
import './eq-graph.js';
import './gain-strips.js';
import { icon } from './icon.js';
import './noise-profile.js';
import './param-cell.js';
import './stage-limits.js';
import { base, buttons, cards, toggles } from './styles.js';
import './target-cell.js';
import './tip.js';

/** Whose loudness the leveler works towards: a macro, so it stands beside the stage's own knobs. */
const LEVELER = 'Loudness leveler';

/** The band of each stage that was looked at last. */
const chosenBands = new Map();

/** One stage: its picture, its knobs, and what learning may do with them. */
class StageCard extends LitElement {
  static properties = { stage: { attribute: false }, values: { attribute: false }, disabled: { type: Boolean }, scaleDb: { state: true } };

  static styles = [
    base,
    buttons,
    cards,
    toggles,
    css`
      :host { display: block; }
      .chead { flex-wrap: wrap; }
      .title { display: flex; align-items: center; gap: var(--s2); }
      .tools { display: flex; align-items: center; gap: var(--s3); flex-wrap: wrap; }
      .on { display: inline-flex; align-items: center; gap: var(--s2); font-size: var(--t-m); color: var(--tx-2); }
      .btn[aria-pressed="true"] { background: var(--gr); color: var(--on-hue); }
      .note { color: var(--tx-2); font-size: var(--t-m); margin: 0 0 var(--s3); }
      .strip { height: var(--strip, clamp(5rem, calc(100dvh - 43rem), 20rem)); background: var(--bg-2); border-radius: var(--r2); overflow: hidden; display: grid; }
      .axis { display: flex; justify-content: space-between; font-size: var(--t-xs); color: var(--tx-3); margin-top: .35rem; }
      .knobs { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 11rem)); justify-content: center; gap: var(--s3) var(--s4); padding: var(--s4) 0 var(--s2); }
      .banded { display: grid; grid-template-columns: minmax(0, 1fr) minmax(22rem, auto); gap: var(--s2) var(--s5); align-items: center; margin-top: var(--s3); }
      .banded .knobs { grid-template-columns: repeat(3, minmax(6.5rem, 8rem)); padding: 0; --knob: 5.5rem; }
      .eq { --graph: clamp(13rem, calc(100dvh - 42rem), 34rem); }
      .pictures { display: grid; grid-template-columns: minmax(14rem, 24rem) minmax(0, 1fr); gap: var(--s4); --picture: clamp(10.5rem, calc(100dvh - 50rem), 20rem); --strip: calc(var(--picture) - 1.6rem); }
      attune-comp-curve { height: var(--picture); background: var(--plot); border-radius: var(--r2); }
      .knobs.all { --knob: 5.5rem; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 9rem)); border-top: 1px solid var(--line); margin-top: var(--s3); }
      .choices { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s6); justify-content: center; padding-bottom: var(--s3); }
      .legend { border-top: 1px solid var(--line); margin-top: var(--s2); padding-top: var(--s3); display: flex; flex-wrap: wrap; gap: var(--s1) var(--s4); justify-content: space-between; font-size: var(--t-s); color: var(--tx-2); }
      .key.range i { border-top: 2.5px solid var(--learn); }
      details { border-top: 1px solid var(--line); margin-top: var(--s3); padding-top: var(--s2); }
      summary { font-size: var(--t-m); font-weight: 600; color: var(--tx-2); cursor: pointer; min-height: 2rem; display: list-item; padding: .3rem 0; }
      @media (max-width: 1179px) { .banded, .pictures { grid-template-columns: minmax(0, 1fr); } .banded .knobs { grid-template-columns: repeat(3, minmax(0, 8rem)); } .strip { height: 7rem; } .pictures { --picture: 13rem; } .eq { --graph: 15rem; } }
      @media (max-width: 719px) { .knobs.all { grid-template-columns: repeat(3, minmax(0, 1fr)); --knob: 4.75rem; } .card { padding: var(--s3) var(--s3) var(--s4); } .knobs { grid-template-columns: repeat(2, minmax(0, 1fr)); --knob: 6rem; gap: var(--s3) var(--s2); } .banded .knobs { grid-template-columns: repeat(3, minmax(0, 1fr)); --knob: 4.75rem; } .choices { justify-content: flex-start; } }
    `,
  ];

  constructor() {
    super();
    this.scaleDb = null;
    new Watch(this, 'macros', 'engines', 'changes', 'server');
  }

  willUpdate(changed) {
    if (changed.get('stage') && changed.get('stage').name !== this.stage.name) {
      this.scaleDb = null;
    }
  }

  get #band() {
    return Math.min(chosenBands.get(this.stage.name) ?? 0, this.stage.bands.length - 1);
  }

  #choose = ({ detail }) => {
    chosenBands.set(this.stage.name, detail);
    this.requestUpdate();
  };

  render() {
    const { stage } = this;
    return html`<section class="card" aria-labelledby="stage">
      ${this.#head()}
      ${this.#note()}
      ${stage.bands.length ? this.#banded() : html`${this.#gain()}${this.#knobs()}`}
      ${stage.hasProfile ? html`<attune-noise-profile .values=${this.values} ?disabled=${this.disabled}></attune-noise-profile>` : nothing}
      ${stage.choices.length + stage.switches.length ? html`<div class="choices">${[...stage.choices, ...stage.switches].map(param => this.#choice(param))}</div>` : nothing}
      <p class="legend"><span class="key range"><i></i>Outer arc: range learning may use</span><span>Drag, wheel or arrow keys. Shift: fine. Double-click: default. Enter: type a value.</span></p>
      ${this.#limits()}
    </section>`;
  }

  #head() {
    const { stage, values, disabled } = this;
    const off = Boolean(stage.bypass && values[stage.bypass.id]);
    const delta = store.macro('delta') && store.macro('delta_stage') === stage.delta;
    return html`<header class="chead">
      <div class="title"><h2 id="stage" tabindex="-1">${stage.name}</h2><attune-tip text=${stage.says}></attune-tip></div>
      <div class="tools">
        ${stage.bypass
          ? html`<span class="on"><span aria-hidden="true">${off ? 'Off' : 'On'}</span><button type="button" class="toggle" role="switch" data-param=${stage.bypass.id} aria-label="${stage.name} on" aria-checked=${String(!off)} ?disabled=${disabled} @click=${() => this.#bypass(!off)}><i></i></button></span>`
          : nothing}
        ${stage.delta > 0
          ? html`<button type="button" class="btn small delta" aria-pressed=${String(Boolean(delta))} ?disabled=${disabled || off} title="Hear only what this stage takes away or adds" @click=${() => this.#delta(!delta)}>${icon('delta')}Delta</button>`
          : nothing}
      </div>
    </header>`;
  }

  /** Why nothing is heard of it, where that is so. */
  #note() {
    const { stage, values } = this;
    if (stage.bypass && values[stage.bypass.id]) {
      return html`<p class="note">Off: the sound passes this stage as it is. Its settings stay.</p>`;
    }
    if (isIdle(stage, values)) {
      const acting = stage.params.find(({ neutral }) => neutral !== undefined);
      const bands = stage.bands.length ? 'every band' : acting.label;
      return html`<p class="note">At rest: with ${bands} at ${wordOf(acting, acting.neutral)} it does nothing.</p>`;
    }
    return nothing;
  }

  #bypass(off) {
    const { stage } = this;
    hand.set(stage.bypass.id, +off, off ? `${stage.name} is off.` : `${stage.name} is on.`);
  }

  #delta(on) {
    this.dispatchEvent(new CustomEvent('delta', { detail: { stage: this.stage, on } }));
  }

  #gain() {
    const { gain } = this.stage;
    if (gain < 0) {
      return nothing;
    }
    const row = GAIN_ROWS[gain];
    const scale = this.scaleDb ?? row.leastDb;
    return html`<div class="strip"><attune-gain-strip .stage=${gain} @scale=${({ detail }) => (this.scaleDb = detail)}></attune-gain-strip></div>
      <div class="axis"><span>60\u202fs ago</span><span>${row.bothWays ? `scale \u00b1${scale}` : `scale 0 to \u2212${scale}`}\u202fdB</span><span>now</span></div>`;
  }

  #knobs() {
    return html`<div class="knobs">
      ${this.stage.knobs.map(param => this.#cell(param, this.stage.name))}
      ${this.stage.name === LEVELER ? html`<attune-target-cell ?disabled=${this.disabled}></attune-target-cell>` : nothing}
    </div>`;
  }

  #cell(param, context) {
    return html`<attune-param-cell .param=${param} .context=${context} ?disabled=${this.disabled}></attune-param-cell>`;
  }

  #choice(param) {
    return html`<attune-param-choice .param=${param} .context=${this.stage.name} ?disabled=${this.disabled}></attune-param-choice>`;
  }

  #banded() {
    const { stage, values } = this;
    const band = stage.bands[this.#band];
    const equaliser = Boolean(band.parts.frequency);
    const shown = equaliser ? ['frequency', 'gain'] : ['threshold', 'ratio'];
    return html`${equaliser ? this.#equaliser() : this.#compressor()}
      <div class="banded">
        <attune-band-tiles label="Band" .bands=${stage.bands} .values=${values} .shown=${shown} .chosen=${this.#band} @choose=${this.#choose}></attune-band-tiles>
        <div class="knobs" role="group" aria-label=${band.name}>${Object.values(band.parts).map(param => this.#cell(param, band.name))}</div>
      </div>
      ${stage.knobs.length ? html`<div class="knobs all">${stage.knobs.map(param => this.#cell(param, stage.name))}</div>` : nothing}`;
  }

  #equaliser() {
    const { stage, values } = this;
    const bandOf = i => `${stage.name} ${stage.bands[i].number}`;
    const flat = { ...values, hpf_corner: 0, [stage.bypass.id]: 0 };
    const gains = stage.bands.map(({ parts }) => parts.gain.id);
    const learned = store.changes.find(({ kind, after, before }) => kind === 'learned' && gains.some(id => before[id] !== after[id]));
    const inForce = learned && stage.params.some(({ id }) => setBy(id, values[id], [learned]));
    return html`<attune-eq-graph class="eq" .bands=${stage.bands} .values=${flat} .earlier=${inForce ? { ...learned.before, hpf_corner: 0, [stage.bypass.id]: 0 } : null} .rate=${store.engine?.sampleRateHz ?? 48_000}
        .chosen=${this.#band} ?off=${Boolean(values[stage.bypass.id])} ?disabled=${this.disabled} @choose=${this.#choose}
        @turn=${({ detail: { band, values: turned } }) => hand.move(turned, bandOf(band))} @settled=${({ detail }) => hand.settled(bandOf(detail), this.#bandText(detail))}></attune-eq-graph>
      <div class="axis"><span class="key"><i></i>Equaliser</span>${inForce ? html`<span class="key before"><i></i>Before learning’s last change</span>` : nothing}</div>`;
  }

  #bandText(i) {
    const { name, parts } = this.stage.bands[i];
    const of = part => wordOf(parts[part], hand.value(parts[part].id));
    return `${name}: ${of('gain')} at ${of('frequency')}, Q ${of('q')}.`;
  }

  #compressor() {
    const { stage, values } = this;
    const knee = stage.knobs.find(({ id }) => id.endsWith('_knee'));
    return html`<div class="pictures">
      <attune-comp-curve .bands=${stage.bands} .values=${{ ...values }} .kneeDb=${values[knee.id]} .chosen=${this.#band} ?off=${Boolean(values[stage.bypass.id])} aria-label="Level out over level in, ${stage.bands[this.#band].name} band bright"></attune-comp-curve>
      <div>${this.#gain()}</div>
    </div>`;
  }

  #limits() {
    const { stage } = this;
    const band = stage.bands[this.#band];
    const params = [...(band ? Object.values(band.parts) : []), ...stage.knobs].filter(({ learnable }) => learnable);
    return params.length
      ? html`<details><summary>What learning may do here</summary><attune-stage-limits .params=${params} ?disabled=${store.server !== 'here'}></attune-stage-limits></details>`
      : html`<p class="note">Only you move this stage; learning can’t.</p>`;
  }
}

customElements.define('attune-stage-card', StageCard);
