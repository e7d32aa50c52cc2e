package attune.dsp.filter;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;

/** Measured and analytic frequency responses. */
final class Responses {
    private Responses() {}

    /** Impulse response of two seconds, first channel. */
    static float[] impulse(Processor processor, ProcessSpec spec, ParamSnapshot params) {
        processor.prepare(spec);
        processor.update(params);
        int frames = Signals.frames(spec, 2);
        float[][] out = Signals.impulse(spec.channels(), frames, 0, 1);
        processor.process(out, frames);
        return out[0];
    }

    /** Magnitude of the transform of an impulse response at one frequency. */
    static double measuredDb(float[] response, double sampleRateHz, double frequencyHz) {
        double re = 0;
        double im = 0;
        double step = 2 * Math.PI * frequencyHz / sampleRateHz;
        for (int i = 0; i < response.length; i++) {
            re += response[i] * Math.cos(step * i);
            im -= response[i] * Math.sin(step * i);
        }
        return 10 * Math.log10(re * re + im * im);
    }

    /** Frequency over corner as the analogue prototype sees it through the bilinear transform. */
    static double warpedRatio(double sampleRateHz, double frequencyHz, double cornerHz) {
        return Math.tan(Math.PI * frequencyHz / sampleRateHz) / Math.tan(Math.PI * cornerHz / sampleRateHz);
    }

    /** |b0 + b1 s + b2 s²| / |a0 + a1 s + a2 s²| at s = jw, in dB. */
    static double prototypeDb(double w, double b0, double b1, double b2, double a0, double a1, double a2) {
        double above = square(b0 - b2 * w * w) + square(b1 * w);
        double below = square(a0 - a2 * w * w) + square(a1 * w);
        return 10 * Math.log10(above / below);
    }

    private static double square(double x) {
        return x * x;
    }
}
