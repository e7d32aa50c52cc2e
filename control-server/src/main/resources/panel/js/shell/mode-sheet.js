import { LitElement, css, html } from 'lit';
import { MODES, modeSentence, setMode } from '../core/actions.js';
import { Watch, store } from '../core/store.js';
import { base } from '../parts/styles.js';
import './sheet.js';

/** Learning mode on phones: the four modes, each with what it does. */
class ModeSheet extends LitElement {
  static styles = [
    base,
    css`
      :host { display: contents; }
      [role="radiogroup"] { display: grid; gap: var(--s2); }
      button { display: grid; text-align: left; padding: var(--s3) var(--s4); border-radius: var(--r2); background: var(--bg-2); min-height: var(--hit); }
      b { font-weight: 600; }
      [aria-checked="true"] { background: var(--learn-chosen); color: var(--on-learn-chosen); }
      [aria-checked="true"] .quiet { color: inherit; }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'engines');
  }

  render() {
    const mode = store.engine?.mode;
    return html`<attune-sheet heading="Learning">
      <div role="radiogroup" aria-label="Learning">
        ${MODES.map(
          ([value, name]) => html`<button type="button" role="radio" aria-checked=${String(value === mode)} @click=${() => this.#pick(value)}>
            <b>${name}</b><span class="quiet">${modeSentence(value)}</span>
          </button>`,
        )}
      </div>
    </attune-sheet>`;
  }

  open() {
    this.renderRoot.querySelector('attune-sheet').open();
  }

  #pick(mode) {
    this.renderRoot.querySelector('attune-sheet').close();
    setMode(mode);
  }
}

customElements.define('attune-mode-sheet', ModeSheet);
