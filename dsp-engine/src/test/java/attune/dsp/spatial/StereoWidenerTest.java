package attune.dsp.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StereoWidenerTest extends ProcessorContract {
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    /** Of the running correlations that are compared. */
    private static final double METER_SECONDS = 0.4;

    @Override
    protected Processor create() {
        return new StereoWidener();
    }

    @Override
    protected ParamSnapshot neutral() {
        return params(100, 20);
    }

    @Override
    protected ParamSnapshot active() {
        return params(170, 150);
    }

    @Override
    protected double boundLinear() {
        return 4;
    }

    private static ParamSnapshot params(double widthPercent, double monoBelowHz) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.WIDENER_WIDTH, widthPercent);
        params.set(ParamTable.WIDENER_MONO_BELOW, monoBelowHz);
        return params;
    }

    private static float[][] widened(float[][] in, double widthPercent, double monoBelowHz) {
        StereoWidener widener = new StereoWidener();
        widener.prepare(STEREO);
        widener.update(params(widthPercent, monoBelowHz));
        return run(widener, in);
    }

    /** Noise in the middle and in the sides. */
    private static float[][] noise(long seed, double seconds, double middle, double sides) {
        int frames = Signals.frames(STEREO, seconds);
        float[][] ms = Signals.noise(seed, 2, frames, 1);
        float[][] out = new float[2][frames];
        for (int i = 0; i < frames; i++) {
            out[0][i] = (float) (middle * ms[0][i] + sides * ms[1][i]);
            out[1][i] = (float) (middle * ms[0][i] - sides * ms[1][i]);
        }
        return out;
    }

    private static float[] side(float[][] stereo) {
        float[] side = new float[stereo[0].length];
        for (int i = 0; i < side.length; i++) {
            side[i] = (stereo[0][i] - stereo[1][i]) / 2;
        }
        return side;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 40, 100, 130, 200})
    void widener_when_width_is_set_expect_the_sides_at_it(double widthPercent) {
        float[][] in = noise(1, 1, 0.4, 0.05);
        float[][] out = widened(in, widthPercent, 20);
        double before = Signals.rms(side(in), 0, in[0].length);
        double after = Signals.rms(side(out), 0, in[0].length);
        assertThat(after / before).isCloseTo(widthPercent / 100, within(1e-5));
    }

    @ParameterizedTest
    @CsvSource({"0, 20", "60, 300", "140, 120", "200, 20", "200, 500"})
    void widener_when_summed_to_mono_expect_what_came(double widthPercent, double monoBelowHz) {
        float[][] in = noise(2, 1, 0.3, 0.2);
        float[][] out = widened(in, widthPercent, monoBelowHz);
        for (int i = 0; i < in[0].length; i++) {
            assertThat((double) out[0][i] + out[1][i])
                    .as("frame %d", i)
                    .isCloseTo((double) in[0][i] + in[1][i], within(1e-6));
        }
    }

    @Test
    void widener_when_both_channels_are_the_same_expect_them_untouched() {
        float[][] in = noise(3, 0.5, 0.3, 0);
        assertThat(widened(in, 200, 300)).isDeepEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({"120, 120, -3.01", "120, 60, -12.30", "120, 30, -24.10", "300, 300, -3.01", "80, 1000, 0"})
    void widener_when_mono_below_is_set_expect_twelve_db_an_octave_less_side(
            double cornerHz, double hz, double expectedDb) {
        int frames = Signals.frames(STEREO, 2);
        float[][] in = Signals.sine(STEREO, frames, hz, 0.3);
        for (int i = 0; i < frames; i++) {
            in[1][i] = -in[1][i];
        }
        float[][] out = widened(in, 100, cornerHz);
        double ratio = Signals.rms(side(out), frames / 2, frames) / Signals.rms(side(in), frames / 2, frames);
        assertThat(20 * Math.log10(ratio)).isCloseTo(expectedDb, within(0.05));
    }

    @Test
    void widener_when_sound_has_room_expect_the_whole_width() {
        float[][] in = noise(4, 2, 0.4, 0.15);
        float[][] out = widened(in, 200, 20);
        assertThat(Signals.rms(side(out), 0, in[0].length) / Signals.rms(side(in), 0, in[0].length))
                .isCloseTo(2, within(1e-4));
    }

    @ParameterizedTest
    @CsvSource({"0.3, 0.3", "0.3, 0.28", "0.3, 0.25", "0.3, 0.2", "0.3, 0.16", "0.2, 0.3", "0.02, 0.3", "0, 0.3"})
    void widener_when_sound_is_wide_expect_no_correlation_below_zero_that_was_not_there(double middle, double sides) {
        float[][] in = noise(5, 4, middle, sides);
        for (double width : new double[] {120, 160, 200}) {
            assertNoLessCorrelated(in, widened(in, width, 20));
            assertNoLessCorrelated(in, widened(in, width, 200));
        }
    }

    @Test
    void widener_when_a_voice_stops_in_wide_ambience_expect_correlation_kept() {
        float[][] voice = noise(6, 1, 0.3, 0.02);
        float[][] ambience = noise(7, 1, 0.06, 0.055);
        float[][] in = Signals.concat(voice, ambience, voice, ambience);
        assertNoLessCorrelated(in, widened(in, 200, 20));
    }

    @Test
    void widener_when_sound_turns_wide_expect_extra_width_gone_within_a_tenth_of_a_second() {
        float[][] in = Signals.concat(noise(8, 2, 0.3, 0.1), noise(9, 1, 0.05, 0.3));
        float[][] out = widened(in, 200, 20);
        int turn = Signals.frames(STEREO, 2);
        double before = Signals.rms(side(out), turn - 4800, turn) / Signals.rms(side(in), turn - 4800, turn);
        double after =
                Signals.rms(side(out), turn + 4800, turn + 9600) / Signals.rms(side(in), turn + 4800, turn + 9600);
        assertThat(before).isGreaterThan(1.9);
        assertThat(after).isBetween(0.999, 1.05);
    }

    @Test
    void widener_when_steady_sound_is_held_back_expect_a_steady_width() {
        float[][] in = noise(10, 6, 0.3, 0.2);
        float[][] out = widened(in, 200, 20);
        for (int start = 48_000; start + 4800 <= in[0].length; start += 4800) {
            double width = Signals.rms(side(out), start, start + 4800) / Signals.rms(side(in), start, start + 4800);
            assertThat(width).as("at frame %d", start).isBetween(1.38, 1.48);
        }
    }

    @Test
    void widener_when_set_back_while_playing_expect_a_fade_then_the_exact_input() {
        Processor widener = prepared(STEREO, params(180, 200));
        run(widener, noise(11, 0.5, 0.3, 0.1));
        widener.update(neutral());
        run(widener, noise(12, 0.1, 0.3, 0.1));
        float[][] in = noise(13, 0.1, 0.3, 0.1);
        assertThat(run(widener, in)).isDeepEqualTo(in);
    }

    @Test
    void widener_when_mono_below_comes_and_goes_expect_no_click() {
        int frames = Signals.frames(STEREO, 1);
        float[][] in = Signals.sine(STEREO, frames, 90, 0.4);
        for (int i = 0; i < frames; i++) {
            in[1][i] = -in[1][i];
        }
        float[][] out = runBlocks(prepared(STEREO, neutral()), in, QUANTUM, start -> {
            boolean on = start > frames / 3 && start < 2 * frames / 3;
            return on ? params(100, 150) : neutral();
        });
        double slope = 2 * Math.PI * 90 / 48_000 * 0.4;
        for (int i = 1; i < frames; i++) {
            assertThat(Math.abs((double) out[0][i] - out[0][i - 1]))
                    .as("frame %d", i)
                    .isLessThan(2 * slope);
        }
    }

    /** A correlation meter beside input and output. */
    private static void assertNoLessCorrelated(float[][] in, float[][] out) {
        double[] before = correlation(in);
        double[] after = correlation(out);
        for (int i = Signals.frames(STEREO, METER_SECONDS); i < before.length; i++) {
            assertThat(after[i])
                    .as("correlation at frame %d, %s before", i, before[i])
                    .isGreaterThanOrEqualTo(Math.min(before[i], 0) - 0.02);
        }
    }

    private static double[] correlation(float[][] stereo) {
        double share = 1 / (METER_SECONDS * STEREO.sampleRateHz());
        double product = 0;
        double left = 0;
        double right = 0;
        double[] out = new double[stereo[0].length];
        for (int i = 0; i < out.length; i++) {
            double l = stereo[0][i];
            double r = stereo[1][i];
            product += share * (l * r - product);
            left += share * (l * l - left);
            right += share * (r * r - right);
            out[i] = left > 0 && right > 0 ? product / Math.sqrt(left * right) : 0;
        }
        return out;
    }

    @Test
    void guard_when_nothing_was_heard_expect_the_widest() {
        CorrelationGuard guard = new CorrelationGuard();
        guard.prepare(STEREO);
        assertThat(guard.limit(0, 0)).isEqualTo(CorrelationGuard.WIDEST);
        RandomGenerator random = Signals.random(14);
        for (int q = 0; q < 3000; q++) {
            double limit = guard.limit(random.nextDouble(), 3 * random.nextDouble());
            assertThat(limit).isBetween(1.0, CorrelationGuard.WIDEST);
            guard.spent(limit * limit);
        }
    }
}
