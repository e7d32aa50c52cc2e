import { LitElement, css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { limitOf, rangeOf, setRange } from '../core/limits.js';
import { wordOf } from '../core/param-text.js';
import { Watch } from '../core/store.js';
import './knob.js';
import { base, buttons } from './styles.js';

/** In which range learning may move each parameter: one's own, inside the table's. */
class StageLimits extends LitElement {
  static properties = { params: { attribute: false }, disabled: { type: Boolean } };

  static styles = [
    base,
    buttons,
    css`
      :host { display: block; }
      ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: .35rem var(--s6); margin-top: var(--s2); }
      li { display: grid; grid-template-columns: minmax(0, 1fr) auto auto auto 4.75rem; gap: var(--s2); align-items: center; min-height: 2.25rem; font-size: var(--t-m); }
      li > .name { color: var(--tx-2); }
      .whole { min-height: 1.75rem; padding: 0 .5rem; font-size: var(--t-s); }
      .quiet { font-size: var(--t-s); }
      .locked { grid-column: 2 / -1; }
      @media (max-width: 719px) { li { grid-template-columns: 1fr auto 1fr 4.75rem; row-gap: 0; padding: .25rem 0; } li > .name { grid-column: 1 / 5; } .locked { grid-column: 1 / -1; } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'bounds');
  }

  render() {
    return html`<ul>${this.params.map(param => this.#row(param))}</ul>`;
  }

  #row(param) {
    const { min, max, locked } = limitOf(param.id);
    if (locked) {
      return html`<li data-limit=${param.id}><span class="name">${param.label}</span><span class="quiet locked">locked, stays where it is</span></li>`;
    }
    const [from, to] = rangeOf(param);
    const own = min !== null || max !== null;
    return html`<li data-limit=${param.id}>
      <span class="name">${param.label}</span>
      <attune-number data-end="from" .param=${param} label="${param.label}, lowest for learning" .value=${live(from)} .least=${param.safeMin} .most=${to} .fallback=${param.safeMin} ?own=${min !== null} ?disabled=${this.disabled} @settled=${({ detail }) => this.#set(param, { min: detail.to <= param.safeMin ? null : detail.to })}></attune-number>
      <span class="quiet" aria-hidden="true">to</span>
      <attune-number data-end="to" .param=${param} label="${param.label}, highest for learning" .value=${live(to)} .least=${from} .most=${param.safeMax} .fallback=${param.safeMax} ?own=${max !== null} ?disabled=${this.disabled} @settled=${({ detail }) => this.#set(param, { max: detail.to >= param.safeMax ? null : detail.to })}></attune-number>
      ${own ? html`<button type="button" class="btn ghost whole" ?disabled=${this.disabled} aria-label="${param.label}: the whole safe range" @click=${() => this.#set(param, { min: null, max: null })}>All</button>` : html`<span></span>`}
    </li>`;
  }

  #set(param, range) {
    const { min, max } = { ...limitOf(param.id), ...range };
    const word = value => wordOf(param, value);
    const text = `${param.label}: learning may use ${word(min ?? param.safeMin)} to ${word(max ?? param.safeMax)}.`;
    setRange(param, range, text).then(() => this.requestUpdate());
  }
}

customElements.define('attune-stage-limits', StageLimits);
