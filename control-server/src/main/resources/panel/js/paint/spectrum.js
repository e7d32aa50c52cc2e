// Spectrum: 20 Hz to 20 kHz, before filled and thin, after bright; what is heard is the thick one.

import { bandHz } from '../core/frame.js';
import { hertz, number } from '../core/format.js';
import { alpha, palette } from '../core/theme.js';
import { frequencyShare, shareFrequency } from './scale.js';

const TOP_DB = -18;
const BOTTOM_DB = -90;
const SMALL_PX = 520;
const LABELLED_HZ = [50, 100, 200, 500, 1000, 2000, 5000, 10_000];
const DECADES_HZ = [100, 1000, 10_000];
const GRID_HZ = [30, 40, 50, 60, 80, 100, 200, 300, 400, 500, 600, 800, 1000, 2000, 3000, 4000, 5000, 6000, 8000, 10_000];

/**
 * @param {{before: ArrayLike<number>, after: ArrayLike<number>, target: ?ArrayLike<number>}} bands dB; target NaN where it
 *     says nothing, null where there is none
 * @param {{showBefore: boolean, showAfter: boolean, toleranceDb: number, bypass: boolean,
 *     flags: {hz: number, text: string}[], cursor: ?{x: number, y: number}}} look
 */
export function paintSpectrum(g, width, height, bands, look) {
  const { rem } = palette;
  const small = width < SMALL_PX;
  const box = {
    small,
    left: small ? 0 : rem * 2.1,
    top: small ? rem * 0.4 : rem * 2.1,
    right: width,
    bottom: height - rem * 1.5,
    height,
  };
  box.x = hz => box.left + frequencyShare(hz) * (box.right - box.left);
  box.y = db => box.top + ((TOP_DB - db) / (TOP_DB - BOTTOM_DB)) * (box.bottom - box.top);
  g.lineJoin = 'round';
  grid(g, box);
  curves(g, box, bands, look);
  if (look.showAfter && !small) {
    flags(g, box, bands.after, look.flags);
  }
  if (look.cursor) {
    readout(g, box, bands, look.cursor);
  }
}

function grid(g, box) {
  const { rem } = palette;
  g.font = `400 ${rem * 0.6875}px ${palette.sans}`;
  g.textBaseline = 'middle';
  g.textAlign = 'right';
  for (let db = -24; db > BOTTOM_DB; db -= box.small ? 24 : 12) {
    g.fillStyle = alpha(palette['line-2'], 0.16);
    g.fillRect(box.left, Math.round(box.y(db)), box.right - box.left, 1);
    if (!box.small) {
      g.fillStyle = palette['tx-3'];
      g.fillText(number(db, 0), box.left - rem * 0.5, box.y(db));
    }
  }
  g.textAlign = 'center';
  for (const hz of GRID_HZ) {
    g.fillStyle = alpha(palette['line-2'], DECADES_HZ.includes(hz) ? 0.3 : 0.1);
    g.fillRect(Math.round(box.x(hz)), box.top, 1, box.bottom - box.top);
    if ((box.small ? DECADES_HZ : LABELLED_HZ).includes(hz)) {
      g.fillStyle = palette['tx-3'];
      g.fillText(hertz(hz).replace('.0', ''), box.x(hz), box.height - rem * 0.63);
    }
  }
}

function curves(g, box, { before, after, target }, look) {
  const { rem, light } = palette;
  const fill = light ? 0.16 : 0.22;
  const thick = (2.25 * rem) / 16;
  const thin = (1.25 * rem) / 16;
  g.save();
  g.beginPath();
  g.rect(box.left, box.top - 2, box.right - box.left, box.bottom - box.top + 2);
  g.clip();
  if (target) {
    goal(g, box, target, look.toleranceDb);
  }
  if (look.showBefore) {
    const path = trace(box, before);
    area(g, box, path, alpha(palette.before, fill * 0.75));
    stroke(g, path, alpha(palette.before, look.bypass ? 1 : 0.8), look.bypass ? thick : thin);
  }
  if (look.showAfter) {
    const path = trace(box, after);
    const shade = g.createLinearGradient(0, box.top, 0, box.bottom);
    shade.addColorStop(0, alpha(palette.after, look.bypass ? 0.04 : fill * 1.5));
    shade.addColorStop(1, alpha(palette.after, 0.01));
    area(g, box, path, shade);
    stroke(g, path, alpha(palette.after, look.bypass ? 0.5 : 1), look.bypass ? thin : thick);
  }
  g.restore();
}

/** The target, dashed, in the band that sound may keep to. */
function goal(g, box, target, toleranceDb) {
  const { rem } = palette;
  const bands = Array.from(target, (_, i) => i).filter(i => Number.isFinite(target[i]));
  const line = (path, offsetDb, order) =>
    order.forEach(i => path.lineTo(box.x(bandHz(i)), box.y(target[i] + offsetDb)));
  const around = new Path2D();
  line(around, toleranceDb, bands);
  line(around, -toleranceDb, bands.toReversed());
  around.closePath();
  g.fillStyle = alpha(palette.target, 0.09);
  g.fill(around);
  const middle = new Path2D();
  line(middle, 0, bands);
  g.setLineDash([rem * 0.32, rem * 0.28]);
  stroke(g, middle, alpha(palette.target, 0.95), (1.5 * rem) / 16);
  g.setLineDash([]);
}

/** A smooth line through the middles between bands. */
function trace(box, bands) {
  const path = new Path2D();
  const at = i => [box.x(bandHz(i)), Math.min(box.height + 20, box.y(Number.isFinite(bands[i]) ? bands[i] : -120))];
  path.moveTo(...at(0));
  for (let i = 1; i < bands.length - 1; i++) {
    const [x, y] = at(i);
    const [nextX, nextY] = at(i + 1);
    path.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  path.lineTo(...at(bands.length - 1));
  return path;
}

/** Level of {@link trace}'s line, which is a quadratic B-spline over the bands, between two of them. */
function drawnLevel(bands, position) {
  const i = Math.min(bands.length - 2, Math.max(1, Math.round(position)));
  const u = position - i + 0.5;
  return (bands[i - 1] * (1 - u) ** 2 + bands[i] * (1 + 2 * u - 2 * u * u) + bands[i + 1] * u * u) / 2;
}

function area(g, box, path, fill) {
  const closed = new Path2D(path);
  closed.lineTo(box.right, box.height + 20);
  closed.lineTo(box.left, box.height + 20);
  closed.closePath();
  g.fillStyle = fill;
  g.fill(closed);
}

function stroke(g, path, colour, width) {
  g.strokeStyle = colour;
  g.lineWidth = width;
  g.stroke(path);
}

function flags(g, box, after, list) {
  const { rem } = palette;
  g.font = `500 ${rem * 0.72}px ${palette.sans}`;
  g.textAlign = 'center';
  let free = -Infinity;
  for (const { hz, text } of list) {
    const x = box.x(hz);
    const width = g.measureText(text).width + rem;
    const left = Math.max(free + rem * 0.3, Math.min(box.right - width, Math.max(box.left, x - width / 2)));
    if (left + width > box.right + 1) {
      return;
    }
    free = left + width;
    const tall = rem * 1.35;
    g.fillStyle = palette['bg-3'];
    g.beginPath();
    g.roundRect(left, 1, width, tall, rem * 0.28);
    g.fill();
    g.fillStyle = palette['tx-1'];
    g.fillText(text, left + width / 2, tall / 2 + 1.5);
    const level = drawnLevel(after, frequencyShare(hz) * (after.length - 1));
    const y = Math.min(box.bottom, Math.max(box.top + rem * 0.4, box.y(Number.isFinite(level) ? level : BOTTOM_DB)));
    g.fillStyle = alpha(palette['tx-2'], 0.55);
    g.fillRect(x, tall + 2, 1, y - tall - 6);
    g.fillStyle = palette['tx-1'];
    g.beginPath();
    g.arc(x + 0.5, y, rem * 0.19, 0, 7);
    g.fill();
  }
}

function readout(g, box, { before, after, target }, cursor) {
  const { rem } = palette;
  if (cursor.x < box.left || cursor.y > box.bottom) {
    return;
  }
  const share = (cursor.x - box.left) / (box.right - box.left);
  const band = Math.round(share * (after.length - 1));
  g.fillStyle = alpha(palette['tx-1'], 0.5);
  g.fillRect(cursor.x, box.top, 1, box.bottom - box.top);
  const goalText = Number.isFinite(target?.[band]) ? `   target ${number(target[band], 0)}` : '';
  const text = `${hertz(shareFrequency(share))}   before ${number(before[band], 0)}   after ${number(after[band], 0)}${goalText}\u202fdB`;
  g.font = `500 ${rem * 0.75}px ${palette.sans}`;
  g.textAlign = 'center';
  const width = g.measureText(text).width + rem;
  const left = Math.min(box.right - width - 4, Math.max(box.left + 4, cursor.x - width / 2));
  g.fillStyle = palette['bg-3'];
  g.beginPath();
  g.roundRect(left, box.bottom - rem * 2, width, rem * 1.6, rem * 0.3);
  g.fill();
  g.fillStyle = palette['tx-1'];
  g.fillText(text, left + width / 2, box.bottom - rem * 1.2);
}
