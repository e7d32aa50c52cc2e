import { LitElement, css, html, nothing, svg } from 'lit';
import { number } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { classWord, shownTaste } from './known-card.js';
import { base, cards } from './styles.js';
import './tip.js';

const [W, H] = [320, 220];
const EDGE = { left: 4, right: 4, top: 6, bottom: 4 };
const SETTLED_MS = 600;
const ABOUT =
  'What was tried lately on sound like this and passed the judge’s test. Right: less noise. Up: more of the voice untouched. Violet: what a wish can pick; drag or use the arrows, and the weights follow.';

/** The front of compromises between little noise and an untouched voice; picking a point sets the weights. */
class FrontCard extends LitElement {
  static properties = { wish: { attribute: false }, at: { state: true } };

  static styles = [
    base,
    cards,
    css`
      :host { display: block; }
      .card { height: 100%; }
      svg { display: block; width: 100%; max-height: 22rem; touch-action: none; border-radius: var(--r2); }
      svg[role="slider"] { cursor: grab; }
      .axis { stroke: var(--line-2); stroke-width: 1; fill: none; }
      .way { font-size: var(--t-s); color: var(--tx-3); }
      .end { text-align: right; }
      .other { fill: var(--tx-3); opacity: .55; }
      .line { stroke: var(--learn); stroke-width: 2; fill: none; opacity: .7; }
      .best { fill: var(--learn); }
      .now { fill: var(--after); stroke: var(--bg-1); stroke-width: 2; }
      .halo { fill: var(--after-2); opacity: .6; }
      .says { min-height: 1.45em; margin-top: var(--s2); }
      @media (forced-colors: active) { .best, .line { fill: CanvasText; stroke: CanvasText; } .line { fill: none; } .now { fill: Highlight; } }
    `,
  ];

  constructor() {
    super();
    this.wish = null;
    this.at = null;
    this.timer = 0;
    new Watch(this, 'front', 'heard', 'taste', 'server');
  }

  /** Points of the class that is heard, else of the one that most is known about, else of any. */
  get #points() {
    const all = store.front ?? [];
    const wanted = [store.heard?.contentClass, shownTaste()?.contentClass, all[0]?.contentClass];
    const shown = wanted.find(name => all.some(({ contentClass }) => contentClass === name));
    return all.filter(({ contentClass }) => contentClass === shown);
  }

  /** Those that a wish picks, from little noise taken to much. */
  get #best() {
    return this.#points.filter(({ wish }) => wish).sort((a, b) => a.values.clarity - b.values.clarity);
  }

  render() {
    const best = this.#best;
    return html`<section class="card" aria-labelledby="front">
      <header class="chead"><h2 id="front">Clean or natural</h2><attune-tip .text=${ABOUT}></attune-tip></header>
      ${best.length > 1 ? this.#chart(best) : html`<p class="quiet">Nothing to choose between yet. Points come with Attune’s decisions, as soon as two changes that pass the judge’s test differ in what they cost.</p>`}
    </section>`;
  }

  #chart(best) {
    const points = this.#points;
    const place = scale(points);
    const now = this.#now(best);
    const chosen = best[now];
    const says = chosen ? words(chosen) : 'No point is picked: no wish.';
    return html`<div class="way" aria-hidden="true">more natural ↑</div>
      <svg viewBox="0 0 ${W} ${H}" role="slider" tabindex="0" aria-label="Clean or natural" aria-valuemin="1" aria-valuemax=${best.length} aria-valuenow=${now + 1 || 1} aria-valuetext=${says}
        @keydown=${event => this.#key(event, best)} @pointerdown=${event => this.#drag(event, best, place)} @pointermove=${event => this.#drag(event, best, place)} @pointerup=${event => this.#drop(event, best)}>
        <path class="axis" d="M${EDGE.left} ${EDGE.top}V${H - EDGE.bottom}H${W - EDGE.right}"></path>
        ${points.filter(({ wish }) => !wish).map(point => svg`<circle class="other" cx=${place.x(point)} cy=${place.y(point)} r="3"></circle>`)}
        <polyline class="line" points=${best.map(point => `${place.x(point)},${place.y(point)}`).join(' ')}></polyline>
        ${best.map(point => svg`<circle class="best" cx=${place.x(point)} cy=${place.y(point)} r="4.5"></circle>`)}
        ${chosen ? svg`<circle class="halo" cx=${place.x(chosen)} cy=${place.y(chosen)} r="13"></circle><circle class="now" cx=${place.x(chosen)} cy=${place.y(chosen)} r="8"></circle>` : nothing}
      </svg>
      <div class="way end" aria-hidden="true">cleaner →</div>
      <p class="quiet says">${says} Tried on ${classWord(best[0].contentClass)}.</p>`;
  }

  /** Index of the point that is picked; −1 for none. */
  #now(best) {
    return this.at ?? best.findIndex(({ wish }) => alike(wish, this.wish));
  }

  #key(event, best) {
    const now = this.#now(best);
    const to = { ArrowRight: now + 1, ArrowUp: now - 1, ArrowLeft: now - 1, ArrowDown: now + 1, Home: 0, End: best.length - 1 }[event.key];
    if (to === undefined) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.at = Math.max(0, Math.min(best.length - 1, to));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#pick(best), SETTLED_MS);
  }

  #drag(event, best, place) {
    if (event.type === 'pointerdown') {
      event.currentTarget.setPointerCapture(event.pointerId);
      this.dragging = true;
    }
    if (!this.dragging) {
      return;
    }
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * W;
    const y = ((event.clientY - box.top) / box.height) * H;
    const far = point => Math.hypot(place.x(point) - x, place.y(point) - y);
    this.at = best.reduce((nearest, point, i) => (far(point) < far(best[nearest]) ? i : nearest), 0);
  }

  #drop(event, best) {
    if (this.dragging) {
      this.dragging = false;
      this.#pick(best);
    }
  }

  #pick(best) {
    const point = best[this.at];
    this.at = null;
    if (point && !alike(point.wish, this.wish)) {
      this.dispatchEvent(new CustomEvent('pick', { detail: { wish: point.wish, text: `${words(point)} Counts from the next decision on.` } }));
    }
  }
}

const words = ({ values }) => `Clarity ${number(values.clarity, 2)}, fidelity ${number(values.fidelity, 2)}.`;

function alike(a, b) {
  return Boolean(a && b) && a.method === b.method && ['clarity', 'fidelity'].every(id => Math.abs((a.weights[id] ?? 1) - (b.weights[id] ?? 1)) < 1e-6);
}

/** Where points lie, with room around them. */
function scale(points) {
  const range = id => {
    const values = points.map(point => point.values[id]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const room = Math.max(0.02, (high - low) * 0.12);
    return [low - room, high + room];
  };
  const [x0, x1] = range('clarity');
  const [y0, y1] = range('fidelity');
  return {
    x: ({ values }) => EDGE.left + ((values.clarity - x0) / (x1 - x0)) * (W - EDGE.left - EDGE.right),
    y: ({ values }) => H - EDGE.bottom - ((values.fidelity - y0) / (y1 - y0)) * (H - EDGE.top - EDGE.bottom),
  };
}

customElements.define('attune-front-card', FrontCard);
