// What high-pass and equaliser do to each frequency. The same filters as attune.dsp.filter.FilterDesign (a test proves it).

const BANDS = 8;
const HIGHEST_SHARE = 0.45;
const NEUTRAL_CORNER_HZ = 10;
const BUTTERWORTH_Q = Math.SQRT1_2;
/** Sections of the fourth order. */
const STEEP_QS = [0.541196100146197, 1.3065629648763766];

/** 20 Hz to 20 kHz in equal ratios. */
export const curveHz = Array.from({ length: 161 }, (_, i) => 20 * 1000 ** (i / 160));

/** Level change in dB at each of {@link curveHz} by a complete parameter set. */
export function toneCurve(params, sampleRateHz = 48_000, frequencies = curveHz) {
  const filters = [];
  if (params.hpf_corner > NEUTRAL_CORNER_HZ && !params.hpf_bypass) {
    const g = warped(params.hpf_corner, sampleRateHz);
    for (const q of params.hpf_slope ? STEEP_QS : [BUTTERWORTH_Q]) {
      filters.push({ g, k: 1 / q, m0: 1, m1: -1 / q, m2: -1 });
    }
  }
  for (let band = 1; band <= BANDS; band++) {
    const gainDb = params[`eq${band}_gain`];
    if (gainDb && !params.eq_bypass) {
      filters.push(bandFilter(band, params[`eq${band}_frequency`], gainDb, params[`eq${band}_q`], sampleRateHz));
    }
  }
  return frequencies.map(hz => filters.reduce((sum, filter) => sum + levelDb(filter, hz, sampleRateHz), 0));
}

/** Low shelf, bells, high shelf. */
function bandFilter(band, hz, gainDb, q, sampleRateHz) {
  const a = 10 ** (gainDb / 40);
  const g = warped(hz, sampleRateHz);
  if (band === 1) {
    return { g: g / Math.sqrt(a), k: 1 / q, m0: 1, m1: (a - 1) / q, m2: a * a - 1 };
  }
  if (band === BANDS) {
    return { g: g * Math.sqrt(a), k: 1 / q, m0: a * a, m1: ((1 - a) * a) / q, m2: 1 - a * a };
  }
  const k = 1 / (q * a);
  return { g, k, m0: 1, m1: k * (a * a - 1), m2: 0 };
}

const warped = (hz, sampleRateHz) => Math.tan(Math.PI * Math.min(hz / sampleRateHz, HIGHEST_SHARE));

/** |m0 + m1 s/D + m2/D| with D = s² + ks + 1, s = jx. */
function levelDb({ g, k, m0, m1, m2 }, hz, sampleRateHz) {
  const x = Math.tan(Math.PI * Math.min(hz / sampleRateHz, 0.4999)) / g;
  const real = 1 - x * x;
  const imaginary = k * x;
  const numeratorReal = m0 * real + m2;
  const numeratorImaginary = m0 * imaginary + m1 * x;
  const power =
    (numeratorReal ** 2 + numeratorImaginary ** 2) / (real ** 2 + imaginary ** 2);
  return 10 * Math.log10(Math.max(power, 1e-12));
}
