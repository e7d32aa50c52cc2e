// Level meter: wide bar = loudness (solid short-term, soft momentary), thin bars = true peak with a 2 s hold.

import { number } from '../core/format.js';
import { alpha, palette } from '../core/theme.js';
import { LEVEL_STEPS, levelShare } from './scale.js';

/**
 * @param {{momentary: number, shortTerm: number, peaks: number[], holds: number[]}} level in LUFS and dBTP
 * @param {{after: boolean, target: number, ceiling: number}} look target in LUFS, ceiling in dBTP: the sound after only
 */
export function paintMeter(g, width, height, level, look) {
  if (width > height) {
    paintFlat(g, width, height, level, look);
  } else {
    paintUpright(g, width, height, level, look);
  }
}

/** Places of an upright meter: scale outside, loudness next to it, peaks towards the spectrum. */
function upright(width, height, after) {
  const { rem } = palette;
  const top = rem * 0.45;
  const foot = rem * 1.05;
  const scale = rem * 1.75;
  const gap = Math.max(3, rem * 0.2);
  const room = width - scale;
  const peak = Math.max(5, room * 0.17);
  const loud = room - 2 * peak - 3 * gap;
  return {
    top, foot, scale, gap, peak, loud,
    tall: height - 2 * top - foot,
    loudX: after ? 2 * peak + 3 * gap : scale,
    peakX: after ? 0 : scale + loud + 2 * gap,
  };
}

function paintUpright(g, width, height, level, { after, target, ceiling }) {
  const { rem } = palette;
  const hue = after ? palette.after : palette.before;
  const at = upright(width, height, after);
  const y = db => at.top + levelShare(db) * at.tall;
  const peakX = channel => at.peakX + channel * (at.peak + at.gap);
  uprightLabels(g, width, height, at, y, after);
  track(g, at.loudX, at.top, at.loud, at.tall, () => {
    g.fillStyle = alpha(hue, 0.28);
    g.fillRect(at.loudX, y(level.momentary), at.loud, height);
    g.fillStyle = shaded(g, at.top, height, hue);
    g.fillRect(at.loudX, y(level.shortTerm), at.loud, height);
    g.fillStyle = alpha(palette['bg-1'], 0.75);
    for (const [db] of LEVEL_STEPS.slice(1, -1)) {
      g.fillRect(at.loudX, Math.round(y(db)), at.loud, 1);
    }
  });
  level.peaks.forEach((peak, channel) => {
    const x = peakX(channel);
    track(g, x, at.top, at.peak, at.tall, () => {
      g.fillStyle = after && peak > ceiling + 0.05 ? palette.bad : alpha(hue, 0.8);
      g.fillRect(x, y(peak), at.peak, height);
      holdLine(g, level.holds[channel], after ? ceiling : 0, db => g.fillRect(x, y(db) - 1, at.peak, 2));
    });
  });
  if (after) {
    g.fillStyle = palette.target;
    g.fillRect(at.loudX - 2, y(target) - 1, at.loud + 4, 2);
    pointer(g, at.loudX + at.loud + 2, y(target), rem);
    g.fillStyle = palette.bad;
    g.fillRect(peakX(0) - 1, Math.round(y(ceiling)), 2 * at.peak + at.gap + 2, 1.5);
  }
}

function uprightLabels(g, width, height, at, y, after) {
  const { rem } = palette;
  g.font = `400 ${rem * 0.6875}px ${palette.sans}`;
  g.textBaseline = 'middle';
  g.fillStyle = palette['tx-3'];
  g.textAlign = after ? 'left' : 'right';
  const x = after ? width - at.scale + rem * 0.5 : at.scale - rem * 0.4;
  for (const [db] of LEVEL_STEPS.slice(0, -1)) {
    g.fillText(number(db, 0), x, Math.max(rem * 0.4, y(db)));
  }
  g.textAlign = 'center';
  const foot = height - at.foot * 0.45;
  g.fillText('LUFS', at.loudX + at.loud / 2, foot);
  g.fillText('L', at.peakX + at.peak / 2, foot);
  g.fillText('R', at.peakX + at.peak * 1.5 + at.gap, foot);
}

function paintFlat(g, width, height, level, { after, target, ceiling }) {
  const hue = after ? palette.after : palette.before;
  const x = db => (1 - levelShare(db)) * width;
  const loud = height * 0.56;
  const peakHeight = height * 0.16;
  const gap = height * 0.06;
  track(g, 0, 0, width, loud, () => {
    g.fillStyle = alpha(hue, 0.28);
    g.fillRect(0, 0, x(level.momentary), loud);
    g.fillStyle = hue;
    g.fillRect(0, 0, x(level.shortTerm), loud);
  });
  level.peaks.forEach((peak, channel) => {
    const y = loud + gap + channel * (peakHeight + gap);
    g.fillStyle = palette['bg-2'];
    g.fillRect(0, y, width, peakHeight);
    g.fillStyle = after && peak > ceiling + 0.05 ? palette.bad : alpha(hue, 0.8);
    g.fillRect(0, y, x(peak), peakHeight);
    holdLine(g, level.holds[channel], after ? ceiling : 0, db => g.fillRect(x(db) - 1, y, 2, peakHeight));
  });
  if (after) {
    g.fillStyle = palette.target;
    g.fillRect(x(target) - 1, 0, 2, loud);
  }
}

function track(g, x, y, width, height, fill) {
  g.save();
  g.beginPath();
  g.roundRect(x, y, width, height, Math.min(4, width / 3));
  g.clip();
  g.fillStyle = palette['bg-2'];
  g.fillRect(x, y, width, height);
  fill();
  g.restore();
}

function holdLine(g, hold, ceiling, line) {
  if (hold > -60) {
    g.fillStyle = hold > ceiling + 0.05 ? palette.bad : palette['tx-1'];
    line(hold);
  }
}

function pointer(g, x, y, rem) {
  g.beginPath();
  g.moveTo(x, y);
  g.lineTo(x + rem * 0.4, y - rem * 0.28);
  g.lineTo(x + rem * 0.4, y + rem * 0.28);
  g.fill();
}

function shaded(g, top, bottom, hue) {
  const shade = g.createLinearGradient(0, top, 0, bottom);
  shade.addColorStop(0, hue);
  shade.addColorStop(1, alpha(hue, 0.55));
  return shade;
}
