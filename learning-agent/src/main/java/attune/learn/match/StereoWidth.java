package attune.learn.match;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LogBands;
import attune.dsp.meter.SpectrumMeter;

/**
 * Sides of a sound over its middle: mean over the bands from 150 Hz to 12 kHz, so that bass, which is mono nearly
 * always, does not decide. Immutable.
 *
 * @param sidesDb level of (l − r)/2 over that of (l + r)/2; NaN for mono sound
 */
record StereoWidth(double sidesDb) {
    private static final double LOWEST_HZ = 150;
    private static final double HIGHEST_HZ = 12_000;
    private static final double HIGHEST_SHARE = 0.45;
    /** A band this far under the loudest one does not count. */
    private static final double QUIET_BAND = 1e-6;
    /** Sides 50 dB down are rounding and dither. */
    private static final double MONO = 1e-5;

    private static final double WIDEST_DB = 30;

    static StereoWidth of(ProcessSpec spec, float[][] sound, int stepQuanta, boolean[] active) {
        if (spec.channels() == 1) {
            return new StereoWidth(Double.NaN);
        }
        int frames = sound[0].length;
        float[][] middle = new float[1][frames];
        float[][] sides = new float[1][frames];
        for (int i = 0; i < frames; i++) {
            middle[0][i] = (sound[0][i] + sound[1][i]) / 2;
            sides[0][i] = (sound[0][i] - sound[1][i]) / 2;
        }
        return new StereoWidth(
                sidesDb(spec, powers(spec, middle, stepQuanta, active), powers(spec, sides, stepQuanta, active)));
    }

    private static double[] powers(ProcessSpec spec, float[][] mono, int stepQuanta, boolean[] active) {
        SpectrumMeter meter = new SpectrumMeter(0);
        meter.prepare(new ProcessSpec(spec.sampleRateHz(), 1));
        return SoundMeasure.meanPowers(meter, mono, stepQuanta, active);
    }

    private static double sidesDb(ProcessSpec spec, double[] middle, double[] sides) {
        double highestHz = Math.min(HIGHEST_HZ, HIGHEST_SHARE * spec.sampleRateHz());
        double loudest = 0;
        double allMiddle = 0;
        double allSides = 0;
        for (int b = 0; b < middle.length; b++) {
            boolean counts = LogBands.centreHz(b) >= LOWEST_HZ && LogBands.centreHz(b) <= highestHz;
            loudest = Math.max(loudest, counts ? middle[b] + sides[b] : 0);
            allMiddle += counts ? middle[b] : 0;
            allSides += counts ? sides[b] : 0;
        }
        if (allSides <= MONO * allMiddle) {
            return Double.NaN;
        }
        double sum = 0;
        int n = 0;
        for (int b = 0; b < middle.length; b++) {
            boolean counts = LogBands.centreHz(b) >= LOWEST_HZ && LogBands.centreHz(b) <= highestHz;
            if (counts && middle[b] + sides[b] > QUIET_BAND * loudest) {
                double db = 10 * StrictMath.log10((sides[b] + MONO * middle[b]) / (middle[b] + MONO * sides[b]));
                sum += Math.max(-WIDEST_DB, Math.min(WIDEST_DB, db));
                n++;
            }
        }
        return sum / n;
    }

    boolean isMono() {
        return Double.isNaN(sidesDb);
    }

    /** Difference of the sides; NaN where one is mono. */
    double distanceDb(StereoWidth other) {
        return Math.abs(sidesDb - other.sidesDb);
    }
}
