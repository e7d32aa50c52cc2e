package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.SmoothedValue;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Removes rumble: Butterworth, 12 or 24 dB per octave ({@link ParamTable#HPF_SLOPE}) under
 * {@link ParamTable#HPF_CORNER}. At the neutral corner (10 Hz) the samples are untouched, bit for bit; going there and
 * leaving it is a 10 ms crossfade, a change of slope one of 50 ms.
 *
 * <p>Fourth order is two sections in series. The first is the one that works alone at second order, and only its quality
 * factor moves; the second is let in with its states at rest, so that it comes as it rings up.
 */
public final class HighPassFilter implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double CROSSFADE_SECONDS = 0.01;
    private static final double SLOPE_SECONDS = 0.05;
    private static final double NEUTRAL_HZ = ParamTable.HPF_CORNER.spec().neutral();

    private final StateVariableFilter first = new StateVariableFilter();
    private final StateVariableFilter second = new StateVariableFilter();
    /** 0 at 12 dB per octave, 1 at 24. */
    private final SmoothedValue steepness = new SmoothedValue(0);

    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private double[][] scratch = new double[0][];
    /** What the first section made of the quantum. */
    private double[][] shallow = new double[0][];

    private double wetStep;
    private int slopeQuanta = 1;
    /** Share of the filtered signal, 0 to 1, and where it goes. */
    private double wet;

    private boolean on;
    private boolean fresh;
    private double cornerHz;
    private double slope;
    /** Corner of the filters; the last one that was audible while the stage fades out. */
    private double designHz;

    @Override
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        scratch = new double[newSpec.channels()][QUANTUM];
        shallow = new double[newSpec.channels()][QUANTUM];
        wetStep = 1.0 / newSpec.quantaFor(CROSSFADE_SECONDS);
        slopeQuanta = newSpec.quantaFor(SLOPE_SECONDS);
        cornerHz = NEUTRAL_HZ;
        on = false;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double corner = params.get(ParamTable.HPF_CORNER);
        double newSlope = params.get(ParamTable.HPF_SLOPE);
        if (corner == cornerHz && newSlope == slope && !fresh) {
            return;
        }
        boolean silent = fresh || wet == 0;
        cornerHz = corner;
        slope = newSlope;
        on = corner > NEUTRAL_HZ;
        steepness.glide(slope, silent ? 0 : slopeQuanta);
        if (on || fresh) {
            designHz = corner;
            design();
        }
        if (silent) {
            first.snap();
            second.snap();
        }
        if (fresh) {
            wet = on ? 1 : 0;
            fresh = false;
        }
    }

    private void design() {
        double k = (1 - steepness.current()) / FilterDesign.BUTTERWORTH_Q
                + steepness.current() / FourthOrderFilter.BUTTERWORTH_Q1;
        double firstQ = steepness.current() == 0 ? FilterDesign.BUTTERWORTH_Q : 1 / k;
        FilterDesign.highPass(first.target(), spec.sampleRateHz(), designHz, firstQ);
        FilterDesign.highPass(second.target(), spec.sampleRateHz(), designHz, FourthOrderFilter.BUTTERWORTH_Q2);
        first.ramp();
        second.ramp();
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int start = 0; start < frames; start += QUANTUM) {
            double from = wet;
            wet = on ? Math.min(1, from + wetStep) : Math.max(0, from - wetStep);
            if (from != 0 || wet != 0) {
                load(channels, start);
                filter();
                store(channels, start, from, wet);
            }
            if (wet == 0 && from != 0) {
                first.reset();
                second.reset();
                steepness.snap(slope);
            }
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

    private void filter() {
        double from = steepness.current();
        if (steepness.isMoving()) {
            if (from == 0) {
                second.reset();
            }
            steepness.next();
            design();
        }
        double to = steepness.current();
        if (from == 0 && to == 0) {
            first.process(scratch, scratch.length);
        } else if (from == 1 && to == 1) {
            filterSteeply();
        } else {
            first.process(scratch, scratch.length);
            blendSecond(from, to);
        }
    }

    private void filterSteeply() {
        if (scratch.length == 2 && !first.isRamping() && !second.isRamping()) {
            StateVariableFilter.processTwoHighPasses(first, second, scratch[0], scratch[1]);
        } else {
            first.process(scratch, scratch.length);
            second.process(scratch, scratch.length);
        }
    }

    private void blendSecond(double from, double to) {
        for (int c = 0; c < scratch.length; c++) {
            System.arraycopy(scratch[c], 0, shallow[c], 0, QUANTUM);
        }
        second.process(scratch, scratch.length);
        double step = (to - from) / QUANTUM;
        for (int c = 0; c < scratch.length; c++) {
            double[] block = scratch[c];
            double[] before = shallow[c];
            for (int i = 0; i < QUANTUM; i++) {
                block[i] = before[i] + (from + step * (i + 1)) * (block[i] - before[i]);
            }
        }
    }

    private void store(float[][] channels, int start, double from, double to) {
        double step = (to - from) / QUANTUM;
        for (int c = 0; c < scratch.length; c++) {
            double[] block = scratch[c];
            float[] samples = channels[c];
            if (step == 0) {
                for (int i = 0; i < QUANTUM; i++) {
                    samples[start + i] = (float) block[i];
                }
            } else {
                for (int i = 0; i < QUANTUM; i++) {
                    double dry = samples[start + i];
                    samples[start + i] = (float) (dry + (from + step * (i + 1)) * (block[i] - dry));
                }
            }
        }
    }

    @Override
    @AudioThread
    public void reset() {
        first.reset();
        second.reset();
        steepness.snap(slope);
        wet = on ? 1 : 0;
        fresh = true;
    }

    @Override
    public int latencyFrames() {
        return 0;
    }
}
