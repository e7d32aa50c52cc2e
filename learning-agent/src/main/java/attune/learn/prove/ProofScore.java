package attune.learn.prove;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.TruePeakMeter;
import attune.learn.truth.ClipScore;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.SignalToDistortion;
import attune.learn.truth.WordOnsets;
import java.util.Arrays;

/**
 * How far a played clip is from its clean recording, over its last {@value ClipScore#MEASURED_SECONDS} s.
 *
 * @param truth distance, intelligibility, loudness
 * @param sdrDb signal-to-distortion ratio, a 256-tap filter and a slow gain excused
 * @param onsetsDb beginnings of words against what follows them, median, 0 where both are as in the recording; NaN for music, and
 *     where no word begins after a pause
 * @param truePeakDbtp largest true peak of both channels
 */
record ProofScore(ClipScore truth, double sdrDb, double onsetsDb, double truePeakDbtp) {
    /** True peaks above this are overs (EBU R 128-2020, recommendation 6). */
    static final double OVER_DBTP = -1;

    /** What lies above by less is no over: a limiter that stops at it passes it by a few thousandths. */
    static final double OVER_TOLERANCE_DB = 0.01;

    /** What a clip's scores share, made once. One thread. */
    static final class Scale {
        private final EvaluationClip clip;
        private final double targetLufs;
        private final double[] clean;
        private final int from;
        private final SignalToDistortion distortion;

        Scale(EvaluationClip clip, double targetLufs) {
            this.clip = clip;
            this.targetLufs = targetLufs;
            this.from = Math.max(0, clip.clean().length - ClipScore.MEASURED_SECONDS * clip.rateHz());
            this.clean = Arrays.copyOfRange(clip.clean(), from, clip.clean().length);
            this.distortion = new SignalToDistortion(clean, clip.rateHz(), TAPS, AHEAD);
        }

        /** The part by which clips are compared: takes a third of the time of all. */
        ClipScore truth(double[][] played) {
            return ClipScore.of(clip, played, targetLufs);
        }

        ProofScore of(double[][] played) {
            double[] mixed = new double[clean.length];
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] = (played[0][from + i] + played[1][from + i]) / 2;
            }
            return new ProofScore(
                    truth(played),
                    distortion.measureAtSteadyGainDb(mixed),
                    clip.content() == EvaluationClip.Content.SPEECH ? onsets(clean, mixed, clip.rateHz()) : Double.NaN,
                    truePeak(played, from, clip.clean().length, clip.rateHz()));
        }
    }

    private static final int TAPS = 256;
    private static final int AHEAD = 64;

    private static double onsets(double[] clean, double[] mixed, int rateHz) {
        try {
            return WordOnsets.measure(clean, mixed, rateHz).medianDb();
        } catch (IllegalArgumentException e) {
            return Double.NaN; // no word after a pause
        }
    }

    private static double truePeak(double[][] played, int from, int to, int rateHz) {
        float[][] samples = ClipScore.quanta(played, from, to);
        TruePeakMeter meter = new TruePeakMeter();
        meter.prepare(new ProcessSpec(rateHz, played.length));
        meter.process(samples, samples[0].length);
        return meter.maximumDbtp();
    }

    /** Steps better than another, as {@link ClipScore#stepsOver}. */
    double stepsOver(ProofScore other) {
        return truth.stepsOver(other.truth);
    }

    boolean isOver() {
        return truePeakDbtp > OVER_DBTP + OVER_TOLERANCE_DB;
    }
}
