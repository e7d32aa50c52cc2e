import { LitElement, css, html, nothing } from 'lit';
import { rate } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from '../parts/icon.js';
import { base } from '../parts/styles.js';
import { act } from '../parts/toasts.js';

/** Which plugin instance is shown; a menu of all there are, and the way to see them at once. */
class EngineMenu extends LitElement {
  static styles = [
    base,
    css`
      :host { min-width: 0; }
      .engine { display: flex; align-items: center; gap: var(--s2); height: 2.25rem; max-width: 100%; padding: 0 var(--s3); border-radius: var(--r2); background: var(--bg-2); white-space: nowrap; --icon: 1rem; }
      button.engine:hover { background: var(--bg-3); }
      .engine { min-width: 9rem; }
      .engine b, .item b { font-weight: 600; overflow: hidden; text-overflow: ellipsis; }
      .engine span, .item span { color: var(--tx-2); font-size: var(--t-m); }
      [popover] { margin: 0; position: fixed; border: 0; padding: var(--s1); min-width: 14rem; background: var(--bg-2); color: var(--tx-1); border-radius: var(--r2); box-shadow: var(--shade); }
      .item { display: flex; justify-content: space-between; gap: var(--s4); align-items: baseline; width: 100%; min-height: var(--hit); padding: var(--s2) var(--s3); border-radius: var(--r2); text-align: left; }
      a.item { text-decoration: none; border-top: 1px solid var(--line); border-radius: 0; }
      .item:hover { background: var(--bg-3); }
      .item[aria-checked="true"] { background: var(--bg-3); }
      @media (max-width: 899px) { .engine { min-width: 0; } .engine span { display: none; } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'engines', 'server');
  }

  render() {
    const { engine } = store;
    const others = [...store.engines.values()].filter(({ connected }) => connected);
    const name = html`<b>${store.playing ? engine.name : store.server === 'connecting' ? '' : 'No plugin'}</b>${store.playing ? html`<span>${rate(engine)}</span>` : nothing}`;
    if (!others.length) {
      return html`<div class="engine">${name}</div>`;
    }
    return html`<button type="button" class="engine" popovertarget="list" aria-haspopup="menu">${name}${icon('chevron')}</button>
      <div id="list" popover role="menu" @toggle=${this.#place} @keydown=${this.#key}>
        ${others.map(
          one => html`<button type="button" class="item" role="menuitemradio" aria-checked=${String(one.id === store.engineId)} @click=${() => this.#pick(one)}><b>${one.name}</b><span>${rate(one)}</span></button>`,
        )}
        <a class="item all" role="menuitem" href="#engines" @click=${() => this.renderRoot.querySelector('#list').hidePopover()}><b>All at a glance</b><span>levels, names</span></a>
      </div>`;
  }

  #place({ newState }) {
    if (newState === 'open') {
      const at = this.getBoundingClientRect();
      const list = this.renderRoot.querySelector('#list');
      list.style.setProperty('left', `${at.left}px`);
      list.style.setProperty('top', `${at.bottom + 4}px`);
      list.querySelector('[aria-checked="true"], .item').focus();
    }
  }

  #key(event) {
    const items = [...this.renderRoot.querySelectorAll('.item')];
    const at = items.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length).focus();
    }
  }

  #pick(engine) {
    this.renderRoot.querySelector('#list').hidePopover();
    act(() => store.choose(engine.id));
  }
}

customElements.define('attune-engine-menu', EngineMenu);
