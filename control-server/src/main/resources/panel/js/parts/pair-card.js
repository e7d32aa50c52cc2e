import { LitElement, css, html, nothing } from 'lit';
import { NEEDED_S, pairs } from '../core/pairs.js';
import { THIN } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from './icon.js';
import './pair-shape.js';
import { base, buttons, cards } from './styles.js';
import './tip.js';
import { toast } from './toasts.js';

const DEGREES = [
  ['slightly', 'A little'],
  ['clearly', 'Clearly'],
  ['much', 'A lot'],
];
const PAIR_KEYS = [' ', '0', '1', '2', '3'];
const LOOK_MS = 200;
const ABOUT =
  'Two settings on your own last seconds, equally loud, in random order. Now and then a pair comes twice, to learn how sure you are yourself.';

/** A blind pair: two big buttons, one answer. Nothing of it goes through a host. */
class PairCard extends LitElement {
  static properties = { choice: { state: true }, answers: { type: Number } };

  static styles = [
    base,
    buttons,
    cards,
    css`
      :host { display: block; }
      kbd { font: 600 var(--t-xs)/1.35rem var(--sans); min-width: 1.35rem; text-align: center; border-radius: var(--r1); box-shadow: inset 0 0 0 1px var(--line-2); color: var(--tx-2); padding: 0 .3rem; }
      .tiles, .answers, .how { display: grid; gap: var(--s3); grid-template-columns: 1fr 1fr; }
      .answers, .how { grid-template-columns: 1fr 1fr 1fr; margin-top: var(--s3); }
      .tile { display: grid; gap: var(--s2); padding: var(--s3) var(--s4); border-radius: var(--r3); background: var(--bg-2); text-align: center; min-width: 0; }
      .tile:hover:not(:disabled) { background: var(--bg-3); }
      .tile[aria-pressed="true"] { box-shadow: inset 0 0 0 2px var(--after); background: var(--bg-1); }
      .top { display: flex; justify-content: space-between; align-items: center; color: var(--tx-2); font-size: var(--t-m); min-height: 1.4rem; }
      .top span { display: inline-flex; gap: var(--s2); align-items: center; --icon: 1rem; }
      [aria-pressed="true"] .top span { color: var(--after); }
      .letter { font-size: var(--t-4); font-weight: 300; line-height: 1.1; color: var(--tx-2); }
      [aria-pressed="true"] .letter { color: var(--tx-1); }
      .btn { min-height: 3rem; white-space: normal; padding: 0 var(--s2); }
      .btn.start { padding: 0 var(--s5); }
      .how { align-items: center; grid-template-columns: auto 1fr 1fr 1fr auto; }
      .under { display: flex; justify-content: space-between; align-items: center; gap: var(--s3); min-height: 2.25rem; margin-top: var(--s2); flex-wrap: wrap; }
      .stage { min-height: 18rem; }
      .say { display: grid; place-content: center; justify-items: center; text-align: center; gap: var(--s3); padding: var(--s4); color: var(--tx-2); }
      .say b { color: var(--tx-1); font-size: var(--t-xl); font-weight: 600; }
      .say p { max-width: 34rem; }
      .wait { width: 12rem; height: .3rem; border-radius: var(--round); background: var(--bg-3); overflow: hidden; }
      .wait i { display: block; width: 30%; height: 100%; border-radius: inherit; background: var(--after); animation: go 1.6s ease-in-out infinite alternate; }
      @keyframes go { from { margin-left: 0; } to { margin-left: 70%; } }
      @media (prefers-reduced-motion: reduce) { .wait i { animation: none; width: 100%; } }
      @media (max-width: 719px) {
        .how { grid-template-columns: 1fr 1fr 1fr; }
        .how > span, .how > .back { grid-column: 1 / -1; }
        .letter { font-size: var(--t-3); }
        .tile { padding: var(--s3); }
        kbd { display: none; }
      }
      @media (forced-colors: active) { .tile { border: 1px solid ButtonBorder; } .tile[aria-pressed="true"] { border: 3px solid Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.choice = null;
    this.answers = 0;
    this.follow = () => {
      if (pairs.state !== 'ready') {
        this.choice = null;
      }
      this.requestUpdate();
    };
    this.onStray = event => this.#hush(event);
    new Watch(this, 'engines', 'agent', 'server');
    this.addEventListener('keydown', event => this.#key(event));
  }

  connectedCallback() {
    super.connectedCallback();
    pairs.addEventListener('change', this.follow);
    addEventListener('keydown', this.onStray, true);
    this.timer = setInterval(() => pairs.player.playing && this.requestUpdate(), LOOK_MS);
  }

  disconnectedCallback() {
    pairs.removeEventListener('change', this.follow);
    removeEventListener('keydown', this.onStray, true);
    clearInterval(this.timer);
    pairs.leave();
    super.disconnectedCallback();
  }

  render() {
    return html`<section class="card" aria-labelledby="ask">
      <header class="chead">
        <h2 id="ask">Which do you like better?</h2>
        <div class="row"><span class="quiet">${pairs.state === 'ready' ? `Pair ${this.answers + 1}` : ''}</span><attune-tip .text=${ABOUT}></attune-tip></div>
      </header>
      ${pairs.state === 'ready' ? this.#pair() : html`<div class="stage say" role="status">${this.#say()}</div>`}
    </section>`;
  }

  #say() {
    if (!store.playing || store.server !== 'here') {
      return html`<b>No plugin plays</b><p>Pairs are made of your own last seconds, so a host has to play through Attune. What you answered is kept. Start playback, or type ./attune run in a terminal.</p>`;
    }
    if (pairs.state === 'asking') {
      return html`<b>Making a pair</b><p>Two settings are rendered on your last seconds, in the background: your live sound goes first.</p><span class="wait" aria-hidden="true"><i></i></span>`;
    }
    const again = html`<button type="button" class="btn primary start" @click=${this.#ask}>${icon('play')}${pairs.state === 'failed' ? 'Try again' : 'Start comparing'}</button>`;
    if (pairs.state === 'failed') {
      return html`<b>No pair this time</b><p>${pairs.problem}</p>${again}`;
    }
    return html`<b>Ten pairs teach a lot</b><p>You hear your own last seconds twice, set differently and equally loud. It plays here in the browser, never through your host, and is forgotten with your answer.</p>${again}`;
  }

  #pair() {
    const { player } = pairs;
    return html`<div class="stage">
      <div class="tiles" role="group" aria-label="Listen">
        ${['A', 'B'].map((letter, side) => html`<button type="button" class="tile" data-side=${letter} aria-label="Hear ${letter}" aria-pressed=${String(player.side === side && player.playing)} @click=${() => pairs.choose(side)}>
          <span class="top"><span>${icon(player.side === side && player.playing ? 'speaker' : 'play')}${player.side === side && player.playing ? 'Playing' : 'Play'}</span>${side !== player.side ? html`<kbd>Space</kbd>` : nothing}</span>
          <span class="letter">${letter}</span>
          <attune-pair-shape .side=${side}></attune-pair-shape>
        </button>`)}
      </div>
      ${this.choice ? this.#how() : this.#answers()}
      <div class="under">
        <span class="quiet" aria-live="polite">${this.#hint()}</span>
        <button type="button" class="btn small ghost" @click=${() => (player.playing ? pairs.pause() : pairs.play())}>${icon(player.playing ? 'pause' : 'play')}${player.playing ? 'Pause' : 'Go on'}</button>
      </div>
    </div>`;
  }

  #hint() {
    const { seconds, side } = pairs.missing;
    if (seconds > 0) {
      return `Answers open once you have heard ${NEEDED_S}${THIN}s of both.`;
    }
    return side >= 0 ? `Listen to ${'AB'[side]} too.` : 'Take your time; both go on in step.';
  }

  #answers() {
    const shut = !pairs.open;
    return html`<div class="answers" role="group" aria-label="Which is better?">
      <button type="button" class="btn" data-answer="a" ?disabled=${shut} aria-keyshortcuts="1" @click=${() => this.#choose('a')}>A is better <kbd>1</kbd></button>
      <button type="button" class="btn" data-answer="none" ?disabled=${shut} aria-keyshortcuts="0" @click=${() => this.#answer('none', null)}>No difference <kbd>0</kbd></button>
      <button type="button" class="btn" data-answer="b" ?disabled=${shut} aria-keyshortcuts="2" @click=${() => this.#choose('b')}>B is better <kbd>2</kbd></button>
    </div>`;
  }

  #how() {
    return html`<div class="how" role="group" aria-label="How much better?">
      <span class="quiet">How much better is ${this.choice.toUpperCase()}?</span>
      ${DEGREES.map(([degree, text], i) => html`<button type="button" class="btn" data-degree=${degree} aria-keyshortcuts=${i + 1} @click=${() => this.#answer(this.choice, degree)}>${text} <kbd>${i + 1}</kbd></button>`)}
      <button type="button" class="btn small ghost back" @click=${() => this.#choose(null)}>Back</button>
    </div>`;
  }

  async #choose(choice) {
    this.choice = choice;
    await this.updateComplete;
    this.renderRoot.querySelector(choice ? '[data-degree="clearly"]' : '[data-answer="a"]')?.focus();
  }

  #ask = async () => {
    pairs.ask();
    await this.updateComplete;
    this.#follow();
  };

  /** Whoever asked goes on by keyboard where the pair will be. */
  async #follow() {
    await new Promise(done => {
      const look = () => {
        if (pairs.state !== 'asking') {
          pairs.removeEventListener('change', look);
          done();
        }
      };
      pairs.addEventListener('change', look);
      look();
    });
    await this.updateComplete;
    const lost = document.activeElement === document.body || document.activeElement?.shadowRoot?.activeElement == null || this.matches(':focus-within');
    if (lost && this.isConnected) {
      this.renderRoot.querySelector('.tile, .start')?.focus();
    }
  }

  async #answer(choice, degree) {
    this.choice = null;
    const text = choice === 'none' ? 'No difference' : `${choice.toUpperCase()}, ${DEGREES.find(([id]) => id === degree)[1].toLowerCase()}`;
    if (await pairs.answer(choice, degree)) {
      toast(`Noted: ${text}. The next pair comes.`);
    }
    this.#follow();
  }

  /** While a pair is made its keys do nothing: a hand that answers in a row must neither scroll the page nor leave it. */
  #hush(event) {
    const path = event.composedPath();
    const isAtWork = pairs.state === 'asking' && !event.ctrlKey && !event.metaKey && !event.altKey;
    const isStray = path.includes(this) || !path[0].matches?.('a, button, input, select, textarea, summary, [role]');
    if (isAtWork && isStray && PAIR_KEYS.includes(event.key) && !(event.key === ' ' && path[0].matches?.('button'))) {
      event.preventDefault();
    }
  }

  #key(event) {
    if (pairs.state !== 'ready' || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const { key } = event;
    if (key === ' ') {
      pairs.swap();
    } else if (this.choice && (DEGREES[key - 1] || key === 'Escape')) {
      if (key === 'Escape') {
        this.#choose(null);
      } else {
        this.#answer(this.choice, DEGREES[key - 1][0]);
      }
    } else if (!this.choice && ['0', '1', '2'].includes(key)) {
      if (pairs.open) {
        (key === '0' ? () => this.#answer('none', null) : () => this.#choose(key === '1' ? 'a' : 'b'))();
      } else {
        toast(`Answers open once you have heard ${NEEDED_S}\u202fs of both.`);
      }
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}

customElements.define('attune-pair-card', PairCard);
