package attune.learn.env;

import attune.dsp.core.ProcessSpec;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.audio.Resampler;
import attune.learn.truth.Estoi;
import attune.learn.truth.LogSpectralDistance;
import attune.learn.truth.Loudness;
import attune.learn.truth.LoudnessDistance;
import attune.learn.truth.MaterialSplit;
import attune.learn.truth.SignalToDistortion;
import attune.learn.truth.SpeechCorpus;
import attune.param.MacroSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One degraded clip whose clean original is known: what the judge says of a candidate, and the truth. */
final class JudgedItem {
    private static final int RATE_HZ = Condition.RATE_HZ;
    private static final double CLEAN_LUFS = -22;
    private static final double SECONDS = 13;
    private static final double TARGET_LUFS = -16;
    private static final double DISTORTION_STEP_DB = 2;

    final String name;
    final CapturedClip clip;
    final InputAnalysis analysis;
    final double levelerGainDb;
    private final double[] clean;
    private final SignalToDistortion distortion;
    private final Yardstick yardstick;
    private final Truth dry;

    /** What counts in the truth. */
    enum Yardstick {
        /** Likeness is ESTOI. */
        VOICE(0.03, 2, 125, 256),
        /** Likeness is −the distance in loudness. The filter is short: nothing equalises here. */
        MUSIC(0.06, 1, 100, 64);

        private final double likenessStep;
        private final double distanceStepDb;
        private final double fromHz;
        private final int taps;

        Yardstick(double likenessStep, double distanceStepDb, double fromHz, int taps) {
            this.taps = taps;
            this.likenessStep = likenessStep;
            this.distanceStepDb = distanceStepDb;
            this.fromHz = fromHz;
        }

        private double likeness(double[] clean, double[] output, double[] matched) {
            return this == VOICE
                    ? Estoi.measureHighPassed(clean, output, RATE_HZ)
                    : -LoudnessDistance.measure(clean, matched);
        }
    }

    /** Reference measures of one output. */
    record Truth(Yardstick yardstick, double likeness, double distanceDb, double distortionDb) {
        /** Improvement over {@code other} in steps. */
        double stepsOver(Truth other) {
            return ((likeness - other.likeness) / yardstick.likenessStep
                            + (other.distanceDb - distanceDb) / yardstick.distanceStepDb
                            + (distortionDb - other.distortionDb) / DISTORTION_STEP_DB)
                    / 3;
        }
    }

    /**
     * A voice.
     *
     * @param degraded what became of {@code wholeClean}, in time with it
     */
    JudgedItem(String name, double[] wholeClean, double[] degraded) {
        this(name, wholeClean, degraded, Yardstick.VOICE);
    }

    JudgedItem(String name, double[] wholeClean, double[] degraded, Yardstick yardstick) {
        this.name = name;
        this.yardstick = yardstick;
        this.clip = captured(degraded);
        this.analysis = InputAnalysis.of(clip);
        double lufs = analysis.integratedLufs();
        this.levelerGainDb = Double.isFinite(lufs) ? TARGET_LUFS - lufs : 0;
        int judged = judgedFrames(degraded.length);
        this.clean = Arrays.copyOfRange(wholeClean, degraded.length - judged, degraded.length);
        this.distortion = new SignalToDistortion(clean, RATE_HZ, yardstick.taps, yardstick.taps / 4);
        this.dry = truth(Arrays.copyOfRange(degraded, degraded.length - judged, degraded.length));
    }

    /** What a clip of this rate is like. */
    static InputAnalysis analysed(double[] sound) {
        return InputAnalysis.of(captured(sound));
    }

    private static CapturedClip captured(double[] sound) {
        float[][] samples = new float[1][sound.length];
        for (int i = 0; i < sound.length; i++) {
            samples[0][i] = (float) sound[i];
        }
        return new CapturedClip(RATE_HZ, samples, 0);
    }

    private static int judgedFrames(int frames) {
        return frames - Math.max(0, frames - (int) (Audition.JUDGED_SECONDS * RATE_HZ)) / 128 * 128;
    }

    CandidateRenderer renderer(CandidateRenderer.EngineSet engines) {
        return renderer(engines, clip);
    }

    /** The clip at another rate. */
    CapturedClip clipAt(int rateHz) {
        float[] mono = clip.mono16k();
        double[] samples = new double[mono.length];
        Arrays.setAll(samples, i -> mono[i]);
        double[] there = rateHz == RATE_HZ ? samples : Resampler.resample(samples, RATE_HZ, rateHz);
        float[][] out = new float[1][there.length];
        for (int i = 0; i < there.length; i++) {
            out[0][i] = (float) there[i];
        }
        return new CapturedClip(rateHz, out, 0);
    }

    /** Plays it at the rate of these engines. */
    CandidateRenderer renderer(CandidateRenderer.EngineSet engines, CapturedClip played) {
        MacroSnapshot macros = new MacroSnapshot();
        Material material = yardstick == Yardstick.VOICE ? Material.VOICE : Material.MUSIC;
        return new CandidateRenderer(
                engines, played, analysis, material, macros, levelerGainDb, RenderBudget.UNLIMITED);
    }

    /** Truth of what the renderer played last, in steps over dry. */
    double stepsOverDry(float[] mono16k) {
        return truth(mono16k).stepsOver(dry);
    }

    /** Truth of the untouched input. */
    Truth dry() {
        return dry;
    }

    Truth truth(float[] mono16k) {
        double[] out = new double[clean.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = mono16k[i];
        }
        return truth(out);
    }

    Truth truth(double[] output) {
        double[] matched = Loudness.match(clean, output, RATE_HZ);
        return new Truth(
                yardstick,
                yardstick.likeness(clean, output, matched),
                LogSpectralDistance.measureDb(clean, matched, RATE_HZ, yardstick.fromHz, 7_000),
                distortion.measureAtSteadyGainDb(output));
    }

    /** Clean clips of 13 s from one side of the material. */
    static List<double[]> cleanClips(MaterialSplit side, int count) throws IOException, InterruptedException {
        List<String> names = SpeechCorpus.names(side);
        List<double[]> clips = new ArrayList<>();
        for (int at = 0; clips.size() < count && at < names.size(); at += 4) {
            double[] all = SpeechCorpus.prompts(names.subList(at, Math.min(names.size(), at + 4)));
            if (all.length >= SECONDS * RATE_HZ) {
                clips.add(atLevel(Arrays.copyOf(all, (int) (SECONDS * RATE_HZ))));
            }
        }
        return clips;
    }

    private static double[] atLevel(double[] x) {
        double gain = Math.pow(10, (CLEAN_LUFS - Loudness.integratedLufs(x, RATE_HZ)) / 20);
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = gain * x[i];
        }
        return out;
    }

    static CandidateRenderer.EngineSet engines() {
        return new CandidateRenderer.EngineSet(new ProcessSpec(RATE_HZ, 1));
    }
}
