package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Minimum statistics on their own, without the average that refines them; of the frames that the reducer learns from. */
final class NoiseTrackerTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private static NoiseTracker tracker(ProcessSpec spec, Stft stft) {
        return new NoiseTracker(stft.bins(), learningFrames(stft) / spec.sampleRateHz());
    }

    private static int learningFrames(Stft stft) {
        return SpectralSuppressor.LEARNING_HOPS * stft.hopFrames();
    }

    /** Whether the frame that ends {@code at} this sample is one to learn from. */
    private static boolean isLearned(Stft stft, int at) {
        return (at + QUANTUM) / stft.hopFrames() % SpectralSuppressor.LEARNING_HOPS == 0;
    }

    /** What the tracker makes of a whole signal. */
    private static NoiseTracker track(ProcessSpec spec, float[][] in) {
        Stft stft = new Stft(spec);
        NoiseTracker tracker = tracker(spec, stft);
        float[] power = new float[stft.bins()];
        for (int at = 0; at < in[0].length; at += QUANTUM) {
            if (stft.push(in, at) && isLearned(stft, at)) {
                stft.analyse();
                stft.power(power, 1e-12f, 0x1p50f);
                tracker.update(power);
                tracker.refine(power, 0, power.length, 0);
            }
        }
        return tracker;
    }

    @ParameterizedTest
    @CsvSource({"16000,1", "48000,1", "48000,2", "192000,2"})
    void tracker_when_tones_are_held_in_noise_expect_them_left_out_of_it(double rateHz, int channels) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels);
        float[][] in = Signals.noise(8, channels, Signals.frames(spec, 4), 0.01);
        float[] without = track(spec, in).noise().clone();
        double binHz = rateHz / new Stft(spec).frames();
        int[] bins = {40, 77, 105};
        for (int bin : bins) {
            float[][] tone = Signals.sine(spec, in[0].length, bin * binHz, 0.02);
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < in[c].length; i++) {
                    in[c][i] += tone[0][i];
                }
            }
        }
        NoiseTracker tracker = track(spec, in);
        for (int bin : bins) {
            assertThat(tracker.held()[bin]).as("bin %d", bin).isEqualTo(1);
            double toneDb = 10 * Math.log10(tracker.minimum()[bin] / without[bin]);
            double riseDb = 10 * Math.log10(tracker.noise()[bin] / without[bin]);
            assertThat(toneDb).as("bin %d", bin).isGreaterThan(20);
            assertThat(riseDb).as("bin %d", bin).isLessThan(13);
            assertThat(tracker.held()[bin + 8]).as("beside bin %d", bin).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"8000,1", "16000,1", "48000,1", "48000,2", "192000,2"})
    void tracker_when_noise_is_white_expect_no_tone_in_it(double rateHz, int channels) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels);
        NoiseTracker tracker = track(spec, Signals.noise(9, channels, Signals.frames(spec, 6), 0.1));
        assertThat(tracker.held()).containsOnly(0f);
    }

    /** Estimate over truth in dB after each frame, mean over the bins; the truth is white noise of {@code amplitude}. */
    private static double[] biasDb(ProcessSpec spec, float[][] in, double amplitude) {
        Stft stft = new Stft(spec);
        NoiseTracker tracker = tracker(spec, stft);
        float[] power = new float[stft.bins()];
        double[] bias = new double[in[0].length / learningFrames(stft)];
        double expected = spec.channels() * amplitude * amplitude / 3 / stft.meanSquarePerPower() / stft.bins();
        int frame = 0;
        for (int at = 0; at < in[0].length; at += QUANTUM) {
            if (!stft.push(in, at) || !isLearned(stft, at)) {
                continue;
            }
            stft.analyse();
            stft.power(power, 1e-12f, 0x1p50f);
            tracker.update(power);
            double sum = 0;
            for (float estimate : tracker.minimum()) {
                sum += estimate;
            }
            bias[frame++] = 10 * Math.log10(sum / power.length / expected);
        }
        return bias;
    }

    private static int frameAt(ProcessSpec spec, double seconds) {
        return (int) (seconds * spec.sampleRateHz() / learningFrames(new Stft(spec)));
    }

    @ParameterizedTest
    @CsvSource({
        "8000,1,QUALITY",
        "16000,1,QUALITY",
        "48000,1,QUALITY",
        "48000,2,QUALITY",
        "96000,2,QUALITY",
        "192000,1,QUALITY",
        "8000,1,LIVE",
        "16000,1,LIVE",
        "48000,1,LIVE",
        "48000,2,LIVE",
        "192000,2,LIVE"
    })
    void tracker_when_noise_is_steady_expect_an_unbiased_estimate(double rateHz, int channels, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels, mode);
        double[] bias = biasDb(spec, Signals.noise(3, channels, Signals.frames(spec, 6), 0.1), 0.1);
        for (int f = frameAt(spec, 0.15); f < bias.length; f++) {
            assertThat(bias[f]).as("frame %d", f).isCloseTo(0, within(1.6));
        }
        double sum = 0;
        for (int f = frameAt(spec, 3); f < bias.length; f++) {
            sum += bias[f] / (bias.length - frameAt(spec, 3));
        }
        assertThat(sum).isCloseTo(0, within(0.8));
    }

    @ParameterizedTest
    @ValueSource(doubles = {16_000, 48_000})
    void tracker_when_noise_rises_expect_it_followed_within_its_window(double rateHz) {
        ProcessSpec spec = new ProcessSpec(rateHz, 1);
        double louder = 0.1 * Math.sqrt(10);
        float[][] in = Signals.concat(
                Signals.noise(4, 1, Signals.frames(spec, 4), 0.1),
                Signals.noise(5, 1, Signals.frames(spec, 4), louder));
        double[] bias = biasDb(spec, in, 0.1);
        assertThat(bias[frameAt(spec, 4 + NoiseTracker.WINDOW_SECONDS + 0.3)]).isCloseTo(10, within(2.0));
        assertThat(bias[frameAt(spec, 4 + 1.5)]).isCloseTo(0, within(1.6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {16_000, 48_000})
    void tracker_when_noise_falls_expect_it_followed_at_once(double rateHz) {
        ProcessSpec spec = new ProcessSpec(rateHz, 1);
        float[][] in = Signals.concat(
                Signals.noise(6, 1, Signals.frames(spec, 4), 0.1 * Math.sqrt(10)),
                Signals.noise(7, 1, Signals.frames(spec, 2), 0.1));
        double[] bias = biasDb(spec, in, 0.1);
        assertThat(bias[frameAt(spec, 4.4)]).isCloseTo(0, within(2.5));
    }
}
