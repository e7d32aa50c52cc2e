package attune.dsp.filter;

import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.SmoothedValue;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Lowers the harmonics of mains hum by up to {@link ParamTable#HUM_DEPTH}: a notch on each harmonic that a
 * {@link HumTracker} hears stand out, in series. Poles are 1 Hz wide, so that a note 3 Hz beside a harmonic keeps its
 * level within 0.2 dB, and a hum is gone within a second. Where nothing stands out, and at 0 dB, the samples are
 * untouched, bit for bit.
 *
 * <p>A notch is let in with its states at rest and so comes as its filter rings up; it is let out over 0.25 s. Its
 * centre follows the hum in straight lines of one quantum, five times a second.
 */
public final class HumRemover implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int HARMONICS = HumTracker.HARMONICS;
    private static final double POLE_WIDTH_HZ = 1;
    private static final double RELEASE_SECONDS = 0.25;

    private final HumTracker tracker = new HumTracker();
    private final StateVariableFilter[] notches = new StateVariableFilter[HARMONICS];
    /** Share of the depth that each notch has, 0 to 1. */
    private final SmoothedValue[] shares = new SmoothedValue[HARMONICS];

    /** Stays where it was while a notch is let out. */
    private final double[] centreHz = new double[HARMONICS];

    private final int[] running = new int[HARMONICS];
    private int runningCount;
    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private double[][] scratch = new double[0][];
    private int releaseQuanta = 1;
    private double depthDb;
    /** What is left of a harmonic at full depth. */
    private double floorLinear = 1;

    private double frequencyHz;
    private double harmonics;
    private boolean bothMains;
    private boolean redesign;

    public HumRemover() {
        for (int h = 0; h < HARMONICS; h++) {
            notches[h] = new StateVariableFilter();
            shares[h] = new SmoothedValue(0);
        }
    }

    @Override
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        scratch = new double[newSpec.channels()][QUANTUM];
        releaseQuanta = newSpec.quantaFor(RELEASE_SECONDS);
        tracker.prepare(newSpec);
        depthDb = 0;
        floorLinear = 1;
        frequencyHz = 0;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double newDepthDb = params.get(ParamTable.HUM_DEPTH);
        if (newDepthDb != depthDb) {
            depthDb = newDepthDb;
            floorLinear = ExactMath.dbToLinear(-newDepthDb);
            redesign = true;
        }
        double newFrequencyHz = params.get(ParamTable.HUM_FREQUENCY);
        double newHarmonics = params.get(ParamTable.HUM_HARMONICS);
        boolean newBothMains = params.get(ParamTable.HUM_BOTH_MAINS) != 0;
        if (newFrequencyHz != frequencyHz || newHarmonics != harmonics || newBothMains != bothMains) {
            frequencyHz = newFrequencyHz;
            harmonics = newHarmonics;
            bothMains = newBothMains;
            tracker.ask(newFrequencyHz, (int) newHarmonics, newBothMains);
            follow();
        }
    }

    /** The hum that was found, and every notch as it rings: a hum stays away. */
    @Override
    @AudioThread
    public void adopt(Processor other) {
        if (other instanceof HumRemover known && depthDb > 0 && known.depthDb > 0) {
            tracker.adopt(known.tracker);
            for (int h = 0; h < HARMONICS; h++) {
                notches[h].adopt(known.notches[h]);
                shares[h].snap(known.shares[h].target());
                centreHz[h] = known.centreHz[h];
            }
            redesign = true;
            list();
        }
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            if (depthDb == 0 && !redesign) {
                continue;
            }
            if (tracker.process(channels, start)) {
                follow();
            }
            design();
            if (runningCount > 0) {
                load(channels, start);
                filter();
                store(channels, start);
                dropFinished();
            }
            if (depthDb == 0) {
                reset();
            }
        }
    }

    /** Lets notches in and out as the tracker says. */
    private void follow() {
        for (int h = 0; h < HARMONICS; h++) {
            boolean wanted = tracker.isPresent(h + 1);
            if (wanted && shares[h].current() == 0) {
                notches[h].clear();
                shares[h].snap(1);
            }
            if (wanted) {
                centreHz[h] = (h + 1) * tracker.fundamentalHz();
            }
            shares[h].glide(wanted ? 1 : 0, releaseQuanta);
        }
        redesign = true;
        list();
    }

    /** Moves every notch to where it is to be at the end of the quantum. */
    private void design() {
        for (int r = 0; r < runningCount; r++) {
            int h = running[r];
            boolean moving = shares[h].isMoving();
            double share = shares[h].next();
            if (redesign || moving) {
                double gain = 1 - share * (1 - floorLinear);
                FilterDesign.notch(notches[h].target(), spec.sampleRateHz(), centreHz[h], POLE_WIDTH_HZ, gain);
                notches[h].ramp();
            }
        }
        redesign = false;
    }

    /** Two notches at a time where neither ramps. */
    private void filter() {
        for (int r = 0; r < runningCount; r++) {
            StateVariableFilter notch = notches[running[r]];
            StateVariableFilter next = notches[running[Math.min(r + 1, runningCount - 1)]];
            if (scratch.length == 2 && next != notch && !notch.isRamping() && !next.isRamping()) {
                StateVariableFilter.processTwoBells(notch, next, scratch[0], scratch[1]);
                r++;
            } else {
                notch.process(scratch, scratch.length);
            }
        }
    }

    private void list() {
        runningCount = 0;
        for (int h = 0; h < HARMONICS; h++) {
            if (shares[h].current() > 0 || shares[h].target() > 0) {
                running[runningCount++] = h;
            }
        }
    }

    private void dropFinished() {
        boolean any = false;
        for (int r = 0; r < runningCount; r++) {
            any |= shares[running[r]].current() == 0;
        }
        if (any) {
            list();
        }
    }

    private void load(float[][] channels, int start) {
        for (int c = 0; c < scratch.length; c++) {
            double[] block = scratch[c];
            float[] samples = channels[c];
            for (int i = 0; i < QUANTUM; i++) {
                block[i] = samples[start + i];
            }
        }
    }

    private void store(float[][] channels, int start) {
        for (int c = 0; c < scratch.length; c++) {
            double[] block = scratch[c];
            float[] samples = channels[c];
            for (int i = 0; i < QUANTUM; i++) {
                samples[start + i] = (float) block[i];
            }
        }
    }

    @Override
    @AudioThread
    public void reset() {
        tracker.reset();
        for (int h = 0; h < HARMONICS; h++) {
            notches[h].clear();
            shares[h].snap(0);
        }
        runningCount = 0;
        redesign = false;
    }

    @Override
    public int latencyFrames() {
        return 0;
    }

    /** Gain on the hum as a level, 0 or negative; 0 while off or where no hum stands out. */
    @AudioThread
    public double reductionDb() {
        double before = 0;
        double after = 0;
        for (int r = 0; r < runningCount; r++) {
            int h = running[r];
            double gain = 1 - shares[h].current() * (1 - floorLinear);
            before += tracker.power(h + 1);
            after += tracker.power(h + 1) * gain * gain;
        }
        return before > 0 ? ExactMath.powerToDb(after / before) : 0;
    }
}
