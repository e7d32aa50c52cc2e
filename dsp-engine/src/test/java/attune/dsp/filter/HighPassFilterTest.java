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
import org.junit.jupiter.params.provider.CsvSource;

class HighPassFilterTest extends ProcessorContract {
    @Override
    protected Processor create() {
        return new HighPassFilter();
    }

    @Override
    protected ParamSnapshot neutral() {
        return corner(10);
    }

    @Override
    protected ParamSnapshot active() {
        return corner(120);
    }

    @Override
    protected double boundLinear() {
        return 4;
    }

    private static ParamSnapshot corner(double hz) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HPF_CORNER, hz);
        return params;
    }

    @ParameterizedTest
    @CsvSource({
        "44100, 80, 80",
        "44100, 80, 40",
        "44100, 80, 20",
        "44100, 80, 160",
        "44100, 300, 1000",
        "48000, 11, 22",
        "96000, 150, 75",
        "192000, 20, 10",
        "192000, 300, 150",
        "192000, 80, 5000",
    })
    void high_pass_when_corner_is_set_expect_butterworth_response(double rate, double cornerHz, double hz) {
        ProcessSpec spec = new ProcessSpec(rate, 1);
        float[] response = Responses.impulse(new HighPassFilter(), spec, corner(cornerHz));
        double w = Responses.warpedRatio(rate, hz, cornerHz);
        double expected = Responses.prototypeDb(w, 0, 0, 1, 1, Math.sqrt(2), 1);
        assertThat(Responses.measuredDb(response, rate, hz)).isCloseTo(expected, Offset.offset(0.02));
    }

    @Test
    void high_pass_when_corner_is_set_expect_three_db_there_and_twelve_per_octave() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        float[] response = Responses.impulse(new HighPassFilter(), spec, corner(160));
        assertThat(Responses.measuredDb(response, 48_000, 160)).isCloseTo(-3.01, Offset.offset(0.02));
        double octaveDown = Responses.measuredDb(response, 48_000, 20);
        double twoDown = Responses.measuredDb(response, 48_000, 10);
        assertThat(octaveDown - twoDown).isCloseTo(12, Offset.offset(0.1));
    }

    @Test
    void high_pass_when_switched_off_while_playing_expect_exact_input_after_the_crossfade() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        Processor processor = prepared(spec, corner(200));
        run(processor, Signals.noise(1, 2, 4096, 0.5));
        processor.update(corner(10));
        run(processor, Signals.noise(2, 2, 1024, 0.5));
        float[][] in = Signals.noise(3, 2, 1024, 0.5);
        assertThat(run(processor, in)).isDeepEqualTo(in);
    }
}
