import { LitElement, css, html, nothing } from 'lit';
import { api } from '../core/api.js';
import { KEY_LIST, keysOn, switchKeys } from '../core/keys.js';
import { Watch, store } from '../core/store.js';
import { chooseTheme, chosenTheme } from '../core/theme.js';
import '../parts/segmented.js';
import { base, toggles } from '../parts/styles.js';
import { act } from '../parts/toasts.js';
import './sheet.js';

const THEMES = [
  ['system', 'As the system'],
  ['dark', 'Dark'],
  ['light', 'Light'],
];

const clock = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit' });

/** How the panel looks, who may propose, which keys it has, and whether sound may be kept. */
class SettingsSheet extends LitElement {
  static properties = { learners: { state: true } };

  static styles = [
    base,
    toggles,
    css`
      :host { display: contents; }
      .learners { display: grid; gap: var(--s1); }
      .learners p { margin-bottom: var(--s2); padding-right: 3.5rem; }
      .part { display: grid; gap: var(--s2); padding: var(--s3) 0; border-top: 1px solid var(--line); }
      .switch { display: flex; justify-content: space-between; align-items: center; gap: var(--s3); }
      dl { display: grid; grid-template-columns: auto 1fr; gap: .35rem var(--s4); font-size: var(--t-m); }
      dt { font-weight: 600; }
      dd { color: var(--tx-2); }
      @media (forced-colors: active) { .toggle { border: 1px solid CanvasText; } .toggle i { forced-color-adjust: none; background: CanvasText; } }
    `,
  ];

  constructor() {
    super();
    this.learners = null;
    new Watch(this, 'server', 'preferences');
  }

  render() {
    const on = keysOn();
    return html`<attune-sheet heading="Settings">
      <div class="part"><h3>Look</h3><attune-segmented wide label="Look" .items=${THEMES} .value=${chosenTheme()} @pick=${({ detail }) => this.#theme(detail)}></attune-segmented></div>
      <div class="part">
        ${this.#switch('keys', 'Single keys', on, () => this.#keys(!on))}
        <dl>${KEY_LIST.map(([key, what]) => html`<dt>${key}</dt><dd>${what}</dd>`)}</dl>
        <p class="quiet">On a value: arrows, Page, Home and End move it, Shift a tenth, Delete is the default, Enter or a digit types.</p>
      </div>
      ${this.#capture()}
      ${this.#learners()}
      <p class="quiet">${store.info ? `Attune ${store.info.version}` : ''}</p>
    </attune-sheet>`;
  }

  #switch(id, name, on, flip, describedBy = nothing) {
    return html`<div class="switch"><h3 id=${id}>${name}</h3><button type="button" class="toggle" role="switch" aria-labelledby=${id} aria-describedby=${describedBy} aria-checked=${String(on)} @click=${flip}><i></i></button></div>`;
  }

  #capture() {
    const on = store.preferences?.capture;
    if (on === undefined) {
      return nothing;
    }
    return html`<div class="part">
      ${this.#switch('capture', 'Audio capture', on, () => act(() => store.setPreferences({ capture: !on })), 'capture-what')}
      <p class="quiet" id="capture-what">While learning is on, the last 30\u202fs of input are kept in memory, never on a disk; without them nothing can be tried out.</p>
    </div>`;
  }

  /** Learners, who propose changes; one that rests after harm says so. */
  #learners() {
    if (!this.learners) {
      return nothing;
    }
    return html`<div class="part">
      <h3 id="learners">Learners: who may propose changes</h3>
      <div class="learners" role="group" aria-labelledby="learners">
        ${this.learners.map(
          ({ name, label, about, on, rest }) => html`${this.#switch(`learner-${name}`, label, on, () => this.#setLearner(name, !on), `about-${name}`)}
            <p class="quiet" id="about-${name}">${on && rest ? this.#rest(rest) : about}</p>`,
        )}
      </div>
    </div>`;
  }

  #rest({ state, untilMs, why }) {
    return state === 'resting' ? `Rests until ${clock.format(untilMs)}: ${why}` : 'Rested after harm; may make one change now.';
  }

  #setLearner(name, on) {
    return act(async () => {
      this.learners = await api.setLearners({ [name]: on });
    });
  }

  async #readLearners() {
    this.learners = await api.learners().catch(() => this.learners);
  }

  open() {
    this.#readLearners();
    this.requestUpdate();
    this.renderRoot.querySelector('attune-sheet').open();
  }

  #theme(theme) {
    chooseTheme(theme);
    this.requestUpdate();
  }

  #keys(on) {
    switchKeys(on);
    this.requestUpdate();
  }
}

customElements.define('attune-settings-sheet', SettingsSheet);
