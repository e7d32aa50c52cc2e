package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class LoudnessDistanceTest {
    private static final int RATE_HZ = 16_000;

    @Test
    void distance_when_more_is_wrong_expect_it_to_grow() throws IOException {
        double[] music = ContentMaterial.piece("chords-1", 5 * RATE_HZ);
        double[] noise = GeneratedNoise.PINK.make(3, music.length, RATE_HZ);
        double level = Math.sqrt(Signals.energy(music, 0, music.length) / music.length);
        double faint = LoudnessDistance.measure(music, SyntheticSpeech.mix(music, 0.001 * level, noise));
        double heard = LoudnessDistance.measure(music, SyntheticSpeech.mix(music, 0.1 * level, noise));
        assertThat(LoudnessDistance.measure(music, music.clone())).isZero();
        assertThat(faint).isPositive().isLessThan(heard / 4);
        assertThat(heard).isGreaterThan(0.06);
    }
}
