package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The contract of every stage, and what a noise reducer must do to noise and must not do to sound. */
final class NoiseReducerTest extends ProcessorContract {
    @Override
    protected Processor create() {
        return new NoiseReducer();
    }

    @Override
    protected ParamSnapshot neutral() {
        return attenuation(0);
    }

    @Override
    protected ParamSnapshot active() {
        return attenuation(18);
    }

    private static ParamSnapshot attenuation(double db) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, db);
        return params;
    }

    private float[][] reduce(ProcessSpec spec, double attenuationDb, float[][] in) {
        return run(prepared(spec, attenuation(attenuationDb)), in);
    }

    private static double levelDb(float[] x, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += (double) x[i] * x[i];
        }
        return 10 * Math.log10(sum / (to - from));
    }

    @ParameterizedTest
    @CsvSource({
        "48000,2,6",
        "48000,2,12",
        "48000,2,18",
        "48000,1,12",
        "48000,1,18",
        "16000,1,6",
        "16000,1,12",
        "16000,2,18",
        "8000,1,12",
        "192000,2,12"
    })
    void noise_reducer_when_noise_is_white_and_steady_expect_it_lowered_by_the_knob(
            double rateHz, int channels, double attenuationDb) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels);
        float[][] in = Signals.noise(21, channels, Signals.frames(spec, 5), 0.01);
        float[][] out = reduce(spec, attenuationDb, in);
        int from = Signals.frames(spec, 2);
        for (int c = 0; c < channels; c++) {
            double change = levelDb(out[c], from, out[c].length) - levelDb(in[c], from, in[c].length);
            assertThat(change).isCloseTo(-attenuationDb, within(1.0));
        }
    }
}
