package attune.dsp.meter;

import attune.dsp.core.Decimator;
import attune.dsp.core.PowerSpectrum;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;

/**
 * Some of the bands of a {@link SpectrumMeter}: the signal at a lower rate, and one transform over it. Bins that
 * straddle two bands are shared; a band narrower than a sine's three bins takes in as much of its neighbours.
 */
final class SpectrumLayer {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private final int firstBand;
    private final int lastBand;
    private final int factor;
    private final Decimator decimator;
    private final float[][] slow;
    private final PowerSpectrum spectrum;
    private final double[] lowestBin = new double[LogBands.BANDS];
    private final double[] highestBin = new double[LogBands.BANDS];
    private final double[] correction = new double[LogBands.BANDS];

    /**
     * Allocates.
     *
     * @param factor input frames for one frame of this layer, 1 or more
     * @param frames length of the transform, a power of two up to 4 096
     * @param lastBand inclusive; bands whose centre is over half of the layer's rate are left out
     */
    SpectrumLayer(ProcessSpec spec, int factor, int frames, int firstBand, int lastBand) {
        this.firstBand = firstBand;
        this.lastBand = lastBand;
        this.factor = factor;
        this.decimator = new Decimator(spec.channels(), factor);
        this.slow = new float[spec.channels()][decimator.mostFrames()];
        this.spectrum = new PowerSpectrum(spec.channels(), frames);
        double rate = spec.sampleRateHz() / factor;
        double halfSine = 0.5 * PowerSpectrum.SINE_BINS * rate / frames;
        for (int band = firstBand; band <= lastBand; band++) {
            double centre = LogBands.centreHz(band);
            if (centre < rate / 2) {
                double low = Math.min(LogBands.lowerHz(band), centre - halfSine);
                double high = Math.max(LogBands.lowerHz(band + 1), centre + halfSine);
                lowestBin[band] = Math.min(low * frames / rate, 0.5 * frames - 0.5);
                highestBin[band] = Math.min(high * frames / rate, 0.5 * frames - 0.5);
            }
            double droop = factor == 1 ? 1 : decimator.response(centre / spec.sampleRateHz());
            correction[band] = 1 / (droop * droop);
        }
    }

    /** Clears all history. */
    @AudioThread
    void reset() {
        decimator.reset();
        spectrum.reset();
    }

    /** Takes one quantum, {@code channels[..][start ..]}. */
    @AudioThread
    void put(float[][] channels, int start) {
        if (factor == 1) {
            spectrum.put(channels, start, QUANTUM);
        } else {
            spectrum.put(slow, 0, decimator.process(channels, start, slow));
        }
    }

    /**
     * Transforms, and moves this layer's bands towards what it found.
     *
     * @param powers by band, of which only this layer's are touched
     * @param share how far to move, 0 to 1
     */
    @AudioThread
    void analyse(double[] powers, double share) {
        spectrum.transform();
        for (int band = firstBand; band <= lastBand; band++) {
            double low = lowestBin[band];
            double high = highestBin[band];
            double power = low < high ? correction[band] * power(low, high) : 0;
            powers[band] += share * (power - powers[band]);
        }
    }

    private double power(double low, double high) {
        int last = (int) Math.floor(high + 0.5);
        double sum = 0;
        for (int k = (int) Math.floor(low + 0.5); k <= last; k++) {
            double share = Math.min(high, k + 0.5) - Math.max(low, k - 0.5);
            sum += share * spectrum.power(k);
        }
        return sum;
    }
}
