// How long blocks took: eight bars to the octave, percentiles as lines, and the deadline.

import { alpha, palette } from '../core/theme.js';

const LABELLED_US = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
/** Where the first bar begins, by its end: eighths of an octave in even steps. */
const FIRST_BAR = 0.9;
const LEAST_OCTAVES = 3;

const label = us => (us < 1000 ? `${us}\u202fµs` : `${us / 1000}\u202fms`);

/** Shortest and longest time shown: all bars and the deadline, at least three octaves. */
export function rangeOf({ times, deadlineUs }) {
  const low = Math.min(times[0].toUs * 0.85, deadlineUs || Infinity);
  const high = Math.max(times.at(-1).toUs * 1.1, deadlineUs * 1.4);
  return [Math.min(low, high / 2 ** LEAST_OCTAVES), high];
}

/** @param engine as in HealthReport.Engine; has at least one bucket */
export function paintBlockTimes(g, width, height, engine) {
  const { times, deadlineUs } = engine;
  const { rem } = palette;
  const font = rem * 0.6875;
  const [top, bottom] = [font * 3.4, height - font * 1.8];
  const [low, high] = rangeOf(engine);
  const x = us => (Math.log(us / low) / Math.log(high / low)) * width;
  const most = Math.log1p(Math.max(...times.map(({ blocks }) => blocks)));

  g.font = `${font}px ${palette.sans}`;
  g.textBaseline = 'alphabetic';
  g.textAlign = 'center';
  let end = -Infinity;
  for (const us of LABELLED_US) {
    const at = x(us);
    const half = g.measureText(label(us)).width / 2;
    if (at - half >= 0 && at + half <= width && at - half > end + font) {
      g.fillStyle = palette.line;
      g.fillRect(Math.round(at), top, 1, bottom - top);
      g.fillStyle = palette['tx-3'];
      g.fillText(label(us), at, height - font * 0.3);
      end = at + half;
    }
  }
  if (deadlineUs > 0) {
    g.fillStyle = alpha(palette.bad, 0.1);
    g.fillRect(x(deadlineUs), top, width - x(deadlineUs), bottom - top);
  }
  let fromUs = times[0].toUs * FIRST_BAR;
  for (const { toUs, blocks } of times) {
    const [left, right] = [x(fromUs), x(toUs)];
    fromUs = toUs;
    if (blocks > 0) {
      const bar = Math.max(1.5, (right - left) * 0.8);
      const tall = Math.max(2, (Math.log1p(blocks) / most) * (bottom - top));
      g.fillStyle = deadlineUs > 0 && toUs > deadlineUs ? palette.bad : palette.after;
      g.fillRect(right - bar, bottom - tall, bar, tall);
    }
  }
  lines(g, width, x, [top, bottom], font, engine);
}

/** Percentiles, named where their names fit, and the deadline in the row above. */
function lines(g, width, x, [top, bottom], font, { p50Us, p95Us, p99Us, p999Us, maxUs, deadlineUs }) {
  let end = -Infinity;
  for (const [name, us] of [['p50', p50Us], ['p95', p95Us], ['p99', p99Us], ['p99.9', p999Us], ['max', maxUs]]) {
    const at = Math.max(0, Math.min(width - 1, x(us)));
    const half = g.measureText(name).width / 2;
    g.fillStyle = palette['line-2'];
    g.fillRect(Math.round(at), top - font * 0.6, 1, bottom - top + font * 0.6);
    const middle = Math.max(half, Math.min(width - half, at));
    if (middle - half > end + font * 0.4) {
      g.fillStyle = palette['tx-2'];
      g.textAlign = 'center';
      g.fillText(name, middle, top - font * 0.9);
      end = middle + half;
    }
  }
  if (deadlineUs > 0) {
    const text = `deadline ${label(Number((deadlineUs).toPrecision(3)))}`;
    const wide = g.measureText(text).width;
    const at = x(deadlineUs);
    g.fillStyle = palette.bad;
    g.fillRect(Math.round(at), font * 0.4, 2, bottom - font * 0.4);
    g.textAlign = 'left';
    const right = at + font * 0.6;
    g.fillText(text, right + wide > width ? at - wide - font * 0.6 : right, font * 1.2);
  }
}
