import { LitElement, css, html } from 'lit';
import { movesOf } from '../core/changes.js';
import { THIN, decibel, nominalHertz, number, signed } from '../core/format.js';
import { Watch, store } from '../core/store.js';
import { nameOf } from '../core/time-machine.js';
import { base } from './styles.js';
import './tone-chart.js';

/** How two versions differ on the same sound: a curve of bands, and what each stage is worth; all of it in tables, too. */
class VersionDifference extends LitElement {
  static properties = { pair: { attribute: false } };

  static styles = [
    base,
    css`
      :host { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr); gap: var(--s5); margin-top: var(--s4); border-top: 1px solid var(--line); padding-top: var(--s4); }
      h3 { margin-bottom: var(--s2); }
      table { width: 100%; border-collapse: collapse; font-size: var(--t-m); }
      th { font-weight: 500; color: var(--tx-2); font-size: var(--t-s); text-align: left; padding-bottom: .3rem; }
      tbody th { color: var(--tx-1); font-size: var(--t-m); font-weight: 600; vertical-align: top; }
      td, tbody th { border-top: 1px solid var(--line); padding: .4rem var(--s3) .4rem 0; }
      .fig { text-align: right; white-space: nowrap; vertical-align: top; }
      td:last-child, th:last-child { padding-right: 0; }
      .moves { color: var(--tx-2); font-size: var(--t-s); font-weight: 400; display: block; overflow-wrap: anywhere; }
      details { margin-top: var(--s3); font-size: var(--t-m); }
      summary { cursor: pointer; min-height: 1.75rem; color: var(--tx-2); }
      @media (max-width: 1179px) { :host { grid-template-columns: minmax(0, 1fr); gap: var(--s4); } }
    `,
  ];

  constructor() {
    super();
    this.pair = null;
    new Watch(this, 'table');
  }

  render() {
    const { first, second, difference } = this.pair;
    const names = `${nameOf(second)} against ${nameOf(first).toLowerCase()}`;
    const compared = difference.bands.filter(({ differenceDb }) => differenceDb !== null);
    return html`<div>
        <h3>${names}, by band</h3>
        ${compared.length
          ? html`<attune-tone-chart .hz=${difference.bands.map(({ hz }) => hz)} .after=${difference.bands.map(({ differenceDb }) => differenceDb)} label=${inWords(names, compared)}></attune-tone-chart>
            <p class="quiet">${inWords(names, compared)}</p>`
          : html`<p class="quiet">Nothing is loud enough to compare.</p>`}
        <details><summary>Figures of all bands</summary>${this.#bands(names, difference.bands)}</details>
      </div>
      <div>
        <h3>By stage</h3>
        ${difference.stages.length ? this.#stages(difference) : html`<p class="quiet">Both have the same settings.</p>`}
      </div>`;
  }

  #bands(names, bands) {
    return html`<table>
      <thead><tr><th scope="col">Band</th><th scope="col" class="fig">${nameOf(this.pair.first)}</th><th scope="col" class="fig">${nameOf(this.pair.second)}</th><th scope="col" class="fig">Difference</th></tr></thead>
      <tbody>${bands.map(({ nominalHz, firstDb, secondDb, differenceDb }) => html`<tr><th scope="row">${nominalHertz(nominalHz)}</th><td class="fig">${decibel(firstDb)}FS</td><td class="fig">${decibel(secondDb)}FS</td><td class="fig">${differenceDb === null ? 'too quiet' : decibel(differenceDb)}</td></tr>`)}</tbody>
    </table>`;
  }

  #stages({ stages, stageSeconds }) {
    const moves = movesOf({ before: this.pair.first.params, after: this.pair.second.params }, store.table);
    return html`<table>
      <thead><tr><th scope="col">Stage</th><th scope="col" class="fig">Loudness</th><th scope="col" class="fig">Tone</th><th scope="col" class="fig">Most</th></tr></thead>
      <tbody>${stages.map(
        ({ stage, loudnessLu, toneDb, mostDb, mostHz }) => html`<tr data-stage=${stage}><th scope="row">${stage}${moves.filter(move => move.stage === stage).map(({ label, from, to }) => html`<span class="moves">${label} ${from} → ${to}</span>`)}</th>
          <td class="fig">${signed(loudnessLu)}${THIN}LU</td><td class="fig">${number(toneDb)}${THIN}dB</td><td class="fig">${mostDb === null ? '\u2013' : html`${decibel(mostDb)}<span class="moves">at ${nominalHertz(mostHz)}</span>`}</td></tr>`,
      )}</tbody>
    </table>
    <p class="quiet">Measured: the second with this stage’s settings as in the first, against the second as it is, on the last ${number(stageSeconds, 0)}${THIN}s; the bands are of the last ${number(this.pair.difference.seconds, 0)}${THIN}s. Tone is the mean over all bands.</p>`;
  }
}

/** From where the second is lowest against the first to where it is highest. */
function inWords(names, bands) {
  const by = [...bands].sort((a, b) => a.differenceDb - b.differenceDb);
  const [least, most] = [by[0], by.at(-1)];
  if (Math.max(Math.abs(least.differenceDb), Math.abs(most.differenceDb)) < 0.1) {
    return `${names}: less than 0.1${THIN}dB in every band.`;
  }
  return `${names}: from ${decibel(least.differenceDb)} at ${nominalHertz(least.nominalHz)} to ${decibel(most.differenceDb)} at ${nominalHertz(most.nominalHz)}.`;
}

customElements.define('attune-version-difference', VersionDifference);
