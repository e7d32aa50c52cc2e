import { LitElement, css, html } from 'lit';
import { api } from '../core/api.js';
import { store } from '../core/store.js';
import '../parts/experiments-card.js';
import '../parts/models-card.js';
import '../parts/patterns-card.js';
import { base, page } from '../parts/styles.js';
import '../parts/time-machine.js';
import '../parts/versions-card.js';

/** Memory: what Attune knows, and every version that it can go back to. */
class MemoryView extends LitElement {
  static properties = { off: { state: true } };

  static styles = [
    base,
    page,
    css`
      attune-time-machine { margin-bottom: var(--s5); }
      .grid { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: var(--s5); align-items: start; }
      .column { display: grid; gap: var(--s5); grid-template-columns: minmax(0, 1fr); }
      @media (max-width: 1179px) { .grid { grid-template-columns: minmax(0, 1fr); } .grid, .column { gap: var(--s4); } }
    `,
  ];

  constructor() {
    super();
    this.off = [];
  }

  connectedCallback() {
    super.connectedCallback();
    store.readLearned();
    api.learners().then(learners => (this.off = learners.filter(({ on }) => !on).map(({ name }) => name)), () => {});
  }

  render() {
    return html`<div class="page">
      <header class="vhead"><div><h1 tabindex="-1">Memory</h1><p>What Attune knows, and every version it can go back to</p></div></header>
      <attune-time-machine></attune-time-machine>
      <div class="grid">
        <div class="column">
          <attune-versions-card @hear=${({ detail }) => this.renderRoot.querySelector('attune-time-machine').hear(detail)}></attune-versions-card>
          <attune-experiments-card></attune-experiments-card>
        </div>
        <div class="column">
          <attune-patterns-card></attune-patterns-card>
          <attune-models-card .off=${this.off}></attune-models-card>
        </div>
      </div>
    </div>`;
  }
}

customElements.define('attune-memory', MemoryView);
