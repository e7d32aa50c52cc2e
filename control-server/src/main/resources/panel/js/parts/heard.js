import { LitElement, css, html, nothing } from 'lit';
import { dismissTip, learnNoise } from '../core/actions.js';
import { capital, sentence } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from './icon.js';
import { base, buttons, cards } from './styles.js';
import './tip.js';

const SHOWN = 3;
const percent = share => `${Math.round(share * 100)}\u202f%`;

/** What the learner hears, how sure it is, and what is wrong with the sound. */
class Heard extends LitElement {
  static styles = [
    base,
    buttons,
    cards,
    css`
      :host { display: block; }
      .chead .btn { margin-left: auto; }
      .main { display: flex; align-items: baseline; justify-content: space-between; gap: var(--s3); }
      strong { font-size: var(--t-2); font-weight: 600; letter-spacing: -.02em; line-height: 1.1; }
      ul { display: grid; gap: .4rem; margin-top: var(--s3); min-height: 4.6rem; align-content: start; }
      li { display: grid; grid-template-columns: 11rem 1fr 2.75rem; gap: var(--s3); align-items: center; font-size: var(--t-m); }
      li span:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      li span:last-child { text-align: right; color: var(--tx-2); white-space: nowrap; }
      li.none { display: block; color: var(--tx-2); }
      .bar { width: 100%; height: .3rem; border-radius: var(--round); background: var(--bg-3); display: block; }
      .bar rect { fill: var(--tx-2); }
      @media (forced-colors: active) { .bar { border: 1px solid CanvasText; } .bar rect { fill: Highlight; } }
      .doing { margin-top: var(--s2); color: var(--tx-2); font-size: var(--t-m); min-height: 1.45em; }
      .advice { display: flex; gap: var(--s2); align-items: center; margin-top: var(--s2); padding: var(--s2) var(--s3); border-radius: var(--r2); background: var(--gr-2); font-size: var(--t-m); }
      .advice p { flex: 1; }
      @media (max-height: 799px) and (min-width: 1180px) { ul { margin-top: var(--s2); } .doing { margin-top: 0; } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'heard', 'agent', 'engines');
  }

  render() {
    const { heard } = store;
    return html`<header class="chead">
        <h2>Heard now</h2>
        ${store.playing ? html`<button type="button" class="btn ghost small" aria-description="Noise reduction keeps the noise that it hears now, and works from the first moment." @click=${learnNoise}>Keep noise</button>` : nothing}
        <attune-tip text="What the learner takes the last seconds for, and how sure it is. The bars say how strong each flaw is."></attune-tip>
      </header>
      ${heard ? this.#heard(heard) : this.#nothingYet()}`;
  }

  #heard({ contentClass, confidence, degradations, detail, tips }) {
    const flaws = degradations.slice(0, SHOWN);
    return html`<div class="main"><strong>${capital(contentClass)}</strong><span class="quiet">${percent(confidence)} sure</span></div>
      <ul>
        ${flaws.map(
          ({ label, strength }) => html`<li>
            <span>${capital(label)}</span><svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width=${strength * 100} height="1"></rect></svg><span>${percent(strength)}</span>
          </li>`,
        )}
        ${flaws.length ? nothing : html`<li class="none">${contentClass === 'silence' ? 'Nothing to judge' : 'Nothing wrong'}</li>`}
      </ul>
      <p class="doing">${sentence(detail)}</p>
      ${tips?.length ? this.#tip(tips[0]) : nothing}`;
  }

  /** What helps at the source itself: the most telling one. */
  #tip({ kind, sentence: what }) {
    return html`<div class="advice" role="note" aria-label="Tip">${icon('warn')}<p>${what}</p><button type="button" class="iconbtn" aria-label="Dismiss the tip" @click=${() => dismissTip(kind)}>${icon('cross')}</button></div>`;
  }

  #nothingYet() {
    const why = store.engine?.mode === 'off' ? 'Learning is off: nobody listens.' : (store.agent?.detail ?? 'The agent is not there: nobody listens.');
    return html`<div class="main"><strong>Not yet</strong></div><ul></ul><p class="doing">${sentence(why)}</p>`;
  }
}

customElements.define('attune-heard', Heard);
