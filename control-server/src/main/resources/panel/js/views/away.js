import { LitElement, css, html, nothing } from 'lit';
import { clock, day, fullName } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from '../parts/icon.js';
import { base, buttons } from '../parts/styles.js';
import { act, toast } from '../parts/toasts.js';

/** In place of Live: what happened, what still works, how to go on. */
class Away extends LitElement {
  static styles = [
    base,
    buttons,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 32rem) minmax(0, 24rem); gap: var(--s7); place-content: center; align-items: center; min-height: 100%; padding: var(--s5); }
      .what { display: grid; gap: var(--s4); justify-items: center; text-align: center; }
      .sign { width: 4.5rem; height: 4.5rem; display: grid; place-items: center; border-radius: 50%; background: var(--bg-2); color: var(--tx-2); --icon: 2rem; }
      .what p { color: var(--tx-2); max-width: 30rem; }
      .still { display: grid; gap: var(--s3); padding: var(--s5); background: var(--bg-1); border-radius: var(--r3); box-shadow: var(--shade); }
      .still ul { display: grid; gap: var(--s2); }
      .still li { display: flex; gap: var(--s2); }
      .still ul .ic { color: var(--ok); margin-top: .1rem; --icon: 1.1rem; }
      ol { list-style: decimal; padding-left: 1.2rem; display: grid; gap: var(--s1); }
      .still ol li { display: list-item; }
      code { font-family: var(--mono); font-size: .9em; background: var(--bg-3); padding: .1rem .4rem; border-radius: var(--r1); white-space: nowrap; }
      @media (max-width: 1179px) { :host { grid-template-columns: minmax(0, 32rem); gap: var(--s5); } }
      @media (max-width: 719px) { :host { display: block; padding: var(--s5) var(--s4); } .still { margin-top: var(--s5); padding: var(--s4); } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'server', 'engines');
  }

  render() {
    return store.server === 'refused' ? this.#refused() : this.#noEngine();
  }

  #noEngine() {
    const last = store.engine;
    return this.#page({
      sign: 'plug',
      title: 'The plugin is not running',
      text: 'No host has Attune loaded right now. Where a host waits for it, sound passes straight through.',
      button: html`<button type="button" class="btn" @click=${this.#look}>Check again</button>`,
      works: ['Presets can be read, renamed and deleted', 'Past changes and their proofs'],
      on: html`<li>Open your host and add “Attune” to a track.</li><li>Or type <code>./attune run</code> in a terminal.</li>`,
      last: last ? `Last seen: ${fullName(last)}, ${clock(last.since)} ${day(last.since).toLowerCase()}.` : null,
    });
  }

  #refused() {
    return this.#page({
      sign: 'lock',
      title: 'This link no longer opens the panel',
      text: store.refusal,
      works: ['Your sound goes on as it was', 'Everything that is saved stays saved'],
      on: html`<li>Type <code>./attune open</code> in a terminal: it opens a fresh link.</li>`,
    });
  }

  #page({ sign, title, text, button = nothing, works, on, last = null }) {
    return html`<div class="what">
        <span class="sign">${icon(sign)}</span>
        <h1 tabindex="-1">${title}</h1>
        <p>${text}</p>
        ${button}
      </div>
      <div class="still">
        <h3>What still works</h3>
        <ul>${works.map(one => html`<li>${icon('check')}${one}</li>`)}</ul>
        <h3>How to go on</h3>
        <ol>${on}</ol>
        ${last ? html`<p class="quiet">${last}</p>` : nothing}
      </div>`;
  }

  #look = () =>
    act(async () => {
      await store.lookAgain();
      if (!store.playing) {
        toast('Looked again: no plugin found.');
      }
    });
}

customElements.define('attune-away', Away);
