package attune.dsp.filter;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Processor;
import attune.dsp.core.ProcessorContract;
import attune.dsp.core.Signals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HumRemoverTest extends ProcessorContract {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);

    @Override
    protected Processor create() {
        return new HumRemover();
    }

    @Override
    protected ParamSnapshot neutral() {
        return hum(55, 0, 16);
    }

    @Override
    protected ParamSnapshot active() {
        return hum(55, 30, 16);
    }

    @Override
    protected double boundLinear() {
        return 4;
    }

    private static ParamSnapshot hum(double frequencyHz, double depthDb, int harmonics) {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HUM_FREQUENCY, frequencyHz);
        params.set(ParamTable.HUM_DEPTH, depthDb);
        params.set(ParamTable.HUM_HARMONICS, harmonics);
        return params;
    }

    /** Harmonics 1 to {@code count}, each 3 dB under the one before, phases of their own; the first at −40 dBFS. */
    private static float[][] humming(ProcessSpec spec, double seconds, double fundamentalHz, int count) {
        float[][] out = Signals.silence(spec.channels(), Signals.frames(spec, seconds));
        for (int k = 1; k <= count; k++) {
            addTone(out, spec, k * fundamentalHz, 0.01 * Math.pow(10, -3.0 * (k - 1) / 20), k);
        }
        return out;
    }

    private static void addTone(float[][] out, ProcessSpec spec, double hz, double amplitude, double phase) {
        double step = 2 * Math.PI * hz / spec.sampleRateHz();
        for (int i = 0; i < out[0].length; i++) {
            float value = (float) (amplitude * StrictMath.sin(step * i + phase));
            for (float[] channel : out) {
                channel[i] += value;
            }
        }
    }

    private static float[][] sum(float[][] a, float[][] b) {
        float[][] out = Signals.copy(a);
        for (int c = 0; c < out.length; c++) {
            for (int i = 0; i < out[c].length; i++) {
                out[c][i] += b[c][i];
            }
        }
        return out;
    }

    /** Level of the last {@code seconds} of the first channel, dB relative to a constant 1. */
    private static double endDb(ProcessSpec spec, float[][] signal, double seconds) {
        int end = signal[0].length;
        return 20 * Math.log10(Signals.rms(signal[0], end - Signals.frames(spec, seconds), end));
    }

    /** Amplitude at one frequency over the last {@code seconds}, Hann-weighted, dB relative to full scale. */
    private static double toneDb(ProcessSpec spec, float[] signal, double hz, double seconds) {
        int length = Signals.frames(spec, seconds);
        int from = signal.length - length;
        double re = 0;
        double im = 0;
        for (int i = 0; i < length; i++) {
            double weight = 1 - Math.cos(2 * Math.PI * i / length);
            double phase = 2 * Math.PI * hz * i / spec.sampleRateHz();
            re += weight * signal[from + i] * Math.cos(phase);
            im += weight * signal[from + i] * Math.sin(phase);
        }
        return 20 * Math.log10(2 * Math.sqrt(re * re + im * im) / length);
    }

    @ParameterizedTest
    @CsvSource({
        "48000, 50.03, 50",
        "48000, 49.95, 50",
        "48000, 50.25, 50",
        "48000, 59.98, 60",
        "44100, 50.03, 50",
        "8000, 50.03, 50",
        "192000, 50.03, 50",
    })
    void hum_when_it_is_off_the_frequency_asked_for_expect_twenty_decibels_less_after_two_seconds(
            double rate, double humHz, double askedHz) {
        ProcessSpec spec = new ProcessSpec(rate, 2);
        float[][] in = humming(spec, 3, humHz, 8);
        float[][] out = run(prepared(spec, hum(askedHz, 30, 8)), in);
        assertThat(endDb(spec, in, 1) - endDb(spec, out, 1)).isGreaterThan(20);
        for (int k = 1; k <= 8; k++) {
            assertThat(toneDb(spec, in[0], k * humHz, 1) - toneDb(spec, out[0], k * humHz, 1))
                    .as("harmonic %d", k)
                    .isGreaterThan(20);
        }
    }

    @ParameterizedTest
    @CsvSource({"50, 60.02", "60, 49.97", "55, 60.02"})
    void hum_when_it_is_at_the_other_mains_frequency_expect_thirty_decibels_less(double setHz, double humHz) {
        float[][] in = humming(STEREO, 8, humHz, 8);
        float[][] out = run(prepared(STEREO, hum(setHz, 40, 8)), in);
        for (int k = 1; k <= 8; k++) {
            assertThat(toneDb(STEREO, in[0], k * humHz, 2) - toneDb(STEREO, out[0], k * humHz, 2))
                    .as("harmonic %d", k)
                    .isGreaterThan(30);
        }
        ParamSnapshot alone = hum(setHz, 40, 8);
        alone.set(ParamTable.HUM_BOTH_MAINS, 0);
        assertThat(run(prepared(STEREO, alone), in))
                .as("only where it is asked for")
                .isDeepEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(doubles = {6, 12, 24})
    void hum_when_depth_is_set_expect_it_lowered_by_that_and_no_more(double depthDb) {
        float[][] in = humming(STEREO, 6, 50, 4);
        HumRemover remover = (HumRemover) prepared(STEREO, hum(50, depthDb, 8));
        float[][] out = run(remover, in);
        for (int k = 1; k <= 4; k++) {
            assertThat(toneDb(STEREO, in[0], k * 50, 1) - toneDb(STEREO, out[0], k * 50, 1))
                    .as("harmonic %d", k)
                    .isCloseTo(depthDb, Offset.offset(0.3));
        }
        assertThat(remover.reductionDb()).isCloseTo(-depthDb, Offset.offset(0.1));
    }

    @Test
    void hum_when_it_plays_under_noise_expect_it_lowered_and_the_noise_kept() {
        float[][] noise = Signals.noise(1, 2, Signals.frames(STEREO, 6), 0.01);
        float[][] in = sum(humming(STEREO, 6, 50.03, 6), noise);
        float[][] out = run(prepared(STEREO, hum(50, 30, 8)), in);
        for (int k = 1; k <= 6; k++) {
            double left = toneDb(STEREO, out[0], k * 50.03, 2);
            assertThat(toneDb(STEREO, in[0], k * 50.03, 2) - left)
                    .as("harmonic %d, %s dBFS left", k, left)
                    .isGreaterThan(12);
        }
        float[][] rest = run(prepared(STEREO, hum(50, 30, 8)), humming(STEREO, 6, 50.03, 6));
        assertThat(endDb(STEREO, out, 2)).isCloseTo(endDb(STEREO, sum(rest, noise), 2), Offset.offset(0.2));
    }

    @Test
    void hum_when_it_drifts_expect_it_followed() {
        int frames = Signals.frames(STEREO, 20);
        float[][] in = Signals.silence(2, frames);
        double phase = 0;
        for (int i = 0; i < frames; i++) {
            double seconds = i / STEREO.sampleRateHz();
            phase += 2 * Math.PI * (50 + 0.01 * seconds) / STEREO.sampleRateHz();
            for (int k = 1; k <= 8; k++) {
                in[0][i] += (float) (0.01 * StrictMath.sin(k * phase));
            }
            in[1][i] = in[0][i];
        }
        float[][] out = run(prepared(STEREO, hum(50, 30, 8)), in);
        assertThat(endDb(STEREO, in, 5) - endDb(STEREO, out, 5)).isGreaterThan(15);
    }

    @ParameterizedTest
    @CsvSource({"51.9", "48.1", "103", "147", "153.5", "349.2", "403"})
    void note_when_it_is_held_near_a_harmonic_without_hum_expect_it_untouched(double noteHz) {
        float[][] in = Signals.silence(2, Signals.frames(STEREO, 4));
        addTone(in, STEREO, noteHz, 0.1, 0);
        addTone(in, STEREO, 2 * noteHz, 0.05, 1);
        assertThat(run(prepared(STEREO, hum(50, 30, 8)), in)).isDeepEqualTo(in);
    }

    @ParameterizedTest
    @CsvSource({"51.9", "103", "147", "253", "397"})
    void note_when_it_is_held_near_a_harmonic_of_a_hum_expect_less_than_half_a_decibel(double noteHz) {
        float[][] in = humming(STEREO, 6, 50.03, 8);
        addTone(in, STEREO, noteHz, 0.01, 0.5);
        HumRemover remover = (HumRemover) prepared(STEREO, hum(50, 30, 8));
        float[][] out = run(remover, in);
        assertThat(remover.reductionDb()).as("the hum is being lowered").isLessThan(-20);
        assertThat(toneDb(STEREO, out[0], noteHz, 3)).isCloseTo(toneDb(STEREO, in[0], noteHz, 3), Offset.offset(0.5));
    }

    @Test
    void noise_when_no_hum_is_in_it_expect_it_untouched() {
        float[][] in = Signals.noise(2, 2, Signals.frames(STEREO, 20), 0.3);
        HumRemover remover = (HumRemover) prepared(STEREO, hum(50, 30, 16));
        assertThat(run(remover, in)).isDeepEqualTo(in);
        assertThat(remover.reductionDb()).isEqualTo(0);
    }

    @Test
    void gliding_voice_when_its_pitch_crosses_the_harmonics_expect_it_untouched() {
        int frames = Signals.frames(STEREO, 12);
        float[][] in = Signals.silence(2, frames);
        double phase = 0;
        for (int i = 0; i < frames; i++) {
            double seconds = i / STEREO.sampleRateHz();
            phase += 2 * Math.PI * (115 + 25 * Math.sin(2 * Math.PI * 0.6 * seconds)) / STEREO.sampleRateHz();
            double syllable = Math.max(0, Math.sin(2 * Math.PI * 3 * seconds));
            for (int k = 1; k <= 10; k++) {
                in[0][i] += (float) (0.1 * syllable * StrictMath.sin(k * phase) / k);
            }
            in[1][i] = in[0][i];
        }
        assertThat(run(prepared(STEREO, hum(50, 30, 8)), in)).isDeepEqualTo(in);
    }

    @Test
    void hum_when_loud_speech_like_noise_hides_it_expect_it_lowered_as_soon_as_that_ends() {
        int part = Signals.frames(STEREO, 4);
        float[][] in = sum(
                humming(STEREO, 3 * part / STEREO.sampleRateHz(), 50.03, 8),
                Signals.concat(Signals.silence(2, part), Signals.noise(4, 2, part, 0.5), Signals.silence(2, part)));
        float[][] out = run(prepared(STEREO, hum(50, 30, 8)), in);
        int from = 2 * part + Signals.frames(STEREO, 0.5);
        int to = 2 * part + Signals.frames(STEREO, 1);
        double reductionDb = 20 * Math.log10(Signals.rms(in[0], from, to) / Signals.rms(out[0], from, to));
        assertThat(reductionDb).isGreaterThan(12); // the noise itself still rings in the notches
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 3})
    void hum_when_a_voice_hides_its_harmonics_most_of_the_time_expect_them_lowered_in_the_pauses(double mutedSeconds) {
        int frames = Signals.frames(STEREO, 12);
        float[][] in = humming(STEREO, 12, 50.03, 6);
        double phase = 0;
        for (int i = 0; i < frames; i++) {
            double seconds = i / STEREO.sampleRateHz();
            phase += 2 * Math.PI * (115 + 25 * Math.sin(2 * Math.PI * 0.6 * seconds)) / STEREO.sampleRateHz();
            double talks = seconds % 3.4 < 2.5 ? 1 : 0;
            for (int k = 1; k <= 10; k++) {
                in[0][i] += (float) (0.05 * talks * StrictMath.sin(k * phase) / k);
            }
            in[1][i] = in[0][i];
        }
        float[][] silence = Signals.silence(2, Signals.frames(STEREO, mutedSeconds));
        float[][] all = run(prepared(STEREO, hum(50, 30, 8)), Signals.concat(silence, in));
        int pauseEnds = Signals.frames(STEREO, 10.2);
        float[] before = Arrays.copyOf(in[0], pauseEnds);
        float[] after = Arrays.copyOfRange(all[0], silence[0].length, silence[0].length + pauseEnds);
        for (int k = 1; k <= 6; k++) {
            assertThat(toneDb(STEREO, before, k * 50.03, 0.4) - toneDb(STEREO, after, k * 50.03, 0.4))
                    .as("harmonic %d", k)
                    .isGreaterThan(10);
        }
    }

    @Test
    void hum_when_it_ends_expect_the_samples_untouched_soon_after() {
        int part = Signals.frames(STEREO, 4);
        float[][] noise = Signals.noise(5, 2, 2 * part, 0.001);
        float[][] in = sum(noise, Signals.concat(humming(STEREO, 4, 50, 8), Signals.silence(2, part)));
        float[][] out = run(prepared(STEREO, hum(50, 30, 8)), in);
        for (int i = in[0].length - Signals.frames(STEREO, 0.5); i < in[0].length; i++) {
            assertThat(out[0][i]).isEqualTo(in[0][i]);
        }
    }

    @Test
    void hum_when_it_was_removed_before_a_reset_expect_the_samples_of_a_fresh_start() {
        Processor processor = prepared(STEREO, hum(60, 6, 4));
        run(processor, humming(STEREO, 3, 60.1, 8));
        processor.update(hum(50, 30, 8));
        processor.reset();
        float[][] in = humming(STEREO, 3, 50, 8);
        assertThat(run(processor, in)).isDeepEqualTo(run(prepared(STEREO, hum(50, 30, 8)), in));
    }

    @Test
    void hum_when_depth_goes_to_zero_while_playing_expect_exact_input() {
        Processor processor = prepared(STEREO, hum(50, 30, 8));
        run(processor, humming(STEREO, 2, 50, 8));
        processor.update(hum(50, 0, 8));
        run(processor, humming(STEREO, 0.1, 50, 8));
        float[][] in = humming(STEREO, 1, 50, 8);
        assertThat(run(processor, in)).isDeepEqualTo(in);
    }

    @Test
    void hum_when_depth_frequency_and_harmonics_jump_expect_no_click() {
        float[][] in = humming(STEREO, 12, 50.03, 8);
        Processor processor = prepared(STEREO, hum(50, 30, 8));
        float[][] out = runBlocks(processor, in, QUANTUM, start -> {
            int second = (int) (start / STEREO.sampleRateHz());
            double frequencyHz = second >= 6 && second < 8 ? 60 : 50;
            double depthDb = second == 4 ? 3 : second == 10 ? 0 : 30;
            return hum(frequencyHz, depthDb, second == 9 ? 1 : 8);
        });
        double steepest = 0;
        double largestStep = 0;
        for (int i = 1; i < in[0].length; i++) {
            steepest = Math.max(steepest, Math.abs(in[0][i] - in[0][i - 1]));
            largestStep = Math.max(largestStep, Math.abs(out[0][i] - out[0][i - 1]));
        }
        assertThat(largestStep).isLessThan(1.5 * steepest);
    }
}
