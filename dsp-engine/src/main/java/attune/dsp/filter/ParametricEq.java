package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Low shelf, six bells, high shelf, in series. A band at 0 dB costs nothing and leaves the samples as they are, bit for
 * bit; frequencies stop at 0.45 of the sample rate.
 */
public final class ParametricEq implements Processor {
    /** Bands: a shelf at either end, bells between. */
    public static final int BANDS = 8;

    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int FIRST = ParamTable.EQ1_FREQUENCY.index();
    private static final int PARAMS_PER_BAND = 3;

    private final StateVariableFilter[] filters = new StateVariableFilter[BANDS];
    private final double[] frequencyHz = new double[BANDS];
    private final double[] gainDb = new double[BANDS];
    private final double[] q = new double[BANDS];
    /** Bands to be run: those not at 0 dB, and those on their way there. */
    private final boolean[] running = new boolean[BANDS];

    private final int[] runningBands = new int[BANDS];
    private int runningCount;
    private double sampleRateHz = 48_000;
    private double[][] scratch = new double[0][];
    private boolean fresh;

    public ParametricEq() {
        for (int b = 0; b < BANDS; b++) {
            filters[b] = new StateVariableFilter();
        }
    }

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        sampleRateHz = spec.sampleRateHz();
        scratch = new double[spec.channels()][QUANTUM];
        for (int b = 0; b < BANDS; b++) {
            gainDb[b] = 0;
        }
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        for (int b = 0; b < BANDS; b++) {
            int at = FIRST + b * PARAMS_PER_BAND;
            double newFrequencyHz = params.get(at);
            double newGainDb = params.get(at + 1);
            double newQ = params.get(at + 2);
            boolean same = newFrequencyHz == frequencyHz[b] && newGainDb == gainDb[b] && newQ == q[b];
            if (!same || fresh) {
                frequencyHz[b] = newFrequencyHz;
                gainDb[b] = newGainDb;
                q[b] = newQ;
                updateBand(b);
            }
        }
        fresh = false;
        listRunning();
    }

    private void updateBand(int b) {
        StateVariableFilter filter = filters[b];
        if (gainDb[b] == 0 && !running[b]) {
            return;
        }
        if (fresh) {
            design(b, gainDb[b]);
            filter.snap();
        } else {
            if (!running[b]) {
                design(b, 0);
                filter.reset();
            }
            design(b, gainDb[b]);
            filter.ramp();
        }
        running[b] = !fresh || gainDb[b] != 0;
    }

    private void design(int b, double gain) {
        SvfCoefficients into = filters[b].target();
        if (b == 0) {
            FilterDesign.lowShelf(into, sampleRateHz, frequencyHz[b], q[b], gain);
        } else if (b == BANDS - 1) {
            FilterDesign.highShelf(into, sampleRateHz, frequencyHz[b], q[b], gain);
        } else {
            FilterDesign.bell(into, sampleRateHz, frequencyHz[b], q[b], gain);
        }
    }

    /** Whether every band rests at 0 dB: {@link #process} then does nothing. */
    @AudioThread
    public boolean isOff() {
        return runningCount == 0;
    }

    /** Bells first, so that pairs are of a kind. */
    private void listRunning() {
        runningCount = 0;
        for (int i = 1; i <= BANDS; i++) {
            int b = i == BANDS - 1 ? 0 : i == BANDS ? BANDS - 1 : i;
            if (running[b]) {
                runningBands[runningCount++] = b;
            }
        }
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int start = 0; start < frames && runningCount > 0; start += QUANTUM) {
            load(channels, start);
            for (int r = 0; r < runningCount; r++) {
                r += processBands(r);
            }
            store(channels, start);
            dropFinished();
        }
    }

    /** Runs the band at this place of the list, and the next one with it where neither ramps: 1 if so. */
    private int processBands(int r) {
        StateVariableFilter filter = filters[runningBands[r]];
        if (scratch.length == 1 || r + 1 == runningCount || filter.isRamping()) {
            filter.process(scratch, scratch.length);
            return 0;
        }
        StateVariableFilter next = filters[runningBands[r + 1]];
        if (next.isRamping()) {
            filter.process(scratch, scratch.length);
            return 0;
        }
        if (isBell(runningBands[r]) && isBell(runningBands[r + 1])) {
            StateVariableFilter.processTwoBells(filter, next, scratch[0], scratch[1]);
        } else {
            StateVariableFilter.processTwo(filter, next, scratch[0], scratch[1]);
        }
        return 1;
    }

    private static boolean isBell(int b) {
        return b > 0 && b < BANDS - 1;
    }

    /** Takes bands that have reached 0 dB out of the list. */
    private void dropFinished() {
        boolean any = false;
        for (int r = 0; r < runningCount; r++) {
            int b = runningBands[r];
            if (gainDb[b] == 0 && !filters[b].isRamping()) {
                running[b] = false;
                any = true;
            }
        }
        if (any) {
            listRunning();
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
        for (int b = 0; b < BANDS; b++) {
            filters[b].reset();
            running[b] = gainDb[b] != 0;
        }
        listRunning();
        fresh = true;
    }

    @Override
    public int latencyFrames() {
        return 0;
    }
}
