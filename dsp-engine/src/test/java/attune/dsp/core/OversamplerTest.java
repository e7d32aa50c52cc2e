package attune.dsp.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OversamplerTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int QUANTA = 64;
    private static final int FRAMES = QUANTA * QUANTUM;
    /** The tones have whole periods in this many frames, which end the signal. */
    private static final int PERIOD = FRAMES / 2;

    /** Whole periods of a tone at a share of the Nyquist frequency. */
    private static int cycles(double nyquistShare) {
        return (int) Math.round(nyquistShare * PERIOD / 2);
    }

    private static float[] tone(double nyquistShare) {
        float[] tone = new float[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            tone[i] = (float) Math.cos(2 * Math.PI * cycles(nyquistShare) * i / PERIOD);
        }
        return tone;
    }

    /** Both phases, interleaved. */
    private static float[] up(float[] in) {
        Oversampler oversampler = new Oversampler();
        float[] out = new float[2 * in.length];
        float[] block = new float[QUANTUM];
        for (int start = 0; start < in.length; start += QUANTUM) {
            System.arraycopy(in, start, block, 0, QUANTUM);
            oversampler.up(block);
            for (int i = 0; i < QUANTUM; i++) {
                out[2 * (start + i)] = oversampler.upper()[i];
                out[2 * (start + i) + 1] = oversampler.upper()[QUANTUM + i];
            }
        }
        return out;
    }

    /** Of samples at twice the rate. */
    private static float[] down(float[] in) {
        Oversampler oversampler = new Oversampler();
        float[] out = new float[in.length / 2];
        float[] block = new float[QUANTUM];
        for (int start = 0; start < out.length; start += QUANTUM) {
            for (int i = 0; i < QUANTUM; i++) {
                oversampler.upper()[i] = in[2 * (start + i)];
                oversampler.upper()[QUANTUM + i] = in[2 * (start + i) + 1];
            }
            oversampler.down(block);
            System.arraycopy(block, 0, out, start, QUANTUM);
        }
        return out;
    }

    /** Amplitude of what has so many cycles in the last {@code period} samples. */
    private static double amplitude(float[] samples, int cycles, int period) {
        double re = 0;
        double im = 0;
        for (int i = samples.length - period; i < samples.length; i++) {
            double angle = 2 * Math.PI * cycles * i / period;
            re += samples[i] * Math.cos(angle);
            im += samples[i] * Math.sin(angle);
        }
        return 2 * Math.hypot(re, im) / period;
    }

    private static double db(double ratio) {
        return 20 * Math.log10(ratio);
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.01", "0.3, 0.01", "0.5, 0.02", "0.7, 0.1"})
    void oversampler_when_a_tone_is_raised_expect_its_level_and_no_image(double share, double toleranceDb) {
        float[] raised = up(tone(share));
        int cycles = cycles(share);
        assertThat(db(amplitude(raised, cycles, 2 * PERIOD))).isCloseTo(0, within(toleranceDb));
        if (share <= 0.5) {
            assertThat(db(amplitude(raised, PERIOD - cycles, 2 * PERIOD))).isLessThan(-65);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.1", "0.5", "0.85"})
    void oversampler_when_a_tone_is_lowered_expect_its_level(double share) {
        float[] lowered = down(twiceTheRate(share));
        assertThat(db(amplitude(lowered, cycles(share), PERIOD))).isCloseTo(0, within(0.2));
    }

    @ParameterizedTest
    @CsvSource({"1.2", "1.3", "1.5", "1.7", "1.95"})
    void oversampler_when_a_tone_would_fold_back_expect_it_gone(double share) {
        float[] lowered = down(twiceTheRate(share));
        assertThat(db(amplitude(lowered, PERIOD - cycles(share), PERIOD))).isLessThan(-62);
    }

    private static float[] twiceTheRate(double nyquistShare) {
        float[] tone = new float[2 * FRAMES];
        for (int i = 0; i < tone.length; i++) {
            tone[i] = (float) Math.cos(Math.PI * cycles(nyquistShare) * i / PERIOD);
        }
        return tone;
    }

    @Test
    void oversampler_when_nothing_is_done_at_the_upper_rate_expect_the_input_sixteen_frames_later() {
        Oversampler oversampler = new Oversampler();
        float[] in = new float[FRAMES];
        float[] low = tone(0.1);
        float[] high = tone(0.6);
        for (int i = 0; i < FRAMES; i++) {
            in[i] = 0.5f * low[i] + 0.5f * high[i];
        }
        float[] out = in.clone();
        float[] block = new float[QUANTUM];
        for (int start = 0; start < FRAMES; start += QUANTUM) {
            System.arraycopy(in, start, block, 0, QUANTUM);
            oversampler.up(block);
            oversampler.down(block);
            System.arraycopy(block, 0, out, start, QUANTUM);
        }
        assertThat(Oversampler.LATENCY_FRAMES).isEqualTo(LatencyTable.EXCITER_FRAMES);
        for (int i = QUANTUM; i < FRAMES; i++) {
            assertThat(out[i]).as("frame %d", i).isCloseTo(in[i - Oversampler.LATENCY_FRAMES], within(0.005f));
        }
    }
}
