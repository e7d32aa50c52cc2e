// Axes that meters and spectrum share.

/** Loudness scale: more room where it matters. [dB, share of the height from the top] */
export const LEVEL_STEPS = [[0, 0], [-6, 0.12], [-12, 0.25], [-18, 0.39], [-24, 0.52], [-36, 0.72], [-48, 0.87], [-60, 1]];

/** Share of the height from the top, 0 to 1; the bottom where there is no value. */
export function levelShare(db) {
  if (!(db > -60)) {
    return 1;
  }
  if (db >= 0) {
    return 0;
  }
  const i = LEVEL_STEPS.findIndex(([level]) => db >= level);
  const [above, from] = LEVEL_STEPS[i - 1];
  const [below, to] = LEVEL_STEPS[i];
  return from + ((above - db) / (above - below)) * (to - from);
}

export const LOWEST_HZ = 20;
export const HIGHEST_HZ = 20_000;

/** Share of the width, 0 at 20 Hz, 1 at 20 kHz. */
export const frequencyShare = hz => Math.log(hz / LOWEST_HZ) / Math.log(HIGHEST_HZ / LOWEST_HZ);
export const shareFrequency = share => LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** share;
