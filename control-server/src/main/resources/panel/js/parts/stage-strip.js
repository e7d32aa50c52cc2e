import { LitElement, css, html, nothing } from 'lit';
import { signed } from '../core/format.js';
import { isLocked } from '../core/limits.js';
import { live } from '../core/live.js';
import { wordOf } from '../core/param-text.js';
import { isIdle } from '../core/stages.js';
import { icon } from './icon.js';
import { base } from './styles.js';

const LOOK_MS = 250;

/** The stages in their order: what each does now, whether learning may touch it. Fires "pick" and "lock" with the stage. */
class StageStrip extends LitElement {
  static properties = { chain: { attribute: false }, values: { attribute: false }, bounds: { attribute: false }, chosen: {}, disabled: { type: Boolean } };

  static styles = [
    base,
    css`
      :host { display: block; }
      ol { display: flex; position: relative; gap: .35rem; align-items: stretch; overflow-x: auto; padding: 3px; margin: -3px; scrollbar-width: thin; scrollbar-color: var(--bg-3) transparent; }
      .end { align-self: center; font-size: var(--t-s); color: var(--tx-2); padding: 0 .25rem; flex: none; }
      .stage { position: relative; flex: 1 0 5.75rem; min-width: 0; }
      .pick { display: grid; align-content: end; justify-items: center; width: 100%; height: 5.25rem; padding: .5rem .25rem .6rem; border-radius: var(--r3); background: var(--bg-1); box-shadow: var(--shade); border-bottom: 3px solid transparent; transition: background var(--fast); }
      .pick:hover { background: var(--bg-2); }
      .pick[aria-current="true"] { background: var(--bg-3); border-bottom-color: var(--after); }
      .name { font-weight: 600; }
      .does { font-size: var(--t-s); color: var(--tx-2); white-space: nowrap; min-height: 1.45em; }
      .off .name { color: var(--tx-3); font-weight: 500; }
      .lock { position: absolute; right: .3rem; top: .3rem; width: 1.75rem; height: 1.75rem; display: grid; place-items: center; border-radius: var(--r2); color: var(--tx-3); --icon: .95rem; }
      .lock:hover:not(:disabled) { background: var(--bg-3); color: var(--tx-1); }
      .lock[aria-pressed="true"] { color: var(--learn); }
      @media (max-width: 719px) { ol { margin: 0 calc(-1 * var(--s4)); padding: 3px var(--s4); } }
      @media (forced-colors: active) { .pick { border: 1px solid ButtonBorder; } .pick[aria-current="true"] { outline: 2px solid Highlight; } .lock[aria-pressed="true"] { color: Highlight; } }
    `,
  ];

  connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.#write(), LOOK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    super.disconnectedCallback();
  }

  render() {
    return html`<ol class="scrolls" aria-label="Stages, as sound passes them" @keydown=${this.#key}>
      <li class="end">In</li>
      ${this.chain.map(stage => this.#tile(stage))}
      <li class="end">Out</li>
    </ol>`;
  }

  #tile(stage) {
    const chosen = stage.name === this.chosen;
    const free = stage.params.filter(({ learnable }) => learnable);
    const locked = free.length > 0 && free.every(({ id }) => isLocked(id));
    const off = this.#isBypassed(stage) || isIdle(stage, this.values);
    return html`<li class="stage ${off ? 'off' : ''}">
      <button type="button" class="pick" data-stage=${stage.name} aria-current=${String(chosen)} tabindex=${chosen ? 0 : -1} @click=${() => this.#pick(stage)}><span class="name">${stage.short}</span><span class="does" data-does=${stage.name}></span></button>
      ${free.length
        ? html`<button type="button" class="lock" aria-pressed=${String(locked)} aria-label="Lock ${stage.name}" title=${locked ? 'Learning leaves it alone' : 'Learning may move it'} ?disabled=${this.disabled} @click=${() => this.dispatchEvent(new CustomEvent('lock', { detail: { stage, params: free, locked: !locked } }))}>${icon(locked ? 'lock' : 'unlock')}</button>`
        : nothing}
    </li>`;
  }

  #isBypassed({ bypass }) {
    return Boolean(bypass && this.values[bypass.id]);
  }

  /** In a few figures: the gain it gives now, else where it is set. */
  #does(stage) {
    if (this.#isBypassed(stage)) {
      return 'off';
    }
    const acting = stage.params.filter(({ neutral }) => neutral !== undefined);
    if (isIdle(stage, this.values)) {
      return 'at rest';
    }
    const gains = stage.bands.map(({ parts }) => parts.frequency && parts.gain).filter(Boolean);
    if (gains.length) {
      const used = gains.filter(({ id }) => this.values[id] !== 0).length;
      return used === 1 ? '1 band' : `${used} bands`;
    }
    const gain = live.stale ? NaN : live.frame?.stageGainsDb[stage.gain];
    if (acting.length && Number.isFinite(gain)) {
      return `${signed(gain)}\u202fdB`;
    }
    const [first] = acting.length ? acting : stage.knobs;
    return first ? wordOf(first, this.values[first.id]) : '';
  }

  updated(changed) {
    this.#write();
    if (changed.has('chosen')) {
      const list = this.renderRoot.querySelector('ol');
      const tile = this.renderRoot.querySelector('[aria-current="true"]').parentElement;
      list.scrollLeft = tile.offsetLeft - (list.clientWidth - tile.offsetWidth) / 2;
    }
  }

  /** Past the template: it moves four times a second. */
  #write() {
    for (const box of this.renderRoot.querySelectorAll('.does')) {
      const stage = this.chain.find(({ name }) => name === box.dataset.does);
      const text = stage && this.#does(stage);
      if (text !== undefined && box.textContent !== text) {
        box.textContent = text;
      }
    }
  }

  #pick(stage) {
    this.dispatchEvent(new CustomEvent('pick', { detail: stage }));
  }

  #key(event) {
    const at = this.chain.findIndex(({ name }) => name === event.target.dataset.stage);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.chain.length - 1 }[event.key];
    if (at < 0 || to === undefined) {
      return;
    }
    event.preventDefault();
    const stage = this.chain[Math.min(this.chain.length - 1, Math.max(0, to))];
    this.renderRoot.querySelector(`[data-stage="${stage.name}"]`).focus({ preventScroll: true });
    this.#pick(stage);
  }
}

customElements.define('attune-stage-strip', StageStrip);
