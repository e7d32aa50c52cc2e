import { LitElement, css, html, nothing } from 'lit';
import { base, cards } from './styles.js';
import './tip.js';

const ABOUT =
  'Sound on time 40, headroom 20, learning 20, memory 10, storage 10. Each line says what it found; how points are lost stands in docs/api.md, Health.';

/** One number, and the five of which it is made. */
class ScoreCard extends LitElement {
  static properties = { report: { attribute: false } };

  static styles = [
    base,
    cards,
    css`
      :host { display: block; }
      .big { display: flex; align-items: center; gap: var(--s5); margin-bottom: var(--s4); }
      .big b { font-size: var(--t-4); font-weight: 300; letter-spacing: -.04em; line-height: 1; white-space: nowrap; }
      .big .u { font-size: var(--t-m); letter-spacing: 0; margin-left: .35rem; }
      .bar { flex: 1; display: flex; gap: .2rem; min-width: 0; }
      .bar i { height: .8rem; border-radius: var(--r1); background: linear-gradient(to right, var(--after) var(--share), var(--bg-3) var(--share)); flex: var(--of) 1 0; }
      table { width: 100%; border-collapse: collapse; font-size: var(--t-m); }
      th { text-align: left; font-weight: 500; white-space: nowrap; padding-right: var(--s4); }
      td { color: var(--tx-2); }
      tr > * { border-top: 1px solid var(--line); padding-top: .5rem; padding-bottom: .5rem; vertical-align: top; }
      .points { text-align: right; white-space: nowrap; padding-left: var(--s3); }
      .less .points { font-weight: 700; color: var(--tx-1); }
      @media (max-width: 459px) {
        .big { flex-direction: column; align-items: stretch; gap: var(--s3); }
        .bar { flex: none; }
        tr { display: grid; grid-template-columns: 1fr auto; border-top: 1px solid var(--line); padding: .5rem 0; }
        tr > * { border: 0; padding: 0; }
        .found { grid-column: 1 / 3; grid-row: 2; }
      }
      @media (forced-colors: active) { .bar i { forced-color-adjust: none; background: linear-gradient(to right, Highlight var(--share), CanvasText var(--share)); } }
    `,
  ];

  render() {
    const { report } = this;
    return html`<section class="card" aria-label="Score">
      <div class="chead"><h2>Score</h2><attune-tip text=${ABOUT}></attune-tip></div>
      <div class="big"><b data-figure="score">${report ? report.score : '\u2013'}<span class="u">of 100</span></b><div class="bar" aria-hidden="true">${(report?.parts ?? []).map(() => html`<i></i>`)}</div></div>
      ${report ? this.#parts(report.parts) : nothing}
    </section>`;
  }

  #parts(parts) {
    return html`<table><tbody>${parts.map(
      ({ id, name, detail, points, of }) => html`<tr class=${points < of ? 'less' : ''} data-part=${id}>
        <th scope="row">${name}</th><td class="found">${detail}</td><td class="points"><span aria-label="${points} of ${of} points">${points} / ${of}</span></td>
      </tr>`,
    )}</tbody></table>`;
  }

  updated() {
    const bars = this.renderRoot.querySelectorAll('.bar i');
    this.report?.parts.forEach(({ points, of }, i) => {
      bars[i].style.setProperty('--of', of);
      bars[i].style.setProperty('--share', `${(100 * points) / of}%`);
    });
  }
}

customElements.define('attune-score-card', ScoreCard);
