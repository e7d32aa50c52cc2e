package attune.dsp.meter;

import attune.dsp.core.ExactMath;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/**
 * Third-octave spectrum of all channels together, ten times a second; a full-scale sine in every channel reads 0 dB in
 * its band. Bands up to 250 Hz come from a signal decimated to about 3 kHz (0.7 s, 1.5 Hz fine, five times a second),
 * the others from a transform of about 43 ms (above 100 kHz: up to 500 Hz, and about 21 ms); at most one transform runs in a quantum. Levels follow with 150 ms.
 * One owner thread.
 */
public final class SpectrumMeter {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** 250 Hz; the next band is three bins of the other transform wide. */
    private static final int LAST_LOW_BAND = 10;

    private static final int LOW_FRAMES = 2048;
    private static final int MOST_FRAMES = 4096;
    private static final double LOW_RATE_HZ = 3_000;
    /** From here on everything that is low reaches an octave higher, since the other transform cannot grow. */
    private static final double HIGH_RATE_HZ = 100_000;

    private static final int BANDS_PER_OCTAVE = 3;
    private static final double HOP_SECONDS = 0.1;
    private static final double SMOOTHING_SECONDS = 0.15;
    private static final double SILENCE_POWER = 1e-16;

    private final int stagger;
    private final double[] powers = new double[ThirdOctaves.BANDS];
    private final double[] smoothed = new double[ThirdOctaves.BANDS];
    private final double[] correction = new double[ThirdOctaves.BANDS];
    private BandAnalyser low = new BandAnalyser(LOW_RATE_HZ, 1, LOW_FRAMES, 0, 0);
    private BandAnalyser high = low;
    private float[][] recent = new float[0][];
    private float[] decimationTaps = new float[1];
    private int decimation = 1;
    private int lastLowBand = LAST_LOW_BAND;
    private int untilOutput;
    private int hopQuanta = 1;
    private int quantum;
    /** Of four hops two are for the high bands and one for the low ones. */
    private int turn;

    /** @param stagger 0 to 3: meters of one engine with different numbers never transform in the same quantum */
    public SpectrumMeter(int stagger) {
        this.stagger = stagger;
    }

    /** Allocates and clears everything. */
    @ControlThread
    public void prepare(ProcessSpec spec) {
        double rate = spec.sampleRateHz();
        int channels = spec.channels();
        int octave = rate > HIGH_RATE_HZ ? 1 : 0;
        lastLowBand = LAST_LOW_BAND + octave * BANDS_PER_OCTAVE;
        int lowFrames = LOW_FRAMES << octave;
        decimation = Math.max(1, (int) (rate / (LOW_RATE_HZ * (1 << octave))));
        decimationTaps = threefoldMean(decimation);
        recent = new float[channels][decimationTaps.length + QUANTUM];
        int frames = Math.min(MOST_FRAMES, 2 * LatencyTable.stftFrames(rate));
        low = new BandAnalyser(rate / decimation, channels, lowFrames, 0, lastLowBand);
        high = new BandAnalyser(rate, channels, frames, lastLowBand + 1, ThirdOctaves.BANDS - 1);
        hopQuanta = Math.max(4, spec.quantaFor(HOP_SECONDS / 2));
        for (int band = 0; band < ThirdOctaves.BANDS; band++) {
            double droop = band <= lastLowBand ? response(ThirdOctaves.centreHz(band) / rate) : 1;
            correction[band] = 1 / (droop * droop);
        }
        reset();
    }

    /** Three means of {@code length} samples one after the other, as one filter: zeros at all that would alias. */
    private static float[] threefoldMean(int length) {
        double[] taps = {1};
        for (int pass = 0; pass < 3; pass++) {
            double[] longer = new double[taps.length + length - 1];
            for (int i = 0; i < taps.length; i++) {
                for (int k = 0; k < length; k++) {
                    longer[i + k] += taps[i] / length;
                }
            }
            taps = longer;
        }
        float[] rounded = new float[taps.length];
        for (int i = 0; i < taps.length; i++) {
            rounded[i] = (float) taps[i];
        }
        return rounded;
    }

    /** Gain of the decimation filter at a frequency in cycles per sample. */
    private double response(double frequency) {
        double centre = (decimationTaps.length - 1) / 2.0;
        double sum = 0;
        for (int i = 0; i < decimationTaps.length; i++) {
            sum += decimationTaps[i] * StrictMath.cos(2 * StrictMath.PI * frequency * (i - centre));
        }
        return sum;
    }

    /** Clears all history. */
    @AudioThread
    public void reset() {
        low.reset();
        high.reset();
        for (int c = 0; c < recent.length; c++) {
            for (int i = 0; i < recent[c].length; i++) {
                recent[c][i] = 0;
            }
        }
        for (int band = 0; band < ThirdOctaves.BANDS; band++) {
            powers[band] = 0;
            smoothed[band] = 0;
        }
        untilOutput = 0;
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
            high.put(channels, start, QUANTUM);
            decimate(channels, start);
            quantum++;
            if (quantum >= hopQuanta) {
                quantum = 0;
                analyse();
            }
        }
    }

    private void decimate(float[][] channels, int start) {
        int keep = decimationTaps.length;
        for (int c = 0; c < recent.length; c++) {
            System.arraycopy(recent[c], QUANTUM, recent[c], 0, keep);
            System.arraycopy(channels[c], start, recent[c], keep, QUANTUM);
        }
        int i = untilOutput;
        for (; i < QUANTUM; i += decimation) {
            for (int c = 0; c < recent.length; c++) {
                low.put(c, filtered(recent[c], i + 1));
            }
            low.advance();
        }
        untilOutput = i - QUANTUM;
    }

    private float filtered(float[] samples, int from) {
        float sum = 0;
        for (int t = 0; t < decimationTaps.length; t++) {
            sum += decimationTaps[t] * samples[from + t];
        }
        return sum;
    }

    private void analyse() {
        turn = (turn + 1) & 3;
        if ((turn & 1) == 0) {
            high.analyse(powers);
            smooth(lastLowBand + 1, ThirdOctaves.BANDS - 1, HOP_SECONDS);
        } else if (turn == 1) {
            low.analyse(powers);
            smooth(0, lastLowBand, 2 * HOP_SECONDS);
        }
    }

    private void smooth(int from, int to, double seconds) {
        double share = seconds / (seconds + SMOOTHING_SECONDS);
        for (int band = from; band <= to; band++) {
            smoothed[band] += share * (powers[band] * correction[band] - smoothed[band]);
        }
    }

    /**
     * Levels in dB, −∞ under −160 dB and for bands over half of the sample rate.
     *
     * @param destination {@link ThirdOctaves#BANDS} values
     */
    @AudioThread
    public void levelsDb(float[] destination) {
        for (int band = 0; band < ThirdOctaves.BANDS; band++) {
            double power = smoothed[band];
            destination[band] = power < SILENCE_POWER ? Float.NEGATIVE_INFINITY : (float) ExactMath.powerToDb(power);
        }
    }
}
