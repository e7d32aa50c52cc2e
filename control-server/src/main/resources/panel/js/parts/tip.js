import { LitElement, css, html } from 'lit';
import { base } from './styles.js';

/** "What is this": a question mark, or a dotted name in its place; hover, focus or tap shows two sentences at most. */
class Tip extends LitElement {
  static properties = { text: {}, name: {} };

  static styles = [
    base,
    css`
      :host { display: inline-flex; min-width: 0; }
      button { font-size: var(--t-s); font-weight: 600; width: 1.5rem; height: 1.5rem; border-radius: 50%; color: var(--tx-3); box-shadow: inset 0 0 0 1px var(--line-2); cursor: help; }
      button:hover { color: var(--tx-1); }
      button.name {
        width: auto; min-width: 1.5rem; min-height: 1.5rem; height: auto; border-radius: var(--r1); box-shadow: none; font: inherit; color: inherit;
        white-space: nowrap; text-decoration: underline dotted var(--line); text-underline-offset: .25em;
      }
      .tip {
        position: fixed; margin: 0; border: 0; max-width: 19rem; padding: .5rem .75rem; border-radius: var(--r2);
        background: var(--tx-1); color: var(--bg-0); font-size: var(--t-m); line-height: 1.4; pointer-events: none; white-space: normal;
      }
    `,
  ];

  render() {
    const named = Boolean(this.name);
    return html`<button
        type="button" class=${named ? 'name' : 'mark'}
        aria-label=${named ? this.name : 'What is this?'} aria-description=${this.text}
        @pointerenter=${this.show} @pointerleave=${this.hide} @focus=${this.show} @blur=${this.hide}
        @click=${this.show} @keydown=${this.#key}
      >${named ? this.name : '?'}</button>
      <div class="tip" popover="manual" role="tooltip">${this.text}</div>`;
  }

  get #box() {
    return this.renderRoot.querySelector('.tip');
  }

  show() {
    const box = this.#box;
    box.showPopover();
    const at = this.getBoundingClientRect();
    const size = box.getBoundingClientRect();
    const left = Math.max(8, Math.min(innerWidth - size.width - 8, at.left + at.width / 2 - size.width / 2));
    const above = at.top - size.height - 8;
    box.style.setProperty('left', `${left}px`);
    box.style.setProperty('top', `${above > 0 ? above : at.bottom + 8}px`);
  }

  hide() {
    this.#box.hidePopover();
  }

  #key(event) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.hide();
    }
  }
}

customElements.define('attune-tip', Tip);
