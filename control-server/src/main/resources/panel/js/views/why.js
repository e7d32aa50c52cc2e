import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { groupOf, tagsOf, wordsOf } from '../core/changes.js';
import { clock, count, day } from '../core/format.js';
import { instances } from '../core/instances.js';
import { Watch, store } from '../core/store.js';
import { timeline } from '../core/timeline.js';
import { miniCurve } from '../parts/mini-curve.js';
import '../parts/segmented.js';
import { base, buttons, page, tags } from '../parts/styles.js';
import { act } from '../parts/toasts.js';
import './change-detail.js';

const FILTERS = [
  ['all', 'All'],
  ['learned', 'Changed'],
  ['left', 'Left alone'],
  ['back', 'Taken back'],
];
const WHOSE = [
  ['one', 'This instance'],
  ['all', 'All instances'],
];
const narrow = matchMedia('(max-width: 1179px)');
const phone = matchMedia('(max-width: 719px)');

/** The timeline: what was changed, what was not, and why; the chosen entry with its proof. */
class WhyView extends LitElement {
  static properties = { filter: { state: true }, chosen: { state: true }, closed: { state: true }, unfolded: { state: true } };

  static styles = [
    base,
    buttons,
    tags,
    page,
    css`
      .day { margin: var(--s4) 0 var(--s2) 5.5rem; }
      .tl > :first-child { margin-top: 0; }
      .ev {
        display: grid; grid-template-columns: 4.5rem minmax(0, 1fr) 8.5rem; gap: var(--s4); align-items: center; width: 100%; text-align: left;
        padding: .8rem var(--s4) .8rem 0; border-radius: var(--r3); position: relative; content-visibility: auto; contain-intrinsic-size: auto 5rem;
      }
      .ev:hover { background: var(--bg-1); }
      .ev[aria-expanded="true"] { background: var(--bg-1); box-shadow: inset 0 0 0 1px var(--line-2); }
      .when { align-self: stretch; display: flex; justify-content: space-between; padding: .05rem 0 0 var(--s4); color: var(--tx-2); font-size: var(--t-m); position: relative; }
      .when::after { content: ""; position: absolute; right: .28rem; top: 1.6rem; bottom: -.6rem; width: 1px; background: var(--line); }
      .dot { width: .65rem; height: .65rem; border-radius: 50%; background: var(--after); margin-top: .35rem; flex: none; }
      .left .dot { background: none; box-shadow: inset 0 0 0 2px var(--tx-3); }
      .back .dot { background: var(--bad); border-radius: 1px; transform: rotate(45deg); }
      .you .dot { background: var(--learn); border-radius: 1px; }
      .meta { display: flex; gap: var(--s2); align-items: center; margin-bottom: .15rem; flex-wrap: wrap; }
      .stage { font-weight: 600; font-size: var(--t-m); color: var(--tx-2); }
      .instance { font-size: var(--t-m); color: var(--tx-2); overflow-wrap: anywhere; }
      .session { margin: var(--s4) 0 var(--s3) 5.5rem; padding-top: var(--s2); border-top: 1px solid var(--line); font-size: var(--t-s); color: var(--tx-2); }
      .say { display: block; }
      .say b { font-weight: 700; white-space: nowrap; }
      .say span { color: var(--tx-2); }
      .say .more { white-space: nowrap; }
      .left .say { color: var(--tx-2); }
      .mini { width: 100%; height: 3rem; }
      .mini.words { font-size: var(--t-s); color: var(--tx-2); text-align: right; align-content: center; }
      .mini.words b { display: block; color: var(--tx-1); font-weight: 500; }
      .fill { fill: var(--after); opacity: .18; }
      .line { fill: none; stroke: var(--after); stroke-width: 1.75; vector-effect: non-scaling-stroke; }
      .zero { stroke: var(--line-2); stroke-dasharray: 3 3; vector-effect: non-scaling-stroke; }
      .back .line { stroke: var(--bad); } .back .fill { fill: var(--bad); }
      .you .line { stroke: var(--learn); } .you .fill { fill: var(--learn); }
      .left .line { stroke: var(--tx-3); stroke-dasharray: 4 3; } .left .fill { fill: none; }
      .none { padding: var(--s6); text-align: center; color: var(--tx-2); display: grid; gap: var(--s3); justify-items: center; }
      .earlier { margin: var(--s4) 0 0 5.5rem; }
      .fold { margin: 0 0 var(--s3) 5.5rem; }
      @media (max-width: 719px) {
        .ev { grid-template-columns: 4.1rem minmax(0, 1fr); gap: var(--s2) var(--s3); padding-right: var(--s3); }
        .when { padding-left: .6rem; }
        .mini { grid-column: 2; height: 1.9rem; }
        .mini.words { text-align: left; height: auto; }
        .mini.words b { display: inline; margin-left: var(--s2); }
        .ev[aria-expanded="true"] .mini { display: none; }
        .day, .earlier, .fold, .session { margin-left: 4.85rem; }
        attune-change-detail { margin: var(--s2) 0; }
        attune-segmented { width: 100%; }
      }
    `,
  ];

  constructor() {
    super();
    this.filter = 'all';
    this.chosen = Number(location.hash.split('/')[1]) || null;
    this.closed = false;
    this.unfolded = new Set();
    new Watch(this, 'table', 'engines');
    this.onWidth = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    timeline.addEventListener('change', this.onWidth);
    instances.addEventListener('change', this.onWidth);
    timeline.follow();
    narrow.addEventListener('change', this.onWidth);
    phone.addEventListener('change', this.onWidth);
  }

  disconnectedCallback() {
    timeline.removeEventListener('change', this.onWidth);
    instances.removeEventListener('change', this.onWidth);
    timeline.leave();
    narrow.removeEventListener('change', this.onWidth);
    phone.removeEventListener('change', this.onWidth);
    super.disconnectedCallback();
  }

  render() {
    const { list, more, all } = timeline;
    const shown = list.filter(change => this.filter === 'all' || groupOf(change) === this.filter);
    const chosen = shown.find(({ id }) => id === this.chosen) ?? (this.closed || narrow.matches ? undefined : worthLooking(shown));
    return html`<div class="page">
      <header class="vhead">
        <div><h1 tabindex="-1">Why</h1><p>${more ? `The newest ${list.length}: ` : ''}${summary(list)}</p></div>
        <div class="vtools">
          <attune-segmented class="whose" label="Whose changes" .items=${WHOSE} .value=${all ? 'all' : 'one'} ?wide=${phone.matches} @pick=${({ detail }) => this.#whose(detail)}></attune-segmented>
          <attune-segmented label="Show" .items=${FILTERS} .value=${this.filter} ?wide=${phone.matches} @pick=${({ detail }) => (this.filter = detail)}></attune-segmented>
        </div>
      </header>
      <div class="two">
        <div class="tl" @keydown=${this.#key}>
          ${shown.length ? this.#entries(shown, chosen) : this.#none()}
          ${more ? html`<button type="button" class="btn small earlier" @click=${() => act(() => timeline.earlier())}>Show earlier ones</button>` : nothing}
        </div>
        ${chosen && !narrow.matches ? this.#proof(chosen) : nothing}
      </div>
    </div>`;
  }

  #entries(shown, chosen) {
    const { rows, more } = this.filter === 'all' ? folded(shown, chosen, this.unfolded) : { rows: shown, more: new Map() };
    return repeat(
      rows,
      ({ id }) => id,
      (change, i) => html`${i === 0 || day(change.at) !== day(rows[i - 1].at) ? html`<h3 class="day">${day(change.at)}</h3>` : nothing}
        ${!timeline.all && i > 0 && change.engineId !== rows[i - 1].engineId ? html`<p class="session">Before the host was started anew</p>` : nothing}
        ${this.#entry(change, change === chosen)}
        ${more.has(change.id) ? this.#fold(change, more.get(change.id)) : nothing}
        ${change === chosen && narrow.matches ? html`<attune-change-detail role="region" aria-label="Proof" .change=${change}></attune-change-detail>` : nothing}`,
    );
  }

  /** Follows what is newest until a hand comes near: then no other change may slip under its buttons. */
  #proof(change) {
    const stay = () => (this.chosen = change.id);
    return html`<attune-change-detail class="side" role="region" aria-label="Proof" .change=${change} @focusin=${stay} @pointerenter=${stay}></attune-change-detail>`;
  }

  #entry(change, open) {
    const { stage, head, place, reason, more } = wordsOf(change);
    return html`<button type="button" class="ev ${groupOf(change)}" data-change=${change.id} aria-expanded=${String(open)} @click=${() => this.#choose(change, open)}>
      <span class="when"><time datetime=${new Date(change.at).toISOString()}>${clock(change.at)}</time><i class="dot"></i></span>
      <span>
        <span class="meta"><span class="stage">${stage}</span>${timeline.all ? html`<span class="instance">${instances.nameOf(change.engineId)}</span>` : nothing}${tagsOf(change).map(([word, look]) => html`<span class="tag ${look}">${word}</span>`)}</span>
        <span class="say">${head ? html`<b>${head}</b> ` : nothing}${place}${reason ? html`. <span>${reason}</span>` : nothing}${more > 0 ? html` <span class="more">+${more} more</span>` : nothing}</span>
      </span>
      ${miniCurve(change)}
    </button>`;
  }

  #fold({ id }, hidden) {
    const unfold = async () => {
      this.unfolded = new Set([...this.unfolded, id]);
      await this.updateComplete;
      this.renderRoot.querySelector(`[data-change="${hidden[0].id}"]`)?.focus();
    };
    return html`<button type="button" class="btn small fold" @click=${unfold}>${hidden.length} more left alone, ${clock(hidden.at(-1).at)} to ${clock(hidden[0].at)}</button>`;
  }

  #whose(whose) {
    this.chosen = null;
    this.closed = false;
    timeline.showAll(whose === 'all');
  }

  #none() {
    const text =
      this.filter === 'all'
        ? 'Nothing yet. Attune needs about ten seconds of sound; then each change is told here, and also what it leaves alone.'
        : 'Nothing of this kind yet.';
    return html`<div class="none"><p>${text}</p>
      ${this.filter === 'all' ? nothing : html`<button type="button" class="btn small" @click=${() => (this.filter = 'all')}>Show all</button>`}</div>`;
  }

  /** On a narrow page a second click closes the proof again. */
  #choose(change, open) {
    this.closed = open && narrow.matches;
    this.chosen = this.closed ? null : change.id;
  }

  #key(event) {
    if (event.key === 'Escape' && this.chosen !== null && narrow.matches) {
      event.stopPropagation();
      const entry = this.renderRoot.querySelector(`[data-change="${this.chosen}"]`);
      this.#choose({ id: this.chosen }, true);
      entry?.focus();
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const entries = [...this.renderRoot.querySelectorAll('.ev')];
    const at = entries.indexOf(event.target);
    if (step && at >= 0) {
      event.preventDefault();
      entries[Math.min(entries.length - 1, Math.max(0, at + step))].focus();
    }
  }
}

/** The newest that changed something, else the newest. */
const worthLooking = shown => shown.find(({ kind }) => kind !== 'abstained') ?? shown[0];

const ROWS_LEFT_ALONE = 2;

/** Many left alone in a row are one row and a way to the others, so that changes are found: {rows, more}, the hidden by the id they stand under. */
function folded(shown, chosen, unfolded) {
  const rows = [];
  const more = new Map();
  for (let from = 0; from < shown.length; ) {
    let to = from;
    while (to < shown.length && shown[to].kind === 'abstained') {
      to++;
    }
    const [first, ...others] = shown.slice(from, to);
    if (to - from <= ROWS_LEFT_ALONE || others.includes(chosen) || shown.slice(from, to).some(({ id }) => unfolded.has(id))) {
      to = Math.max(to, from + 1);
      rows.push(...shown.slice(from, to));
    } else {
      rows.push(first);
      more.set(first.id, others);
    }
    from = to;
  }
  return { rows, more };
}

function summary(changes) {
  const of = group => changes.filter(change => groupOf(change) === group).length;
  return [
    count(of('learned'), 'change'),
    `${of('left') || 'nothing'} left alone`,
    `${of('back') || 'nothing'} taken back by itself`,
    ...(of('you') ? [`${of('you')} by you`] : []),
  ].join(', ');
}

customElements.define('attune-why', WhyView);
