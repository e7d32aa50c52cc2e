package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Removes rumble: Butterworth, 12 dB per octave under {@link ParamTable#HPF_CORNER}. At the neutral corner (10 Hz) the
 * samples are untouched, bit for bit; going there and leaving it is a 10 ms crossfade.
 */
public final class HighPassFilter implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double CROSSFADE_SECONDS = 0.01;
    private static final double NEUTRAL_HZ = ParamTable.HPF_CORNER.spec().neutral();

    private final StateVariableFilter filter = new StateVariableFilter();
    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private double[][] scratch = new double[0][];
    private double wetStep;
    /** Share of the filtered signal, 0 to 1, and where it goes. */
    private double wet;

    private boolean on;
    private boolean fresh;
    private double cornerHz;

    @Override
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        scratch = new double[newSpec.channels()][QUANTUM];
        wetStep = 1.0 / newSpec.quantaFor(CROSSFADE_SECONDS);
        cornerHz = NEUTRAL_HZ;
        on = false;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double corner = params.get(ParamTable.HPF_CORNER);
        if (corner == cornerHz && !fresh) {
            return;
        }
        boolean wasSilent = wet == 0;
        cornerHz = corner;
        on = corner > NEUTRAL_HZ;
        if (on || fresh) {
            FilterDesign.highPass(filter.target(), spec.sampleRateHz(), corner, FilterDesign.BUTTERWORTH_Q);
            filter.ramp();
        }
        if (fresh || wasSilent) {
            filter.snap();
        }
        if (fresh) {
            wet = on ? 1 : 0;
            fresh = false;
        }
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int start = 0; start < frames; start += QUANTUM) {
            double from = wet;
            wet = on ? Math.min(1, from + wetStep) : Math.max(0, from - wetStep);
            if (from != 0 || wet != 0) {
                processQuantum(channels, start, from, wet);
            }
            if (wet == 0 && from != 0) {
                filter.reset();
            }
        }
    }

    private void processQuantum(float[][] channels, int start, double from, double to) {
        for (int c = 0; c < scratch.length; c++) {
            double[] block = scratch[c];
            float[] samples = channels[c];
            for (int i = 0; i < QUANTUM; i++) {
                block[i] = samples[start + i];
            }
        }
        filter.process(scratch, scratch.length);
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
        filter.reset();
        wet = on ? 1 : 0;
        fresh = true;
    }

    @Override
    public int latencyFrames() {
        return 0;
    }
}
