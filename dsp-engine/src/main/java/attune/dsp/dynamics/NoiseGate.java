package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Soft downward expander: below the threshold the output falls by {@link ParamTable#GATE_RATIO} dB for each dB of the
 * input, at most by {@link ParamTable#GATE_RANGE} more than the input. Both channels get the same gain, from the level
 * of the louder one: its effective value over 10 ms, on a scale where a full-scale sine has 0 dB. No latency; what is
 * above the threshold passes bit for bit, and at a range of 0 dB everything does.
 *
 * <p>Hysteresis is play, as in a gear: a level counts at once when it falls, and less 3 dB when it rises. So the gate
 * closes at its threshold and opens 3 dB above, and sound that wavers by less than 3 dB, such as steady noise, keeps a
 * steady gain anywhere on the curve.
 *
 * <p>Opens by 90 % (in dB) within 1.5 ms; holds; closes by 90 % within {@link ParamTable#GATE_RELEASE}. Gains are
 * straight lines of 8 frames. Begins open, with its hold before it.
 */
public final class NoiseGate implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int STEP = 8;
    private static final int STEPS = QUANTUM / STEP;
    private static final double PER_FRAME = 1.0 / STEP;
    private static final double WINDOW_SECONDS = 0.01;
    private static final double OPENING_SECONDS = 0.0015;
    private static final double HYSTERESIS_DB = 3;
    /** A sine's mean square is half the square of its peak. */
    private static final double SINE = 2;

    private static final double SILENCE = 1e-16;
    private static final double FROM_FULL_SCALE = 0;

    private final EnvelopeFollower follower = new EnvelopeFollower();
    private final MeanSquareWindow[] windows = new MeanSquareWindow[ProcessSpec.MAX_CHANNELS];
    private int channelCount = 2;
    private double stepSeconds = STEP / 48_000.0;
    private double rangeDb;
    private double thresholdDb;
    private double ratio = 1;
    private double holdMs;
    private double releaseMs;
    private boolean countsProgramme;
    private double programmeGainDb;
    private int holdSteps;
    private int holdLeft;
    /** The level with play: what the static curve sees. */
    private double countedDb;

    /** Of every step of a quantum. */
    private final double[] powers = new double[STEPS];

    private final double[] levelsDb = new double[STEPS];
    /** Before the quantum, then at the end of every step. */
    private final float[] gains = new float[STEPS + 1];

    private float smallestGain = 1;

    public NoiseGate() {
        for (int c = 0; c < windows.length; c++) {
            windows[c] = new MeanSquareWindow();
        }
        gains[STEPS] = 1;
    }

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        channelCount = spec.channels();
        stepSeconds = STEP / spec.sampleRateHz();
        for (MeanSquareWindow window : windows) {
            window.prepare(steps(WINDOW_SECONDS));
        }
        rangeDb = 0;
        holdMs = 0;
        releaseMs = 0;
        programmeGainDb = 0;
        reset();
    }

    private int steps(double seconds) {
        return Math.max(1, (int) (seconds / stepSeconds + 0.5));
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double newRangeDb = params.get(ParamTable.GATE_RANGE);
        boolean turnedOn = isOff() && newRangeDb > 0;
        rangeDb = newRangeDb;
        thresholdDb = params.get(ParamTable.GATE_THRESHOLD);
        ratio = params.get(ParamTable.GATE_RATIO);
        countsProgramme = params.get(ParamTable.GATE_REFERENCE) != FROM_FULL_SCALE;
        double newHoldMs = params.get(ParamTable.GATE_HOLD);
        double newReleaseMs = params.get(ParamTable.GATE_RELEASE);
        if (newHoldMs != holdMs || newReleaseMs != releaseMs) {
            holdMs = newHoldMs;
            releaseMs = newReleaseMs;
            // The window still hears the last sound for its own length.
            holdSteps = Math.max(0, (int) ((newHoldMs / 1000 - WINDOW_SECONDS) / stepSeconds + 0.5));
            follower.set(newReleaseMs / 1000, OPENING_SECONDS, stepSeconds);
        }
        if (turnedOn) {
            open();
        }
        holdLeft = Math.min(holdLeft, holdSteps);
    }

    /**
     * The gain that would bring the programme to its target loudness; added to the level where thresholds count from
     * the programme ({@link ParamTable#GATE_REFERENCE}). Meant to move slowly, once a quantum.
     */
    @AudioThread
    public void setProgrammeGainDb(double db) {
        programmeGainDb = db;
    }

    /** Whether the range is 0 dB and the gain back at one: {@link #process} then does nothing. */
    @AudioThread
    public boolean isOff() {
        return rangeDb == 0 && gains[STEPS] == 1 && follower.reductionDb() == 0;
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames && !isOff(); start += QUANTUM) {
            measure(channels, start);
            toDecibels();
            steer();
            apply(channels, start);
        }
    }

    /** Mean square at the end of every step, of the louder channel. */
    private void measure(float[][] channels, int start) {
        for (int s = 0; s < STEPS; s++) {
            double loudest = SILENCE;
            for (int c = 0; c < channelCount; c++) {
                loudest = Math.max(loudest, windows[c].next(meanSquare(channels[c], start + s * STEP)));
            }
            powers[s] = loudest;
        }
    }

    private static double meanSquare(float[] samples, int from) {
        double even = 0;
        double odd = 0;
        for (int i = from; i < from + STEP; i += 2) {
            even += (double) samples[i] * samples[i];
            odd += (double) samples[i + 1] * samples[i + 1];
        }
        return (even + odd) * PER_FRAME;
    }

    /** A loop of its own, so that logarithms don't wait for each other; in silence there is only one. */
    private void toDecibels() {
        double offsetDb = countsProgramme ? programmeGainDb : 0;
        double power = Double.NaN;
        double levelDb = 0;
        for (int s = 0; s < STEPS; s++) {
            if (powers[s] != power) {
                power = powers[s];
                levelDb = ExactMath.powerToDb(SINE * power);
            }
            levelsDb[s] = levelDb + offsetDb;
        }
    }

    /** Gain at the end of every step. */
    private void steer() {
        gains[0] = gains[STEPS];
        for (int s = 0; s < STEPS; s++) {
            double before = follower.reductionDb();
            double reductionDb = follower.next(wantedDb(levelsDb[s]));
            gains[s + 1] = reductionDb == before ? gains[s] : gainOf(reductionDb);
            smallestGain = Math.min(smallestGain, gains[s + 1]);
        }
    }

    private static float gainOf(double reductionDb) {
        return reductionDb == 0 ? 1 : (float) ExactMath.dbToLinear(-reductionDb);
    }

    private double wantedDb(double levelDb) {
        countedDb = Math.min(levelDb, Math.max(countedDb, levelDb - HYSTERESIS_DB));
        if (countedDb >= thresholdDb) {
            holdLeft = holdSteps;
            return 0;
        }
        if (holdLeft > 0) {
            holdLeft--;
            return 0;
        }
        return Math.min(rangeDb, (ratio - 1) * (thresholdDb - countedDb));
    }

    private void apply(float[][] channels, int start) {
        if (isSteady()) {
            scale(channels, start, gains[STEPS]);
            return;
        }
        for (int s = 0; s < STEPS; s++) {
            float slope = (gains[s + 1] - gains[s]) / STEP;
            int first = start + s * STEP;
            for (int c = 0; c < channelCount; c++) {
                float[] samples = channels[c];
                for (int i = 0; i < STEP; i++) {
                    samples[first + i] *= gains[s] + slope * (i + 1);
                }
            }
        }
    }

    private boolean isSteady() {
        boolean steady = true;
        for (int s = 0; s < STEPS; s++) {
            steady &= gains[s] == gains[STEPS];
        }
        return steady;
    }

    private void scale(float[][] channels, int start, float by) {
        for (int c = 0; c < channelCount && by != 1; c++) {
            float[] samples = channels[c];
            for (int i = start; i < start + QUANTUM; i++) {
                samples[i] *= by;
            }
        }
    }

    @Override
    @AudioThread
    public void reset() {
        open();
        smallestGain = 1;
    }

    private void open() {
        for (int c = 0; c < windows.length; c++) {
            windows[c].reset();
        }
        follower.reset();
        countedDb = thresholdDb;
        holdLeft = holdSteps;
        gains[STEPS] = 1;
    }

    @Override
    public int latencyFrames() {
        return 0;
    }

    /** Largest gain reduction since the last {@link #markRead}, as a gain in dB: 0 or negative. */
    @AudioThread
    public double gainReductionDb() {
        return smallestGain >= 1 ? 0 : ExactMath.linearToDb(smallestGain);
    }

    /** Starts a new interval for {@link #gainReductionDb}. */
    @AudioThread
    public void markRead() {
        smallestGain = 1;
    }
}
