import { LitElement, css, html, nothing } from 'lit';
import { api } from '../core/api.js';
import { download } from '../core/download.js';
import { THIN, ago, grouped, number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import '../parts/audit-card.js';
import { base, buttons, cards, page, tags, toggles } from '../parts/styles.js';
import '../parts/tip.js';
import { act, toast } from '../parts/toasts.js';

const KB = 1e3;
const MB = 1e6;
const PURPOSES = {
  features: 'Measurements, and what was tried',
  capture: 'The last 30\u202fs of input',
  clips: 'Stored sound',
  sharing: 'Sharing',
};
const ERASING =
  'History, opinions, what was learned and measured, your presets, preferences, backups, logs and the audit log go, and can’t come back. Your sound goes on with the gentle preset. What you switched off stays off.';

/** Privacy: what may be kept and what is, taken out, erased; the audit log. */
class PrivacyView extends LitElement {
  static properties = { state: { state: true }, phrase: { state: true }, busy: { state: true } };

  static styles = [
    base,
    buttons,
    toggles,
    cards,
    tags,
    page,
    css`
      .grid { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: var(--s5); align-items: start; }
      .wide { grid-column: 1 / -1; }
      .purpose { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: var(--s1) var(--s4); align-items: center; padding: var(--s3) 0; border-top: 1px solid var(--line); }
      .purpose p { grid-column: 1 / -1; }
      .purpose h3 { color: var(--tx-1); }
      .facts.long dt { flex: 0 1 auto; }
      .facts.long dd { flex: 1 0 45%; }
      .facts.long dd .quiet { display: block; font-size: var(--t-s); }
      .doing { display: flex; gap: var(--s3); flex-wrap: wrap; margin-top: var(--s4); }
      form { display: grid; gap: var(--s3); }
      label { display: grid; gap: var(--s2); font-size: var(--t-m); }
      label b { font-weight: 600; }
      input { min-height: var(--hit); padding: 0 var(--s3); border: 0; border-radius: var(--r2); background: var(--bg-2); box-shadow: inset 0 0 0 1px var(--line-2); width: 100%; max-width: 22rem; }
      input:focus { box-shadow: inset 0 0 0 2px var(--focus); outline: none; }
      .erase { justify-self: start; background: var(--bad-2); color: var(--bad-ink); }
      @media (max-width: 1179px) { .grid { grid-template-columns: minmax(0, 1fr); gap: var(--s4); } }
    `,
  ];

  constructor() {
    super();
    this.state = null;
    this.phrase = '';
    this.busy = false;
    new Watch(this, 'preferences', 'server');
    this.onPrivacy = () => this.#read();
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('privacy', this.onPrivacy);
    store.addEventListener('preferences', this.onPrivacy);
    this.#read();
  }

  disconnectedCallback() {
    store.removeEventListener('privacy', this.onPrivacy);
    store.removeEventListener('preferences', this.onPrivacy);
    super.disconnectedCallback();
  }

  /** What can't be read is said by the banner: the server is away. */
  #read() {
    return api.privacy().then(
      state => (this.state = state),
      () => {},
    );
  }

  render() {
    return html`<div class="page">
      <header class="vhead"><div><h1 tabindex="-1">Privacy</h1><p>All of it stays on this machine</p></div></header>
      <div class="grid">
        <section class="card" aria-labelledby="may">
          <header class="chead"><h2 id="may">What may be kept</h2></header>
          ${(this.state?.consents ?? []).map(consent => this.#purpose(consent))}
        </section>
        <section class="card" aria-labelledby="is">
          <header class="chead"><h2 id="is">What is stored now</h2></header>
          <dl class="facts long">${(this.state?.stored ?? []).map(part => this.#part(part))}</dl>
          <div class="doing"><button type="button" class="btn export" ?disabled=${this.busy || !this.state} @click=${this.#export}>Take it all out</button></div>
          <p class="quiet">One ZIP file with JSON, CSV and a README that explains them.</p>
        </section>
        <attune-audit-card class="wide"></attune-audit-card>
        <section class="card wide" aria-labelledby="erase">
          <header class="chead"><h2 id="erase">Erase everything</h2></header>
          <form @submit=${this.#erase}>
            <p class="quiet">${ERASING}</p>
            <label><span>Type <b>${this.state?.erasePhrase ?? ''}</b> to say that you mean it</span>
              <input name="phrase" autocomplete="off" spellcheck="false" .value=${this.phrase} @input=${({ target }) => (this.phrase = target.value)} />
            </label>
            <button type="submit" class="btn erase" ?disabled=${this.busy || !this.#isMeant()}>Erase everything</button>
          </form>
        </section>
      </div>
    </div>`;
  }

  #purpose({ purpose, on, preference, sentence }) {
    const name = PURPOSES[purpose] ?? purpose;
    const control = preference
      ? html`<button type="button" class="toggle" role="switch" aria-label=${name} aria-describedby=${`what-${purpose}`} aria-checked=${String(on)} @click=${() => this.#allow(preference, !on, name)}><i></i></button>`
      : html`<span class="tag">off</span>`;
    return html`<div class="purpose" data-purpose=${purpose}><h3>${name}</h3>${control}<p class="quiet" id=${`what-${purpose}`}>${sentence}</p></div>`;
  }

  #part({ name, label, count: n, unit, bytes, oldest, kept }) {
    return html`<div data-part=${name}><dt>${label}</dt><dd>${grouped(n)} ${unit}${bytes ? `, ${size(bytes)}` : ''}${oldest ? `, oldest ${ago(oldest)}` : nothing}<span class="quiet">kept ${kept}</span></dd></div>`;
  }

  #allow(preference, on, name) {
    act(async () => {
      await store.setPreferences({ [preference]: on });
      await this.#read();
      toast(`${name}: ${on ? 'kept from now on.' : 'not kept any more.'}`, {
        label: 'Undo',
        run: async () => {
          await store.setPreferences({ [preference]: !on });
          await this.#read();
        },
      });
    });
  }

  #export = () =>
    this.#do(async () => {
      const blob = await api.exportAll();
      download(blob, `attune-${new Date().toISOString().slice(0, 10)}.zip`);
      toast(`Taken out: ${size(blob.size)}. Whoever has this file can see how and when you worked.`);
      this.renderRoot.querySelector('attune-audit-card').read();
    });

  #isMeant() {
    return Boolean(this.state) && this.phrase.trim() === this.state.erasePhrase;
  }

  #erase = event => {
    event.preventDefault();
    if (!this.#isMeant()) {
      return;
    }
    this.#do(async () => {
      this.state = await api.eraseAll(this.phrase.trim());
      this.phrase = '';
      await this.renderRoot.querySelector('attune-audit-card').read();
      toast('Everything is erased. The gentle preset plays, and learning begins with nothing.');
      this.renderRoot.querySelector('h1').focus();
    });
  };

  async #do(work) {
    this.busy = true;
    try {
      await work();
    } catch (error) {
      toast(error.status === 403 ? 'This panel may not do that; one that ./attune open opens may.' : error.message);
    } finally {
      this.busy = false;
    }
  }
}

/** "4.1 kB", "12.0 MB". */
function size(bytes) {
  return bytes < MB ? `${number(bytes / KB)}${THIN}kB` : `${number(bytes / MB)}${THIN}MB`;
}

customElements.define('attune-privacy', PrivacyView);
