package attune.learn.truth;

import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.learn.truth.EvaluationClip.Content;
import java.util.Arrays;

/**
 * How far a played clip is from its clean recording, over its last seconds.
 *
 * @param logSpectralDistanceDb level-matched; third octaves from 125 Hz (speech) or 100 Hz (music) to the bandwidth
 * @param timbreDistanceDb the same with slow changes of level divided out: what happened besides levelling
 * @param estoi intelligibility, 120 Hz high-passed on both sides; NaN for music
 * @param loudnessLufs integrated over both channels
 * @param loudnessErrorLu distance to the target, positive
 */
public record ClipScore(
        double logSpectralDistanceDb,
        double timbreDistanceDb,
        double estoi,
        double loudnessLufs,
        double loudnessErrorLu) {
    /** What is measured: by then a learner has had half a minute. */
    public static final int MEASURED_SECONDS = 20;

    private static final double MOST_STEPS = 2;
    private static final double SPEECH_FROM_HZ = 125;
    private static final double MUSIC_FROM_HZ = 100;

    /**
     * Measures the last {@link #MEASURED_SECONDS}.
     *
     * @param played both channels, in time with the clip's recording and as long
     * @param targetLufs loudness that was wanted
     */
    public static ClipScore of(EvaluationClip clip, double[][] played, double targetLufs) {
        for (double[] channel : played) {
            Signals.requireSameLength(clip.clean(), channel);
        }
        int to = clip.clean().length;
        int from = Math.max(0, to - MEASURED_SECONDS * clip.rateHz());
        double[] clean = Arrays.copyOfRange(clip.clean(), from, to);
        double[] mixed = new double[to - from];
        for (double[] channel : played) {
            for (int i = from; i < to; i++) {
                mixed[i - from] += channel[i] / played.length;
            }
        }
        boolean speech = clip.content() == Content.SPEECH;
        double fromHz = speech ? SPEECH_FROM_HZ : MUSIC_FROM_HZ;
        double distance = LogSpectralDistance.measureDb(
                clean, Loudness.match(clean, mixed, clip.rateHz()), clip.rateHz(), fromHz, clip.bandwidthHz());
        double timbre = LogSpectralDistance.measureDb(
                clean, Loudness.matchSlowly(clean, mixed, clip.rateHz()), clip.rateHz(), fromHz, clip.bandwidthHz());
        double loudness = loudness(played, from, to, clip.rateHz());
        return new ClipScore(
                distance,
                timbre,
                speech ? Estoi.measureHighPassed(clean, mixed, clip.rateHz()) : Double.NaN,
                loudness,
                Math.abs(loudness - targetLufs));
    }

    private static double loudness(double[][] played, int from, int to, int rateHz) {
        float[][] samples = quanta(played, from, to);
        LoudnessMeter meter = new LoudnessMeter();
        meter.prepare(new ProcessSpec(rateHz, played.length));
        meter.process(samples, samples[0].length);
        return meter.integratedLufs();
    }

    /** A stretch as meters take it: whole quanta of single precision, what is left over at the end cut off. */
    public static float[][] quanta(double[][] played, int from, int to) {
        int frames = (to - from) / ProcessSpec.QUANTUM_FRAMES * ProcessSpec.QUANTUM_FRAMES;
        float[][] samples = new float[played.length][frames];
        for (int c = 0; c < played.length; c++) {
            for (int i = 0; i < frames; i++) {
                samples[c][i] = (float) played[c][from + i];
            }
        }
        return samples;
    }

    /**
     * How much better this is than {@code other}, in steps that a listener notices: the mean of distance / 2 dB (music: 1
     * dB), intelligibility / 0.03 and loudness error / 2 LU, each at most ±{@value #MOST_STEPS} so that no single one
     * speaks for all.
     */
    public double stepsOver(ClipScore other) {
        boolean speech = !Double.isNaN(estoi);
        double distance = bounded((other.logSpectralDistanceDb - logSpectralDistanceDb) / (speech ? 2 : 1));
        double level = bounded((other.loudnessErrorLu - loudnessErrorLu) / 2);
        return speech ? (distance + level + bounded((estoi - other.estoi) / 0.03)) / 3 : (distance + level) / 2;
    }

    private static double bounded(double steps) {
        return Math.max(-MOST_STEPS, Math.min(MOST_STEPS, steps));
    }
}
