import { LitElement, css, html, nothing } from 'lit';
import { STRATEGY_WORDS } from '../core/changes.js';
import { THIN, capital, number, signed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { classWord } from './known-card.js';
import { base, buttons, cards } from './styles.js';
import './tip.js';

const SHOWN = 6;
const ABOUT =
  'What each strategy did for each kind of sound, of all that was tried. Worked: more than the judge’s own noise, the tick is the lower end of the 95\u202f% interval. Gain: mean effect in steps of the judge.';

/** What was learned of kinds of sound: by strategy, how often it worked, how sure that is, and what it gained. */
class PatternsCard extends LitElement {
  static properties = { full: { state: true } };

  static styles = [
    base,
    buttons,
    cards,
    css`
      :host { display: block; }
      table { width: 100%; border-collapse: collapse; font-size: var(--t-m); }
      th { font-weight: 500; color: var(--tx-2); font-size: var(--t-s); text-align: left; padding-bottom: .4rem; }
      tbody th { color: var(--tx-1); font-size: var(--t-m); font-weight: 600; }
      td, tbody th { border-top: 1px solid var(--line); padding: .5rem var(--s3) .5rem 0; }
      .fig { text-align: right; white-space: nowrap; }
      .worked { display: flex; align-items: center; gap: var(--s2); justify-content: flex-end; }
      .bar { position: relative; width: 4.5rem; height: .35rem; border-radius: var(--round); background: var(--bg-3); flex: none; }
      .bar i { position: absolute; top: 0; left: 0; height: 100%; border-radius: inherit; background: var(--learn); }
      .bar em { position: absolute; top: -.2rem; width: 2px; height: .75rem; background: var(--tx-1); }
      .said { display: grid; gap: var(--s2); margin-bottom: var(--s3); font-size: var(--t-m); }
      .foot { margin-top: var(--s3); }
      @media (max-width: 719px) { .bar { display: none; } td, tbody th { padding-right: var(--s2); } }
      @media (forced-colors: active) { .bar { border: 1px solid CanvasText; } .bar i { forced-color-adjust: none; background: Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.full = false;
    new Watch(this, 'insights', 'agent');
  }

  render() {
    const patterns = store.insights?.patterns ?? [];
    const shown = this.full ? patterns : patterns.slice(0, SHOWN);
    return html`<section class="card" aria-labelledby="patterns">
      <header class="chead"><h2 id="patterns">Patterns</h2><span class="row"><span class="quiet">${patterns.length > SHOWN ? `${shown.length} of ${patterns.length}` : ''}</span><attune-tip .text=${ABOUT}></attune-tip></span></header>
      ${store.insights?.insights.length ? html`<ul class="said">${store.insights.insights.map(sentence => html`<li>${sentence}</li>`)}</ul>` : nothing}
      ${shown.length ? this.#table(shown) : html`<p class="quiet">${store.agent ? 'None yet: what is tried on your sound fills this, also what loses.' : 'The learning agent, which knows them, is not running.'}</p>`}
      ${patterns.length > SHOWN ? html`<div class="foot"><button type="button" class="btn small" @click=${() => (this.full = !this.full)}>${this.full ? 'Fewer' : 'All of them'}</button></div>` : nothing}
      <p class="quiet foot">A pattern can’t be switched off by itself. Those who propose can, under Settings, and <code>./attune learn reset</code> lets all patterns go.</p>
    </section>`;
  }

  #table(patterns) {
    return html`<table>
      <thead><tr><th scope="col">When</th><th scope="col">Then</th><th scope="col" class="fig">Tried</th><th scope="col" class="fig">Worked</th><th scope="col" class="fig">Gain</th></tr></thead>
      <tbody>${patterns.map(pattern => this.#row(pattern))}</tbody>
    </table>`;
  }

  #row({ strategy, contentClass, tries, successes, confidence, improvement }) {
    const percent = tries ? Math.round((100 * successes) / tries) : 0;
    return html`<tr data-pattern="${strategy} ${contentClass}">
      <th scope="row">${capital(classWord(contentClass))}</th>
      <td>${STRATEGY_WORDS[strategy] ?? capital(strategy.replaceAll('-', ' '))}</td>
      <td class="fig">${tries}</td>
      <td class="fig"><span class="worked"><span class="bar" role="img" aria-label="surely ${number(100 * confidence, 0)} percent" data-share=${percent} data-sure=${Math.round(100 * confidence)}><i></i><em></em></span><span>${percent}${THIN}%</span></span></td>
      <td class="fig">${signed(improvement, 2)}</td>
    </tr>`;
  }

  updated() {
    for (const bar of this.renderRoot.querySelectorAll('.bar')) {
      bar.querySelector('i').style.setProperty('width', `${bar.dataset.share}%`);
      bar.querySelector('em').style.setProperty('left', `${bar.dataset.sure}%`);
    }
  }
}

customElements.define('attune-patterns-card', PatternsCard);
