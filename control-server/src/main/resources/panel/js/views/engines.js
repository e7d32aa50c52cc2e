import { LitElement, css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { count, isNamed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import '../parts/engine-tile.js';
import { base, page } from '../parts/styles.js';
import { act, toast } from '../parts/toasts.js';

const LOOK_MS = 500;

/** Every plugin instance at a glance: levels, late blocks, what learning may do; one is picked, each can be named. */
class EnginesView extends LitElement {
  static styles = [
    base,
    page,
    css`
      .wall { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 21rem), 1fr)); gap: var(--s4); }
      .none { color: var(--tx-2); padding: var(--s6) 0; max-width: 40rem; }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'engines', 'server');
    this.onLevels = () => this.#levels();
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('levels', this.onLevels);
    store.watchLevels(true);
    this.timer = setInterval(() => this.#tiles().forEach(tile => tile.look()), LOOK_MS);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    store.watchLevels(false);
    store.removeEventListener('levels', this.onLevels);
    super.disconnectedCallback();
  }

  #tiles() {
    return [...this.renderRoot.querySelectorAll('attune-engine-tile')];
  }

  #levels() {
    const levels = new Map(store.levels.map(level => [level.engineId, level]));
    this.#tiles().forEach(tile => levels.has(tile.engine.id) && tile.take(levels.get(tile.engine.id)));
  }

  render() {
    const all = [...store.engines.values()];
    const here = all.filter(({ connected }) => connected);
    const gone = all.length - here.length;
    return html`<div class="page">
      <header class="vhead">
        <div><h1 tabindex="-1">Engines</h1><p>${here.length ? `${count(here.length, 'engine plays', 'engines play')}${gone ? `, ${count(gone, 'was', 'were')} here before` : ''}. Names stay with the host and its instance.` : ''}</p></div>
      </header>
      ${here.length
        ? html`<div class="wall" role="list" aria-label="Engines" @keydown=${this.#key}>
            ${repeat(here, ({ id }) => id, one => html`<attune-engine-tile role="listitem" data-engine=${one.id} .engine=${one} ?shown=${one.id === store.engineId} @pick=${() => this.#pick(one)} @rename=${({ detail }) => this.#rename(one, detail)}></attune-engine-tile>`)}
          </div>`
        : store.server === 'here'
          ? html`<p class="none">No plugin plays. Sound in your host goes on as it is. Add Attune to a track, or type ./attune run; it shows up here within a second.</p>`
          : nothing}
    </div>`;
  }

  #pick(engine) {
    act(async () => {
      await store.choose(engine.id);
      location.hash = 'live';
    });
  }

  #rename(engine, name) {
    if (name === engine.name) {
      return;
    }
    const before = isNamed(engine) ? engine.name : '';
    act(async () => {
      const renamed = await store.rename(engine.id, name);
      toast(`“${engine.name}” is now “${renamed.name}”.`, { label: 'Undo', run: () => store.rename(engine.id, before) });
    });
  }

  #key = event => {
    const tiles = this.#tiles();
    const at = tiles.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: tiles.length - 1 }[event.key];
    if (event.key === 'F2' && at >= 0) {
      tiles[at].rename();
    } else if (to !== undefined && tiles[to]) {
      event.preventDefault();
      tiles[to].focus();
    }
  };
}

customElements.define('attune-engines', EnginesView);
