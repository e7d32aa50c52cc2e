import { LitElement, css, html, nothing } from 'lit';
import { MODES } from '../core/actions.js';
import { count, durationText, isNamed, number, rate } from '../core/format.js';
import { levelShare } from '../paint/scale.js';
import { icon } from './icon.js';
import { base, buttons, tags } from './styles.js';

const STALE_MS = 1500;
/** So long a late block is news. */
const LATE_NEWS_MS = 60_000;

/** One plugin instance at a glance: name, levels, whether it is in time, what learning may do. Its name can be typed. */
class EngineTile extends LitElement {
  static properties = { engine: {}, shown: { type: Boolean }, naming: { state: true }, stale: { state: true }, lateNow: { state: true } };

  static styles = [
    base,
    buttons,
    tags,
    css`
      :host { display: grid; align-content: start; gap: var(--s2); background: var(--bg-1); border-radius: var(--r3); padding: var(--s3) var(--s4); box-shadow: var(--shade); min-width: 0; }
      :host([shown]) { box-shadow: inset 0 0 0 2px var(--after), var(--shade); }
      .head { display: flex; align-items: center; gap: var(--s2); min-height: var(--hit); }
      .pick { flex: 1; min-width: 0; min-height: var(--hit); text-align: left; display: grid; align-content: center; }
      .pick b { font-size: var(--t-l); font-weight: 600; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .pick:hover b { text-decoration: underline; text-underline-offset: .2em; }
      .pick span { color: var(--tx-2); font-size: var(--t-s); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      form { flex: 1; display: flex; gap: var(--s2); min-width: 0; flex-wrap: wrap; }
      input { flex: 1 1 7rem; min-width: 0; min-height: var(--hit); padding: 0 var(--s3); border: 0; border-radius: var(--r2); background: var(--bg-2); box-shadow: inset 0 0 0 1px var(--line-2); }
      input:focus { box-shadow: inset 0 0 0 2px var(--focus); }
      .levels { display: grid; grid-template-columns: auto minmax(0, 1fr) 6.4rem; gap: var(--s1) var(--s3); align-items: center; font-size: var(--t-m); }
      .levels span { color: var(--tx-2); }
      .levels b { font-weight: 400; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      .bar { height: .6rem; border-radius: var(--r1); background: var(--bg-3); overflow: hidden; }
      .bar i { display: block; height: 100%; background: var(--before); transform: scaleX(var(--share, 0)); transform-origin: left; }
      .bar.after i { background: var(--after); }
      .stale { opacity: .45; }
      .foot { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s2); align-items: center; font-size: var(--t-m); min-height: 1.6rem; }
      .foot .times { color: var(--tx-2); font-variant-numeric: tabular-nums; margin-right: auto; }
      @media (forced-colors: active) { .bar { border: 1px solid CanvasText; } .bar i { forced-color-adjust: none; background: Highlight; } :host([shown]) { outline: 2px solid Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.naming = false;
    this.stale = true;
    this.lateNow = false;
    this.lateBlocks = null;
    this.lateAt = -Infinity;
    this.at = -Infinity;
  }

  /** The newest level, told ten times a second: straight to what shows it. */
  take(level) {
    const now = performance.now();
    this.at = now;
    if (this.lateBlocks !== null && level.lateBlocks > this.lateBlocks) {
      this.lateAt = now;
    }
    this.lateBlocks = level.lateBlocks;
    this.look();
    if (this.hasUpdated) {
      this.#show('in', level.inputLufs);
      this.#show('out', level.outputLufs);
      this.renderRoot.querySelector('.times').textContent = timesOf(level);
    }
  }

  /** Whether what is shown is still so. */
  look() {
    const now = performance.now();
    this.stale = now - this.at > STALE_MS;
    this.lateNow = now - this.lateAt < LATE_NEWS_MS;
  }

  #show(side, lufs) {
    this.renderRoot.querySelector(`.${side} i`).style.setProperty('--share', 1 - levelShare(lufs ?? NaN));
    this.renderRoot.querySelector(`[data-side="${side}"]`).textContent = levelText(lufs);
  }

  focus() {
    this.renderRoot.querySelector('.pick')?.focus();
  }

  render() {
    return html`<div class="head">${this.naming ? this.#form() : this.#name()}</div>
      <div class="levels ${this.stale ? 'stale' : ''}">
        <span>In</span><div class="bar in" aria-hidden="true"><i></i></div><b data-side="in">silent</b>
        <span>Out</span><div class="bar out after" aria-hidden="true"><i></i></div><b data-side="out">silent</b>
      </div>
      <div class="foot">
        <span class="times"></span>
        ${this.#tags().map(([look, text]) => html`<span class="tag ${look}">${text}</span>`)}
      </div>`;
  }

  #name() {
    const { engine } = this;
    return html`<button type="button" class="pick" aria-current=${this.shown ? 'true' : nothing} aria-keyshortcuts="F2" @click=${() => this.#tell('pick')}><b>${engine.name}</b><span>${isNamed(engine) ? `${engine.hostName}, ` : ''}${rate(engine)}</span></button>
      <button type="button" class="iconbtn" aria-label="Rename ${engine.name}" @click=${this.rename}>${icon('pen')}</button>`;
  }

  #form() {
    return html`<form @submit=${this.#submit} @keydown=${this.#key}>
      <input name="name" aria-label="Name of this instance" placeholder=${this.engine.hostName} maxlength="40" autocomplete="off" .value=${this.engine.name} />
      <button type="submit" class="btn primary small">Rename</button>
      <button type="button" class="btn small" @click=${this.#stop}>Cancel</button>
    </form>`;
  }

  rename = async () => {
    this.naming = true;
    await this.updateComplete;
    const field = this.renderRoot.querySelector('input');
    field.focus();
    field.select();
  };

  #stop = async () => {
    this.naming = false;
    await this.updateComplete;
    this.focus();
  };

  #key = event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      event.preventDefault();
      this.#stop();
    }
  };

  #submit = event => {
    event.preventDefault();
    this.#tell('rename', new FormData(event.target).get('name').trim());
    this.#stop();
  };

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** What is wrong first, then what learning may do. */
  #tags() {
    const { engine } = this;
    const mode = MODES.find(([value]) => value === engine.mode)?.[1] ?? engine.mode;
    return [
      this.stale && ['bad', 'no sound told'],
      this.lateNow && ['bad', 'late now'],
      engine.lacksRealTime && ['bad', 'no real time'],
      engine.macros.bypass && ['', 'bypassed'],
      engine.onAir && ['', 'on air'],
      engine.frozen && ['', 'frozen'],
      [engine.mode === 'off' ? 'mute' : 'learn', `learning: ${mode.toLowerCase()}`],
    ].filter(Boolean);
  }
}

const levelText = lufs => (lufs == null ? 'silent' : `${number(lufs)}\u202fLUFS`);

const timesOf = ({ lateBlocks, roundTripP99Us }) => `${count(lateBlocks, 'late block')}, p99 ${durationText(roundTripP99Us)}`;

customElements.define('attune-engine-tile', EngineTile);
