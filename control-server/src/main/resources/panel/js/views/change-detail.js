import { LitElement, css, html, nothing } from 'lit';
import { accept, less, lockStages, reject, undo } from '../core/actions.js';
import { GROUP_WORDS, groupOf, isLevelOnly, judgedOn, movesOf, sourceOf, tagsOf, wordsOf } from '../core/changes.js';
import { toneCurve } from '../core/curve.js';
import { clockSeconds, signed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from '../parts/icon.js';
import '../parts/judge-bar.js';
import { inForce } from '../parts/latest.js';
import { base, buttons, cards, tags } from '../parts/styles.js';
import '../parts/tone-chart.js';

const TAG_LOOKS = { learned: 'live', left: 'mute', back: 'bad', you: 'learn' };

/** The proof of one entry: what moved, what was promised and measured, where it came from, and the way back. */
class ChangeDetail extends LitElement {
  static properties = { change: { attribute: false } };

  static styles = [
    base,
    buttons,
    cards,
    tags,
    css`
      :host { display: grid; gap: var(--s3); background: var(--bg-1); border-radius: var(--r3); padding: var(--s4) var(--s5) var(--s5); box-shadow: var(--shade); }
      .chead { margin: 0; }
      .lead { font-size: var(--t-xl); line-height: 1.2; }
      .lead b { font-size: var(--t-3); font-weight: 300; letter-spacing: -.04em; display: block; line-height: 1.05; }
      figcaption { margin-bottom: var(--s2); }
      .judge, .moved { border-top: 1px solid var(--line); padding-top: var(--s3); }
      .moved ul { display: grid; margin-top: var(--s2); gap: .3rem; font-size: var(--t-m); }
      .moved li { display: flex; justify-content: space-between; gap: var(--s3); }
      .moved span:first-child { color: var(--tx-2); }
      .moved span:last-child { text-align: right; font-weight: 500; }
      @media (max-width: 719px) { :host { padding: var(--s4); } .lead b { font-size: 2.25rem; } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'table', 'engines');
  }

  render() {
    const { change } = this;
    const { stage, head, place, reason } = wordsOf(change);
    const group = groupOf(change);
    const moves = movesOf(change, store.table);
    return html`<header class="chead">
        <h2 tabindex="-1">${stage}, ${clockSeconds(change.at)}</h2>
        <span class="tag ${TAG_LOOKS[group]}">${tagsOf(change).at(-1)?.[0] ?? GROUP_WORDS[group]}</span>
      </header>
      <p class="lead">${head ? html`<b>${head}</b>` : nothing}${place}</p>
      ${reason && change.kind !== 'abstained' ? html`<p class="quiet">${reason}</p>` : nothing}
      ${this.#curve(change)}
      ${this.#verdict(change)}
      <dl class="facts long">
        <div><dt>Came from</dt><dd>${sourceOf(change)}</dd></div>
        ${change.kind === 'abstained' ? nothing : html`<div><dt>Version</dt><dd>v${change.id}</dd></div>`}
        ${change.evidence ? html`<div><dt>Judged on</dt><dd>${judgedOn(change)}</dd></div>` : nothing}
      </dl>
      ${this.#ways(change, moves)}
      ${moves.length ? this.#moved(moves, change) : nothing}`;
  }

  #curve(change) {
    const rate = store.engine?.sampleRateHz;
    const before = toneCurve(change.before, rate);
    const after = toneCurve(change.after, rate);
    if (after.every((level, i) => Math.abs(level - before[i]) < 0.05)) {
      return nothing;
    }
    return html`<figure>
      <figcaption><span class="key before"><i></i>Before</span><span class="key"><i></i>After</span></figcaption>
      <attune-tone-chart .before=${before} .after=${after} label="Tone before and after the change, 20 Hz to 20 kHz"></attune-tone-chart>
    </figure>`;
  }

  #moved(moves, { explanation, kind }) {
    const shares = kind === 'learned' ? explanation.parts.slice(0, 6) : [];
    return html`<div class="moved">
      <h3>What moved</h3>
      <ul>
        ${moves.map(({ label, from, to }) => html`<li><span>${label}</span><span>${from}&ensp;→&ensp;${to}</span></li>`)}
        ${shares.length > 1
          ? shares.map(({ headline, place, effect }) => html`<li><span>${headline} ${place} alone is worth</span><span>${signed(effect, 2)} steps</span></li>`)
          : nothing}
      </ul>
    </div>`;
  }

  #verdict(change) {
    if (change.kind === 'abstained') {
      return html`<div class="judge"><h3>Why not</h3><p>${reasonOf(change)}</p></div>`;
    }
    return change.evidence
      ? html`<attune-judge-bar class="judge" .change=${change} ?levelOnly=${isLevelOnly(change)}></attune-judge-bar>`
      : nothing;
  }

  #ways(change, moves) {
    if (!store.engines.get(change.engineId)?.connected) {
      return inForce(change) || change.status === 'replaced'
        ? html`<p class="quiet">Its instance is gone. <a href="#memory">Memory</a>, under All, can go back to it.</p>`
        : nothing;
    }
    const learned = change.kind === 'learned';
    const way = (label, sign, run, look = '') =>
      html`<button type="button" class="btn ${look}" @click=${() => run(change)}>${sign ? icon(sign) : nothing}${label}</button>`;
    const ways = [
      change.status === 'proposed' && way('Apply', 'check', accept, 'primary'),
      change.status === 'proposed' && way('Refuse', 'cross', reject),
      inForce(change) && way('Undo', 'undo', undo),
      inForce(change) && learned && way('Less of that', null, less),
      learned && moves.length > 0 && way('Lock stage', 'lock', lockStages),
    ].filter(Boolean);
    return ways.length ? html`<div class="row">${ways}</div>` : nothing;
  }
}

function reasonOf(change) {
  const { reason } = wordsOf(change);
  return reason || 'The sound you hear was at least as good.';
}

customElements.define('attune-change-detail', ChangeDetail);
