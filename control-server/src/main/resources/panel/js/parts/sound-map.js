import { LitElement, css, html, nothing } from 'lit';
import { api } from '../core/api.js';
import { signed } from '../core/format.js';
import { wordOf } from '../core/param-text.js';
import { Watch, store } from '../core/store.js';
import './segmented.js';
import { base, buttons } from './styles.js';

/** Steps from the middle to an edge. */
const REACH = 1.5;
/** Of a dragged point and of an arrow; Shift makes a tenth of it. */
const GRAIN = 0.1;
const ASK_MS = 120;
/** A word this far from the point is no help. */
const NEAR = 0.45;

/** What an axis is called, and where it leads: to less and to more. */
const AXES = {
  body: ['body', 'thinner', 'fuller'],
  brightness: ['brightness', 'darker', 'brighter'],
  presence: ['presence', 'further', 'clearer'],
  dynamics: ['evenness', 'livelier', 'more even'],
  size: ['width', 'narrower', 'wider'],
  denoise: ['noise reduction', 'more noise', 'less noise'],
};
const PLANES = [
  { id: 'tone', name: 'Tone', x: 'body', y: 'brightness' },
  { id: 'voice', name: 'Voice', x: 'presence', y: 'dynamics' },
  { id: 'room', name: 'Room', x: 'size', y: 'denoise' },
];
const NOWHERE = {};
const BESIDE_DOT_PX = 6;
/** The point lies on the dot of the word that is chosen. */
const BESIDE_POINT_PX = 17;

/**
 * The words where their steps along two axes put them, and a point that goes there: by dragging, by arrows, or to a word. What a step
 * would move is told before it is gone. Fires "say" with {word} or {steps}.
 */
class SoundMap extends LitElement {
  static properties = { words: { attribute: false }, plane: { state: true }, word: { state: true }, steps: { state: true }, told: { state: true } };

  static styles = [
    base,
    buttons,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1.35fr) minmax(0, 1fr); gap: var(--s4); align-items: start; }
      .left { display: grid; gap: var(--s2); min-width: 0; }
      .map { position: relative; height: 19rem; border-radius: var(--r2); background: var(--plot); overflow: hidden; touch-action: none; cursor: crosshair; }
      .line { position: absolute; background: var(--line); }
      .across { left: 0; right: 0; top: 50%; height: 1px; }
      .up { top: 0; bottom: 0; left: 50%; width: 1px; }
      .end { position: absolute; font-size: var(--t-s); color: var(--tx-3); pointer-events: none; }
      .end.w { left: var(--s2); top: calc(50% + .2rem); }
      .end.e { right: var(--s2); top: calc(50% + .2rem); }
      .end.n { left: calc(50% + .4rem); top: .3rem; }
      .end.s { left: calc(50% + .4rem); bottom: .3rem; }
      .dot { position: absolute; width: .5rem; height: .5rem; margin: -.25rem 0 0 -.25rem; border-radius: 50%; background: var(--learn); pointer-events: none; }
      .name { position: absolute; min-height: 1.5rem; padding: 0 .35rem; font-size: var(--t-m); line-height: 1.5rem; white-space: nowrap; color: var(--tx-2); border-radius: var(--r1); }
      .name:hover { color: var(--tx-1); background: var(--bg-2); }
      .name.chosen { color: var(--tx-1); font-weight: 600; }
      .point { position: absolute; width: 1.75rem; height: 1.75rem; margin: -.875rem 0 0 -.875rem; border-radius: 50%; background: var(--after-2); box-shadow: inset 0 0 0 2px var(--after); cursor: grab; z-index: 1; touch-action: none; }
      .point::after { content: ''; position: absolute; inset: .6rem; border-radius: 50%; background: var(--after); }
      .point:active { cursor: grabbing; }
      .point:focus-visible { border-radius: 50%; }
      .tells { display: grid; gap: var(--s2); align-content: start; min-width: 0; }
      .where { font-weight: 600; min-height: 2.9em; }
      .moves { font-size: var(--t-m); min-height: 9.5em; }
      .moves div { display: flex; justify-content: space-between; gap: var(--s3); padding: .25rem 0; border-top: 1px solid var(--line); }
      .moves dt { color: var(--tx-2); min-width: 0; overflow-wrap: anywhere; }
      .moves dd { white-space: nowrap; text-align: right; }
      @media (max-width: 899px) { :host { grid-template-columns: minmax(0, 1fr); } .where, .moves { min-height: 0; } }
      @media (forced-colors: active) { .map { border: 1px solid CanvasText; } .line, .dot { background: CanvasText; forced-color-adjust: none; } .point { border: 3px solid Highlight; } }
    `,
  ];

  #dragging = false;
  #timer = 0;
  /** Number of the newest question: an answer to an older one is no news. */
  #asked = 0;

  constructor() {
    super();
    this.words = [];
    this.plane = PLANES[0];
    /** The word whose step it is; null: one's own. */
    this.word = null;
    /** By axis, from what plays now. */
    this.steps = NOWHERE;
    /** What that would move; null while it is asked. */
    this.told = null;
    new Watch(this, 'parameters', 'engines', 'server', 'bounds');
    this.onSound = () => this.#ask();
  }

  connectedCallback() {
    super.connectedCallback();
    ['parameters', 'bounds'].forEach(topic => store.addEventListener(topic, this.onSound));
    this.sizes = new ResizeObserver(([{ target }]) => this.#label(target));
    if (this.hasUpdated) {
      this.sizes.observe(this.renderRoot.querySelector('.map'));
    }
  }

  firstUpdated() {
    this.sizes.observe(this.renderRoot.querySelector('.map'));
  }

  disconnectedCallback() {
    this.sizes.disconnect();
    clearTimeout(this.#timer);
    ['parameters', 'bounds'].forEach(topic => store.removeEventListener(topic, this.onSound));
    super.disconnectedCallback();
  }

  /** Back to what plays. */
  reset() {
    this.#go(NOWHERE);
  }

  render() {
    const { x, y } = this.plane;
    const away = !store.playing || store.server !== 'here';
    const moved = Object.keys(this.steps).length > 0;
    return html`<div class="left">
        <attune-segmented label="Axes of the map" .items=${PLANES.map(({ id, name }) => [id, name])} .value=${this.plane.id} @pick=${({ detail }) => this.#show(detail)}></attune-segmented>
        <div class="map" @pointerdown=${this.#down} @pointermove=${this.#drag} @pointerup=${this.#up} @pointercancel=${this.#up}>
          <i class="line across"></i><i class="line up"></i>
          <span class="end w" aria-hidden="true">${AXES[x][1]}</span><span class="end e" aria-hidden="true">${AXES[x][2]}</span>
          <span class="end n" aria-hidden="true">${AXES[y][2]}</span><span class="end s" aria-hidden="true">${AXES[y][1]}</span>
          ${this.#placed.map(one => html`<i class="dot" data-dot=${one.word}></i><button type="button" class="name ${one.word === this.word ? 'chosen' : ''}" data-word=${one.word} tabindex="-1" aria-label="To ${one.word}" aria-pressed=${String(one.word === this.word)} @click=${() => this.#to(one)}>${one.word}</button>`)}
          <div class="point" role="slider" tabindex="0" aria-label="Point on the map: arrows move, Enter goes there, Delete brings it back" aria-roledescription="point in two directions" aria-disabled=${String(away)}
            aria-valuemin=${-REACH} aria-valuemax=${REACH} aria-valuenow=${this.steps[x] ?? 0} aria-valuetext="${this.#where()}. ${this.#says()}" @keydown=${this.#key}></div>
        </div>
      </div>
      <div class="tells">
        <p class="where" data-part="where">${this.#where()}</p>
        ${this.#moves(moved)}
        <div class="row">
          <button type="button" class="btn small primary" data-do="go" ?disabled=${away || !moved || !this.#would} @click=${this.#say}>Go there</button>
          <button type="button" class="btn small" data-do="back" ?disabled=${!moved} @click=${() => this.#back()}>To the middle</button>
        </div>
      </div>`;
  }

  updated() {
    const map = this.renderRoot.querySelector('.map');
    const put = (part, left, top) => {
      part.style.setProperty('left', `${left}%`);
      part.style.setProperty('top', `${top}%`);
    };
    const { x, y } = this.plane;
    put(map.querySelector('.point'), ...shares(this.steps[x] ?? 0, this.steps[y] ?? 0));
    this.#placed.forEach(({ word, at }) => put(map.querySelector(`[data-dot="${word}"]`), ...at));
    this.#label(map);
  }

  /** Names beside their dots, each where it hides no dot and no other name. */
  #label(map) {
    const { clientWidth: width, clientHeight: height } = map;
    if (!width) {
      return;
    }
    const taken = this.#placed.map(({ at: [left, top] }) => box((left / 100) * width - 4, (top / 100) * height - 4, 8, 8));
    for (const end of map.querySelectorAll('.end')) {
      taken.push(box(end.offsetLeft, end.offsetTop, end.offsetWidth, end.offsetHeight));
    }
    for (const { word, at } of this.#placed) {
      const name = map.querySelector(`[data-word="${word}"]`);
      const [w, h] = [name.offsetWidth, name.offsetHeight];
      const gap = word === this.word ? BESIDE_POINT_PX : BESIDE_DOT_PX;
      const [cx, cy] = [(at[0] / 100) * width, (at[1] / 100) * height];
      const places = [
        [cx + gap, cy - h / 2],
        [cx - gap - w, cy - h / 2],
        [cx - w / 2, cy - gap - h],
        [cx - w / 2, cy + gap],
        [cx + gap, cy - gap - h],
        [cx + gap, cy + gap],
        [cx - gap - w, cy - gap - h],
        [cx - gap - w, cy + gap],
      ].map(([left, top]) => box(Math.max(0, Math.min(width - w, left)), Math.max(0, Math.min(height - h, top)), w, h));
      const own = box(cx - 4, cy - 4, 8, 8);
      const cost = place => taken.reduce((sum, other) => sum + overlap(place, other), 0) + overlap(place, own);
      const best = places.reduce((least, place) => (cost(place) < cost(least) - 1e-6 ? place : least));
      taken.push(best);
      name.style.setProperty('left', `${best.left}px`);
      name.style.setProperty('top', `${best.top}px`);
    }
  }

  /** Words that go somewhere on this plane, with their place in percent. */
  get #placed() {
    const { x, y } = this.plane;
    return this.words.filter(({ steps }) => steps[x] || steps[y]).map(({ word, steps }) => ({ word, steps, at: shares(steps[x] ?? 0, steps[y] ?? 0) }));
  }

  /** Whether there is anything to move. */
  get #would() {
    return this.told !== null && Object.keys(this.told.after).length > 0;
  }

  #where() {
    const steps = Object.keys(AXES).filter(axis => this.steps[axis]).map(axis => [axis, this.steps[axis]]);
    if (!steps.length) {
      return 'As it plays now';
    }
    const text = steps.map(([axis, size]) => `${AXES[axis][0]} ${signed(size, 2)}`).join(', ');
    const near = this.word ?? this.#nearest()?.word;
    return `${text.charAt(0).toUpperCase()}${text.slice(1)} ${steps.length > 1 || Math.abs(steps[0][1]) !== 1 ? 'steps' : 'step'}${near ? `: ${this.word ? near : `near “${near}”`}` : ''}`;
  }

  /** The word whose whole step is nearest. */
  #nearest() {
    const far = ({ steps }) => Math.hypot(...Object.keys(AXES).map(axis => (steps[axis] ?? 0) - (this.steps[axis] ?? 0)));
    const best = this.words.reduce((least, one) => (!least || far(one) < far(least) ? one : least), null);
    return best && far(best) < NEAR ? best : null;
  }

  #moves(moved) {
    if (!moved) {
      return html`<p class="quiet moves">Drag the point, use the arrows, or pick a word. What it would change is told here before anything is heard.</p>`;
    }
    if (this.told && !this.#would) {
      return html`<p class="quiet moves">${this.told.sentence}</p>`;
    }
    return html`<dl class="moves" aria-label="What it would change">${Object.entries(this.told?.after ?? {}).map(([id, after]) => this.#change(id, after))}</dl>`;
  }

  #change(id, after) {
    const param = store.param(id);
    return param
      ? html`<div><dt>${param.stage === param.label ? '' : `${param.stage}: `}${param.label}</dt><dd>${wordOf(param, this.told.before[id])} → ${wordOf(param, after)}</dd></div>`
      : nothing;
  }

  #says() {
    return Object.keys(this.steps).length ? (this.told?.sentence ?? '') : '';
  }

  #show(id) {
    this.plane = PLANES.find(plane => plane.id === id);
    this.#go(NOWHERE);
  }

  #to({ word, steps }) {
    this.#go(steps, word);
    this.renderRoot.querySelector('.point').focus();
  }

  #back() {
    this.#go(NOWHERE);
    this.renderRoot.querySelector('.point').focus();
  }

  /** @param {number} left of the middle to the edge, −1 to 1 @param {number} up the same */
  #place(left, up, grain) {
    const { x, y } = this.plane;
    const round = size => Math.max(-REACH, Math.min(REACH, Math.round(size / grain) * grain));
    const all = { [x]: Number(round(left).toFixed(2)), [y]: Number(round(up).toFixed(2)) };
    this.#go(Object.fromEntries(Object.entries(all).filter(([, size]) => size !== 0)));
  }

  #go(steps, word = null) {
    this.steps = steps;
    this.word = word;
    this.told = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), ASK_MS);
  }

  async #ask() {
    const number = ++this.#asked;
    if (!Object.keys(this.steps).length || !store.playing || store.server !== 'here') {
      this.told = null;
      return;
    }
    const told = await api.wouldSay(store.engineId, this.#wish()).catch(({ message }) => ({ sentence: message, before: {}, after: {} }));
    if (number === this.#asked) {
      this.told = told;
    }
  }

  #wish() {
    return this.word ? { word: this.word } : { steps: this.steps };
  }

  #say = () => this.dispatchEvent(new CustomEvent('say', { detail: this.#wish() }));

  #down = event => {
    if (event.button || event.target.closest('.name')) {
      return;
    }
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#dragging = true;
    this.renderRoot.querySelector('.point').focus({ preventScroll: true });
    this.#drag(event);
  };

  #drag = event => {
    if (this.#dragging) {
      const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
      this.#place(((event.clientX - left) / width - 0.5) * 2 * REACH, (0.5 - (event.clientY - top) / height) * 2 * REACH, event.shiftKey ? GRAIN / 10 : GRAIN);
    }
  };

  #up = () => {
    this.#dragging = false;
  };

  #key = event => {
    const grain = event.shiftKey ? GRAIN / 10 : GRAIN;
    const { x, y } = this.plane;
    const [right, up] = { ArrowRight: [grain, 0], ArrowLeft: [-grain, 0], ArrowUp: [0, grain], ArrowDown: [0, -grain] }[event.key] ?? [0, 0];
    if (right || up) {
      this.#place((this.steps[x] ?? 0) + right, (this.steps[y] ?? 0) + up, GRAIN / 10);
    } else if (event.key === 'Enter' && this.#would) {
      this.#say();
    } else if (['Delete', 'Backspace', 'Home', 'Escape'].includes(event.key)) {
      this.#go(NOWHERE);
    } else if (event.key !== 'Enter') {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Steps as percent of the map, from its left and from its top. */
const shares = (x, y) => [50 + (x / REACH) * 50, 50 - (y / REACH) * 50];

const box = (left, top, width, height) => ({ left, top, right: left + width, bottom: top + height });

function overlap(a, b) {
  return Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) * Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));
}

customElements.define('attune-sound-map', SoundMap);
