import { LitElement, css, html } from 'lit';
import { act, toast } from './toasts.js';
import { api } from '../core/api.js';
import { THIN, count } from '../core/format.js';
import { live } from '../core/live.js';
import { Watch, store } from '../core/store.js';
import { base, cards } from './styles.js';
import './tip.js';

const PERCENT = 100;
const STARS = [1, 2, 3, 4, 5];
const STAR_WORDS = ['', 'bad', 'not good', 'neither', 'good', 'just right'];
const ABOUT =
  'Share of new pairs of which Attune would name the sound you truly like better; the bar holds nine in ten of what that may be. By its own doubt, which held for simulated listeners; for people nobody has measured it yet.';
const CLASS_WORDS = { speech: 'voices', music: 'music', mixed: 'voice and music', noise: 'noise', silence: 'silence' };

export const classWord = name => CLASS_WORDS[name] ?? name;

/** Which class is shown: what is heard now where anything was said about it, else what most was said about. */
export function shownTaste() {
  const all = store.taste ?? [];
  const heard = store.heard?.contentClass;
  return all.find(one => one.contentClass === heard) ?? [...all].sort((a, b) => b.opinions - a.opinions)[0];
}

/** How well a taste is known, with its doubt; stars for what plays. */
class KnownCard extends LitElement {
  static properties = { stars: { state: true } };

  static styles = [
    base,
    cards,
    css`
      :host { display: block; }
      .card { height: 100%; display: flex; flex-direction: column; gap: var(--s4); }
      .chead { margin: 0; }
      .big { display: flex; gap: var(--s4); align-items: center; }
      .big b { font-size: var(--t-4); font-weight: 300; letter-spacing: -.04em; line-height: 1; white-space: nowrap; }
      .big b .u { font-size: .36em; }
      .scale { position: relative; height: 3.2rem; margin: 0 .4rem; }
      .scale i { position: absolute; top: .7rem; height: .5rem; border-radius: var(--round); }
      .track { left: 0; right: 0; background: var(--bg-3); }
      .span { background: var(--after-2); }
      .scale .dot { top: .45rem; width: 1rem; height: 1rem; margin-left: -.5rem; border-radius: 50%; background: var(--after); }
      .scale span { position: absolute; top: 1.75rem; font-size: var(--t-s); color: var(--tx-2); white-space: nowrap; }
      .scale .end { right: 0; }
      .now { margin-top: auto; border-top: 1px solid var(--line); padding-top: var(--s3); display: flex; align-items: center; justify-content: space-between; gap: var(--s2); flex-wrap: wrap; }
      .stars { display: flex; }
      .stars button { width: 2.25rem; height: 2.5rem; font-size: 1.35rem; line-height: 1; color: var(--tx-3); border-radius: var(--r1); }
      .stars button.on { color: var(--target); }
      .stars button:hover:not(:disabled) { background: var(--bg-2); }
      @media (forced-colors: active) { .scale i { forced-color-adjust: none; background: CanvasText; } .span { background: Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.stars = 0;
    new Watch(this, 'taste', 'heard', 'engines', 'server', 'parameters');
  }

  render() {
    const taste = shownTaste();
    return html`<section class="card" aria-labelledby="known">
      <header class="chead"><h2 id="known">How well Attune knows your taste</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      ${taste ? this.#known(taste) : html`<p class="quiet">Not yet: nothing was said about any sound. Pairs, stars, thumbs and your own hand on the controls all count, for each kind of sound by itself.</p>`}
      ${this.#now()}
    </section>`;
  }

  #known(taste) {
    const { known, from, to, ceiling, consistency, repeats, opinions, pairs, contentClass } = taste;
    const percent = share => Math.round(share * PERCENT);
    const says = `${percent(known)}\u202fpercent, between ${percent(from)} and ${percent(to)}`;
    return html`<div class="big"><b data-figure="known">${percent(known)}<span class="u">${THIN}%</span></b>
        <p>of new pairs guessed right<br /><span class="quiet" data-figure="interval">between ${percent(from)} and ${percent(to)}${THIN}%, ${count(opinions, 'opinion')}, ${count(pairs, 'pair')}, on ${classWord(contentClass)}</span></p></div>
      <div class="scale" role="img" aria-label=${says}>
        <i class="track"></i><i class="span"></i><i class="dot"></i>
        <span>50</span><span class="end">100</span>
      </div>
      <p class="quiet" data-figure="yourself">${consistency === null
        ? 'How sure you are yourself is known once a pair came twice, unsaid, in about one of ten.'
        : `You answered ${percent(consistency)}${THIN}% of ${count(repeats, 'repeated pair')} alike. Of one who does, nobody could foresee more than ${percent(ceiling)}${THIN}% of the answers.`}</p>`;
  }

  #now() {
    const away = !store.playing || store.server !== 'here';
    return html`<div class="now"><span id="now">What plays now</span>
      <div class="stars" role="group" aria-labelledby="now">
        ${STARS.map(star => html`<button type="button" class=${star <= this.stars ? 'on' : ''} aria-label="${count(star, 'star')}, ${STAR_WORDS[star]}" aria-pressed=${String(star === this.stars)} ?disabled=${away} @click=${() => this.#give(star)}>${star <= this.stars ? '★' : '☆'}</button>`)}
      </div>
    </div>`;
  }

  #give(star) {
    act(async () => {
      const stored = await api.feedback(store.engineId, { id: crypto.randomUUID(), vote: String(star), frame: live.frame?.audibleFrame ?? null, changeId: null });
      this.stars = star;
      toast(stored.situation ? `Noted: ${count(star, 'star')}, ${STAR_WORDS[star]}. The sound stays as it is.` : `Noted: ${count(star, 'star')}. It counts once Attune has heard what plays.`);
    });
  }

  willUpdate() {
    // Stars are for one sound: another set or another instance has none yet.
    const now = `${store.engineId} ${store.parameters?.generation}`;
    if (now !== this.rated) {
      this.rated = now;
      this.stars = 0;
    }
  }

  updated() {
    const taste = shownTaste();
    const at = share => `${Math.min(100, Math.max(0, (share - 0.5) * 2 * PERCENT))}%`;
    const set = (part, property, value) => this.renderRoot.querySelector(part)?.style.setProperty(property, value);
    if (taste) {
      set('.span', 'left', at(taste.from));
      set('.span', 'right', `${100 - Number.parseFloat(at(taste.to))}%`);
      set('.dot', 'left', at(taste.known));
    }
  }
}

customElements.define('attune-known-card', KnownCard);
