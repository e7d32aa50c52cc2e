import { LitElement, css, html, nothing } from 'lit';
import { accept, less, reject, undo } from '../core/actions.js';
import { groupOf, isLevelOnly, measuredOf, oneLine, promiseOf, wordsOf } from '../core/changes.js';
import { ago, clock, count, sentence, signed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from './icon.js';
import { base, buttons, cards, tags } from './styles.js';

const TICK_MS = 5000;
const EARLIER = 3;
const DOING = { listening: 'Listening', auditioning: 'Trying settings on your last seconds', watching: 'Checking what was changed', paused: 'Pausing' };

export const inForce = change => change.status === 'in_force' || change.status === 'watching';

/** The newest change with its proof and the way back; what was left alone since; a few earlier ones where there is room. */
class Latest extends LitElement {
  static styles = [
    base,
    buttons,
    cards,
    tags,
    css`
      :host { display: block; }
      time { font-size: var(--t-s); color: var(--tx-2); white-space: nowrap; }
      .latest { display: grid; gap: var(--s3); min-height: 9rem; align-content: start; }
      .say b { font-weight: 700; white-space: nowrap; }
      .proof { display: flex; gap: var(--s4); font-size: var(--t-m); color: var(--tx-2); }
      .proof b { color: var(--tx-1); }
      .proof .good { color: var(--after); }
      .proof .poor { color: var(--bad); }
      .more { font-size: var(--t-m); color: var(--tx-2); margin-left: auto; text-underline-offset: .2em; padding: .4rem 0; min-height: 1.5rem; }
      .alone { font-size: var(--t-m); color: var(--tx-2); border-top: 1px solid var(--line); padding-top: var(--s3); display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
      @media (max-height: 949px) and (min-width: 1180px) { .latest { gap: var(--s2); } .alone { -webkit-line-clamp: 1; padding-top: var(--s2); } }
      @media (max-height: 799px) and (min-width: 1180px) { .alone { display: none; } }
      small { white-space: nowrap; }
      .earlier { display: none; margin-top: var(--s4); padding-top: var(--s3); border-top: 1px solid var(--line); }
      .earlier li { display: grid; grid-template-columns: .65rem minmax(0, 1fr) auto; gap: var(--s3); padding: .6rem 0; font-size: var(--t-m); }
      .earlier li + li { border-top: 1px solid var(--line); }
      .earlier small { display: block; color: var(--tx-2); }
      .dot { width: .55rem; height: .55rem; border-radius: 50%; background: var(--after); margin-top: .4rem; }
      .back .dot { background: var(--bad); border-radius: 1px; transform: rotate(45deg); }
      .you .dot { background: var(--learn); }
      @media (min-height: 1050px) { .earlier { display: block; } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'changes', 'engines', 'agent', 'heard');
  }

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  render() {
    const moved = store.changes.filter(change => change.kind !== 'abstained');
    const [latest, ...earlier] = moved;
    const alone = store.changes[0]?.kind === 'abstained' ? store.changes[0] : null;
    return html`<header class="chead"><h2>${latest?.status === 'proposed' ? 'Waits for you' : 'Latest change'}</h2>${latest ? html`<time>${ago(latest.at)}</time>` : nothing}</header>
      <div class="latest">
        ${latest ? this.#change(latest) : html`<p class="quiet none">None yet. ${doingNow()}</p>`}
        ${alone ? html`<p class="alone">Left alone ${ago(alone.at)}: ${firstSentence(alone)}</p>` : nothing}
      </div>
      ${earlier.length ? this.#earlier(earlier.slice(0, EARLIER)) : nothing}`;
  }

  #change(change) {
    const { head, place, reason, more } = wordsOf(change);
    return html`<p class="say"><b>${head}</b> ${place}${reason ? html`. <span>${reason}</span>` : nothing}${more > 0 ? html` <small class="quiet">+${more} more</small>` : nothing}</p>
      ${change.evidence ? this.#proof(change) : nothing}
      <div class="row">
        ${change.status === 'proposed'
          ? html`<button type="button" class="btn small primary" @click=${() => accept(change)}>${icon('check')}Apply</button>
              <button type="button" class="btn small" @click=${() => reject(change)}>Refuse</button>`
          : nothing}
        ${inForce(change) ? html`<button type="button" class="btn small" @click=${() => undo(change)}>${icon('undo')}Undo</button>` : nothing}
        ${inForce(change) && change.kind === 'learned'
          ? html`<button type="button" class="btn small" @click=${() => less(change)}>Less of that</button>`
          : nothing}
        <a class="more" href="#why">All changes</a>
      </div>`;
  }

  #proof(change) {
    const { evidence, measured } = change;
    if (isLevelOnly(change)) {
      const rest = measured ?? evidence.promised;
      return html`<div class="proof"><span>Sound otherwise <b>${Math.abs(rest) <= evidence.noise ? 'the same' : `${signed(rest, 2)} steps`}</b></span></div>`;
    }
    const good = measured > evidence.noise ? 'good' : measured < -evidence.noise ? 'poor' : '';
    return html`<div class="proof">
      <span>Promised <b>${promiseOf(evidence)}</b></span>
      <span>Measured <b class=${good}>${measuredOf(change)}</b></span>
    </div>`;
  }

  #earlier(changes) {
    return html`<div class="earlier">
      <h3>Earlier</h3>
      <ol>
        ${changes.map(
          change => html`<li class=${groupOf(change)}><i class="dot"></i><span>${oneLine(change)}<small>${wordsOf(change).stage}</small></span><time>${clock(change.at)}</time></li>`,
        )}
      </ol>
    </div>`;
  }
}

/** What is tried now, and why nothing is confirmed yet. */
function doingNow() {
  const { agent, engine, heard } = store;
  if (!engine || engine.mode === 'off') {
    return 'Learning is off: nothing changes by itself.';
  }
  if (engine.frozen) {
    return 'Frozen: nothing changes until you release it.';
  }
  if (!agent) {
    return 'The agent, which tries settings, is not there.';
  }
  const now = heard?.detail ?? agent.detail;
  const why = agent.auditions ? `${count(agent.auditions, 'comparison')} so far, on this computer: nothing was surely better than what plays.` : 'The first change comes after some ten seconds of sound, and says why.';
  return agent.detail.startsWith('paused') ? `Trying waits: the computer is busy, and your sound goes first. ${why}` : `${DOING[heard?.doing ?? agent.state] ?? 'Now'}: ${sentence(now)} ${why}`;
}

/** The reason stands in the timeline. */
const firstSentence = change => change.explanation.sentence.replace(/\. .*$/s, '.');

customElements.define('attune-latest', Latest);
