import { LitElement, css, html, nothing } from 'lit';
import { chooseSlot, slotName, toggleBypass, toggleDelta, toggleFreeze, toggleMatch, vote } from '../core/actions.js';
import { live } from '../core/live.js';
import { number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import '../parts/amount.js';
import { icon } from '../parts/icon.js';
import { base } from '../parts/styles.js';

const LOOK_MS = 500;

/** Compare fairly from anywhere: Bypass, Delta, slots A to D, Freeze, thumbs under every view; Amount where the view has no dial. */
class CompareBar extends LitElement {
  static properties = { view: { reflect: true } };

  static styles = [
    base,
    css`
      :host { display: flex; align-items: center; gap: var(--s5); height: 100%; padding: 0 var(--s5); background: var(--bg-1); border-top: 1px solid var(--line); }
      .left, .right { display: flex; align-items: center; gap: var(--s2); }
      .middle { flex: 1; min-width: 0; display: flex; justify-content: center; }
      .cmp { display: flex; align-items: center; gap: .65rem; height: 3.25rem; padding: 0 .85rem; border-radius: var(--r3); background: var(--bg-2); text-align: left; white-space: nowrap; transition: background var(--fast); }
      .cmp:hover:not(:disabled), .thumb:hover:not(:disabled) { background: var(--bg-3); }
      .text { display: grid; line-height: 1.2; }
      .text b { font-weight: 600; }
      .text small { color: var(--tx-2); }
      kbd { font: 600 var(--t-xs)/1.35rem var(--sans); min-width: 1.35rem; text-align: center; border-radius: var(--r1); box-shadow: inset 0 0 0 1px var(--line-2); color: var(--tx-2); padding: 0 .3rem; }
      .cmp[aria-pressed="true"] { background: var(--before); color: var(--on-hue); }
      .delta[aria-pressed="true"] { background: var(--gr); }
      .freeze[aria-pressed="true"] { background: var(--learn); }
      .cmp[aria-pressed="true"] :is(small, kbd) { color: inherit; }
      .slots { display: flex; height: 3.25rem; border-radius: var(--r3); background: var(--bg-2); padding: .25rem; }
      .slots button { width: 2.4rem; border-radius: var(--r2); font-weight: 600; font-size: 1.0625rem; color: var(--tx-2); }
      .slots [aria-pressed="true"] { background: var(--after); color: var(--on-after); }
      .slots .same[aria-pressed="true"] { background: var(--before); color: var(--on-hue); }
      .match { display: grid; text-align: center; line-height: 1.3; font-size: var(--t-s); color: var(--tx-2); }
      .match b { color: var(--tx-1); font-size: var(--t-m); font-weight: 600; }
      .ask { font-size: var(--t-m); color: var(--tx-2); margin-right: var(--s2); white-space: nowrap; }
      .ask.no { visibility: hidden; }
      .thumb { width: 3.25rem; height: 3.25rem; display: grid; place-items: center; border-radius: var(--r3); background: var(--bg-2); --icon: 1.5rem; }
      @media (max-width: 1600px) { kbd { display: none; } }
      @media (max-width: 1359px) { .ask, .text small { display: none; } }
      @media (max-width: 1179px) { .match.live { display: none; } }
      @media (min-width: 1180px) { :host([view="live"]) attune-amount-fader { display: none; } }
      @media (max-width: 1023px) {
        .slots button { width: 1.5rem; }
        .slots .same { display: none; }
      }
      @media (max-width: 899px) {
        :host { gap: var(--s3); padding: 0 var(--s4); }
        .cmp { flex-direction: column; justify-content: center; gap: .1rem; padding: 0 .8rem; }
        .text b { font-size: var(--t-s); }
      }
      @media (max-width: 719px) {
        :host { padding: 0 var(--s3); gap: 0 var(--s2); justify-content: space-between; flex-wrap: wrap; align-content: space-evenly; }
        .middle { flex: 1 0 100%; order: -1; }
        .middle attune-amount-fader { width: 100%; }
        :host([view="live"]) .middle, .match { display: none; }
        .left, .right { gap: .35rem; }
        .left { flex: 1; }
        .cmp { height: 2.5rem; padding: 0; flex: 1; gap: 0; --icon: 1rem; }
        .text b { font-size: var(--t-xs); font-weight: 500; }
        .slots { height: 2.5rem; padding: .2rem; }
        .slots button { font-size: var(--t-m); }
        .ask.no { visibility: hidden; }
        .thumb { width: 2.5rem; height: 2.5rem; --icon: 1.25rem; }
      }
      @media (forced-colors: active) {
        .cmp, .thumb, .slots button { border: 1px solid ButtonBorder; }
        .cmp[aria-pressed="true"], .slots [aria-pressed="true"] { forced-color-adjust: none; background: Highlight; color: HighlightText; }
      }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'engines', 'macros', 'server');
    this.onFrame = () => this.#notice();
  }

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('frame', this.onFrame);
    this.timer = setInterval(() => this.#match(), LOOK_MS);
  }

  disconnectedCallback() {
    live.removeEventListener('frame', this.onFrame);
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  /** The host's own automation moves these too. */
  #notice() {
    const seen = `${store.macro('bypass')} ${store.macro('delta')} ${store.macro('slot')} ${store.macro('match_slots')}`;
    if (seen !== this.seen) {
      this.seen = seen;
      this.requestUpdate();
    }
  }

  #match() {
    const box = this.renderRoot?.querySelector('.by');
    const gain = live.frame?.matchGainDb;
    if (box) {
      box.textContent = Number.isFinite(gain)
        ? `Before plays ${number(Math.abs(gain))}\u202fdB ${gain < 0 ? 'lower' : 'higher'} while you compare`
        : 'Bypass plays as loud as Attune';
    }
  }

  render() {
    const away = !store.playing || store.server !== 'here';
    const slot = store.macro('slot') ?? 0;
    return html`<div class="left">
        ${this.#toggle('bypass', 'Bypass', 'B', 'level-matched', Boolean(store.macro('bypass')), toggleBypass, away)}
        ${this.#toggle('delta', 'Delta', 'D', 'only what is removed', Boolean(store.macro('delta')), toggleDelta, away)}
        <div class="slots" role="group" aria-label="Slots">
          ${[0, 1, 2, 3].map(one => html`<button type="button" aria-label="Slot ${slotName(one)}" aria-pressed=${String(!away && one === slot)} ?disabled=${away} @click=${() => chooseSlot(one)}>${slotName(one)}</button>`)}
          <button type="button" class="same" aria-label="Slots equally loud" title="Slots equally loud" aria-pressed=${String(!away && Boolean(store.macro('match_slots')))} ?disabled=${away} @click=${toggleMatch}>=</button>
        </div>
        ${this.#toggle('freeze', 'Freeze', 'F', 'no more changes', Boolean(store.engine?.frozen), toggleFreeze, away)}
      </div>
      <div class="middle">${this.#middle(away)}</div>
      <div class="right">
        <span class="ask ${away ? 'no' : ''}" aria-hidden="true">Right now it sounds</span>
        <button type="button" class="thumb" aria-label="Sounds good" ?disabled=${away} @click=${() => vote('up')}>${icon('up')}</button>
        <button type="button" class="thumb" aria-label="Sounds bad" ?disabled=${away} @click=${() => vote('down')}>${icon('down')}</button>
      </div>`;
  }

  #middle(away) {
    if (store.server === 'connecting') {
      return nothing;
    }
    if (store.server === 'refused') {
      return html`<div class="match"><b>This link no longer opens the panel</b><span>Your sound goes on as it was</span></div>`;
    }
    if (away) {
      return html`<div class="match"><b>${store.server === 'here' ? 'Waiting for a plugin' : 'Waiting for the server'}</b><span>These work as soon as it is there</span></div>`;
    }
    return html`${this.view === 'live' ? html`<div class="match live"><b>Equally loud</b><span class="by"></span></div>` : nothing}<attune-amount-fader></attune-amount-fader>`;
  }

  #toggle(name, label, key, says, on, run, disabled) {
    return html`<button type="button" class="cmp ${name}" aria-pressed=${String(on)} ?disabled=${disabled} aria-keyshortcuts=${key} @click=${run}>
      ${icon(name)}<span class="text"><b>${label}</b><small>${says}</small></span><kbd aria-hidden="true">${key}</kbd>
    </button>`;
  }

  updated() {
    this.#match();
  }
}

customElements.define('attune-compare-bar', CompareBar);
