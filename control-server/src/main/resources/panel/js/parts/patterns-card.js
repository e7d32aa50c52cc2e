import { LitElement, css, html, nothing } from 'lit';
import { api } from '../core/api.js';
import { strategyWord } from '../core/changes.js';
import { THIN, capital, number, signed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from './icon.js';
import { classWord } from './known-card.js';
import { base, buttons, cards } from './styles.js';
import './tip.js';
import { act, toast } from './toasts.js';

const SHOWN = 6;
const ABOUT =
  'What each strategy, a way in which a learner makes its proposals, did for each kind of sound, of all that was tried. Worked: more than the judge’s own noise, the tick is the lower end of the 95\u202f% interval. Gain: mean effect in steps of the judge. Switched off, that strategy proposes nothing for that kind of sound; deleted, it is as if it had never been tried.';

/** What was learned of kinds of sound: by strategy, how often it worked, how sure that is, and what it gained. */
class PatternsCard extends LitElement {
  static properties = { full: { state: true }, doubted: { state: true } };

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
      .ways { width: 1%; padding-right: 0; }
      .ways > span { display: flex; gap: .2rem; justify-content: flex-end; align-items: center; }
      .off th, .off td:not(.ways) { color: var(--tx-2); }
      @media (max-width: 719px) { .bar { display: none; } td, tbody th { padding-right: var(--s2); } }
      @media (forced-colors: active) { .bar { border: 1px solid CanvasText; } .bar i { forced-color-adjust: none; background: Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.full = false;
    /** Id of the pattern that is about to be deleted. */
    this.doubted = null;
    new Watch(this, 'insights', 'patterns', 'agent', 'server');
  }

  render() {
    const patterns = store.patterns ?? [];
    const shown = this.full ? patterns : patterns.slice(0, SHOWN);
    return html`<section class="card" aria-labelledby="patterns">
      <header class="chead"><h2 id="patterns">Patterns</h2><span class="row"><span class="quiet">${patterns.length > SHOWN ? `${shown.length} of ${patterns.length}` : ''}</span><attune-tip .text=${ABOUT}></attune-tip></span></header>
      ${store.insights?.insights.length ? html`<ul class="said">${store.insights.insights.map(sentence => html`<li>${sentence}</li>`)}</ul>` : nothing}
      ${shown.length ? this.#table(shown) : html`<p class="quiet">${store.agent ? 'None yet: what is tried on your sound fills this, also what loses.' : 'The learning agent, which knows them, is not running.'}</p>`}
      ${patterns.length > SHOWN ? html`<div class="foot"><button type="button" class="btn small" @click=${() => (this.full = !this.full)}>${this.full ? 'Fewer' : 'All of them'}</button></div>` : nothing}
      <p class="quiet foot">Learners, who propose by these strategies, can be switched off for every kind of sound, under Settings; <code>./attune learn reset</code> lets all patterns go.</p>
    </section>`;
  }

  #table(patterns) {
    return html`<table>
      <thead><tr><th scope="col">When</th><th scope="col">Then</th><th scope="col" class="fig">Tried</th><th scope="col" class="fig">Worked</th><th scope="col" class="fig">Gain</th><th scope="col" class="ways"><span class="gone">Ways</span></th></tr></thead>
      <tbody>${patterns.map(pattern => this.#row(pattern))}</tbody>
    </table>`;
  }

  #row(pattern) {
    const { id, strategy, contentClass, tries, successes, confidence, improvement, enabled } = pattern;
    const name = nameOf(pattern);
    const away = store.server !== 'here';
    const doubted = this.doubted === id;
    const percent = tries ? Math.round((100 * successes) / tries) : 0;
    return html`<tr class=${enabled ? '' : 'off'} data-pattern="${strategy} ${contentClass}">
      <th scope="row">${capital(classWord(contentClass))}</th>
      <td>${strategyWord(strategy)}</td>
      <td class="fig">${tries}</td>
      <td class="fig"><span class="worked"><span class="bar" role="img" aria-label="surely ${number(100 * confidence, 0)} percent" data-share=${percent} data-sure=${Math.round(100 * confidence)}><i></i><em></em></span><span>${percent}${THIN}%</span></span></td>
      <td class="fig">${signed(improvement, 2)}</td>
      <td class="ways"><span>
        ${doubted
          ? html`<button type="button" class="btn small sure" @click=${() => this.#delete(pattern)} @blur=${() => (this.doubted = null)}>Delete for good</button>`
          : html`<button type="button" class="btn small" role="switch" aria-checked=${String(enabled)} aria-label="${name} may propose" ?disabled=${away} @click=${() => this.#set(pattern, !enabled)}>${enabled ? 'On' : 'Off'}</button>
              <button type="button" class="iconbtn" aria-label="Delete the pattern ${name}" title="Delete" ?disabled=${away} @click=${() => this.#doubt(id)}>${icon('cross')}</button>`}
      </span></td>
    </tr>`;
  }

  #set(pattern, enabled) {
    const { id } = pattern;
    const word = on => (on ? 'may propose again' : 'proposes nothing');
    return act(async () => {
      await api.setPattern(id, enabled);
      toast(`${strategyWord(pattern.strategy)} ${word(enabled)} for ${classWord(pattern.contentClass)}.`, { label: 'Undo', run: () => api.setPattern(id, !enabled) });
    });
  }

  /** What can't be undone takes two clicks. */
  async #doubt(id) {
    this.doubted = id;
    await this.updateComplete;
    this.renderRoot.querySelector('.sure')?.focus();
  }

  #delete(pattern) {
    return act(async () => {
      await api.deletePattern(pattern.id);
      this.doubted = null;
      toast(`What ${nameOf(pattern)} had come to is deleted; it may be tried anew.`);
    });
  }

  updated() {
    for (const bar of this.renderRoot.querySelectorAll('.bar')) {
      bar.querySelector('i').style.setProperty('width', `${bar.dataset.share}%`);
      bar.querySelector('em').style.setProperty('left', `${bar.dataset.sure}%`);
    }
  }
}

const nameOf = ({ strategy, contentClass }) => `“${strategyWord(strategy)}” for ${classWord(contentClass)}`;

customElements.define('attune-patterns-card', PatternsCard);
