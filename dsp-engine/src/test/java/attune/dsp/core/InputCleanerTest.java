package attune.dsp.core;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.ParamSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputCleanerTest extends ProcessorContract {
    @Override
    protected Processor create() {
        return new InputCleaner();
    }

    @Override
    protected ParamSnapshot neutral() {
        return new ParamSnapshot();
    }

    @Override
    protected ParamSnapshot active() {
        return new ParamSnapshot();
    }

    @Override
    protected double boundLinear() {
        return 2;
    }

    @Test
    void cleaner_when_samples_are_not_numbers_expect_silence_and_a_count() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        InputCleaner cleaner = new InputCleaner();
        cleaner.prepare(spec);
        float[][] in = Signals.noise(1, 2, 128, 0.5);
        float[] bad = {
            Float.NaN,
            Float.intBitsToFloat(0xFFFF_FFFF),
            Float.intBitsToFloat(0x7F80_0001),
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MAX_VALUE,
            -1e10f,
            Math.nextUp(0x1p32f),
        };
        float[][] expected = Signals.copy(in);
        for (int i = 0; i < bad.length; i++) {
            in[1][i * 9] = bad[i];
            expected[1][i * 9] = 0;
        }
        cleaner.process(in, 128);
        assertThat(in).isDeepEqualTo(expected);
        assertThat(cleaner.scrubbedSamples()).isEqualTo(bad.length);
    }

    @Test
    void cleaner_when_samples_are_tiny_expect_zero_without_a_count() {
        InputCleaner cleaner = new InputCleaner();
        cleaner.prepare(new ProcessSpec(48_000, 1));
        float[][] in = new float[1][64];
        float[] tiny = {Float.MIN_VALUE, -Float.MIN_NORMAL, Math.nextDown(0x1p-50f), -0f, 1e-20f};
        System.arraycopy(tiny, 0, in[0], 0, tiny.length);
        in[0][10] = 0x1p-50f;
        in[0][11] = -0x1p32f;
        cleaner.process(in, 64);
        for (int i = 0; i < tiny.length; i++) {
            assertThat(Float.floatToRawIntBits(in[0][i])).isEqualTo(0);
        }
        assertThat(in[0][10]).isEqualTo(0x1p-50f);
        assertThat(in[0][11]).isEqualTo(-0x1p32f);
        assertThat(cleaner.scrubbedSamples()).isEqualTo(0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {8_000, 48_000, 192_000})
    void cleaner_when_there_is_an_offset_expect_it_removed_then_released(double rate) {
        ProcessSpec spec = new ProcessSpec(rate, 2);
        InputCleaner cleaner = new InputCleaner();
        cleaner.prepare(spec);
        float[][] tone = Signals.sine(spec, Signals.frames(spec, 12), 20, 0.3);
        float[][] in = Signals.copy(tone);
        for (int i = 0; i < in[0].length; i++) {
            in[0][i] += 0.05f;
        }
        float[][] out = run(cleaner, in);
        int late = Signals.frames(spec, 10);
        assertThat(mean(out[0], late)).isBetween(-2e-4, 2e-4);
        assertThat(out[1]).as("the other channel has no offset").isEqualTo(tone[1]);
        run(cleaner, tone);
        assertThat(run(cleaner, tone)).isDeepEqualTo(tone);
    }

    @ParameterizedTest
    @ValueSource(doubles = {11, 20.05, 25, 31.5, 50, 62.3})
    void cleaner_when_bass_is_loud_expect_exact_input(double hz) {
        ProcessSpec spec = new ProcessSpec(44_100, 1);
        InputCleaner cleaner = new InputCleaner();
        cleaner.prepare(spec);
        float[][] in = Signals.sine(spec, Signals.frames(spec, 15), hz, 1);
        assertThat(run(cleaner, in)).isDeepEqualTo(in);
    }

    private static double mean(float[] channel, int from) {
        double sum = 0;
        for (int i = from; i < channel.length; i++) {
            sum += channel[i];
        }
        return sum / (channel.length - from);
    }
}
