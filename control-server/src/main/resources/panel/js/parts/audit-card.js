import { LitElement, css, html, nothing } from 'lit';
import { api } from '../core/api.js';
import { EVENT_WORDS, detailOf, whoWord } from '../core/audit.js';
import { ago, count } from '../core/format.js';
import { store } from '../core/store.js';
import { base, buttons, cards, tags } from './styles.js';
import './tip.js';
import { act } from './toasts.js';

const PAGE = 20;
const ABOUT =
  'Each entry holds the fingerprint of the one before, so that one that is missing or was changed is found. There is no secret in it: it shows damage, not a forger who makes the whole log anew.';

/** The audit log, newest first, and whether it is whole. */
class AuditCard extends LitElement {
  static properties = { entries: { state: true }, check: { state: true }, more: { state: true } };

  static styles = [
    base,
    buttons,
    cards,
    tags,
    css`
      :host { display: block; }
      .check { display: flex; gap: var(--s3); align-items: center; flex-wrap: wrap; margin-bottom: var(--s3); min-height: var(--hit); }
      .whole { color: var(--ok); }
      .broken { color: var(--bad); font-weight: 600; }
      li { display: grid; grid-template-columns: 4rem minmax(0, 1.4fr) minmax(0, 1fr) minmax(0, 1.4fr) auto; gap: var(--s1) var(--s4); padding: .5rem 0; border-top: 1px solid var(--line); font-size: var(--t-m); }
      li span { overflow-wrap: anywhere; }
      li .quiet { font-size: var(--t-m); }
      .more { margin-top: var(--s3); }
      @media (max-width: 719px) { li { grid-template-columns: 3rem minmax(0, 1fr) auto; } li .who, li .detail { grid-column: 2 / -1; } }
    `,
  ];

  constructor() {
    super();
    this.entries = null;
    this.check = null;
    this.more = false;
    this.onPrivacy = () => this.read();
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('privacy', this.onPrivacy);
    store.addEventListener('preferences', this.onPrivacy);
    this.read();
  }

  disconnectedCallback() {
    store.removeEventListener('privacy', this.onPrivacy);
    store.removeEventListener('preferences', this.onPrivacy);
    super.disconnectedCallback();
  }

  /** Reads the newest entries; what can't be read is said by the banner. */
  async read() {
    try {
      this.#take(await api.audit(null, PAGE), []);
      this.check = null;
    } catch {
      this.entries ??= [];
    }
  }

  #take(page, before) {
    this.entries = [...before, ...page];
    this.more = page.length === PAGE;
  }

  render() {
    return html`<section class="card" aria-labelledby="audit">
      <header class="chead"><h2 id="audit">Audit log</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      <div class="check"><button type="button" class="btn small verify" @click=${this.#verify}>Check it</button>
        <span role="status" class=${this.check ? (this.check.whole ? 'whole' : 'broken') : 'quiet'}>${this.#said()}</span></div>
      <ol>${(this.entries ?? []).map(entry => this.#row(entry))}</ol>
      ${this.entries?.length === 0 ? html`<p class="quiet">Nothing yet: what is learned, decided, read, taken out and erased is written here.</p>` : nothing}
      ${this.more ? html`<button type="button" class="btn small more" @click=${this.#older}>Earlier</button>` : nothing}
    </section>`;
  }

  #said() {
    if (!this.check) {
      return '';
    }
    return this.check.whole ? `Whole: ${count(this.check.entries, 'entry', 'entries')}, each as it was written.` : this.check.sentence;
  }

  #row({ number, at, event, who, engineId, detail }) {
    return html`<li data-event=${event}><span class="quiet">#${number}</span><span>${EVENT_WORDS[event] ?? event}</span><span class="quiet who">${whoWord(who)}${engineId ? `, ${store.engines.get(engineId)?.name ?? engineId}` : ''}</span><span class="quiet detail">${detailOf(detail)}</span><time datetime=${new Date(at).toISOString()}>${ago(at)}</time></li>`;
  }

  #verify = () => act(async () => (this.check = await api.verifyAudit()));

  #older = () => act(async () => this.#take(await api.audit(this.entries.at(-1).number, PAGE), this.entries));
}

customElements.define('attune-audit-card', AuditCard);
