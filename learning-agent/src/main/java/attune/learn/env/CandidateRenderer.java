package attune.learn.env;

import attune.dsp.chain.Engine;
import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import attune.dsp.meter.TruePeakMeter;
import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.PowerFrames;
import attune.learn.audio.CapturedClip;
import attune.learn.audio.Resampler;
import attune.learn.judge.CleanComparison;
import attune.learn.judge.Comparison;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.Arrays;

/**
 * Plays parameter sets on one captured clip, through the engine's own classes, and measures what comes out. What all
 * sets share is made once. One owner thread.
 *
 * <pre>
 *   clip    ├────── … ──────┼── ≥ 3 or 9 s in ──┼────── judged, 8 s ──────┤
 *   played                  ├───────────────────┼─────────────────────────┼─ latency ─┤
 *   measured                                    ├──── aligned, 16 kHz ────┤
 * </pre>
 */
final class CandidateRenderer {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double LONGEST_TURN_SECONDS = 0.25;

    private final EngineSet engines;
    private final double levelerGainDb;
    private final RenderBudget budget;
    private final MacroSnapshot macros = new MacroSnapshot();
    private final float[][] input;
    private final float[][] output;
    private final float[][] quantum;
    private final float[][] judged;
    /** Where the judged part begins in {@code output}. */
    private final int judgedAt;

    private final int turnFrames;
    private final CleanComparison comparison;
    private final Comparison dry;
    private float[] lastOutput = new float[0];
    private long busyNs;
    private long renderedFrames;

    /** What is prepared once per sample rate and number of channels. */
    static final class EngineSet {
        private final ProcessSpec spec;
        private final Engine engine = Engine.withoutMeters();
        private final LoudnessMeter loudness = new LoudnessMeter();
        private final TruePeakMeter peak = new TruePeakMeter();
        private final Resampler resampler;

        EngineSet(ProcessSpec spec) {
            this.spec = spec;
            engine.prepare(spec);
            loudness.prepare(spec);
            peak.prepare(spec);
            resampler = Resampler.analysis((int) Math.round(spec.sampleRateHz()));
        }

        ProcessSpec spec() {
            return spec;
        }
    }

    CandidateRenderer(
            EngineSet engines,
            CapturedClip clip,
            InputAnalysis analysis,
            Material material,
            MacroSnapshot macros,
            double levelerGainDb,
            RenderBudget budget) {
        this.engines = engines;
        this.levelerGainDb = levelerGainDb;
        this.budget = budget;
        this.macros.copyFrom(macros);
        this.macros.set(MacroTable.BYPASS, 0);
        this.macros.set(MacroTable.DELTA, 0);
        this.macros.set(MacroTable.MATCH_SLOTS, 0);
        this.macros.set(MacroTable.SLOT, 0);
        float[] mono = clip.mono16k();
        int from = firstJudgedSample(mono.length);
        int judgedFrom = (int) ((long) from * engines.resampler.gridFrames() / engines.resampler.gridOutput());
        int judgedFrames = clip.frames() - judgedFrom;
        int latency = engines.engine.latencyFrames();
        this.input = withWarmUp(clip, judgedFrom, latency, material.warmUpSeconds());
        this.judgedAt = input[0].length - judgedFrames;
        int channels = input.length;
        this.output = new float[channels][input[0].length];
        this.quantum = new float[channels][QUANTUM];
        this.judged = new float[channels][judgedFrames / QUANTUM * QUANTUM];
        this.turnFrames = Math.max(1, (int) (LONGEST_TURN_SECONDS * clip.sampleRateHz()) / QUANTUM) * QUANTUM;
        this.comparison = new CleanComparison(material.estimate(analysis), analysis.hum(), mono, from);
        this.dry = comparison.measure(
                Arrays.copyOfRange(mono, from, mono.length), analysis.integratedLufs(), analysis.truePeakDbtp());
    }

    /** Latest place for 8 s to the end at which a sample of both rates and a frame of the analysis meet. */
    private int firstJudgedSample(int samples) {
        int grid = leastCommonMultiple(engines.resampler.gridOutput(), PowerFrames.HOP);
        int wanted = (int) (Audition.JUDGED_SECONDS * CapturedClip.ANALYSIS_RATE_HZ);
        return Math.max(0, samples - wanted) / grid * grid;
    }

    /**
     * Sound from at least the warm-up before the judged part to the clip's end, then silence until the chain has let go of it.
     * Where too little comes before, the clip is played from its beginning first, as often as it takes.
     */
    private static float[][] withWarmUp(CapturedClip clip, int judgedFrom, int latencyFrames, double seconds) {
        int wanted = (int) Math.ceil(seconds * clip.sampleRateHz());
        int available = Math.min(judgedFrom, wanted);
        int repeated = wanted - available;
        int tail = available + clip.frames() - judgedFrom;
        float[][] channels = clip.channels();
        float[][] out = new float[channels.length][repeated + tail + latencyFrames];
        for (int c = 0; c < out.length; c++) {
            for (int at = 0; at < repeated; at += clip.frames()) {
                System.arraycopy(channels[c], 0, out[c], at, Math.min(clip.frames(), repeated - at));
            }
            System.arraycopy(channels[c], clip.frames() - tail, out[c], repeated, tail);
        }
        return out;
    }

    /** Measures of the untouched input. */
    Comparison dry() {
        return dry;
    }

    /** What was rendered last, the judged part at the engine's rate. */
    CapturedClip lastClip() {
        float[][] copy = new float[judged.length][];
        for (int c = 0; c < copy.length; c++) {
            copy[c] = judged[c].clone();
        }
        return new CapturedClip(engines.spec.sampleRateHz(), copy, 0);
    }

    /** See {@link CleanComparison#distortionRatioDb}. */
    double lastDistortionRatioDb() {
        return comparison.distortionRatioDb();
    }

    /** Seconds that are judged; 0 where they hold too little wanted sound to judge by. */
    double judgedSeconds() {
        return !comparison.isEnough() ? 0 : (output[0].length - judgedAt) / engines.spec.sampleRateHz();
    }

    /** Judged part of what was rendered last, mono at 16 kHz; to be read only. */
    float[] lastOutput() {
        return lastOutput;
    }

    /** Sound played so far over the time it took with its measures, waiting left out. */
    double timesRealTime() {
        return busyNs == 0 ? 0 : renderedFrames / engines.spec.sampleRateHz() / (busyNs * 1e-9);
    }

    /** Plays one set and measures it. */
    Comparison render(ParamSnapshot params) throws InterruptedException {
        long start = System.nanoTime();
        long waited = 0;
        engines.engine.recall(0, params);
        engines.engine.rememberLevelerGainDb(levelerGainDb);
        engines.engine.start(macros);
        int frames = input[0].length;
        for (int at = 0; at < frames; at += turnFrames) {
            long asked = System.nanoTime();
            budget.awaitTurn();
            waited += System.nanoTime() - asked;
            play(at, Math.min(frames, at + turnFrames));
        }
        Comparison result = measure();
        busyNs += System.nanoTime() - start - waited;
        renderedFrames += frames;
        return result;
    }

    private void play(int from, int to) {
        for (int at = from; at < to; at += QUANTUM) {
            int n = Math.min(QUANTUM, to - at);
            for (int c = 0; c < quantum.length; c++) {
                System.arraycopy(input[c], at, quantum[c], 0, n);
                Arrays.fill(quantum[c], n, QUANTUM, 0);
            }
            engines.engine.process(quantum, QUANTUM);
            for (int c = 0; c < quantum.length; c++) {
                System.arraycopy(quantum[c], 0, output[c], at, n);
            }
        }
    }

    private Comparison measure() {
        for (int c = 0; c < judged.length; c++) {
            System.arraycopy(output[c], judgedAt, judged[c], 0, judged[c].length);
        }
        engines.loudness.reset();
        engines.loudness.process(judged, judged[0].length);
        engines.peak.reset();
        engines.peak.process(judged, judged[0].length);
        lastOutput = engines.resampler.mono(output, judgedAt, output[0].length);
        return comparison.measure(lastOutput, engines.loudness.integratedLufs(), engines.peak.maximumDbtp());
    }

    private static int leastCommonMultiple(int a, int b) {
        int x = a;
        int y = b;
        while (y != 0) {
            int rest = x % y;
            x = y;
            y = rest;
        }
        return a / x * b;
    }
}
