import { LitElement, css, html } from 'lit';
import { hand } from '../core/hand.js';
import { count, number } from '../core/format.js';
import { setLocked } from '../core/limits.js';
import { chainOf, setBy } from '../core/stages.js';
import { Watch, store } from '../core/store.js';
import '../parts/segmented.js';
import '../parts/stage-card.js';
import '../parts/stage-strip.js';
import { base, page } from '../parts/styles.js';
import '../parts/target-cell.js';
import '../parts/tip.js';
import { toast } from '../parts/toasts.js';
import './away.js';

const PROGRAM = 'program';
const phone = matchMedia('(max-width: 719px)');

/** The stage that was looked at last. */
let lookedAt = 'Equaliser';

/** Sound: every stage of the chain in its order, one of them with its knobs. */
class SoundView extends LitElement {
  static styles = [
    base,
    page,
    css`
      .vhead { margin-bottom: var(--s3); }
      attune-stage-strip { margin-bottom: var(--s4); }
      .program { display: inline-flex; align-items: center; gap: var(--s2); font-size: var(--t-m); color: var(--tx-2); }
      .wait { color: var(--tx-2); padding: var(--s6); text-align: center; }
      @media (max-width: 719px) { .program { width: 100%; flex-wrap: wrap; } .program attune-segmented { width: 100%; } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'table', 'parameters', 'changes', 'bounds', 'engines', 'server');
    this.onChange = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    hand.addEventListener('moved', this.onChange);
    phone.addEventListener('change', this.onChange);
  }

  disconnectedCallback() {
    hand.removeEventListener('moved', this.onChange);
    phone.removeEventListener('change', this.onChange);
    super.disconnectedCallback();
  }

  render() {
    if (store.server === 'here' && !store.playing) {
      return html`<attune-away></attune-away>`;
    }
    const program = store.param(PROGRAM);
    if (!store.parameters || !program) {
      return html`<div class="page"><header class="vhead"><div><h1 tabindex="-1">Sound</h1><p></p></div></header><p class="wait">Reading the settings…</p></div>`;
    }
    const values = hand.values();
    const chain = chainOf(store.table, values[PROGRAM]);
    const stage = chain.find(({ name }) => name === lookedAt) ?? chain[0];
    const disabled = store.server !== 'here';
    return html`<div class="page">
      <header class="vhead">
        <div><h1 tabindex="-1">Sound</h1><p>${summary(chain, values)}</p></div>
        <div class="vtools">
          <span class="program"><attune-tip name="Program" text=${about(values[PROGRAM])}></attune-tip><attune-segmented class="programs" label=${program.label} ?wide=${phone.matches} .items=${program.choices.map((choice, i) => [i, choice])} .value=${values[PROGRAM]} ?disabled=${disabled} @pick=${({ detail }) => this.#program(program, detail)}></attune-segmented></span>
          <attune-macro-number macro="output_trim" ?disabled=${disabled}></attune-macro-number>
        </div>
      </header>
      <attune-stage-strip .chain=${chain} .values=${values} .bounds=${store.bounds} chosen=${stage.name} ?disabled=${disabled} @pick=${this.#pick} @lock=${lock}></attune-stage-strip>
      <attune-stage-card .stage=${stage} .values=${values} ?disabled=${disabled} @delta=${playDelta}></attune-stage-card>
    </div>`;
  }

  #pick = ({ detail }) => {
    lookedAt = detail.name;
    this.requestUpdate();
  };

  #program(param, value) {
    hand.set(PROGRAM, value, `${param.choices[value]}: ${about(value)}`);
  }
}

const about = program => store.table.programs?.[program]?.doc ?? '';

function lock({ detail: { stage, params, locked } }) {
  setLocked(params, locked, locked ? `${stage.name} locked. Learning leaves it alone.` : `${stage.name}: learning may move it again.`);
}

/** Delta of one stage; switched off, Delta is of the whole chain again. */
function playDelta({ detail: { stage, on } }) {
  const before = { delta: store.macro('delta') ?? 0, delta_stage: store.macro('delta_stage') ?? 0 };
  const set = macros => Object.entries(macros).forEach(([id, value]) => store.setMacro(id, value));
  set({ delta_stage: on ? stage.delta : 0, delta: +on });
  toast(on ? `You hear only what ${stage.name} takes away or adds.` : 'You hear Attune.', { label: 'Undo', run: () => set(before) });
}

function summary(chain, values) {
  const learnable = chain.flatMap(({ params }) => params).filter(param => param.learnable);
  const learned = learnable.filter(({ id }) => setBy(id, values[id], store.changes)?.kind === 'learned').length;
  const latency = store.engine?.latencyMs;
  return [
    count(chain.length, 'stage'),
    ...(latency > 0 ? [`${number(latency)}\u202fms`] : []),
    `set by learning: ${learned || 'none'} of ${learnable.length} settings`,
  ].join(', ');
}

customElements.define('attune-sound', SoundView);
