import { LitElement, css, html, nothing } from 'lit';
import { VIEWS, listenToKeys } from '../core/keys.js';
import { Watch, store } from '../core/store.js';
import '../parts/banner.js';
import { icon } from '../parts/icon.js';
import { base } from '../parts/styles.js';
import { toast } from '../parts/toasts.js';
import '../views/away.js';
import '../views/live.js';
import './compare-bar.js';
import './top-bar.js';

/** The view behind the menu of engines; it has no place in the rail. */
const ALL_ENGINES = 'engines';

/** Views that are read when they are first asked for, or once Live has its figures and nothing else is to do. */
const LATER = {
  why: () => import('../views/why.js'),
  taste: () => import('../views/taste.js'),
  sound: () => import('../views/sound.js'),
  presets: () => import('../views/presets.js'),
  memory: () => import('../views/memory.js'),
  health: () => import('../views/health.js'),
  privacy: () => import('../views/privacy.js'),
  [ALL_ENGINES]: () => import('../views/engines.js'),
};
const IDLE_MS = 1500;

/** The shell: top, rail, view, bar; which view the address names. */
class App extends LitElement {
  static properties = { view: { state: true } };

  static styles = [
    base,
    css`
      .app { display: grid; grid-template: "top top" var(--top) "rail view" minmax(0, 1fr) "rail bar" var(--bar) / var(--rail) minmax(0, 1fr); height: 100dvh; }
      .top { grid-area: top; min-width: 0; }
      .view { grid-area: view; display: flex; flex-direction: column; min-width: 0; min-height: 0; }
      main { flex: 1; min-height: 0; overflow: auto; scrollbar-width: thin; scrollbar-color: var(--bg-3) transparent; }
      .bar { grid-area: bar; min-width: 0; }
      .rail { grid-area: rail; display: flex; flex-direction: column; gap: var(--s1); padding: var(--s3) var(--s2); background: var(--bg-1); border-right: 1px solid var(--line); }
      .rail a { display: flex; flex-direction: column; align-items: center; justify-content: center; gap: .3rem; height: 4rem; border-radius: var(--r3); font-size: var(--t-s); color: var(--tx-2); text-decoration: none; --icon: 1.4rem; transition: background var(--fast), color var(--fast); }
      .rail a:hover { background: var(--bg-2); color: var(--tx-1); }
      .rail [aria-current] { background: var(--bg-3); color: var(--tx-1); font-weight: 600; }
      .rail [aria-current] .ic { color: var(--after); }
      .skip { position: absolute; left: -99rem; min-height: 2rem; }
      .skip:focus { left: var(--s3); top: var(--s3); z-index: 9; background: var(--bg-3); padding: var(--s2) var(--s4); border-radius: var(--r2); }
      @media (max-width: 719px) {
        .app { grid-template: "top" var(--top) "view" minmax(0, 1fr) "bar" auto "rail" 3.125rem / minmax(0, 1fr); }
        .bar { height: var(--bar); }
        .bar:not([view="live"]) { height: 5.25rem; }
        .rail { flex-direction: row; border-right: 0; border-top: 1px solid var(--line); padding: .125rem .35rem; gap: 0; }
        .rail a { flex: 1; height: 2.75rem; font-size: var(--t-xs); gap: .05rem; min-width: 0; --icon: 1.2rem; }
      }
      @media (forced-colors: active) { .rail [aria-current] { outline: 2px solid Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.view = viewOfAddress();
    new Watch(this, 'server', 'engines');
    this.onAddress = () => this.#go();
    this.onServer = () => store.server === 'here' && this.#readAll();
    store.addEventListener('failure', ({ detail }) => toast(detail.message));
  }

  connectedCallback() {
    super.connectedCallback();
    this.replaceChildren();
    addEventListener('hashchange', this.onAddress);
    listenToKeys();
    store.addEventListener('server', this.onServer);
    this.#read(this.view);
  }

  disconnectedCallback() {
    removeEventListener('hashchange', this.onAddress);
    store.removeEventListener('server', this.onServer);
    super.disconnectedCallback();
  }

  render() {
    const name = VIEWS.find(([id]) => id === this.view)?.[1] ?? 'Engines';
    document.title = `Attune, ${name}`;
    return html`<a class="skip" href="#${this.view}" @click=${this.#skip}>Skip to the view</a>
      <div class="app">
        <header class="top"><attune-top-bar></attune-top-bar></header>
        <nav class="rail" aria-label="Views">
          ${VIEWS.map(([id, label], i) => html`<a href="#${id}" aria-current=${id === this.view ? 'page' : nothing} aria-keyshortcuts=${i + 1}>${icon(id)}<span>${label}</span></a>`)}
        </nav>
        <div class="view">
          <attune-banner view=${this.view}></attune-banner>
          <main id="main" tabindex="-1">${this.#view()}</main>
        </div>
        <attune-compare-bar class="bar" role="contentinfo" aria-label="Compare" view=${this.view}></attune-compare-bar>
      </div>
      <attune-toasts></attune-toasts>`;
  }

  #view() {
    if (store.server === 'refused') {
      return html`<attune-away></attune-away>`;
    }
    if (this.view === 'why') {
      return html`<attune-why></attune-why>`;
    }
    if (this.view === 'taste') {
      return html`<attune-taste></attune-taste>`;
    }
    if (this.view === 'sound') {
      return html`<attune-sound></attune-sound>`;
    }
    if (this.view === ALL_ENGINES) {
      return html`<attune-engines></attune-engines>`;
    }
    if (this.view === 'health') {
      return html`<attune-health></attune-health>`;
    }
    if (this.view === 'presets') {
      return html`<attune-presets></attune-presets>`;
    }
    if (this.view === 'memory') {
      return html`<attune-memory></attune-memory>`;
    }
    if (this.view === 'privacy') {
      return html`<attune-privacy></attune-privacy>`;
    }
    return store.server === 'here' && !store.playing ? html`<attune-away></attune-away>` : html`<attune-live></attune-live>`;
  }

  async #go() {
    this.view = viewOfAddress();
    const { view } = this;
    await this.#read(view);
    await this.updateComplete;
    if (view === this.view) {
      this.#focusHeading();
    }
  }

  async #read(view) {
    try {
      await LATER[view]?.();
    } catch {
      toast('This view can’t be read: the control server does not answer. Your sound goes on as it was.', { label: 'Try again', run: () => this.#go() });
    }
  }

  /** All of them, so that they are there also while the server is away. */
  #readAll() {
    store.removeEventListener('server', this.onServer);
    setTimeout(async () => {
      for (const read of Object.values(LATER)) {
        await read().catch(() => {});
      }
    }, IDLE_MS);
  }

  #skip = event => {
    event.preventDefault();
    this.#focusHeading();
  };

  async #focusHeading() {
    const main = this.renderRoot.querySelector('main');
    await main.firstElementChild.updateComplete;
    (main.firstElementChild.renderRoot?.querySelector('h1') ?? main).focus({ preventScroll: true });
    main.scrollTop = 0;
  }
}

function viewOfAddress() {
  const [name] = location.hash.slice(1).split('/');
  return name === ALL_ENGINES || VIEWS.some(([id]) => id === name) ? name : VIEWS[0][0];
}

customElements.define('attune-app', App);
