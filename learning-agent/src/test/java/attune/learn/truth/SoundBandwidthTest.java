package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SoundBandwidthTest {
    private static final int RATE_HZ = 48_000;

    @Test
    void bandwidth_when_tones_end_somewhere_expect_the_third_octave_that_holds_the_last() {
        assertThat(SoundBandwidth.measureHz(tones(7_000), RATE_HZ)).isBetween(7_000.0, 8_820.0);
        assertThat(SoundBandwidth.measureHz(tones(3_400), RATE_HZ)).isBetween(3_400.0, 4_290.0);
    }

    @Test
    void bandwidth_when_sound_goes_on_to_the_top_expect_the_largest() {
        assertThat(SoundBandwidth.measureHz(SyntheticSpeech.noise(5, 2 * RATE_HZ), RATE_HZ))
                .isBetween(15_999.0, 16_001.0);
        assertThat(SoundBandwidth.measureHz(SyntheticSpeech.noise(5, 32_000), 16_000))
                .isBetween(5_700.0, 7_200.0);
    }

    /** A tone every 100 Hz up to here. */
    private static double[] tones(double highestHz) {
        double[] out = new double[2 * RATE_HZ];
        for (double hz = 100; hz <= highestHz; hz += 100) {
            for (int i = 0; i < out.length; i++) {
                out[i] += 0.01 * Math.sin(2 * Math.PI * hz * i / RATE_HZ);
            }
        }
        return out;
    }
}
