package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.filter.CrossoverPhase;
import attune.dsp.filter.LinkwitzRileyCrossover;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Four bands, each with its own threshold, ratio and gain; both channels get the same. Split ({@link
 * LinkwitzRileyCrossover}), then for each band: detect, static curve, attack and release, gain ({@link CompressorBand});
 * the loudness lost is given back slowly ({@link MakeupGain}), from the start as much as a voice at the target loudness
 * would lose.
 *
 * <p>With all ratios at 1 and all band gains at 0 dB the stage is off: the output is the delayed input, bit for bit,
 * and only the delay costs anything. Turned on, the bands run unheard until the crossover has settled, then are
 * crossfaded in, and out again the same way, 20 ms each. The latency is the same in any case.
 */
public final class MultibandCompressor implements Processor {
    /** Bands, lowest first. */
    public static final int BANDS = LinkwitzRileyCrossover.BANDS;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int FIRST = ParamTable.COMP1_THRESHOLD.index();
    private static final int PARAMS_PER_BAND = 3;
    private static final double CROSSFADE_SECONDS = 0.02;
    private static final double SETTLE_SECONDS = 0.03;
    private static final double LOWEST_HZ = 40;
    private static final double FROM_FULL_SCALE = 0;
    /** K weighting (BS.1770-5) of the power in the middle of each band, as far as loudness needs it. */
    private static final double[] LOUDNESS_WEIGHTS = {0.75, 1, 1.8, 2.4};
    /** Shares of the bands in a voice's K-weighted energy: our own round figures, from the speech we develop with. */
    private static final double[] VOICE_SHARES = {0.05, 0.7, 0.2, 0.05};
    /** Usual level of each band, as the detectors read it, over the loudness of the voice in LUFS; of the same origin. */
    private static final double[] VOICE_LEVELS_DB = {-5, 8, 0, -5};

    private final LinkwitzRileyCrossover crossover = new LinkwitzRileyCrossover();
    private final CompressorBand[] bands = new CompressorBand[BANDS];
    private final double[][][] lines = new double[BANDS][][];
    private final MakeupGain makeup = new MakeupGain();
    private final double[] cornersHz = new double[BANDS - 1];
    private final double[] bandGains = new double[BANDS];
    private double[][] scratch = new double[0][];
    private float[][] dry = new float[0][];
    private double stepSeconds = CompressorBand.STEP / 48_000.0;
    private int latencyFrames;
    private double wetStep = 1;
    private double learnShare = 1;
    private int settleQuanta;
    private int settleLeft;
    /** Share of the bands in the output, 0 to 1, and whether it goes to 1. */
    private double wet;

    /** The same at the start of the quantum last processed. */
    private double wetBefore;

    private boolean on;
    private boolean fresh;
    private double attackMs;
    private double releaseMs;
    private double makeupShare;
    /** Steps by which gains are used later than they are known: 0 with look-ahead. */
    private int lateSteps;

    private int lateStepsTarget;
    private boolean countsProgramme;
    private double programmeGainDb;
    private double targetLufs = LoudnessLeveler.DEFAULT_TARGET_LUFS;

    public MultibandCompressor() {
        for (int b = 0; b < BANDS; b++) {
            bands[b] = new CompressorBand();
        }
    }

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        stepSeconds = CompressorBand.STEP / spec.sampleRateHz();
        latencyFrames = LatencyTable.compressorFrames(spec.sampleRateHz(), spec.latencyMode());
        crossover.prepare(spec);
        makeup.prepare(spec);
        for (int b = 0; b < BANDS; b++) {
            bands[b].prepare(spec.channels(), latencyFrames);
            lines[b] = bands[b].line();
        }
        scratch = new double[spec.channels()][QUANTUM];
        dry = new float[spec.channels()][latencyFrames + QUANTUM];
        wetStep = 1.0 / spec.quantaFor(CROSSFADE_SECONDS);
        learnShare = 1.0 / spec.quantaFor(MakeupGain.AVERAGE_SECONDS);
        settleQuanta = spec.quantaFor(SETTLE_SECONDS) + (latencyFrames + QUANTUM - 1) / QUANTUM;
        attackMs = 0;
        // no corner that is asked for: designed anew for this sample rate
        cornersHz[0] = 0;
        programmeGainDb = 0;
        on = false;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        boolean wasIdle = isOff();
        takeTimes(params);
        on = takeBands(params);
        makeupShare = params.get(ParamTable.COMP_MAKEUP) / 100;
        countsProgramme = params.get(ParamTable.COMP_REFERENCE) != FROM_FULL_SCALE;
        makeup.expect(voiceLossDb());
        boolean ahead = params.get(ParamTable.COMP_LOOKAHEAD) != 0;
        lateStepsTarget = ahead ? 0 : latencyFrames / CompressorBand.STEP;
        if (fresh) {
            start();
            wet = on ? 1 : 0;
        } else if (wasIdle && on) {
            start();
            settleLeft = settleQuanta;
        }
    }

    /** Takes attack, release and corners; whatever depends on them follows if one changed. */
    private void takeTimes(ParamSnapshot params) {
        double newAttackMs = params.get(ParamTable.COMP_ATTACK);
        double newReleaseMs = params.get(ParamTable.COMP_RELEASE);
        double low = params.get(ParamTable.COMP_SPLIT1);
        double middle = params.get(ParamTable.COMP_SPLIT2);
        double high = params.get(ParamTable.COMP_SPLIT3);
        boolean moved = low != cornersHz[0] || middle != cornersHz[1] || high != cornersHz[2];
        if (!moved && newAttackMs == attackMs && newReleaseMs == releaseMs) {
            return;
        }
        if (moved) {
            cornersHz[0] = low;
            cornersHz[1] = middle;
            cornersHz[2] = high;
            crossover.setCornersHz(low, middle, high);
        }
        attackMs = newAttackMs;
        releaseMs = newReleaseMs;
        for (int b = 0; b < BANDS; b++) {
            double lowestHz = b == 0 ? LOWEST_HZ : cornersHz[b - 1];
            bands[b].setTimes(newAttackMs / 1000, newReleaseMs / 1000, lowestHz, stepSeconds);
        }
    }

    /** Takes the static curves and gains of all bands; whether any of them does anything. */
    private boolean takeBands(ParamSnapshot params) {
        double kneeDb = params.get(ParamTable.COMP_KNEE);
        double lossDb = usualLossDb();
        boolean any = false;
        for (int b = 0; b < BANDS; b++) {
            int at = FIRST + b * PARAMS_PER_BAND;
            double ratio = params.get(at + 1);
            double gainDb = params.get(at + 2);
            bands[b].set(params.get(at), ratio, kneeDb);
            bandGains[b] = ExactMath.dbToLinear(gainDb);
            any |= ratio != 1 || gainDb != 0;
        }
        makeup.expectLoss(lossDb, usualLossDb());
        return any;
    }

    /**
     * What the static curves take from a voice: one at the target loudness where thresholds count from the programme, one
     * at the usual target where they count from full scale.
     */
    private double voiceLossDb() {
        double voiceDb = voiceLufs();
        double after = 0;
        boolean any = false;
        for (int b = 0; b < BANDS; b++) {
            double reductionDb = bands[b].reductionDb(voiceDb + VOICE_LEVELS_DB[b]);
            after += VOICE_SHARES[b] * ExactMath.dbToLinear(-2 * reductionDb);
            any |= reductionDb > 0;
        }
        return any ? Math.max(0, 0 - ExactMath.powerToDb(after)) : 0;
    }

    private double voiceLufs() {
        return countsProgramme ? targetLufs : LoudnessLeveler.DEFAULT_TARGET_LUFS;
    }

    /** What the static curves take from the loudness of what was heard of late. */
    private double usualLossDb() {
        double before = 0;
        double after = 0;
        for (int b = 0; b < BANDS; b++) {
            double energy = LOUDNESS_WEIGHTS[b] * bands[b].meanEnergy();
            before += energy;
            after += energy * ExactMath.dbToLinear(-2 * bands[b].usualReductionDb());
        }
        return before > 0 ? ExactMath.powerToDb(before / after) : 0;
    }

    /** Begins with empty bands and everything where it was set to. */
    private void start() {
        crossover.reset();
        makeup.start(voiceLossDb(), ExactMath.dbToLinear(2 * voiceLufs()) * QUANTUM, makeupShare);
        double makeupLinear = ExactMath.dbToLinear(makeup.gainDb());
        for (int b = 0; b < BANDS; b++) {
            bands[b].setOutputGain(bandGains[b] * makeupLinear);
            bands[b].reset();
        }
        lateSteps = lateStepsTarget;
        settleLeft = 0;
    }

    /**
     * The gain that would bring the programme to its target loudness; added to the levels where thresholds count from
     * the programme ({@link ParamTable#COMP_REFERENCE}). Meant to move slowly, once a quantum.
     */
    @AudioThread
    public void setProgrammeGainDb(double db) {
        programmeGainDb = db;
    }

    /** Loudness that the programme is to have; where thresholds count from the programme, the make-up begins with it. */
    @AudioThread
    public void setTargetLufs(double lufs) {
        targetLufs = lufs;
    }

    /** Whether {@link #process} only delays. */
    @AudioThread
    public boolean isOff() {
        return !on && wet == 0;
    }

    /** The make-up gain that was reached, if the other is at work. */
    @Override
    @AudioThread
    public void adopt(Processor other) {
        if (other instanceof MultibandCompressor known && !known.isOff()) {
            makeup.adopt(known.makeup);
        }
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int start = 0; start < frames; start += QUANTUM) {
            takeIn(channels, start);
            if (!isOff()) {
                compress();
            }
            putOut(channels, start);
        }
    }

    private void takeIn(float[][] channels, int start) {
        boolean off = isOff();
        for (int c = 0; c < dry.length; c++) {
            float[] line = dry[c];
            System.arraycopy(line, QUANTUM, line, 0, latencyFrames);
            System.arraycopy(channels[c], start, line, latencyFrames, QUANTUM);
            double[] block = scratch[c];
            for (int i = 0; i < QUANTUM && !off; i++) {
                block[i] = line[latencyFrames + i];
            }
        }
    }

    /** Turns {@link #scratch} from the input into the sum of the compressed bands. */
    private void compress() {
        for (int b = 0; b < BANDS; b++) {
            bands[b].advance();
        }
        crossover.process(scratch, lines, latencyFrames);
        double offsetDb = countsProgramme ? programmeGainDb : 0;
        double before = 0;
        double after = 0;
        for (int b = 0; b < BANDS; b++) {
            bands[b].detect(offsetDb);
            bands[b].learn(learnShare);
            before += LOUDNESS_WEIGHTS[b] * bands[b].energyBefore();
            after += LOUDNESS_WEIGHTS[b] * bands[b].energyAfter();
        }
        double offset = ExactMath.dbToLinear(2 * offsetDb);
        double makeupLinear = ExactMath.dbToLinear(makeup.next(offset * before, offset * after, makeupShare));
        clearScratch();
        for (int b = 0; b < BANDS; b++) {
            bands[b].addTo(scratch, lateSteps);
            bands[b].setOutputGain(bandGains[b] * makeupLinear);
        }
        lateSteps += lateSteps < lateStepsTarget ? 1 : lateSteps > lateStepsTarget ? -1 : 0;
    }

    private void clearScratch() {
        for (int c = 0; c < scratch.length; c++) {
            double[] block = scratch[c];
            for (int i = 0; i < QUANTUM; i++) {
                block[i] = 0;
            }
        }
    }

    /** The delayed input, the bands, or what lies between. */
    private void putOut(float[][] channels, int start) {
        double from = wet;
        wetBefore = from;
        if (settleLeft > 0 && on) {
            settleLeft--;
        } else {
            wet = on ? Math.min(1, from + wetStep) : Math.max(0, from - wetStep);
        }
        mix(channels, start, from);
    }

    private void mix(float[][] channels, int start, double from) {
        double step = (wet - from) / QUANTUM;
        for (int c = 0; c < dry.length; c++) {
            float[] delayed = dry[c];
            double[] block = scratch[c];
            float[] out = channels[c];
            if (from == 0 && wet == 0) {
                System.arraycopy(delayed, 0, out, start, QUANTUM);
            } else if (from == 1 && wet == 1) {
                for (int i = 0; i < QUANTUM; i++) {
                    out[start + i] = (float) block[i];
                }
            } else {
                for (int i = 0; i < QUANTUM; i++) {
                    double share = from + step * (i + 1);
                    out[start + i] = (float) (delayed[i] + share * (block[i] - delayed[i]));
                }
            }
        }
    }

    /**
     * What the quantum last processed would have been with no gain in any band: the delayed input, with the phase that the
     * crossover gives it where the bands are heard. Loses {@link #scratch}, which only a quantum under way needs.
     */
    @AudioThread
    public void uncompressed(float[][] to) {
        if (wetBefore != 0 || wet != 0) {
            clearScratch();
            for (int b = 0; b < BANDS; b++) {
                bands[b].addUnchangedTo(scratch);
            }
        }
        mix(to, 0, wetBefore);
    }

    /** Share of the bands in the output now, 0 to 1: as much of it has the phase of the crossover. */
    @AudioThread
    public double bandsShare() {
        return wet;
    }

    /** Gives another filter the phase that the crossover's bands have together. */
    @AudioThread
    public void tellPhase(CrossoverPhase phase) {
        phase.setCornersHz(cornersHz[0], cornersHz[1], cornersHz[2]);
    }

    @Override
    @AudioThread
    public void reset() {
        for (int c = 0; c < dry.length; c++) {
            float[] line = dry[c];
            for (int i = 0; i < line.length; i++) {
                line[i] = 0;
            }
        }
        start();
        markRead();
        wet = on ? 1 : 0;
        wetBefore = wet;
        fresh = true;
    }

    @Override
    public int latencyFrames() {
        return latencyFrames;
    }

    /** Largest gain reduction of any band since the last {@link #markRead}, as a gain in dB: 0 or negative. */
    @AudioThread
    public double gainReductionDb() {
        double smallest = 0;
        for (int b = 0; b < BANDS; b++) {
            smallest = Math.min(smallest, bandGainDb(b));
        }
        return smallest;
    }

    /** The same of one band, 0 the lowest; without its gain behind the compression. */
    @AudioThread
    public double bandGainDb(int band) {
        return 0 - bands[band].deepestDb();
    }

    /** Starts a new interval for {@link #gainReductionDb} and {@link #bandGainDb}. */
    @AudioThread
    public void markRead() {
        for (int b = 0; b < BANDS; b++) {
            bands[b].markRead();
        }
    }
}
