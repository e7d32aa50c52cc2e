import { svg, html, nothing } from 'lit';
import { movesOf, wordsOf } from '../core/changes.js';
import { toneCurve } from '../core/curve.js';
import { store } from '../core/store.js';

const WIDTH = 132;
const HEIGHT = 44;
const LEAST_DB = 4;

/** A small picture of what a change does to the tone; where it does nothing to it, its largest move in words. */
export function miniCurve(change) {
  const rate = store.engine?.sampleRateHz;
  const before = toneCurve(change.before, rate);
  const difference = toneCurve(change.after, rate).map((level, i) => level - before[i]);
  if (difference.some(level => Math.abs(level) >= 0.1)) {
    return tone(difference);
  }
  const { stage } = wordsOf(change);
  const moves = movesOf(change, store.table);
  const move = moves.find(one => one.stage === stage) ?? moves[0];
  return move ? html`<span class="mini words">${move.label}<b>${move.from} → ${move.to}</b></span>` : nothing;
}

function tone(difference) {
  const range = Math.max(LEAST_DB, ...difference.map(Math.abs)) * 1.2;
  const x = i => ((i / (difference.length - 1)) * WIDTH).toFixed(1);
  const y = level => (HEIGHT / 2 - (level / range) * (HEIGHT / 2)).toFixed(1);
  const line = difference.map((level, i) => `${i ? 'L' : 'M'}${x(i)} ${y(level)}`).join('');
  return html`<svg class="mini" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="Curve of the change">
    ${svg`<path class="fill" d="${line}L${WIDTH} ${HEIGHT / 2}L0 ${HEIGHT / 2}Z"></path>
      <line class="zero" x1="0" y1=${HEIGHT / 2} x2=${WIDTH} y2=${HEIGHT / 2}></line>
      <path class="line" d=${line}></path>`}
  </svg>`;
}
