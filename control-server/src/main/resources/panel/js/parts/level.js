import { LitElement, css, html } from 'lit';
import { number } from '../core/format.js';
import { live } from '../core/live.js';
import { Watch, store } from '../core/store.js';
import { paintMeter } from '../paint/meter.js';
import { CanvasElement } from './canvas-element.js';
import { icon } from './icon.js';
import { base } from './styles.js';

const LOUD_MS = 60;
const PEAK_FALL_DB_PER_S = 24;
const RESTING_DB = 0.02;

/** The bars: what is shown follows what was measured with the ballistics of a meter. */
class LevelMeter extends CanvasElement {
  static properties = { after: { type: Boolean } };

  #shown = { momentary: -90, shortTerm: -90, peaks: [-90, -90] };
  #paintedAt = 0;

  constructor() {
    super();
    this.onFrame = () => this.dirty();
  }

  connectedCallback() {
    super.connectedCallback();
    this.setAttribute('aria-label', this.after ? 'Loudness and true peak after' : 'Loudness and true peak before');
    live.addEventListener('frame', this.onFrame);
  }

  disconnectedCallback() {
    live.removeEventListener('frame', this.onFrame);
    super.disconnectedCallback();
  }

  paint(g, width, height, now) {
    const key = this.after ? 'out' : 'in';
    const moving = this.#follow(live.frame?.[key], now);
    paintMeter(
      g, width, height,
      { ...this.#shown, holds: live.holds[key] },
      { after: this.after, target: store.engine?.macros.target ?? -16, ceiling: store.parameters?.values.limiter_ceiling ?? -1 },
    );
    return moving;
  }

  #follow(level, now) {
    const elapsedMs = Math.min(100, now - this.#paintedAt);
    this.#paintedAt = now;
    const shown = this.#shown;
    const measured = value => (value > -90 ? value : -90);
    let moving = false;
    const towards = (from, to, next) => {
      const done = Math.abs(to - next) < RESTING_DB;
      moving ||= !done;
      return done ? to : next;
    };
    const loud = (from, to) => towards(from, to, from + (to - from) * (1 - Math.exp(-elapsedMs / LOUD_MS)));
    const peak = (from, to) => towards(from, to, Math.max(to, from - (PEAK_FALL_DB_PER_S * elapsedMs) / 1000));
    shown.momentary = loud(shown.momentary, measured(level?.momentary));
    shown.shortTerm = loud(shown.shortTerm, measured(level?.shortTerm));
    shown.peaks = shown.peaks.map((from, channel) => peak(from, measured(level?.peaks[channel])));
    return moving;
  }
}

/** One side: its loudness large, the meter, and the figures under it. */
class Level extends LitElement {
  static properties = { after: { type: Boolean, reflect: true } };

  static styles = [
    base,
    css`
      :host { display: flex; flex-direction: column; min-height: 0; min-width: 0; padding: var(--s4) var(--s4) var(--s3); background: var(--bg-1); --hue: var(--before); }
      :host([after]) { --hue: var(--after); }
      header { display: flex; justify-content: space-between; align-items: center; min-height: 1.5rem; }
      h2 { display: flex; align-items: center; gap: .45rem; }
      h2::before { content: ""; width: .6rem; height: .6rem; border-radius: 2px; background: var(--hue); }
      .hear { display: flex; --icon: 1.15rem; }
      .hear.no { visibility: hidden; }
      .read { display: grid; line-height: 1.1; margin: var(--s1) 0 var(--s3); }
      .big { font-size: 2rem; font-weight: 500; letter-spacing: -.03em; color: var(--hue); white-space: nowrap; }
      .read .u { font-size: var(--t-s); margin-top: .15rem; }
      attune-level-meter { flex: 1; min-height: 6rem; }
      dl { margin-top: var(--s3); display: grid; gap: .15rem; font-size: var(--t-s); }
      dl div { display: flex; justify-content: space-between; gap: var(--s2); white-space: nowrap; }
      dt { color: var(--tx-2); }
      dd { font-weight: 600; }
      .over { color: var(--bad); }
      @media (min-height: 1050px) { .big { font-size: 2.25rem; } }
      @media (min-width: 1900px) { .big { font-size: 2.5rem; } }
      @media (max-width: 719px) {
        :host { display: grid; grid-template: "t b r" auto "m m m" 1.6rem / 6.4rem 1fr auto; padding: var(--s3) var(--s4) var(--s2); align-items: baseline; gap: .3rem var(--s2); }
        header { grid-area: t; justify-content: flex-start; gap: var(--s1); }
        .hear { --icon: 1rem; }
        .read { grid-area: b; display: flex; align-items: baseline; gap: var(--s2); margin: 0; white-space: nowrap; }
        .big { font-size: 1.75rem; }
        attune-level-meter { grid-area: m; height: 100%; min-height: 0; }
        dl { grid-area: r; margin: 0; }
        dl div:nth-child(n + 2) { display: none; }
      }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'macros', 'parameters');
    this.onFrame = () => this.#write();
  }

  connectedCallback() {
    super.connectedCallback();
    live.addEventListener('frame', this.onFrame);
  }

  disconnectedCallback() {
    live.removeEventListener('frame', this.onFrame);
    super.disconnectedCallback();
  }

  render() {
    const name = this.after ? 'After' : 'Before';
    return html`<header><h2>${name}</h2><span class="hear no" role="img" aria-label="You hear this">${icon('speaker')}</span></header>
      <div class="read"><span class="big" data-figure="shortTerm"></span><span class="u">LUFS, 3 s</span></div>
      <attune-level-meter ?after=${this.after}></attune-level-meter>
      <dl>
        <div><dt>True peak</dt><dd data-figure="peak"></dd></div>
        <div><dt>Integrated</dt><dd data-figure="integrated"></dd></div>
        <div><dt>Momentary</dt><dd data-figure="momentary"></dd></div>
        <div><dt>Range LU</dt><dd data-figure="range"></dd></div>
      </dl>`;
  }

  updated() {
    this.#write();
  }

  /** Straight into the text: the numbers of 20 frames a second need no templates. */
  #write() {
    const { frame } = live;
    const level = frame?.[this.after ? 'out' : 'in'];
    const peak = Math.max(...live.holds[this.after ? 'out' : 'in'].map(hold => (hold > -120 ? hold : -120)));
    const set = (name, text) => {
      const figure = this.renderRoot.querySelector(`[data-figure="${name}"]`);
      if (figure && figure.textContent !== text) {
        figure.textContent = text;
      }
      return figure;
    };
    set('shortTerm', number(level?.shortTerm));
    set('integrated', level && Number.isNaN(level.integrated) ? 'not yet' : number(level?.integrated));
    set('momentary', number(level?.momentary));
    set('range', frame?.rangeStable ? number(level.range) : 'at 60\u202fs');
    const ceiling = this.after ? (store.parameters?.values.limiter_ceiling ?? -1) : 0;
    set('peak', peak > -120 ? number(peak) : '\u2013')?.classList.toggle('over', peak > ceiling + 0.05);
    const heard = frame && !frame.delta && frame.bypass !== Boolean(this.after);
    this.renderRoot.querySelector('.hear')?.classList.toggle('no', !heard);
  }
}

customElements.define('attune-level-meter', LevelMeter);
customElements.define('attune-level', Level);
