package attune.dsp.chain;

import attune.dsp.core.DelayLine;
import attune.dsp.core.ExactMath;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.SmoothedValue;
import attune.dsp.dynamics.LoudnessLeveler;
import attune.dsp.dynamics.TruePeakLimiter;
import attune.dsp.filter.HighPassFilter;
import attune.dsp.filter.HumRemover;
import attune.dsp.filter.ParametricEq;
import attune.dsp.spectral.NoiseReducer;
import attune.param.ParamSnapshot;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * The default program: high-pass, hum removal, noise reduction, equaliser, leveler, output trim, limiter. What the
 * stages lack to {@link LatencyTable#chainFrames} is made up by a delay in front.
 */
public final class ProcessorChain implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double TRIM_SECONDS = 0.05;
    /** 60 dB over full scale: no sound is that loud, and squares of squares of it still fit in a float. */
    private static final float LARGEST_INTO_CHAIN = 0x1p10f;
    /** 120 dB over full scale: nothing that stages make of sound, and well within what the limiter can lower. */
    private static final float LARGEST_INTO_LIMITER = 0x1p20f;

    private final DelayLine padding = new DelayLine();
    private final HighPassFilter highPass = new HighPassFilter();
    private final HumRemover humRemover = new HumRemover();
    private final NoiseReducer noiseReducer = new NoiseReducer();
    private final ParametricEq eq = new ParametricEq();
    private final LoudnessLeveler leveler = new LoudnessLeveler();
    private final TruePeakLimiter limiter = new TruePeakLimiter();
    private final StageGain eqGain = new StageGain();
    private final SmoothedValue trimDb = new SmoothedValue(0);
    private float[][] quantum = new float[0][];
    private int trimQuanta = 1;
    private double trimLinear = 1;
    private int latencyFrames;

    @Override
    @ControlThread
    public void prepare(ProcessSpec spec) {
        highPass.prepare(spec);
        humRemover.prepare(spec);
        noiseReducer.prepare(spec);
        eq.prepare(spec);
        leveler.prepare(spec);
        limiter.prepare(spec);
        eqGain.prepare(spec);
        latencyFrames = LatencyTable.chainFrames(spec.sampleRateHz(), spec.latencyMode());
        padding.prepare(spec.channels(), latencyFrames - stageFrames());
        quantum = new float[spec.channels()][QUANTUM];
        trimQuanta = spec.quantaFor(TRIM_SECONDS);
        reset();
    }

    private int stageFrames() {
        return highPass.latencyFrames()
                + humRemover.latencyFrames()
                + noiseReducer.latencyFrames()
                + eq.latencyFrames()
                + leveler.latencyFrames()
                + limiter.latencyFrames();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        highPass.update(params);
        humRemover.update(params);
        noiseReducer.update(params);
        eq.update(params);
        leveler.update(params);
        limiter.update(params);
    }

    /** Output trim to reach in 50 ms; {@link #reset} lands it. */
    @AudioThread
    public void setTrimDb(double db) {
        trimDb.glide(db, trimQuanta);
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            for (int c = 0; c < quantum.length; c++) {
                System.arraycopy(channels[c], start, quantum[c], 0, QUANTUM);
            }
            bound(LARGEST_INTO_CHAIN);
            padding.process(quantum, QUANTUM);
            highPass.process(quantum, QUANTUM);
            humRemover.process(quantum, QUANTUM);
            noiseReducer.process(quantum, QUANTUM);
            equalise();
            leveler.process(quantum, QUANTUM);
            trim();
            bound(LARGEST_INTO_LIMITER);
            limiter.process(quantum, QUANTUM);
            for (int c = 0; c < quantum.length; c++) {
                System.arraycopy(quantum[c], 0, channels[c], start, QUANTUM);
            }
        }
    }

    private void equalise() {
        boolean off = eq.isOff();
        if (!off) {
            eqGain.input(quantum);
        }
        eq.process(quantum, QUANTUM);
        if (off) {
            eqGain.off();
        } else {
            eqGain.output(quantum);
        }
    }

    private void bound(float largest) {
        for (int c = 0; c < quantum.length; c++) {
            float[] samples = quantum[c];
            for (int i = 0; i < QUANTUM; i++) {
                samples[i] = Math.max(-largest, Math.min(largest, samples[i]));
            }
        }
    }

    private void trim() {
        double from = trimLinear;
        if (trimDb.isMoving()) {
            trimLinear = ExactMath.dbToLinear(trimDb.next());
        }
        double to = trimLinear;
        if (from == 1 && to == 1) {
            return;
        }
        double step = (to - from) / QUANTUM;
        for (int c = 0; c < quantum.length; c++) {
            float[] samples = quantum[c];
            for (int i = 0; i < QUANTUM; i++) {
                samples[i] = (float) (samples[i] * (from + step * (i + 1)));
            }
        }
    }

    @Override
    @AudioThread
    public void reset() {
        padding.reset();
        highPass.reset();
        humRemover.reset();
        noiseReducer.reset();
        eq.reset();
        leveler.reset();
        limiter.reset();
        eqGain.off();
        trimDb.snap(trimDb.target());
        trimLinear = ExactMath.dbToLinear(trimDb.target());
    }

    @Override
    public int latencyFrames() {
        return latencyFrames;
    }

    /** For its target, its remembered gain and its gain now. */
    LoudnessLeveler leveler() {
        return leveler;
    }

    /** For its meter. */
    TruePeakLimiter limiter() {
        return limiter;
    }

    /** Level change that the equaliser makes, in dB; 0 while it is off. */
    @AudioThread
    double eqGainDb() {
        return eqGain.gainDb();
    }

    /** For its meter. */
    HumRemover humRemover() {
        return humRemover;
    }

    /** For its meters. */
    NoiseReducer noiseReducer() {
        return noiseReducer;
    }
}
