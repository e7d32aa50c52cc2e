import { LitElement, css, html, nothing } from 'lit';
import { wordOf } from '../core/param-text.js';
import { Watch, store } from '../core/store.js';
import './knob.js';
import { about } from './param-cell.js';
import { base } from './styles.js';
import { toast } from './toasts.js';
import './tip.js';

/** A macro as a value here: the host has it too and may move it. */
class MacroValue extends LitElement {
  static properties = { macro: {}, disabled: { type: Boolean } };

  constructor() {
    super();
    new Watch(this, 'table', 'macros', 'engines');
  }

  get param() {
    return store.table.macros.find(({ id }) => id === this.macro);
  }

  get value() {
    return store.macro(this.macro) ?? this.param.default;
  }

  move = ({ detail }) => store.setMacro(this.macro, detail);

  settled = ({ detail: { from, to } }) =>
    toast(`${this.param.label} is ${wordOf(this.param, to)}.`, { label: 'Undo', run: () => store.setMacro(this.macro, from) });
}

/** Target loudness, as a knob among the leveler's. */
class TargetCell extends MacroValue {
  static styles = [
    base,
    css`
      :host { display: grid; justify-items: center; align-content: start; width: 100%; }
      .top { display: grid; place-items: center; min-height: 1.75rem; font-size: var(--t-m); color: var(--tx-2); }
    `,
  ];

  constructor() {
    super();
    this.macro = 'target';
  }

  render() {
    const { param } = this;
    return param
      ? html`<div class="top"><attune-tip name=${param.label} text="${about(param)} The host has it too."></attune-tip></div>
          <attune-knob data-param=${param.id} .param=${param} .value=${this.value} ?disabled=${this.disabled} @input=${this.move} @settled=${this.settled}></attune-knob>`
      : nothing;
  }
}

/** A macro as a name and a number. */
class MacroNumber extends MacroValue {
  static styles = [
    base,
    css`
      :host { display: inline-flex; align-items: center; gap: var(--s2); font-size: var(--t-m); color: var(--tx-2); }
    `,
  ];

  render() {
    const { param } = this;
    return param
      ? html`<attune-tip name=${param.label} text=${about(param)}></attune-tip>
          <attune-number data-param=${param.id} own .param=${param} label=${param.label} .value=${this.value} .least=${param.min} .most=${param.max} .fallback=${param.default} ?disabled=${this.disabled} @input=${this.move} @settled=${this.settled}></attune-number>`
      : nothing;
  }
}

customElements.define('attune-target-cell', TargetCell);
customElements.define('attune-macro-number', MacroNumber);
