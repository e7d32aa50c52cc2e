// Slowest block and p99 of each second, with the deadline; a tick below where blocks were late.

import { alpha, palette } from '../core/theme.js';

/**
 * @param {{at: number, roundTripP99Us: number, roundTripMaxUs: number, lateBlocks: number}[]} seconds oldest first
 * @param {{from: number, to: number, deadlineUs: number}} span milliseconds
 */
export function paintBlockHistory(g, width, height, seconds, { from, to, deadlineUs }) {
  const font = palette.rem * 0.6875;
  const bottom = height - font * 0.8;
  const largest = seconds.reduce((most, { roundTripMaxUs }) => Math.max(most, roundTripMaxUs), 0);
  const top = Math.max(deadlineUs * 1.15, largest) || 1;
  const x = at => ((at - from) / (to - from)) * width;
  const y = us => bottom - (us / top) * (bottom - 2);

  g.fillStyle = alpha(palette['line-2'], 0.25);
  for (let quarter = 1; quarter < 4; quarter++) {
    g.fillRect(Math.round((width * quarter) / 4), 0, 1, bottom);
  }
  g.fillRect(0, Math.round(bottom), width, 1);
  curve(g, seconds, x, ({ roundTripMaxUs }) => y(roundTripMaxUs), palette.before, 1);
  curve(g, seconds, x, ({ roundTripP99Us }) => y(roundTripP99Us), palette.after, 1.75);
  if (deadlineUs > 0) {
    g.strokeStyle = palette.bad;
    g.setLineDash([5, 4]);
    g.lineWidth = 1.25;
    g.beginPath();
    g.moveTo(0, y(deadlineUs));
    g.lineTo(width, y(deadlineUs));
    g.stroke();
    g.setLineDash([]);
  }
  g.fillStyle = palette.bad;
  for (const { at, lateBlocks } of seconds) {
    if (lateBlocks > 0) {
      g.fillRect(x(at) - 1, bottom + 2, 2, height - bottom - 2);
    }
  }
}

/** A gap where nothing was played for three seconds. */
function curve(g, seconds, x, y, colour, wide) {
  g.strokeStyle = colour;
  g.lineWidth = wide;
  g.beginPath();
  let last = -Infinity;
  for (const second of seconds) {
    if (second.at - last > 3000) {
      g.moveTo(x(second.at), y(second));
    } else {
      g.lineTo(x(second.at), y(second));
    }
    last = second.at;
  }
  g.stroke();
}
