package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.truth.MaterialSplit;
import attune.learn.truth.SpeechCorpus;
import attune.learn.truth.SyntheticSpeech;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mains hum is found, its frequency exactly; nothing else is taken for it. */
final class HumDetectorTest {
    private static final int RATE_HZ = 16_000;
    private static final int FRAMES = 10 * RATE_HZ;

    @ParameterizedTest
    @CsvSource({"50.00, 8", "49.95, 8", "50.06, 8", "59.97, 8", "60.04, 8", "50.02, 14"})
    void hum_when_below_speech_expect_it_found_and_its_frequency_to_a_fiftieth_of_a_hertz(double f0Hz, double belowDb) {
        double[] speech = SyntheticSpeech.speech(RATE_HZ, 10);
        HumFinding finding = find(SyntheticSpeech.mix(speech, rms(speech) * gain(-belowDb), hum(f0Hz)));
        assertThat(finding.present()).isTrue();
        assertThat(finding.f0Hz()).isCloseTo(f0Hz, within(0.02));
        assertThat(finding.harmonics()).isGreaterThanOrEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {41.2, 46.25, 49.0, 51.91, 55.0, 58.27, 61.74, 65.41, 98.0, 110.0, 123.47})
    void hum_when_a_bass_note_is_held_expect_none(double hz) {
        double[] note = new double[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            for (int h = 1; h <= 12; h++) {
                note[i] += 0.1 / h * Math.sin(2 * Math.PI * h * hz * i / RATE_HZ + h);
            }
        }
        assertThat(find(SyntheticSpeech.mix(note, 0.002, SyntheticSpeech.noise(5, FRAMES)))
                        .present())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {50, 60})
    void hum_when_a_bass_line_passes_the_mains_frequency_expect_none(double hz) {
        double[] line = new double[FRAMES];
        double phase = 0;
        for (int i = 0; i < FRAMES; i++) {
            int step = i / (RATE_HZ / 2) % 4;
            phase += 2 * Math.PI * hz * Math.pow(2, new int[] {0, 3, 5, 7}[step] / 12.0) / RATE_HZ;
            for (int h = 1; h <= 8; h++) {
                line[i] += 0.1 / h * Math.sin(h * phase);
            }
        }
        assertThat(find(line).present()).isFalse();
    }

    /** Eight harmonics on the mains' grid that ring on from stroke to stroke, never gone: only their swell tells them from hum. */
    @ParameterizedTest
    @ValueSource(doubles = {50, 60})
    void hum_when_a_string_rings_at_the_mains_frequency_expect_none(double hz) {
        double[] string = new double[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            double sinceStroke = i % (2 * RATE_HZ) / (double) RATE_HZ;
            for (int h = 1; h <= 8; h++) {
                string[i] += 0.1 / h * Math.exp(-sinceStroke) * Math.sin(2 * Math.PI * h * hz * i / RATE_HZ + h);
            }
        }
        double[] played = SyntheticSpeech.mix(string, 0.0005, SyntheticSpeech.noise(5, FRAMES));
        assertThat(find(played).present()).isFalse();
    }

    @Test
    void hum_when_a_low_voice_speaks_expect_none() {
        double[] voice = new double[FRAMES];
        double phase = 0;
        for (int i = 0; i < FRAMES; i++) {
            double t = (double) i / RATE_HZ;
            phase += 2 * Math.PI * (100 + 8 * Math.sin(2 * Math.PI * 0.6 * t)) / RATE_HZ;
            double envelope = Math.max(0, Math.sin(2 * Math.PI * 2 * t));
            for (int h = 1; h <= 20; h++) {
                voice[i] += 0.05 / h * envelope * Math.sin(h * phase);
            }
        }
        assertThat(find(voice).present()).isFalse();
    }

    @Test
    void hum_when_clean_prompts_play_expect_none() throws IOException, InterruptedException {
        SpeechCorpus.assumeInstalled();
        List<String> names = SpeechCorpus.names(MaterialSplit.HELD_OUT);
        for (int at = 0; at < 16; at += 4) {
            assertThat(find(SpeechCorpus.prompts(names.subList(at, at + 4))).present())
                    .as(names.get(at))
                    .isFalse();
        }
    }

    @Test
    void hum_when_noise_only_expect_none() {
        assertThat(find(SyntheticSpeech.noise(3, FRAMES)).present()).isFalse();
    }

    private static HumFinding find(double[] x) {
        float[] samples = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            samples[i] = (float) x[i];
        }
        return HumDetector.find(samples, (float) (0.1 / rms(x)));
    }

    /** Root mean square 1. */
    private static double[] hum(double f0Hz) {
        double[] out = new double[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            for (int k = 1; k <= 10; k++) {
                out[i] += Math.sin(2 * Math.PI * k * f0Hz * i / RATE_HZ + 2.3 * k) / k;
            }
        }
        return SyntheticSpeech.mix(new double[FRAMES], 1 / rms(out), out);
    }

    private static double gain(double db) {
        return Math.pow(10, db / 20);
    }

    private static double rms(double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += v * v;
        }
        return Math.sqrt(sum / x.length);
    }
}
