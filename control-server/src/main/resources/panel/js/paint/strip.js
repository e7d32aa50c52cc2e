// Gain of one stage over the last minute: reduction hangs from the top in amber, gain grows from the middle in mint.

import { alpha, palette } from '../core/theme.js';

/**
 * @param {(step: number) => number} gainDb oldest step first
 * @param {number} steps
 * @param {{bothWays: boolean, rangeDb: number}} look
 */
export function paintStrip(g, width, height, gainDb, steps, { bothWays, rangeDb }) {
  const middle = bothWays ? height / 2 : 0;
  const span = bothWays ? height / 2 : height;
  const y = db => Math.max(0, Math.min(height, middle - (db / rangeDb) * span));
  const x = step => (step / (steps - 1)) * width;
  g.fillStyle = alpha(palette['line-2'], 0.25);
  for (let tenth = 1; tenth < 6; tenth++) {
    g.fillRect(Math.round((width * tenth) / 6), 0, 1, height);
  }
  if (bothWays) {
    g.fillRect(0, Math.round(middle), width, 1);
  }
  const hue = bothWays ? palette.after : palette.gr;
  const line = new Path2D();
  for (let step = 0; step < steps; step++) {
    const at = Math.max(0.75, Math.min(height - 0.75, y(gainDb(step))));
    if (step) {
      line.lineTo(x(step), at);
    } else {
      line.moveTo(0, at);
    }
  }
  const area = new Path2D(line);
  area.lineTo(width, middle);
  area.lineTo(0, middle);
  area.closePath();
  g.fillStyle = alpha(hue, 0.5);
  g.fill(area);
  g.strokeStyle = hue;
  g.lineWidth = 1.25;
  g.stroke(line);
}
