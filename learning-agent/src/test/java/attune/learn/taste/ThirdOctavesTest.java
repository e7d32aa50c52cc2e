package attune.learn.taste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thirds of an octave as IEC 61260-1:2014 and ISO 266 have them. */
class ThirdOctavesTest {
    private static final int SECONDS = 8;

    private static double[] levels(double rateHz, double hz, double amplitude) {
        float[][] sound = new float[2][(int) (SECONDS * rateHz)];
        for (int i = 0; i < sound[0].length; i++) {
            sound[0][i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * i / rateHz));
        }
        sound[1] = sound[0];
        ThirdOctaves bands = new ThirdOctaves();
        bands.prepare(rateHz);
        return bands.levelsDb(sound);
    }

    @Test
    void bands_when_named_expect_nominal_frequencies_within_a_hundredth_of_the_exact_ones() {
        assertThat(ThirdOctaves.NOMINAL_HZ)
                .hasSize(31)
                .startsWith(20.0, 25.0, 31.5, 40.0, 50.0)
                .endsWith(12_500.0, 16_000.0, 20_000.0);
        for (int band = 0; band < ThirdOctaves.BANDS; band++) {
            assertThat(ThirdOctaves.centreHz(band) / ThirdOctaves.NOMINAL_HZ.get(band))
                    .isCloseTo(1, within(0.01));
        }
        assertThat(ThirdOctaves.centreHz(17)).isEqualTo(1000);
        assertThat(ThirdOctaves.centreHz(0)).isCloseTo(19.953, within(0.001));
        assertThat(ThirdOctaves.centreHz(20)).isCloseTo(1995.262, within(0.001));
    }

    @ParameterizedTest
    @ValueSource(doubles = {44_100, 48_000, 96_000})
    void level_when_a_sine_is_at_a_mid_band_frequency_expect_it_there_and_nowhere_else(double rateHz) {
        for (int band : new int[] {0, 2, 9, 17, 24, 30}) {
            double[] levels = levels(rateHz, ThirdOctaves.centreHz(band), 0.1);
            assertThat(levels[band]).as("band %d", band).isCloseTo(-20, within(band == 0 ? 0.5 : 0.1));
            for (int other = 6; other < levels.length; other++) {
                if (Math.abs(other - band) > 1) {
                    assertThat(levels[other]).as("band %d of %d", other, band).isLessThan(-60);
                }
            }
        }
    }

    @Test
    void level_when_a_sine_is_at_an_edge_expect_half_of_it_on_either_side() {
        double[] levels = levels(48_000, 1000 * Math.pow(10, 0.05), 1);

        assertThat(levels[17]).isCloseTo(-3.01, within(0.2));
        assertThat(levels[18]).isCloseTo(-3.01, within(0.2));
    }

    @Test
    void level_when_noise_is_white_expect_one_decibel_more_in_each_band() {
        double rateHz = 48_000;
        Random random = new Random(7);
        float[][] noise = new float[1][(int) (30 * rateHz)];
        for (int i = 0; i < noise[0].length; i++) {
            noise[0][i] = (float) (0.1 * random.nextGaussian());
        }
        ThirdOctaves bands = new ThirdOctaves();
        bands.prepare(rateHz);
        double[] levels = bands.levelsDb(noise);

        for (int band = 10; band < ThirdOctaves.BANDS; band++) {
            double width = ThirdOctaves.centreHz(band) * (Math.pow(10, 0.05) - Math.pow(10, -0.05));
            // A sine of 0 dB has a mean square of one half.
            double expected = 10 * Math.log10(2 * 0.01 * Math.min(width, rateHz / 2) / (rateHz / 2));
            assertThat(levels[band]).as("band %d", band).isCloseTo(expected, within(0.6));
        }
    }

    @Test
    void level_when_there_is_nothing_or_nothing_so_high_expect_the_floor() {
        ThirdOctaves bands = new ThirdOctaves();
        bands.prepare(16_000);

        assertThat(bands.levelsDb(new float[1][1000])).containsOnly(-160);
        assertThat(levels(16_000, 1000, 1)[29]).isEqualTo(-160);
    }
}
