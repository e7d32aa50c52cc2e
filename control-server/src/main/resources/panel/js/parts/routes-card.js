import { LitElement, css, html } from 'lit';
import { THIN, count, number } from '../core/format.js';
import { base, cards } from './styles.js';
import './tip.js';

const SHOWN = 6;
const ABOUT = 'How long the control server took to answer, since it started, slowest first. Slow is over 100\u202fms; the goal is a p99 under 10\u202fms.';

/** The slowest requests. */
class RoutesCard extends LitElement {
  static properties = { report: { attribute: false } };

  static styles = [
    base,
    cards,
    css`
      :host { display: block; }
      table { width: 100%; border-collapse: collapse; font-size: var(--t-m); }
      th { font-weight: 500; text-align: right; color: var(--tx-2); font-size: var(--t-s); padding-bottom: .4rem; white-space: nowrap; }
      th:first-child, td:first-child { text-align: left; overflow-wrap: anywhere; }
      tbody th { color: var(--tx-1); font-size: var(--t-m); white-space: normal; }
      td { text-align: right; white-space: nowrap; }
      tbody tr > * { border-top: 1px solid var(--line); padding: .45rem 0 .45rem var(--s3); }
      tbody tr > :first-child { padding-left: 0; }
      .some { color: var(--bad); font-weight: 600; }
    `,
  ];

  render() {
    const routes = this.report?.routes ?? [];
    const slow = routes.reduce((sum, route) => sum + route.slow, 0);
    return html`<section class="card" aria-label="Requests">
      <div class="chead"><h2>Slowest requests</h2><span class="row"><span class="quiet">${slow ? count(slow, 'slow one') : 'none slow'}</span><attune-tip text=${ABOUT}></attune-tip></span></div>
      <table>
        <thead><tr><th scope="col">Request</th><th scope="col">Count</th><th scope="col">p50</th><th scope="col">p99</th><th scope="col">Slow</th></tr></thead>
        <tbody>${routes.slice(0, SHOWN).map(
          ({ route, count: times, p50Ms, p99Ms, slow: slower }) => html`<tr><th scope="row">${route}</th><td>${times}</td><td>${ms(p50Ms)}</td><td>${ms(p99Ms)}</td><td class=${slower ? 'some' : ''}>${slower}</td></tr>`,
        )}</tbody>
      </table>
    </section>`;
  }
}

const ms = value => html`${number(value, value < 10 ? 1 : 0)}<span class="u">${THIN}ms</span>`;

customElements.define('attune-routes-card', RoutesCard);
