import { LitElement, css, html, nothing } from 'lit';
import { isNamed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { base, buttons } from './styles.js';
import { act } from './toasts.js';

const CLASSES = ['speech', 'music', 'mixed', 'noise'];
const RATES = [44100, 48000, 88200, 96000, 192000];
const EMPTY = { host: null, engine: null, contentClass: null, sampleRateHz: null };

export const rateText = hz => `${hz / 1000}\u202fkHz`;

/** What a rule for loading presets asks for, or a situation that is tried. Fires "keep" with the fields, and "close". */
class RuleForm extends LitElement {
  static properties = {
    /** A rule that is changed; null: none. */
    rule: { attribute: false },
    /** A situation is tried, no rule kept. */
    tries: { type: Boolean },
    /** What the main button says. */
    label: {},
  };

  static styles = [
    base,
    buttons,
    css`
      :host { display: block; min-width: 0; }
      form { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr)); gap: var(--s3); padding: var(--s3); border-radius: var(--r2); background: var(--bg-2); }
      form .row { grid-column: 1 / -1; }
      label { display: grid; gap: .2rem; font-size: var(--t-s); color: var(--tx-2); min-width: 0; }
      input, select { min-height: 2.25rem; min-width: 0; width: 100%; padding: 0 var(--s2); border: 0; border-radius: var(--r1); background: var(--bg-1); color: var(--tx-1); box-shadow: inset 0 0 0 1px var(--line-2); font: inherit; font-size: var(--t-m); }
      input:focus-visible, select:focus-visible { box-shadow: inset 0 0 0 2px var(--focus); outline: none; }
      input::placeholder { color: var(--tx-3); opacity: 1; }
    `,
  ];

  constructor() {
    super();
    this.rule = null;
    this.tries = false;
    this.label = 'Keep';
    new Watch(this, 'presets', 'engines');
  }

  async focus() {
    await this.updateComplete;
    this.renderRoot.querySelector('select, input').focus();
  }

  render() {
    const { rule, tries } = this;
    const [from, until] = rule?.time?.split('-') ?? ['', ''];
    const rates = rule?.sampleRateHz && !RATES.includes(rule.sampleRateHz) ? [...RATES, rule.sampleRateHz] : RATES;
    const option = (value, text, chosen) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`;
    return html`<form @submit=${this.#keep} @keydown=${this.#key}>
      ${tries ? nothing : html`<label>Preset<select name="preset" required>${(store.presets ?? []).map(({ id, label }) => option(id, label, rule?.preset))}</select></label>`}
      <label>Host<input name="host" autocomplete="off" maxlength="100" placeholder=${tries ? 'as it is' : 'any, or obs*'} .value=${rule?.host ?? ''} /></label>
      <label>Instance<input name="engine" list="names" autocomplete="off" maxlength="100" placeholder=${tries ? 'as it is' : 'any, or its name'} .value=${rule?.engine ?? ''} /></label>
      <datalist id="names">${namesOfInstances().map(name => html`<option value=${name}></option>`)}</datalist>
      <label>Heard<select name="contentClass">${option('', 'anything', rule?.contentClass ?? '')}${CLASSES.map(name => option(name, name, rule?.contentClass))}</select></label>
      <label>Sample rate<select name="sampleRateHz">${option('', 'any', rule?.sampleRateHz ?? '')}${rates.map(hz => option(hz, rateText(hz), rule?.sampleRateHz))}</select></label>
      ${tries
        ? html`<label>Time<input name="time" type="time" /></label>`
        : html`<label>From<input name="from" type="time" .value=${from} /></label><label>Until<input name="until" type="time" .value=${until} /></label>
            <label>Priority<input name="priority" type="number" min="-1000" max="1000" step="1" .value=${String(rule?.priority ?? 0)} /></label>`}
      <div class="row">
        <button type="submit" class="btn small primary">${this.label}</button>
        <button type="button" class="btn small" @click=${this.#close}>Cancel</button>
      </div>
    </form>`;
  }

  #close = () => this.dispatchEvent(new Event('close'));

  #key = event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#close();
    }
  };

  #keep = event => {
    event.preventDefault();
    const fields = given(event.target);
    act(async () => {
      this.dispatchEvent(new CustomEvent('keep', { detail: this.tries ? fields : ruleOf(fields) }));
    });
  };
}

/** What a form says; what was left empty is not there. */
function given(form) {
  const fields = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim() !== ''));
  return 'sampleRateHz' in fields ? { ...fields, sampleRateHz: Number(fields.sampleRateHz) } : fields;
}

function ruleOf({ from, until, priority, ...when }) {
  if ((from == null) !== (until == null)) {
    throw new Error('A span of the day needs both ends: from and until.');
  }
  return { ...EMPTY, ...when, time: from == null ? null : `${from}-${until}`, priority: Number(priority ?? 0) };
}

/** Those that people gave them. */
const namesOfInstances = () => [...new Set([...store.engines.values()].filter(isNamed).map(({ name }) => name))].sort();

customElements.define('attune-rule-form', RuleForm);
