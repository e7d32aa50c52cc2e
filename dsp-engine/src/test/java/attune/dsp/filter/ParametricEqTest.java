package attune.dsp.filter;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParametricEqTest extends ProcessorContract {
    private static final double[] OCTAVES_OFF = {-2, -1, -0.5, 0, 0.5, 1, 2};

    @Override
    protected Processor create() {
        return new ParametricEq();
    }

    @Override
    protected ParamSnapshot neutral() {
        return new ParamSnapshot();
    }

    @Override
    protected ParamSnapshot active() {
        ParamSnapshot params = new ParamSnapshot();
        double[] gains = {9, -12, 6, 12, -9, 18, -18, 9};
        for (int b = 0; b < ParametricEq.BANDS; b++) {
            band(params, b, 60 * Math.pow(2.4, b), gains[b], b % 2 == 0 ? 0.7 : 6);
        }
        return params;
    }

    @Override
    protected double boundLinear() {
        return 200;
    }

    private static void band(ParamSnapshot params, int band, double hz, double db, double q) {
        int at = ParamTable.EQ1_FREQUENCY.index() + 3 * band;
        params.set(at, hz);
        params.set(at + 1, db);
        params.set(at + 2, q);
    }

    private static double expectedDb(int band, double w, double gainDb, double q) {
        double a = Math.pow(10, gainDb / 40);
        double root = Math.sqrt(a) / q;
        if (band == 0) {
            return Responses.prototypeDb(w, a * a, a * root, a, 1, root, a);
        }
        if (band == ParametricEq.BANDS - 1) {
            return Responses.prototypeDb(w, a, a * root, a * a, a, root, 1);
        }
        return Responses.prototypeDb(w, 1, a / q, 1, 1, 1 / (a * q), 1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000, 88_200, 96_000, 192_000})
    void eq_when_one_band_is_set_expect_the_response_of_its_prototype(double rate) {
        ProcessSpec spec = new ProcessSpec(rate, 1);
        double[][] settings = {{60, 18, 0.71}, {1000, -18, 12}, {2500, 6, 1}, {3000, -9, 0.3}};
        for (int b : new int[] {0, 1, 6, 7}) {
            for (double[] set : settings) {
                ParamSnapshot params = new ParamSnapshot();
                band(params, b, set[0], set[1], set[2]);
                float[] response = Responses.impulse(new ParametricEq(), spec, params);
                for (double octaves : OCTAVES_OFF) {
                    double hz = set[0] * Math.pow(2, octaves);
                    double expected = expectedDb(b, Responses.warpedRatio(rate, hz, set[0]), set[1], set[2]);
                    assertThat(Responses.measuredDb(response, rate, hz))
                            .as("band %d, %s Hz, %s dB, Q %s at %s Hz", b, set[0], set[1], set[2], hz)
                            .isCloseTo(expected, Offset.offset(0.02));
                }
            }
        }
    }

    @Test
    void eq_when_a_bell_is_set_expect_its_gain_at_the_centre() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        ParamSnapshot params = new ParamSnapshot();
        band(params, 3, 1000, 7.5, 2);
        float[] response = Responses.impulse(new ParametricEq(), spec, params);
        assertThat(Responses.measuredDb(response, 48_000, 1000)).isCloseTo(7.5, Offset.offset(0.01));
        assertThat(Responses.measuredDb(response, 48_000, 30)).isCloseTo(0, Offset.offset(0.05));
    }

    @Test
    void eq_when_many_bands_are_set_expect_their_sum_in_stereo_and_mono() {
        for (int channels = 1; channels <= 2; channels++) {
            ProcessSpec spec = new ProcessSpec(48_000, channels);
            ParamSnapshot all = active();
            float[] together = Responses.impulse(new ParametricEq(), spec, all);
            double[] sum = new double[8];
            double[] hz = {30, 90, 200, 500, 1100, 3000, 8000, 16_000};
            for (int b = 0; b < ParametricEq.BANDS; b++) {
                int at = ParamTable.EQ1_FREQUENCY.index() + 3 * b;
                ParamSnapshot one = new ParamSnapshot();
                band(one, b, all.get(at), all.get(at + 1), all.get(at + 2));
                float[] alone = Responses.impulse(new ParametricEq(), spec, one);
                for (int i = 0; i < hz.length; i++) {
                    sum[i] += Responses.measuredDb(alone, 48_000, hz[i]);
                }
            }
            for (int i = 0; i < hz.length; i++) {
                assertThat(Responses.measuredDb(together, 48_000, hz[i])).isCloseTo(sum[i], Offset.offset(0.02));
            }
        }
    }

    @Test
    void eq_when_frequency_is_above_the_rate_expect_it_bounded() {
        ProcessSpec spec = new ProcessSpec(16_000, 1);
        ParamSnapshot high = new ParamSnapshot();
        band(high, 4, 20_000, 12, 3);
        ParamSnapshot bound = new ParamSnapshot();
        band(bound, 4, 0.45 * 16_000, 12, 3);
        assertThat(Responses.impulse(new ParametricEq(), spec, high))
                .isEqualTo(Responses.impulse(new ParametricEq(), spec, bound));
    }

    @Test
    void eq_when_set_back_to_flat_while_playing_expect_exact_input() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        Processor processor = prepared(spec, active());
        run(processor, Signals.noise(1, 2, 4096, 0.5));
        processor.update(neutral());
        run(processor, Signals.noise(2, 2, ProcessSpec.QUANTUM_FRAMES, 0.5));
        float[][] in = Signals.noise(3, 2, 1024, 0.5);
        assertThat(run(processor, in)).isDeepEqualTo(in);
    }

    @Test
    void eq_when_channels_differ_expect_them_apart() {
        ProcessSpec stereo = new ProcessSpec(48_000, 2);
        float[][] in = Signals.noise(4, 2, 4096, 0.5);
        float[][] out = run(prepared(stereo, active()), in);
        ProcessSpec mono = new ProcessSpec(48_000, 1);
        for (int c = 0; c < 2; c++) {
            float[] alone = run(prepared(mono, active()), new float[][] {in[c]})[0];
            for (int i = 0; i < alone.length; i++) {
                assertThat(out[c][i]).isCloseTo(alone[i], Offset.offset(1e-5f));
            }
        }
    }
}
