package attune.dsp.colour;

import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.SmoothedValue;
import attune.dsp.filter.FilterDesign;
import attune.dsp.filter.FourthOrderFilter;
import attune.dsp.filter.StateVariableFilter;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Adds second and third harmonics of the sound above {@link ParamTable#EXCITER_FREQUENCY}, in proportion to its level
 * there ({@link HarmonicGenerator}).
 *
 * <pre>
 *   in ─┬─ delay ──────────────────────────────────────────────────────────────── + ─ out
 *       └─ high-pass ─┬─ low-pass ─ ×2 ─ waveshaper ─ ÷2 ─ low-pass ─ high-pass ─ × amount
 *                     └─ slow level ──────┘
 * </pre>
 *
 * The first low-pass keeps from the waveshaper what has no room for a harmonic, the second one takes what comes to lie
 * above 0.9 of the Nyquist frequency, or above 21.6 kHz; the last high-pass takes DC and the differences between partials, so that
 * nothing below the frequency changes. Where not even a third of an octave has room for second harmonics, as at a sample
 * rate of 8 kHz, and at an amount of 0 %, the delayed input comes out, bit for bit.
 */
public final class Exciter implements Processor {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int LATENCY_FRAMES = LatencyTable.EXCITER_FRAMES;
    /** Highest Nyquist frequency that is used: nobody hears more. */
    private static final double HIGHEST_HZ = 24_000;
    /** Shares of that frequency. */
    private static final double BAND_TOP_SHARE = 0.38;

    private static final double HARMONICS_TOP_SHARE = 0.8;
    private static final double SECOND_HARMONIC_SHARE = 0.45;
    private static final double LEAST_BAND_RATIO = 1.26;
    private static final double ECONOMY_SECONDS = 0.02;

    private final FourthOrderFilter bandBottom = new FourthOrderFilter();
    private final StateVariableFilter bandTop = new StateVariableFilter();
    private final FourthOrderFilter harmonicsTop = new FourthOrderFilter();
    private final FourthOrderFilter harmonicsBottom = new FourthOrderFilter();
    private HarmonicGenerator[] generators = new HarmonicGenerator[0];
    private ProcessSpec spec = new ProcessSpec(48_000, 2);
    private double[][] scratch = new double[0][];
    /** Input of the last 16 frames, then of the quantum. */
    private float[][] lines = new float[0][];

    private double highestFrequencyHz;
    private double frequencyHz;
    /** Gain of the harmonics that is asked for, and the one at the end of the last quantum. */
    private double amount;

    private double gain;
    /** What economy leaves of the amount. */
    private final SmoothedValue share = new SmoothedValue(1);

    private int economyQuanta = 1;
    private boolean fresh;

    @Override
    @ControlThread
    public void prepare(ProcessSpec newSpec) {
        spec = newSpec;
        scratch = new double[newSpec.channels()][QUANTUM];
        lines = new float[newSpec.channels()][LATENCY_FRAMES + QUANTUM];
        generators = new HarmonicGenerator[newSpec.channels()];
        for (int c = 0; c < generators.length; c++) {
            generators[c] = new HarmonicGenerator();
            generators[c].prepare(newSpec);
        }
        double nyquistHz = Math.min(newSpec.sampleRateHz() / 2, HIGHEST_HZ);
        highestFrequencyHz = nyquistHz * SECOND_HARMONIC_SHARE / LEAST_BAND_RATIO;
        FilterDesign.lowPass(
                bandTop.target(), newSpec.sampleRateHz(), nyquistHz * BAND_TOP_SHARE, FilterDesign.BUTTERWORTH_Q);
        harmonicsTop.steepLowPass(newSpec.sampleRateHz(), nyquistHz * HARMONICS_TOP_SHARE);
        bandTop.snap();
        harmonicsTop.snap();
        economyQuanta = newSpec.quantaFor(ECONOMY_SECONDS);
        share.snap(1);
        amount = 0;
        frequencyHz = 0;
        reset();
    }

    @Override
    @AudioThread
    public void update(ParamSnapshot params) {
        double newFrequencyHz = params.get(ParamTable.EXCITER_FREQUENCY);
        if (newFrequencyHz != frequencyHz) {
            frequencyHz = newFrequencyHz;
            bandBottom.highPass(spec.sampleRateHz(), newFrequencyHz);
            harmonicsBottom.highPass(spec.sampleRateHz(), newFrequencyHz);
            bandBottom.ramp();
            harmonicsBottom.ramp();
            if (fresh || gain == 0) {
                bandBottom.snap();
                harmonicsBottom.snap();
            }
        }
        boolean hasRoom = frequencyHz <= highestFrequencyHz;
        amount = hasRoom ? params.get(ParamTable.EXCITER_AMOUNT) / 100 : 0;
        if (fresh) {
            gain = amount * share.current();
        }
    }

    /** Without harmonics, in 20 ms. */
    @Override
    @AudioThread
    public void setEconomy(boolean economy) {
        share.glide(economy ? 0 : 1, economyQuanta);
    }

    /** Whether the delayed input comes out as it is. */
    @AudioThread
    public boolean isOff() {
        return gain == 0 && (amount == 0 || (share.current() == 0 && share.target() == 0));
    }

    @Override
    @AudioThread
    public void process(float[][] channels, int frames) {
        fresh = false;
        for (int start = 0; start < frames; start += QUANTUM) {
            boolean off = isOff();
            if (!off) {
                load(channels, start);
                makeHarmonics();
            }
            delay(channels, start);
            if (!off) {
                addHarmonics(channels, start);
                rest();
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

    private void makeHarmonics() {
        bandBottom.process(scratch, scratch.length);
        for (int c = 0; c < scratch.length; c++) {
            generators[c].listen(scratch[c]);
        }
        bandTop.process(scratch, scratch.length);
        for (int c = 0; c < scratch.length; c++) {
            generators[c].generate(scratch[c]);
        }
        harmonicsTop.process(scratch, scratch.length);
        harmonicsBottom.process(scratch, scratch.length);
    }

    private void delay(float[][] channels, int start) {
        for (int c = 0; c < lines.length; c++) {
            float[] line = lines[c];
            System.arraycopy(line, QUANTUM, line, 0, LATENCY_FRAMES);
            System.arraycopy(channels[c], start, line, LATENCY_FRAMES, QUANTUM);
            System.arraycopy(line, 0, channels[c], start, QUANTUM);
        }
    }

    private void addHarmonics(float[][] channels, int start) {
        double from = gain;
        double to = amount * share.next();
        double step = (to - from) / QUANTUM;
        for (int c = 0; c < scratch.length; c++) {
            double[] harmonics = scratch[c];
            float[] samples = channels[c];
            for (int i = 0; i < QUANTUM; i++) {
                samples[start + i] = (float) (samples[start + i] + (from + step * (i + 1)) * harmonics[i]);
            }
        }
        gain = to;
    }

    /** Forgets the band where the stage has gone off. */
    private void rest() {
        if (isOff()) {
            clearHarmonics();
        }
    }

    private void clearHarmonics() {
        bandBottom.reset();
        bandTop.reset();
        harmonicsTop.reset();
        harmonicsBottom.reset();
        for (int c = 0; c < generators.length; c++) {
            generators[c].reset();
        }
    }

    @Override
    @AudioThread
    public void reset() {
        clearHarmonics();
        for (int c = 0; c < lines.length; c++) {
            float[] line = lines[c];
            for (int i = 0; i < line.length; i++) {
                line[i] = 0;
            }
        }
        share.snap(share.target());
        gain = amount * share.current();
        fresh = true;
    }

    /** The band's level. */
    @Override
    @AudioThread
    public void adopt(Processor other) {
        if (other instanceof Exciter from) {
            for (int c = 0; c < generators.length; c++) {
                generators[c].adopt(from.generators[c]);
            }
        }
    }

    @Override
    public int latencyFrames() {
        return LATENCY_FRAMES;
    }
}
