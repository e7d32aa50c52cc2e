package attune.dsp.meter;

import attune.dsp.core.Decimator;
import attune.dsp.core.ExactMath;
import attune.dsp.core.FourierTransforms;
import attune.dsp.core.PowerSpectrum;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Spectrum of all channels together in {@link LogBands}; a full-scale sine in every channel reads 0 dB in its band.
 *
 * <p>Bands up to 600 Hz come from a signal decimated to about 3 kHz (0.7 s, 1.5 Hz fine, five times a second), the
 * others from a transform of about 85 ms ten times a second (above 50 kHz, where that would be too long a transform,
 * those up to 2.4 kHz from one of 0.17 s at about 24 kHz). Bands under 75 Hz are narrower than the transform tells
 * apart: they overlap, and noise, unlike a tone, reads up to 6 dB too high there. At most one transform runs in a
 * quantum. Levels follow with 150 ms. One owner thread.
 */
public final class SpectrumMeter {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int MOST_FRAMES = FourierTransforms.MOST_FRAMES;
    private static final double LOW_RATE_HZ = 3_000;
    private static final int LOW_FRAMES = 2048;
    private static final double LOW_END_HZ = 600;
    private static final double MIDDLE_RATE_HZ = 24_000;
    private static final double MIDDLE_END_HZ = 2_400;
    /** Above this rate the longest transform is too coarse for the bands from 600 Hz on. */
    private static final double MIDDLE_FROM_RATE_HZ = 50_000;

    private static final double HOP_SECONDS = 0.1;
    private static final double SMOOTHING_SECONDS = 0.15;
    private static final double HIGH_SHARE = HOP_SECONDS / (HOP_SECONDS + SMOOTHING_SECONDS);
    private static final double LOW_SHARE = 2 * HOP_SECONDS / (2 * HOP_SECONDS + SMOOTHING_SECONDS);
    private static final double SILENCE_POWER = 1e-16;

    private final int stagger;
    private final double[] powers = new double[LogBands.BANDS];
    /** Low, perhaps middle, high. */
    private SpectrumLayer[] layers = new SpectrumLayer[0];

    private int hopQuanta = 1;
    private int quantum;
    /** Of four half hops two are for the high bands, one for the low and one for the middle ones. */
    private int turn;

    /** @param stagger 0 to 3: meters of one engine with different numbers never transform in the same quantum */
    public SpectrumMeter(int stagger) {
        this.stagger = stagger;
    }

    /** Allocates and clears everything. */
    @ControlThread
    public void prepare(ProcessSpec spec) {
        double rate = spec.sampleRateHz();
        int lastLow = lastBandUpTo(LOW_END_HZ);
        SpectrumLayer low = new SpectrumLayer(spec, Decimator.factorFor(rate, LOW_RATE_HZ), LOW_FRAMES, 0, lastLow);
        if (rate > MIDDLE_FROM_RATE_HZ) {
            int last = lastBandUpTo(MIDDLE_END_HZ);
            int factor = Decimator.factorFor(rate, MIDDLE_RATE_HZ);
            SpectrumLayer middle = new SpectrumLayer(spec, factor, MOST_FRAMES, lastLow + 1, last);
            layers = new SpectrumLayer[] {low, middle, highLayer(spec, last + 1)};
        } else {
            layers = new SpectrumLayer[] {low, highLayer(spec, lastLow + 1)};
        }
        hopQuanta = Math.max(4, spec.quantaFor(HOP_SECONDS / 2));
        reset();
    }

    /** Its transform is as short as its lowest band allows. */
    private static SpectrumLayer highLayer(ProcessSpec spec, int firstBand) {
        double bandHz = LogBands.lowerHz(firstBand + 1) - LogBands.lowerHz(firstBand);
        int frames = 256;
        while (frames < MOST_FRAMES && PowerSpectrum.SINE_BINS * spec.sampleRateHz() / frames > bandHz) {
            frames *= 2;
        }
        return new SpectrumLayer(spec, 1, frames, firstBand, LogBands.BANDS - 1);
    }

    private static int lastBandUpTo(double frequencyHz) {
        int band = 0;
        while (LogBands.centreHz(band + 1) <= frequencyHz) {
            band++;
        }
        return band;
    }

    /** Clears all history. */
    @AudioThread
    public void reset() {
        for (int i = 0; i < layers.length; i++) {
            layers[i].reset();
        }
        for (int band = 0; band < LogBands.BANDS; band++) {
            powers[band] = 0;
        }
        quantum = stagger * hopQuanta / 4;
        turn = 0;
    }

    /**
     * Measures without changing anything.
     *
     * @param channels planar samples
     * @param frames a positive multiple of the quantum
     */
    @AudioThread
    public void process(float[][] channels, int frames) {
        for (int start = 0; start < frames; start += QUANTUM) {
            for (int i = 0; i < layers.length; i++) {
                layers[i].put(channels, start);
            }
            quantum++;
            if (quantum >= hopQuanta) {
                quantum = 0;
                analyse();
            }
        }
    }

    private void analyse() {
        turn = (turn + 1) & 3;
        if ((turn & 1) == 0) {
            layers[layers.length - 1].analyse(powers, HIGH_SHARE);
        } else if (turn == 1) {
            layers[0].analyse(powers, LOW_SHARE);
        } else if (layers.length == 3) {
            layers[1].analyse(powers, LOW_SHARE);
        }
    }

    /**
     * Levels in dB, −∞ under −160 dB and for bands over half of the sample rate.
     *
     * @param destination {@link LogBands#BANDS} values
     */
    @AudioThread
    public void levelsDb(float[] destination) {
        for (int band = 0; band < LogBands.BANDS; band++) {
            double power = powers[band];
            destination[band] = power < SILENCE_POWER ? Float.NEGATIVE_INFINITY : (float) ExactMath.powerToDb(power);
        }
    }
}
