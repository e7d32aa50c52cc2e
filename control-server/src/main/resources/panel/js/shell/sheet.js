import { LitElement, css, html } from 'lit';
import { icon } from '../parts/icon.js';
import { base, buttons } from '../parts/styles.js';
import '../parts/toasts.js';

/** A dialog over the page: at the side from 720 px, from below on phones. Esc or a click beside it closes. */
class Sheet extends LitElement {
  static properties = { heading: {} };

  static styles = [
    base,
    buttons,
    css`
      :host { display: contents; }
      dialog { border: 0; padding: var(--s4) var(--s5) var(--s5); width: 24rem; max-width: 100vw; background: var(--bg-1); color: var(--tx-1); border-radius: var(--r3); box-shadow: var(--shade); }
      dialog::backdrop { background: var(--veil); }
      header { display: flex; justify-content: space-between; align-items: center; margin-bottom: var(--s3); }
      @media (max-width: 719px) { dialog { margin: auto 0 0; width: 100vw; border-radius: var(--r4) var(--r4) 0 0; } }
    `,
  ];

  render() {
    return html`<dialog aria-label=${this.heading} @click=${this.#beside} @close=${this.#closed}>
      <header><h2>${this.heading}</h2><button type="button" class="iconbtn" aria-label="Close" @click=${this.close}>${icon('cross')}</button></header>
      <slot></slot>
      <attune-toasts></attune-toasts>
    </dialog>`;
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }

  async open() {
    await this.updateComplete;
    this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
  }

  #closed() {
    this.renderRoot.querySelector('attune-toasts').handOver();
  }

  #beside(event) {
    if (event.target === this.#dialog) {
      const box = this.#dialog.getBoundingClientRect();
      const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!inside) {
        this.close();
      }
    }
  }
}

customElements.define('attune-sheet', Sheet);
