import { LitElement, css, html, nothing } from 'lit';
import { dismissAlert } from '../core/actions.js';
import { ago, clock, count } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { icon } from './icon.js';
import { base, buttons, cards } from './styles.js';
import './tip.js';

const WORDS = { fault: 'Does not work', warning: 'Needs a look', note: 'Good to know' };
const ABOUT = 'What should not be as it is, counted while it lasts and over by itself. Kept in memory for a day, until the server ends.';

/** What is wrong now, what mends it, and what was wrong in the last day. */
class AlertsCard extends LitElement {
  static styles = [
    base,
    buttons,
    cards,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr) auto; gap: .15rem var(--s3); align-items: start; padding: var(--s3) 0; border-top: 1px solid var(--line); font-size: var(--t-m); }
      li:first-child { border-top: 0; padding-top: 0; }
      .fault .ic { color: var(--bad); }
      .warning .ic { color: var(--gr); }
      .note .ic, .over .ic { color: var(--tx-3); }
      .seen p { color: var(--tx-2); }
      p { overflow-wrap: anywhere; }
      .what { font-weight: 600; }
      .help { color: var(--tx-2); margin-top: .2rem; }
      .help b { font-weight: 600; color: var(--tx-1); }
      .when { color: var(--tx-2); font-size: var(--t-s); margin-top: .2rem; }
      .ic { margin-top: .05rem; }
      details { border-top: 1px solid var(--line); margin-top: var(--s2); padding-top: var(--s2); }
      summary { cursor: pointer; font-size: var(--t-m); color: var(--tx-2); min-height: 1.75rem; align-content: center; }
      details li { padding: var(--s2) 0; color: var(--tx-2); }
      @media (max-width: 719px) { li { grid-template-columns: 1.25rem minmax(0, 1fr); } .btn, li > .quiet { grid-column: 2; justify-self: start; margin-top: var(--s2); } }
    `,
  ];

  constructor() {
    super();
    new Watch(this, 'alerts');
  }

  render() {
    const all = store.alerts ?? [];
    const now = all.filter(({ active }) => active);
    const over = all.filter(({ active }) => !active);
    return html`<section class="card" aria-label="Alerts">
      <div class="chead"><h2>Alerts</h2><attune-tip text=${ABOUT}></attune-tip></div>
      ${now.length ? html`<ul>${now.map(alert => this.#active(alert))}</ul>` : html`<p class="quiet">${store.alerts ? 'Nothing is wrong.' : 'Asked for.'}</p>`}
      ${over.length
        ? html`<details><summary>${count(over.length, 'alert')} of the last day, over</summary><ul>${over.map(alert => this.#over(alert))}</ul></details>`
        : nothing}
    </section>`;
  }

  #active(alert) {
    const { id, level, sentence, remedy, since, last, dismissed } = alert;
    return html`<li class="${level} ${dismissed ? 'seen' : ''}" data-kind=${alert.kind}>
      ${icon(level === 'note' ? 'back' : 'warn')}
      <div>
        <p class="what"><span class="gone">${WORDS[level]}: </span>${sentence}</p>
        ${remedy ? html`<p class="help"><b>What helps:</b> ${remedy}.</p>` : nothing}
        <p class="when">since ${clock(since)}, last ${ago(last)}${alert.count > 1 ? `, ${alert.count} times` : ''}</p>
      </div>
      ${dismissed ? html`<span class="quiet">Seen</span>` : html`<button type="button" class="btn small ghost" aria-label="Dismiss: ${sentence}" @click=${() => dismissAlert(id)}>Dismiss</button>`}
    </li>`;
  }

  #over({ sentence, since, last, count: times, kind }) {
    return html`<li class="over" data-kind=${kind}>${icon('check')}<div><p>${sentence}</p><p class="when">${clock(since)} to ${clock(last)}${times > 1 ? `, ${times} times` : ''}</p></div></li>`;
  }
}

customElements.define('attune-alerts-card', AlertsCard);
