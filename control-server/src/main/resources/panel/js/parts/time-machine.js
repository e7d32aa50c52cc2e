import { LitElement, css, html, nothing } from 'lit';
import { oneLine } from '../core/changes.js';
import { THIN, clock, number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { NOW, machine, nameOf } from '../core/time-machine.js';
import { plays, returnTo, versions } from '../core/versions.js';
import { icon } from './icon.js';
import './pair-shape.js';
import { base, buttons, cards } from './styles.js';
import './tip.js';
import './version-difference.js';

const LOOK_MS = 200;
const OTHERS = [
  ['factory', 'Factory: the gentle set that a new plugin begins with'],
  ['dry', 'Dry: every stage at rest, only the limiter guards'],
];
const OTHER_NAMES = { [NOW]: '', ...Object.fromEntries(OTHERS) };
const ABOUT =
  'Your own last half minute, played through both versions by the same engine, at equal loudness. It plays in the browser, never through your host, and is forgotten when you leave or after five minutes.';

/** Hears the last half minute through a past version, beside the present one or another; goes back to it with one click. */
class TimeMachineCard extends LitElement {
  static styles = [
    base,
    buttons,
    cards,
    css`
      :host { display: block; }
      .pick { display: flex; gap: var(--s3); align-items: end; flex-wrap: wrap; }
      label { display: grid; gap: var(--s1); font-size: var(--t-s); color: var(--tx-2); flex: 1 1 12rem; min-width: 0; max-width: 26rem; }
      select { min-height: var(--hit); padding: 0 var(--s3); border: 0; border-radius: var(--r2); background: var(--bg-2); color: var(--tx-1); font: inherit; font-size: var(--t-m); box-shadow: inset 0 0 0 1px var(--line-2); width: 100%; min-width: 0; text-overflow: ellipsis; }
      select:focus-visible { box-shadow: inset 0 0 0 2px var(--focus); outline: none; }
      .stage { min-height: 11rem; margin-top: var(--s4); }
      .say { display: grid; place-content: center; justify-items: center; text-align: center; gap: var(--s2); color: var(--tx-2); }
      .say b { color: var(--tx-1); font-size: var(--t-xl); font-weight: 600; }
      .say p { max-width: 40rem; }
      .wait { width: 12rem; height: .3rem; border-radius: var(--round); background: var(--bg-3); overflow: hidden; }
      .wait i { display: block; width: 30%; height: 100%; border-radius: inherit; background: var(--after); animation: go 1.6s ease-in-out infinite alternate; }
      @keyframes go { from { margin-left: 0; } to { margin-left: 70%; } }
      @media (prefers-reduced-motion: reduce) { .wait i { animation: none; width: 100%; } }
      attune-pair-shape { height: 5.5rem; }
      .times { display: flex; justify-content: space-between; font-size: var(--t-s); color: var(--tx-3); margin: var(--s1) 0 var(--s3); }
      .sides { display: flex; gap: var(--s3); align-items: center; flex-wrap: wrap; }
      .side { display: inline-flex; gap: var(--s2); align-items: center; min-height: 3rem; padding: 0 var(--s4); border-radius: var(--r2); background: var(--bg-2); font-weight: 600; font-size: var(--t-m); --icon: 1.1rem; }
      .side:hover { background: var(--bg-3); }
      .side[aria-pressed="true"] { box-shadow: inset 0 0 0 2px var(--after); color: var(--after); background: var(--bg-1); }
      kbd { font: 600 var(--t-xs)/1.35rem var(--sans); border-radius: var(--r1); box-shadow: inset 0 0 0 1px var(--line-2); color: var(--tx-2); padding: 0 .3rem; }
      .back { margin-left: auto; }
      .level { margin-top: var(--s3); }
      @media (max-width: 719px) { .side, .back { flex: 1 1 9rem; margin: 0; justify-content: center; } kbd { display: none; } }
      @media (forced-colors: active) { .side { border: 1px solid ButtonBorder; } .side[aria-pressed="true"] { border: 3px solid Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.follow = () => this.requestUpdate();
    new Watch(this, 'engines', 'server', 'parameters');
  }

  connectedCallback() {
    super.connectedCallback();
    machine.addEventListener('change', this.follow);
    versions.addEventListener('change', this.follow);
    this.timer = setInterval(() => machine.player.playing && this.requestUpdate(), LOOK_MS);
  }

  disconnectedCallback() {
    machine.removeEventListener('change', this.follow);
    versions.removeEventListener('change', this.follow);
    clearInterval(this.timer);
    machine.leave();
    super.disconnectedCallback();
  }

  /** Hears a version beside what plays now. By a person's click or key. */
  async hear(version) {
    machine.compare(version, NOW);
    await this.updateComplete;
    this.scrollIntoView({ block: 'nearest' });
    this.#listen();
  }

  render() {
    const list = versions.list ?? [];
    const first = machine.first ?? list.find(version => !plays(version))?.id ?? list[0]?.id ?? NOW;
    const second = first === NOW && machine.second === NOW ? 'dry' : machine.second;
    return html`<section class="card" aria-labelledby="machine">
      <header class="chead"><h2 id="machine">Time machine</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      <div class="pick">
        <label>Hear<select name="first" @change=${({ target }) => machine.compare(chosen(target), machine.second)}><option value=${NOW} .selected=${first === NOW}>What plays now</option>${list.map(version => option(version, first))}</select></label>
        <label>beside<select name="second" @change=${({ target }) => machine.compare(first, chosen(target))}>
          ${first === NOW ? nothing : html`<option value=${NOW} .selected=${second === NOW}>What plays now</option>`}${OTHERS.map(([value, text]) => html`<option value=${value} .selected=${second === value}>${text}</option>`)}${list.map(version => option(version, second))}</select></label>
        <button type="button" class="btn primary listen" @click=${() => this.#listenTo(first, second)}>${icon('play')}Listen</button>
      </div>
      ${machine.state === 'ready' ? this.#sounds() : html`<div class="stage say" role="status">${this.#say(list)}</div>`}
    </section>`;
  }

  #say(list) {
    if (!store.playing || store.server !== 'here') {
      return html`<b>No plugin plays</b><p>Versions are heard on your own last half minute, so a host has to play through Attune. All versions are kept. Start playback, or type ./attune run in a terminal.</p>`;
    }
    if (machine.state === 'asking') {
      return html`<b>Going back</b><p>Your last half minute is played through both, in the background: your live sound goes first.</p><span class="wait" aria-hidden="true"><i></i></span>`;
    }
    if (machine.state === 'failed') {
      return html`<b>Nothing to hear this time</b><p>${machine.problem}</p>`;
    }
    return html`<p>Hear your last half minute through any version beside the present one, the factory’s or the dry sound, equally loud, and what differs in dB.${list.length ? '' : ' There is no version yet: the first change of the sound makes one.'}</p>`;
  }

  #sounds() {
    const { player, given } = machine;
    const sides = [given.first, given.second];
    const heard = sides[player.side];
    const version = (versions.list ?? []).find(({ id }) => id === heard.version);
    return html`<div class="stage">
      <attune-pair-shape .source=${machine} .side=${-1}></attune-pair-shape>
      <div class="times" aria-hidden="true"><span>${number(given.difference.seconds, 0)}${THIN}s ago</span><span>then</span></div>
      <div class="sides" role="group" aria-label="Which version is heard" @keydown=${this.#key}>
        ${sides.map((side, i) => html`<button type="button" class="side" data-side=${'ab'[i]} aria-pressed=${String(player.side === i && player.playing)} @click=${() => machine.choose(i)}>${icon(player.side === i && player.playing ? 'speaker' : 'play')}${nameOf(side)}${i === player.side ? nothing : html`<kbd>Space</kbd>`}</button>`)}
        <button type="button" class="btn ghost go" @click=${() => (player.playing ? machine.pause() : machine.play())}>${icon(player.playing ? 'pause' : 'play')}${player.playing ? 'Pause' : 'Go on'}</button>
        ${version ? html`<button type="button" class="btn back" ?disabled=${plays(version)} @click=${() => returnTo(version)}>${icon('undo')}Roll back to this</button>` : nothing}
      </div>
      <p class="quiet level">${levels(given)}</p>
    </div>
    <attune-version-difference .pair=${given}></attune-version-difference>`;
  }

  #key = event => {
    if (event.key === ' ') {
      machine.swap();
      event.preventDefault();
      event.stopPropagation();
    }
  };

  #listenTo(first, second) {
    machine.compare(first, second);
    this.#listen();
  }

  /** Whoever asked goes on by keyboard where the sounds will be. */
  async #listen() {
    await machine.listen();
    await this.updateComplete;
    const lost = document.activeElement === document.body || this.matches(':focus-within');
    if (lost && this.isConnected) {
      (this.renderRoot.querySelector('.side') ?? this.renderRoot.querySelector('.listen'))?.focus();
    }
  }
}

const chosen = ({ value }) => (value in OTHER_NAMES ? value : Number(value));

const option = (version, chosen) => html`<option value=${version.id} .selected=${version.id === chosen}>v${version.id}, ${clock(version.at)}: ${oneLine(version)}</option>`;

/** How loud both are, and how loud they would be. */
function levels({ first, second, difference: { firstLufs, secondLufs } }) {
  if (firstLufs === null || secondLufs === null) {
    return 'One of the two is silence, so they could not be matched in loudness.';
  }
  const apart = secondLufs - firstLufs;
  const said = Math.abs(apart) < 0.05 ? 'they are so by themselves' : `by itself ${nameOf(second).toLowerCase()} is ${number(Math.abs(apart))}${THIN}LU ${apart > 0 ? 'louder' : 'quieter'} than ${nameOf(first).toLowerCase()}`;
  return `Both play equally loud; ${said}.`;
}

customElements.define('attune-time-machine', TimeMachineCard);
