package attune.dsp.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkwitzRileyCrossoverTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final int BANDS = LinkwitzRileyCrossover.BANDS;

    private static LinkwitzRileyCrossover crossover(ProcessSpec spec, double low, double middle, double high) {
        LinkwitzRileyCrossover crossover = new LinkwitzRileyCrossover();
        crossover.prepare(spec);
        crossover.setCornersHz(low, middle, high);
        crossover.reset();
        return crossover;
    }

    /** Bands of one signal for all channels, by band; of the last channel, which must be as the first. */
    private static float[][] split(LinkwitzRileyCrossover crossover, ProcessSpec spec, float[] in) {
        double[][] block = new double[spec.channels()][QUANTUM];
        double[][][] bands = new double[BANDS][spec.channels()][QUANTUM + 3];
        float[][] out = new float[BANDS][in.length];
        for (int start = 0; start < in.length; start += QUANTUM) {
            for (double[] channel : block) {
                for (int i = 0; i < QUANTUM; i++) {
                    channel[i] = in[start + i];
                }
            }
            crossover.process(block, bands, 3);
            for (int b = 0; b < BANDS; b++) {
                for (int i = 0; i < QUANTUM; i++) {
                    assertThat(bands[b][0][3 + i]).isEqualTo(bands[b][spec.channels() - 1][3 + i]);
                    out[b][start + i] = (float) bands[b][0][3 + i];
                }
            }
        }
        return out;
    }

    private static float[] sum(float[][] bands) {
        float[] out = new float[bands[0].length];
        for (float[] band : bands) {
            for (int i = 0; i < out.length; i++) {
                out[i] += band[i];
            }
        }
        return out;
    }

    private static float[][] impulseResponses(ProcessSpec spec, double low, double middle, double high) {
        float[] impulse = Signals.impulse(1, Signals.frames(spec, 1), 0, 1)[0];
        return split(crossover(spec, low, middle, high), spec, impulse);
    }

    @ParameterizedTest
    @CsvSource({
        "48000, 2, 160, 1000, 5000",
        "48000, 1, 160, 1000, 5000",
        "48000, 2, 500, 300, 2000",
        "48000, 2, 50, 3000, 14000",
        "44100, 2, 120, 700, 14000",
        "96000, 2, 160, 1000, 5000",
        "192000, 1, 50, 300, 2000",
        "16000, 2, 160, 1000, 14000",
        "8000, 1, 500, 3000, 14000"
    })
    void crossover_when_bands_are_added_expect_a_flat_level(
            double rate, int channels, double low, double middle, double high) {
        float[] sum = sum(impulseResponses(new ProcessSpec(rate, channels), low, middle, high));
        for (double hz = 20; hz <= Math.min(20_000, 0.45 * rate); hz *= 1.07) {
            assertThat(Responses.measuredDb(sum, rate, hz)).as("at %s Hz", hz).isCloseTo(0, within(0.05));
        }
    }

    @Test
    void crossover_when_bands_are_seen_alone_expect_slopes_of_24_db_per_octave() {
        double rate = 48_000;
        double[] corners = {160, 1000, 5000};
        float[][] bands = impulseResponses(new ProcessSpec(rate, 2), corners[0], corners[1], corners[2]);
        for (double hz = 20; hz < 20_000; hz *= 1.3) {
            for (int b = 0; b < BANDS; b++) {
                double expected = 0;
                for (int s = 0; s < corners.length; s++) {
                    double w = Responses.warpedRatio(rate, hz, corners[s]);
                    if (b == s || (b < s && s == 1)) {
                        expected += 2 * Responses.prototypeDb(w, 1, 0, 0, 1, Math.sqrt(2), 1);
                    } else if (b == s + 1 || (b > s && s == 1)) {
                        expected += 2 * Responses.prototypeDb(w, 0, 0, 1, 1, Math.sqrt(2), 1);
                    }
                }
                if (expected > -90) {
                    assertThat(Responses.measuredDb(bands[b], rate, hz))
                            .as("band %d at %s Hz", b, hz)
                            .isCloseTo(expected, within(0.02));
                }
            }
        }
    }

    @Test
    void crossover_when_corners_come_too_close_expect_half_an_octave_between() {
        ProcessSpec spec = new ProcessSpec(48_000, 1);
        assertThat(impulseResponses(spec, 500, 300, 100))
                .isDeepEqualTo(impulseResponses(spec, 500, 500 * Math.sqrt(2), 1000));
        ProcessSpec slow = new ProcessSpec(8_000, 1);
        assertThat(impulseResponses(slow, 400, 3000, 14_000))
                .isDeepEqualTo(impulseResponses(slow, 400, 3600 / Math.sqrt(2), 3600));
    }

    @Test
    void crossover_when_corners_move_while_a_tone_plays_expect_a_smooth_sum_of_steady_level() {
        ProcessSpec spec = new ProcessSpec(48_000, 2);
        double hz = 700;
        float[] in = Signals.sine(spec, Signals.frames(spec, 1), hz, 0.5)[0];
        LinkwitzRileyCrossover crossover = crossover(spec, 160, 1000, 5000);
        float[] out = new float[in.length];
        for (int start = 0; start < in.length; start += QUANTUM) {
            double way = Math.sin(start / 9000.0);
            crossover.setCornersHz(160 * Math.pow(2, way), 1000 * Math.pow(2, way), 5000 * Math.pow(2, -way));
            float[] block = new float[QUANTUM];
            System.arraycopy(in, start, block, 0, QUANTUM);
            System.arraycopy(sum(split(crossover, spec, block)), 0, out, start, QUANTUM);
        }
        double step = 2 * Math.PI * hz / 48_000;
        for (int i = 4801; i < out.length - 1; i++) {
            double bend = out[i + 1] - 2 * out[i] + out[i - 1];
            assertThat(Math.abs(bend)).as("curvature at frame %d", i).isLessThan(1.15 * 0.5 * step * step);
            if (i % 480 == 0) {
                double level = 20 * Math.log10(Signals.rms(out, i - 480, i) / Signals.rms(in, i - 480, i));
                assertThat(level).as("level at frame %d", i).isCloseTo(0, within(0.3));
            }
        }
    }
}
