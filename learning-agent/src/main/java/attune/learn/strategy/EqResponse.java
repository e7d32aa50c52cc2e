package attune.learn.strategy;

import attune.dsp.core.ProcessSpec;
import attune.dsp.filter.ParametricEq;
import attune.param.ParamSnapshot;

/**
 * What the equaliser of a set does at given frequencies: Fourier transform of the impulse response of the real filters.
 * Immutable.
 */
public final class EqResponse {
    private static final int IMPULSE_FRAMES = 8192;

    private final ProcessSpec spec;
    private final double[] centresHz;

    /** At these frequencies, in Hz, for sound of this rate. */
    public EqResponse(double sampleRateHz, double[] centresHz) {
        this.spec = new ProcessSpec(sampleRateHz, 1);
        this.centresHz = centresHz.clone();
    }

    /** Gain at each frequency, in dB. */
    public double[] gainsDb(ParamSnapshot params) {
        ParametricEq eq = new ParametricEq();
        eq.prepare(spec);
        eq.update(params);
        float[][] impulse = new float[1][IMPULSE_FRAMES];
        impulse[0][0] = 1;
        eq.process(impulse, IMPULSE_FRAMES);
        double[] gains = new double[centresHz.length];
        for (int i = 0; i < gains.length; i++) {
            gains[i] = 10 * StrictMath.log10(power(impulse[0], centresHz[i]));
        }
        return gains;
    }

    /** Squared magnitude of the Fourier transform at one frequency. */
    private double power(float[] impulse, double hz) {
        double step = 2 * Math.PI * hz / spec.sampleRateHz();
        double turnRe = StrictMath.cos(step);
        double turnIm = -StrictMath.sin(step);
        double re = 0;
        double im = 0;
        double phaseRe = 1;
        double phaseIm = 0;
        for (float x : impulse) {
            re += x * phaseRe;
            im += x * phaseIm;
            double next = phaseRe * turnRe - phaseIm * turnIm;
            phaseIm = phaseRe * turnIm + phaseIm * turnRe;
            phaseRe = next;
        }
        return Math.max(re * re + im * im, 1e-20);
    }
}
