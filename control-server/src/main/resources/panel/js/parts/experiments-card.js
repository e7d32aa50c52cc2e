import { LitElement, css, html, nothing } from 'lit';
import { undo } from '../core/actions.js';
import { api } from '../core/api.js';
import { movesOf, strategyWord } from '../core/changes.js';
import { THIN, ago, capital, clock, count, day, signed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { classWord } from './known-card.js';
import './segmented.js';
import { base, buttons, cards, tags } from './styles.js';
import './tip.js';
import { act, toast } from './toasts.js';

const PAGE = 12;
const ABOUT =
  'Every setting that was tried on your own last seconds, the losers, too: who proposed it, for which kind of sound, and how far it was over the sound in force then, in steps of the judge. Measured: what the winner did once it played.';
const WHICH = [
  ['all', 'All'],
  ['won', 'What won'],
];

/** Experiments, newest first: what was tried, how it went, how it differs from what plays now, and a way to use it. */
class ExperimentsCard extends LitElement {
  static properties = { list: { state: true }, more: { state: true }, won: { state: true }, open: { state: true } };

  static styles = [
    base,
    buttons,
    cards,
    tags,
    css`
      :host { display: block; }
      table { width: 100%; border-collapse: collapse; font-size: var(--t-m); }
      th { font-weight: 500; color: var(--tx-2); font-size: var(--t-s); text-align: left; padding: 0 var(--s3) .4rem 0; vertical-align: bottom; }
      td { border-top: 1px solid var(--line); padding: .45rem var(--s3) .45rem 0; vertical-align: baseline; }
      th:last-child, td:last-child { padding-right: 0; }
      .detail td { border-top: 0; padding: 0 0 var(--s3); }
      .fig { text-align: right; }
      td.fig { white-space: nowrap; }
      .when { white-space: nowrap; color: var(--tx-2); font-size: var(--t-s); }
      .show { text-align: left; color: inherit; padding: .25rem 0; min-height: 1.75rem; display: inline-flex; gap: var(--s2); align-items: baseline; }
      .show::before { content: '▸'; color: var(--tx-2); flex: none; }
      .show[aria-expanded="true"]::before { content: '▾'; }
      ul { display: grid; gap: .15rem; margin: var(--s2) 0; }
      .foot { display: flex; gap: var(--s3); margin-top: var(--s3); flex-wrap: wrap; }
      @media (max-width: 719px) { .measured, .when { display: none; } td, th { padding-right: var(--s2); } }
    `,
  ];

  constructor() {
    super();
    /** Newest first; null until they were read. */
    this.list = null;
    this.more = false;
    this.won = false;
    /** Number of the one that is shown in full. */
    this.open = null;
    /** Insights at the last reading; undefined before the first. */
    this.told = undefined;
    new Watch(this, 'parameters', 'table', 'insights', 'server');
  }

  /** At first, and when the agent tells its insights anew, as after it has tried something. */
  willUpdate() {
    if (this.told !== store.insights) {
      this.told = store.insights;
      this.#read(null);
    }
  }

  /** Those below a number; null: the newest, as many as are shown. */
  async #read(before) {
    const { won } = this;
    const limit = before === null ? Math.max(PAGE, this.list?.length ?? 0) : PAGE;
    try {
      const page = await api.experiments(before, won, limit);
      if (won === this.won) {
        this.list = [...(before === null ? [] : this.list), ...page];
        this.more = page.length === limit;
      }
    } catch {
      this.list ??= []; // what can't be read is said by the banner
    }
  }

  render() {
    const list = this.list ?? [];
    return html`<section class="card" aria-labelledby="experiments">
      <header class="chead"><h2 id="experiments">Experiments</h2><span class="row">
        <attune-segmented label="Which experiments" .items=${WHICH} .value=${this.won ? 'won' : 'all'} @pick=${({ detail }) => this.#show(detail === 'won')}></attune-segmented>
        <attune-tip .text=${ABOUT}></attune-tip></span></header>
      ${list.length ? this.#table(list) : this.list && html`<p class="quiet">${this.#none()}</p>`}
      ${this.more ? html`<div class="foot"><button type="button" class="btn small earlier" @click=${() => this.#read(this.list.at(-1).number)}>Earlier</button></div>` : nothing}
    </section>`;
  }

  #none() {
    if (this.won) {
      return 'Nothing that was tried has won yet: what plays was the best.';
    }
    return 'None yet: once something could be better, settings are tried on your last seconds. With “Measurements, and what was tried” off, under Privacy, none is kept.';
  }

  #show(won) {
    this.won = won;
    this.list = null;
    this.open = null;
    this.#read(null);
  }

  #table(list) {
    return html`<table>
      <thead><tr><th scope="col">Tried</th><th scope="col">For</th><th scope="col" class="fig">Steps promised</th><th scope="col" class="fig measured">Steps measured</th><th scope="col" class="when">When</th></tr></thead>
      <tbody>${list.map(one => this.#row(one))}</tbody>
    </table>`;
  }

  #row(one) {
    const { number, at, situation, strategy, overIncumbent, chosen, measured } = one;
    const shown = this.open === number;
    return html`<tr data-experiment=${number}>
        <td><button type="button" class="show" aria-expanded=${String(shown)} @click=${() => (this.open = shown ? null : number)}>${strategyWord(strategy)}</button> ${chosen ? html`<span class="tag live">won</span>` : nothing}</td>
        <td>${capital(classWord(situation.contentClass))}</td>
        <td class="fig">${signed(overIncumbent, 2)}</td>
        <td class="fig measured">${measured == null ? '\u2013' : signed(measured, 2)}</td>
        <td class="when"><time datetime=${new Date(at).toISOString()} title=${ago(at)}>${day(at)} ${clock(at)}</time></td>
      </tr>
      ${shown ? html`<tr class="detail"><td colspan="5">${this.#detail(one)}</td></tr>` : nothing}`;
  }

  #detail(one) {
    const now = store.parameters?.wanted;
    if (!now || !store.table) {
      return html`<p class="quiet">How it differs from what plays is shown once something plays.</p>`;
    }
    const moves = movesOf({ before: now, after: one.params }, store.table);
    if (!moves.length) {
      return html`<p class="quiet">This is what plays now.</p>`;
    }
    return html`<p class="quiet">${signed(one.score, 2)} steps over the untouched sound then. Against what plays now, ${count(moves.length, 'move')}:</p>
      <ul>${moves.map(({ stage, label, from, to }) => html`<li>${stage}: ${label} ${from} → ${to}</li>`)}</ul>
      <button type="button" class="btn small use" ?disabled=${!store.playing || store.server !== 'here'} @click=${() => this.#use(one, now)}>Use these settings</button>`;
  }

  #use({ number, params }, now) {
    const values = Object.fromEntries(Object.entries(params).filter(([id, value]) => id in now && now[id] !== value));
    return act(async () => {
      const change = await api.setParameters(store.engineId, values);
      store.takeChange(change);
      toast(`What was tried in experiment ${number} plays.`, { label: 'Undo', run: () => undo(change) });
    });
  }
}

customElements.define('attune-experiments-card', ExperimentsCard);
