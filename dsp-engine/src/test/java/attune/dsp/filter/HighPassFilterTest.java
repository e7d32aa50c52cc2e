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

    private static ParamSnapshot steep(double hz) {
        ParamSnapshot params = corner(hz);
        params.set(ParamTable.HPF_SLOPE, 1);
        return params;
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

    @ParameterizedTest
    @CsvSource({
        "44100, 80, 0, 80, -3.01",
        "44100, 80, 0, 40, -12.30",
        "48000, 160, 0, 160, -3.01",
        "48000, 160, 0, 80, -12.30",
        "192000, 40, 0, 20, -12.30",
        "44100, 80, 1, 80, -3.01",
        "44100, 80, 1, 40, -24.10",
        "44100, 80, 1, 20, -48.16",
        "48000, 160, 1, 160, -3.01",
        "48000, 160, 1, 80, -24.10",
        "48000, 160, 1, 320, -0.02",
        "96000, 300, 1, 150, -24.10",
        "192000, 40, 1, 40, -3.01",
        "192000, 40, 1, 20, -24.10",
    })
    void high_pass_when_slope_is_set_expect_its_decibels_at_the_corner_and_octaves_off(
            double rate, double cornerHz, double slope, double hz, double expectedDb) {
        ParamSnapshot params = corner(cornerHz);
        params.set(ParamTable.HPF_SLOPE, slope);
        for (int channels = 1; channels <= 2; channels++) {
            float[] response = Responses.impulse(new HighPassFilter(), new ProcessSpec(rate, channels), params);
            assertThat(Responses.measuredDb(response, rate, hz)).isCloseTo(expectedDb, Offset.offset(0.1));
        }
    }

    /** Both ways, in the middle of rumble and a tone. Judged by the second difference: what a click is made of. */
    @ParameterizedTest
    @CsvSource({"44100, 80", "48000, 200", "96000, 300"})
    void high_pass_when_slope_changes_while_playing_expect_no_click(double rate, double cornerHz) {
        ProcessSpec spec = new ProcessSpec(rate, 2);
        int frames = Signals.frames(spec, 1.2);
        float[][] in = Signals.sine(spec, frames, 0.8 * cornerHz, 0.5);
        float[][] tone = Signals.sine(spec, frames, 6 * cornerHz, 0.05);
        for (int i = 0; i < frames; i++) {
            in[0][i] += tone[0][i];
            in[1][i] += tone[1][i];
        }
        float[][] out = runBlocks(prepared(spec, corner(cornerHz)), in, ProcessSpec.QUANTUM_FRAMES, start -> {
            double seconds = start / rate;
            return seconds > 0.51 && seconds < 0.83 ? steep(cornerHz) : corner(cornerHz);
        });
        double atRest = largestBend(out[0], (int) (0.4 * rate), (int) (0.5 * rate));
        assertThat(largestBend(out[0], (int) (0.5 * rate), frames)).isLessThan(1.5 * atRest);
    }

    private static double largestBend(float[] samples, int from, int to) {
        double largest = 0;
        for (int i = from + 2; i < to; i++) {
            largest = Math.max(largest, Math.abs(samples[i] - 2.0 * samples[i - 1] + samples[i - 2]));
        }
        return largest;
    }

    @Test
    void high_pass_when_slope_went_to_24_and_back_expect_the_samples_of_12() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        Processor changed = prepared(spec, corner(150));
        Processor untouched = prepared(spec, corner(150));
        float[][] lead = Signals.noise(4, 2, 9600, 0.5);
        run(untouched, lead);
        runBlocks(changed, lead, ProcessSpec.QUANTUM_FRAMES, start -> start < 4800 ? steep(150) : corner(150));
        float[][] silence = Signals.silence(2, 48_000);
        run(untouched, silence);
        run(changed, silence);
        float[][] in = Signals.noise(5, 2, 4800 / 64 * 64, 0.5);
        assertThat(run(changed, in)).isDeepEqualTo(run(untouched, in));
    }
}
