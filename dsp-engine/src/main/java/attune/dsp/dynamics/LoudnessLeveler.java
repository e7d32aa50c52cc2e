package attune.dsp.dynamics;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.meter.KWeighting;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Moves a programme slowly to a target loudness: the gain that the running level of the input ({@link ProgrammeLevel})
 * calls for, within ± the range, at most so many LU a second upwards and twice as fast downwards, held while there
 * is no programme. The first 10 s of programme are levelled four times as fast. A range of 0 dB is off and bit-exact.
 */
public final class LoudnessLeveler implements Processor {
    /** Target before {@link #setTargetLufs}. */
    public static final double DEFAULT_TARGET_LUFS = -16;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double SETTLE_SECONDS = 1;
    private static final double FALL_RATIO = 2;
    private static final double FIRST_RATIO = 4;
    private static final double FIRST_SECONDS = 10;
    /** Programme this far above the target is turned down faster the farther it is. */
    private static final double FAR_ABOVE_LU = 6;

    private static final double FAR_RATIO = 4;

    private final KWeighting weighting = new KWeighting();
    private final ProgrammeLevel level = new ProgrammeLevel();
    private double quantumSeconds = QUANTUM / 48_000.0;
    private int stepQuanta = 1;
    private int stepFrames = QUANTUM;
    private int quantaLeft = 1;
    private double stepEnergy;
    private double targetLufs = DEFAULT_TARGET_LUFS;
    private double rangeDb;
    private double offsetLu;
    private double speedLuPerSecond = 1;
    private double rememberedGainDb;
    private double rateDbPerSecond;
    private double gainDb;
    private float gainLinear = 1;
    private boolean fresh = true;

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        weighting.prepare(spec);
        quantumSeconds = QUANTUM / spec.sampleRateHz();
        stepQuanta = spec.quantaFor(ProgrammeLevel.STEP_SECONDS);
        stepFrames = stepQuanta * QUANTUM;
        reset();
    }

    /** Loudness to move to; takes effect with the next step, at the set speed. */
    @AudioThread
    public void setTargetLufs(double lufs) {
        targetLufs = lufs;
    }

    /** Gain to start from after the next {@link #reset} or {@link #prepare}; 0 dB is "nothing remembered". */
    @AudioThread
    public void rememberGainDb(double db) {
        rememberedGainDb = db;
    }

    /** Goes on from another gain, reached within a quantum, and listens anew from there: a recall while playing. */
    @AudioThread
    public void resumeFrom(double db) {
        listenAnew();
        gainDb = bounded(db);
        if (gainDb != 0) {
            level.remember(targetLufs + offsetLu - gainDb);
        }
    }

    /** Gain now. */
    @AudioThread
    public double gainDb() {
        return gainDb;
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double newRangeDb = params.get(ParamTable.LEVELER_RANGE);
        boolean turnedOn = rangeDb == 0 && newRangeDb > 0;
        rangeDb = newRangeDb;
        offsetLu = params.get(ParamTable.LEVELER_OFFSET);
        speedLuPerSecond = params.get(ParamTable.LEVELER_SPEED);
        if (fresh) {
            startFrom(rememberedGainDb);
        } else if (turnedOn) {
            listenAnew();
        }
    }

    private void startFrom(double startGainDb) {
        listenAnew();
        gainDb = bounded(startGainDb);
        gainLinear = linear(gainDb);
        if (gainDb != 0) {
            level.remember(targetLufs + offsetLu - gainDb);
        }
    }

    private double bounded(double db) {
        return Math.max(-rangeDb, Math.min(rangeDb, db));
    }

    private static float linear(double db) {
        return db == 0 ? 1f : (float) ExactMath.dbToLinear(db);
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int start = 0; start < frames; start += QUANTUM) {
            if (rangeDb > 0) {
                listen(channels, start);
            }
            move();
            apply(channels, start);
        }
    }

    private void listen(float[][] channels, int start) {
        stepEnergy += weighting.energy(channels, start, QUANTUM);
        quantaLeft--;
        if (quantaLeft == 0) {
            level.step(stepEnergy / stepFrames);
            quantaLeft = stepQuanta;
            stepEnergy = 0;
            steer();
        }
    }

    /** Decides the speed of the gain for the next step. */
    private void steer() {
        if (!level.active() || !level.known()) {
            rateDbPerSecond = 0;
            return;
        }
        double wantedLufs = targetLufs + offsetLu;
        double limit = speedLuPerSecond * (level.programmeSeconds() < FIRST_SECONDS ? FIRST_RATIO : 1);
        double above = level.momentaryLufs() + gainDb - wantedLufs - FAR_ABOVE_LU;
        double fall = limit * FALL_RATIO + FAR_RATIO * Math.max(0, above);
        double wantedRate = (bounded(wantedLufs - level.lufs()) - gainDb) / SETTLE_SECONDS;
        rateDbPerSecond = Math.max(-fall, Math.min(limit, wantedRate));
    }

    private void move() {
        gainDb = bounded(gainDb + rateDbPerSecond * quantumSeconds);
    }

    private void apply(float[][] channels, int start) {
        float from = gainLinear;
        float to = linear(gainDb);
        gainLinear = to;
        if (from == 1 && to == 1) {
            return;
        }
        float step = (to - from) / QUANTUM;
        for (int c = 0; c < channels.length; c++) {
            float[] samples = channels[c];
            for (int i = 0; i < QUANTUM; i++) {
                samples[start + i] *= from + step * (i + 1);
            }
        }
    }

    private void listenAnew() {
        weighting.reset();
        level.reset();
        quantaLeft = stepQuanta;
        stepEnergy = 0;
        rateDbPerSecond = 0;
    }

    @Override
    @AudioThread
    public void reset() {
        startFrom(rememberedGainDb);
        fresh = true;
    }

    @Override
    public int latencyFrames() {
        return 0;
    }
}
