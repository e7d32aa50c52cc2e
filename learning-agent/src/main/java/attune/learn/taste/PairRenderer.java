package attune.learn.taste;

import attune.dsp.chain.Engine;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.dsp.meter.TruePeakMeter;
import attune.learn.audio.CapturedClip;
import attune.learn.env.RenderBudget;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Plays two sets on the same seconds through the engine itself, after at least three seconds of warm-up, and brings both to the
 * loudness of the quieter one, measured after ITU-R BS.1770, and further down where a true peak would be over −1 dBTP. One owner
 * thread; the engine is prepared once per sample rate.
 */
final class PairRenderer {
    private static final double WARM_UP_SECONDS = 3;
    private static final double TURN_SECONDS = 0.25;
    private static final double CEILING_DBTP = -1;
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** Fades at both ends, so that a loop does not click. */
    private static final double FADE_SECONDS = 0.02;

    private final LoudnessMeter loudness = new LoudnessMeter();
    private final TruePeakMeter peak = new TruePeakMeter();
    private @Nullable Engine engine;
    private @Nullable ProcessSpec prepared;

    /**
     * Two sounds.
     *
     * @param firstLufs loudness of the first before both were brought to one
     * @param secondLufs of the second
     * @param levelDifferenceLu loudness of the first over the second, as measured at the end
     * @param differenceDb level of what lies between both, against the first
     */
    record Pair(
            CapturedClip first,
            CapturedClip second,
            double firstLufs,
            double secondLufs,
            double levelDifferenceLu,
            double differenceDb) {}

    /**
     * Renders.
     *
     * @param clip what was captured; its last {@code frames} are heard
     * @param frames up to the clip's length
     * @param levelerGainDb gain from which the leveler starts
     * @throws InterruptedException when the budget says so
     */
    Pair render(
            CapturedClip clip,
            int frames,
            ParamSnapshot first,
            ParamSnapshot second,
            MacroSnapshot macros,
            double levelerGainDb,
            RenderBudget budget)
            throws InterruptedException {
        ProcessSpec spec = new ProcessSpec(clip.sampleRateHz(), clip.channels().length, LatencyMode.of(macros));
        float[][] a = play(clip, frames, first, macros, levelerGainDb, budget);
        float[][] b = play(clip, frames, second, macros, levelerGainDb, budget);
        double loudnessA = lufs(a);
        double loudnessB = lufs(b);
        match(a, loudnessA, b, loudnessB);
        return new Pair(
                new CapturedClip(spec.sampleRateHz(), a, clip.firstFrame()),
                new CapturedClip(spec.sampleRateHz(), b, clip.firstFrame()),
                loudnessA,
                loudnessB,
                lufs(a) - lufs(b),
                differenceDb(a, b));
    }

    private Engine engineFor(ProcessSpec spec) {
        Engine known = engine;
        if (known == null || !spec.equals(prepared)) {
            known = Engine.withoutMeters();
            known.prepare(spec);
            loudness.prepare(spec);
            peak.prepare(spec);
            engine = known;
            prepared = spec;
        }
        return known;
    }

    /** One set on the clip's last {@code frames}, as loud as it is; after it {@link #lufs} measures at this rate. */
    float[][] play(
            CapturedClip clip,
            int frames,
            ParamSnapshot params,
            MacroSnapshot macros,
            double levelerGainDb,
            RenderBudget budget)
            throws InterruptedException {
        ProcessSpec spec = new ProcessSpec(clip.sampleRateHz(), clip.channels().length, LatencyMode.of(macros));
        Engine player = engineFor(spec);
        MacroSnapshot heard = new MacroSnapshot();
        heard.copyFrom(macros);
        heard.set(MacroTable.BYPASS, 0);
        heard.set(MacroTable.DELTA, 0);
        heard.set(MacroTable.MATCH_SLOTS, 0);
        heard.set(MacroTable.SLOT, 0);
        player.recall(0, params);
        player.rememberLevelerGainDb(levelerGainDb);
        player.start(heard);
        float[][] input = withWarmUp(clip, frames, spec.sampleRateHz(), player.latencyFrames());
        int length = input[0].length;
        int turn = (int) (TURN_SECONDS * spec.sampleRateHz()) / QUANTUM * QUANTUM;
        float[][] quantum = new float[input.length][QUANTUM];
        for (int at = 0; at < length; at += QUANTUM) {
            if (at % Math.max(QUANTUM, turn) == 0) {
                budget.awaitTurn();
            }
            int n = Math.min(QUANTUM, length - at);
            for (int c = 0; c < input.length; c++) {
                System.arraycopy(input[c], at, quantum[c], 0, n);
                Arrays.fill(quantum[c], n, QUANTUM, 0);
            }
            player.process(quantum, QUANTUM);
            for (int c = 0; c < input.length; c++) {
                System.arraycopy(quantum[c], 0, input[c], at, n);
            }
        }
        float[][] output = new float[input.length][];
        for (int c = 0; c < output.length; c++) {
            output[c] = Arrays.copyOfRange(input[c], length - frames, length);
            fade(output[c], (int) (FADE_SECONDS * spec.sampleRateHz()));
        }
        return output;
    }

    /** What comes before the heard part, the clip's beginning where too little does, and silence until the chain has let go. */
    private static float[][] withWarmUp(CapturedClip clip, int frames, double rateHz, int latencyFrames) {
        int wanted = (int) Math.ceil(WARM_UP_SECONDS * rateHz);
        int available = Math.min(clip.frames() - frames, wanted);
        int repeated = Math.min(wanted - available, clip.frames());
        float[][] channels = clip.channels();
        float[][] out = new float[channels.length][repeated + available + frames + latencyFrames];
        for (int c = 0; c < out.length; c++) {
            System.arraycopy(channels[c], 0, out[c], 0, repeated);
            int from = clip.frames() - frames - available;
            System.arraycopy(channels[c], from, out[c], repeated, available + frames);
        }
        return out;
    }

    private static void fade(float[] samples, int frames) {
        int n = Math.min(frames, samples.length / 2);
        for (int i = 0; i < n; i++) {
            float gain = (float) (0.5 - 0.5 * Math.cos(Math.PI * (i + 0.5) / n));
            samples[i] *= gain;
            samples[samples.length - 1 - i] *= gain;
        }
    }

    private void match(float[][] a, double loudnessA, float[][] b, double loudnessB) {
        double quieter = Math.min(loudnessA, loudnessB);
        if (Double.isFinite(quieter)) {
            amplify(a, quieter - loudnessA);
            amplify(b, quieter - loudnessB);
        }
        double over = Math.max(peakDbtp(a), peakDbtp(b)) - CEILING_DBTP;
        if (over > 0) {
            amplify(a, -over);
            amplify(b, -over);
        }
    }

    /** Loudness of a whole sound; −∞ for silence. */
    double lufs(float[][] samples) {
        float[][] whole = wholeQuanta(samples);
        loudness.reset();
        loudness.process(whole, whole[0].length);
        return loudness.integratedLufs();
    }

    private double peakDbtp(float[][] samples) {
        float[][] whole = wholeQuanta(samples);
        peak.reset();
        peak.process(whole, whole[0].length);
        return peak.maximumDbtp();
    }

    private static float[][] wholeQuanta(float[][] samples) {
        int frames = samples[0].length / QUANTUM * QUANTUM;
        if (frames == samples[0].length) {
            return samples;
        }
        float[][] whole = new float[samples.length][];
        for (int c = 0; c < samples.length; c++) {
            whole[c] = Arrays.copyOf(samples[c], frames);
        }
        return whole;
    }

    private static void amplify(float[][] samples, double db) {
        float gain = (float) StrictMath.pow(10, db / 20);
        for (float[] channel : samples) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] *= gain;
            }
        }
    }

    private static double differenceDb(float[][] a, float[][] b) {
        double difference = 0;
        double whole = 0;
        for (int c = 0; c < a.length; c++) {
            for (int i = 0; i < a[c].length; i++) {
                double d = (double) a[c][i] - b[c][i];
                difference += d * d;
                whole += (double) a[c][i] * a[c][i];
            }
        }
        return 10 * StrictMath.log10((difference + 1e-20) / (whole + 1e-20));
    }
}
