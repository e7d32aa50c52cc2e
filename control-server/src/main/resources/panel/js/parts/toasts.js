import { LitElement, css, html, nothing } from 'lit';
import { base } from './styles.js';

const STAY_MS = 6000;
/** The page's own and one for each dialog, which hides and disables what lies beside it. */
const boxes = new Set();

/**
 * Says what was done, with the way back.
 * @param {string} text one sentence
 * @param {?{label: string, run: () => unknown}} way back, or where to go on
 */
export function toast(text, way = null) {
  const seen = [...boxes].filter(box => box.checkVisibility());
  (seen.find(box => box.closest('dialog')) ?? seen[0])?.show(text, way);
}

/** Runs an action; what goes wrong is said in the server's own sentence. */
export async function act(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}

/** One at a time, six seconds, stays while hovered, focused or on the way to by Tab. */
class Toasts extends LitElement {
  static properties = { text: { state: true }, way: { state: true } };

  static styles = [
    base,
    css`
      :host { position: fixed; left: 50%; bottom: calc(var(--bar) + var(--s4)); transform: translateX(-50%); z-index: 20; max-width: min(44rem, calc(100vw - 2rem)); width: max-content; }
      .toast {
        display: flex; align-items: center; gap: var(--s4); min-height: var(--hit); padding: .4rem 1.1rem;
        background: var(--tx-1); color: var(--bg-0); border-radius: var(--r3); box-shadow: var(--shade);
      }
      .way { min-height: 2rem; padding: 0 var(--s1); font-weight: 600; text-decoration: underline; text-underline-offset: .2em; white-space: nowrap; }
      .way:focus-visible { outline-color: currentColor; }
      @media (max-width: 719px) { :host { bottom: calc(var(--bar) + 3.75rem + var(--s3)); } .toast { justify-content: space-between; } }
      @media (forced-colors: active) { .toast { border: 1px solid CanvasText; } }
    `,
  ];

  constructor() {
    super();
    this.text = '';
    this.way = null;
  }

  connectedCallback() {
    super.connectedCallback();
    boxes.add(this);
    document.addEventListener('keydown', this.#onKey);
  }

  disconnectedCallback() {
    boxes.delete(this);
    document.removeEventListener('keydown', this.#onKey);
    super.disconnectedCallback();
  }

  show(text, way) {
    this.text = text;
    this.way = way;
    this.#later();
  }

  hide() {
    clearTimeout(this.timer);
    this.text = '';
    this.way = null;
  }

  /** What stands here is shown where it can be seen now. */
  handOver() {
    const { text, way } = this;
    this.hide();
    if (text) {
      toast(text, way);
    }
  }

  #onKey = ({ key }) => key === 'Tab' && this.text && this.#later();

  #later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.matches(':hover, :focus-within') ? this.#later() : this.hide()), STAY_MS);
  }

  render() {
    return html`<div role="status" aria-live="polite">
      ${this.text
        ? html`<div class="toast"><span>${this.text}</span>${this.way
            ? html`<button type="button" class="way" @click=${this.#goBack}>${this.way.label}</button>`
            : nothing}</div>`
        : nothing}
    </div>`;
  }

  #goBack() {
    const { run } = this.way;
    this.hide();
    act(run);
  }
}

customElements.define('attune-toasts', Toasts);
