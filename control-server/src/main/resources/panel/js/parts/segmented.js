import { LitElement, css, html } from 'lit';
import { base } from './styles.js';

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** One of a few, as a radio group with arrow keys. Fires "pick" with the value as detail. */
class Segmented extends LitElement {
  static properties = { label: {}, value: {}, items: { attribute: false }, learn: { type: Boolean, reflect: true }, wide: { type: Boolean, reflect: true }, disabled: { type: Boolean } };

  static styles = [
    base,
    css`
      :host { display: inline-flex; }
      .seg { display: inline-flex; background: var(--bg-2); border-radius: var(--r2); padding: .1875rem; }
      :host([wide]), :host([wide]) .seg { width: 100%; }
      :host([wide]) button { flex: 1; padding: 0 var(--s1); }
      button { min-height: 1.875rem; padding: 0 .8rem; border-radius: .3rem; font-size: var(--t-m); font-weight: 500; color: var(--tx-2); white-space: nowrap; }
      button:hover:not(:disabled) { color: var(--tx-1); }
      [aria-checked="true"] { background: var(--chosen); color: var(--tx-1); box-shadow: var(--rise); }
      :host([learn]) [aria-checked="true"] { background: var(--learn-chosen); color: var(--on-learn-chosen); }
      @media (forced-colors: active) { [aria-checked="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; } }
    `,
  ];

  render() {
    return html`<div class="seg" role="radiogroup" aria-label=${this.label} @keydown=${this.#key}>
      ${this.items.map(
        ([value, text]) => html`<button
          type="button" role="radio" data-value=${value} aria-checked=${String(value === this.value)} ?disabled=${this.disabled}
          tabindex=${value === this.value ? 0 : -1} @click=${() => this.#pick(value)}
        >${text}</button>`,
      )}
    </div>`;
  }

  #pick(value) {
    if (value !== this.value) {
      this.value = value;
      this.dispatchEvent(new CustomEvent('pick', { detail: value }));
    }
  }

  async #key(event) {
    const step = STEPS[event.key];
    if (!step || this.disabled) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const at = this.items.findIndex(([value]) => value === this.value);
    this.#pick(this.items[(at + step + this.items.length) % this.items.length][0]);
    await this.updateComplete;
    this.renderRoot.querySelector('[aria-checked="true"]').focus();
  }
}

customElements.define('attune-segmented', Segmented);
