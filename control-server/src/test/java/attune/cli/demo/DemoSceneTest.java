package attune.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.cli.audio.Ffmpeg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DemoSceneTest {
    @Test
    void scene_when_without_voice_expect_length_headroom_and_the_same_samples_again() throws IOException {
        float[][] scene = DemoScene.render(Optional.empty());

        assertThat(scene[0]).hasSize(40 * 48_000);
        assertThat(peak(scene[0])).isBetween(0.05, 0.9);
        assertThat(scene).isDeepEqualTo(DemoScene.render(Optional.empty()));
    }

    @Test
    void scene_when_analysed_expect_hum_at_50_hz_and_its_harmonics_above_the_noise() throws IOException {
        float[] left = DemoScene.render(Optional.empty())[0];

        for (double harmonic : new double[] {50, 100, 150, 250, 350}) {
            double here = levelDb(left, harmonic);
            double beside = Math.max(levelDb(left, harmonic + 7), levelDb(left, harmonic - 7));
            assertThat(here - beside)
                    .as(harmonic + " Hz against its neighbours")
                    .isGreaterThan(6);
        }
        assertThat(levelDb(left, 50)).isBetween(-52.0, -48.0);
    }

    @Test
    void scene_when_it_begins_expect_only_fan_and_hum() throws IOException {
        float[][] scene = DemoScene.render(Optional.empty());

        assertThat(rmsDb(scene[0], 0, 20_000)).isBetween(-46.0, -38.0);
        assertThat(rmsDb(scene[0], 12 * 48_000, 15 * 48_000)).as("music leads").isGreaterThan(-36);
    }

    @Test
    void scene_when_espeak_is_there_expect_a_voice_that_goes_away_and_comes_back() throws IOException {
        Optional<Path> espeak = Ffmpeg.program(System.getenv("PATH"), "espeak-ng");
        assumeTrue(espeak.isPresent(), "espeak-ng is not installed");

        float[][] scene = DemoScene.render(espeak);

        double normal = rmsDb(scene[0], 6 * 48_000, 9 * 48_000);
        double far = rmsDb(scene[0], 17 * 48_000, 20 * 48_000);
        double near = rmsDb(scene[0], 23 * 48_000, 25 * 48_000);
        assertThat(normal - far).isGreaterThan(5);
        assertThat(near - normal).isGreaterThan(3);
        assertThat(peak(scene[0])).isLessThan(1.0);
    }

    private static double peak(float[] sound) {
        double peak = 0;
        for (float sample : sound) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    private static double rmsDb(float[] sound, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sound[i] * (double) sound[i];
        }
        return 10 * Math.log10(sum / (to - from));
    }

    /** RMS of one frequency over the whole, dBFS. */
    private static double levelDb(float[] sound, double frequencyHz) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < sound.length; i++) {
            double window = 1 - Math.cos(2 * Math.PI * i / sound.length);
            re += window * sound[i] * Math.cos(2 * Math.PI * frequencyHz * i / 48_000);
            im += window * sound[i] * Math.sin(2 * Math.PI * frequencyHz * i / 48_000);
        }
        return 20 * Math.log10(Math.sqrt(2) * Math.hypot(re, im) / sound.length);
    }
}
