package attune.dsp.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import org.assertj.core.api.AbstractDoubleAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruePeakMeterTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double[] RATES = {44_100, 48_000, 88_200, 96_000, 176_400, 192_000};

    /** Stereo sine at a fraction of the sample rate, faded in over 10 ms so that its start makes no peak of its own. */
    private static float[][] sine(ProcessSpec spec, double seconds, double divisor, double phaseDegrees, double peak) {
        float[][] out = new float[spec.channels()][Signals.frames(spec, seconds)];
        double fade = 0.01 * spec.sampleRateHz();
        for (int i = 0; i < out[0].length; i++) {
            double gain = peak * Math.min(1, Math.min(i, out[0].length - 1 - i) / fade);
            double phase = 2 * Math.PI * i / divisor + Math.toRadians(phaseDegrees);
            for (float[] channel : out) {
                channel[i] = (float) (gain * Math.sin(phase));
            }
        }
        return out;
    }

    private static TruePeakMeter metered(ProcessSpec spec, float[][] signal) {
        TruePeakMeter meter = new TruePeakMeter();
        meter.prepare(spec);
        meter.process(signal, signal[0].length);
        return meter;
    }

    private static AbstractDoubleAssert<?> assertPeak(double rate, double divisor, double phase, double peak) {
        ProcessSpec spec = new ProcessSpec(rate, 2);
        return assertThat(metered(spec, sine(spec, 1, divisor, phase, peak)).peakDbtp());
    }

    /** EBU Tech 3341 (2016), table 1, cases 15 to 19: tolerance +0.2/−0.4 dB. */
    @ParameterizedTest
    @CsvSource({
        "15, 4, 0, 0.50, -6.0",
        "16, 4, 45, 0.50, -6.0",
        "17, 6, 60, 0.50, -6.0",
        "18, 8, 67.5, 0.50, -6.0",
        "19, 4, 45, 1.41, 3.0"
    })
    void peak_when_sine_is_as_in_ebu_3341_expect_its_amplitude(
            int testCase, double divisor, double phaseDegrees, double amplitude, double expectedDbtp) {
        for (double rate : RATES) {
            assertPeak(rate, divisor, phaseDegrees, amplitude)
                    .as("case %d at %s Hz", testCase, rate)
                    .isBetween(expectedDbtp - 0.4, expectedDbtp + 0.2);
        }
    }

    /**
     * EBU Tech 3341 (2016), table 1, cases 20 to 23: a sine at a sixth of the sample rate with one period at a quarter of
     * it and twice the amplitude, made at four times the rate, filtered, and every fourth sample taken, from sample 0 to
     * 3 on: the peak lies on a sample, or a quarter, half or three quarters of a step behind one.
     */
    @ParameterizedTest
    @CsvSource({"20, 0", "21, 1", "22, 2", "23, 3"})
    void peak_when_one_period_stands_out_expect_full_scale_wherever_samples_fall(int testCase, int offset) {
        float[] samples = burst(offset);
        for (double rate : RATES) {
            ProcessSpec spec = new ProcessSpec(rate, 2);
            assertThat(metered(spec, new float[][] {samples, samples}).maximumDbtp())
                    .as("case %d at %s Hz", testCase, rate)
                    .isBetween(-0.4, 0.2);
        }
    }

    private static float[] burst(int offset) {
        double[] fine = new double[4 * 100 * QUANTUM];
        int burst = fine.length / 48 * 24;
        double fade = fine.length / 8.0;
        double phase = 0;
        for (int i = 0; i < fine.length; i++) {
            boolean loud = i >= burst && i < burst + 16;
            double taper = Math.min(1, Math.min(i, fine.length - 1 - i) / fade);
            fine[i] = taper * (loud ? 1 : 0.5) * Math.sin(2 * Math.PI * phase);
            phase += loud ? 1.0 / 16 : 1.0 / 24;
        }
        float[] out = new float[fine.length / 4];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) lowPassed(fine, 4 * i + offset);
        }
        return out;
    }

    /** One value behind a low-pass at 0.47 of a quarter of the rate (Blackman window, 96 steps to each side). */
    private static double lowPassed(double[] fine, int at) {
        double cutoff = 2 * 0.47 / 4;
        int half = 96;
        double sum = 0;
        for (int k = Math.max(-half, -at); k <= Math.min(half, fine.length - 1 - at); k++) {
            double x = Math.PI * k / half;
            double sinc = k == 0 ? cutoff : Math.sin(Math.PI * cutoff * k) / (Math.PI * k);
            sum += fine[at + k] * sinc * (0.42 + 0.5 * Math.cos(x) + 0.08 * Math.cos(2 * x));
        }
        return sum;
    }

    @Test
    void peak_when_a_sine_has_any_phase_and_pitch_expect_its_amplitude() {
        for (double divisor = 3; divisor < 40; divisor *= 1.13) {
            for (double phase = 0; phase < 180; phase += 7.5) {
                assertPeak(48_000, divisor, phase, 0.5).isBetween(-6.02 - 0.4, -6.02 + 0.1);
            }
        }
    }

    @Test
    void peak_when_quanta_are_skipped_expect_what_all_points_give() {
        ProcessSpec spec = new ProcessSpec(48_000, 1);
        float[][] noise = Signals.noise(2, 1, 200 * QUANTUM, 1);
        for (int i = 0; i < noise[0].length; i++) {
            noise[0][i] *= (float) (0.5 + 0.5 * Math.sin(i * 0.0007));
        }
        float[] padded = new float[noise[0].length + 2 * QUANTUM];
        System.arraycopy(noise[0], 0, padded, QUANTUM, noise[0].length);
        float[] peaks = new float[QUANTUM];
        PeakInterpolator interpolator = new PeakInterpolator(4);
        for (int first = QUANTUM - 12; first + 76 < noise[0].length + QUANTUM; first += QUANTUM) {
            interpolator.raise(padded, first, peaks);
        }
        float largest = PeakInterpolator.largestMagnitude(peaks, 0);
        assertThat(metered(spec, noise).peakDbtp()).isCloseTo(20 * Math.log10(largest), within(1e-6));
    }

    @Test
    void peak_when_marked_read_expect_a_new_interval() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        TruePeakMeter meter = metered(spec, sine(spec, 0.5, 100, 0, 0.5));
        meter.markRead();
        assertThat(meter.peakDbtp()).isEqualTo(Double.NEGATIVE_INFINITY);
        float[][] quiet = sine(spec, 0.5, 100, 0, 0.05);
        meter.process(quiet, quiet[0].length);
        assertThat(meter.peakDbtp()).isCloseTo(-26.02, within(0.1));
        assertThat(meter.maximumDbtp()).isCloseTo(-6.02, within(0.1));
        meter.reset();
        assertThat(meter.maximumDbtp()).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
