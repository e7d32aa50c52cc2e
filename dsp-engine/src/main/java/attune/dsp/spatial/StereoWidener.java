package attune.dsp.spatial;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.filter.FilterDesign;
import attune.dsp.filter.StateVariableFilter;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Level of the sides against the middle ({@link ParamTable#WIDENER_WIDTH}), with the sides below
 * {@link ParamTable#WIDENER_MONO_BELOW} taken away at 12 dB per octave. Only the difference of the channels is touched:
 * their sum, which is what a mono listener hears, stays as it came. Sides are raised no further than a
 * {@link CorrelationGuard} allows.
 *
 * <p>At a width of 100 % and a corner of 20 Hz the samples are untouched, bit for bit, and so are those of one channel,
 * or of two that are the same. The corner comes and goes in 10 ms.
 */
public final class StereoWidener implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double CROSSFADE_SECONDS = 0.01;
    private static final double NEUTRAL_HZ =
            ParamTable.WIDENER_MONO_BELOW.spec().neutral();

    private final StateVariableFilter highPass = new StateVariableFilter();
    private final CorrelationGuard guard = new CorrelationGuard();
    private final double[] side = new double[QUANTUM];
    private final double[] shaped = new double[QUANTUM];
    /** The filter's view of {@link #shaped}. */
    private final double[][] shapedChannel = {shaped};

    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private double wetStep;
    /** Share of the high-passed side, 0 to 1. */
    private double wet;

    private double cornerHz = NEUTRAL_HZ;
    /** Gain of the sides that is asked for, and the one at the end of the last quantum. */
    private double width = 1;

    private double sideGain = 1;
    private boolean fresh;

    @Override
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        wetStep = 1.0 / newSpec.quantaFor(CROSSFADE_SECONDS);
        guard.prepare(newSpec);
        cornerHz = NEUTRAL_HZ;
        width = 1;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        width = params.get(ParamTable.WIDENER_WIDTH) / 100;
        double newCornerHz = params.get(ParamTable.WIDENER_MONO_BELOW);
        if (newCornerHz != cornerHz || fresh) {
            cornerHz = newCornerHz;
            if (removesBass() || fresh) {
                FilterDesign.highPass(highPass.target(), spec.sampleRateHz(), cornerHz, FilterDesign.BUTTERWORTH_Q);
                highPass.ramp();
            }
            if (fresh || wet == 0) {
                highPass.snap();
            }
        }
        if (fresh) {
            wet = removesBass() ? 1 : 0;
            sideGain = width;
        }
    }

    private boolean removesBass() {
        return cornerHz > NEUTRAL_HZ;
    }

    /** Whether nothing is done to the samples. */
    @AudioThread
    public boolean isOff() {
        return spec.channels() == 1 || (width == 1 && sideGain == 1 && wet == 0 && !removesBass());
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            if (isOff()) {
                continue;
            }
            double midEnergy = split(channels[0], channels[1], start);
            takeBass();
            double sideEnergy = energy(shaped);
            double from = sideGain;
            double limit = guard.limit(midEnergy, sideEnergy);
            double to = Math.min(width, limit);
            from = fresh ? to : from;
            guard.spent(sideEnergy * (from * from + from * to + to * to) / 3);
            join(channels[0], channels[1], start, from, to);
            sideGain = to;
            fresh = false;
            if (isOff()) {
                guard.reset();
            }
        }
        fresh = false;
    }

    /** Fills {@link #side}; gives the energy of the middle. */
    private double split(float[] left, float[] right, int start) {
        double even = 0;
        double odd = 0;
        for (int i = 0; i < QUANTUM; i += 2) {
            double l0 = left[start + i];
            double r0 = right[start + i];
            double l1 = left[start + i + 1];
            double r1 = right[start + i + 1];
            side[i] = 0.5 * (l0 - r0);
            side[i + 1] = 0.5 * (l1 - r1);
            even += (l0 + r0) * (l0 + r0);
            odd += (l1 + r1) * (l1 + r1);
        }
        return 0.25 * (even + odd);
    }

    private static double energy(double[] samples) {
        double even = 0;
        double odd = 0;
        for (int i = 0; i < QUANTUM; i += 2) {
            even += samples[i] * samples[i];
            odd += samples[i + 1] * samples[i + 1];
        }
        return even + odd;
    }

    /** Makes {@link #shaped} of {@link #side}. */
    private void takeBass() {
        System.arraycopy(side, 0, shaped, 0, QUANTUM);
        double from = wet;
        wet = removesBass() ? Math.min(1, from + wetStep) : Math.max(0, from - wetStep);
        if (from == 0 && wet == 0) {
            return;
        }
        highPass.process(shapedChannel, 1);
        if (from != 1 || wet != 1) {
            double step = (wet - from) / QUANTUM;
            for (int i = 0; i < QUANTUM; i++) {
                shaped[i] = side[i] + (from + step * (i + 1)) * (shaped[i] - side[i]);
            }
        }
        if (wet == 0) {
            highPass.reset();
        }
    }

    /** Adds to one channel what it takes from the other. */
    private void join(float[] left, float[] right, int start, double from, double to) {
        double step = (to - from) / QUANTUM;
        for (int i = 0; i < QUANTUM; i++) {
            double gain = i == QUANTUM - 1 ? to : from + step * (i + 1);
            double change = gain * shaped[i] - side[i];
            left[start + i] = (float) (left[start + i] + change);
            right[start + i] = (float) (right[start + i] - change);
        }
    }

    @Override
    @AudioThread
    public void reset() {
        highPass.reset();
        guard.reset();
        wet = removesBass() ? 1 : 0;
        sideGain = width;
        fresh = true;
    }

    /** How wide the programme is. */
    @Override
    @AudioThread
    public void adopt(Processor other) {
        if (other instanceof StereoWidener from) {
            guard.adopt(from.guard);
        }
    }

    @Override
    public int latencyFrames() {
        return 0;
    }
}
