package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class MusicMaterialTest {
    @Test
    void sides_expect_no_noise_in_common_and_clean_music_in_both() {
        assertThat(MusicMaterial.Fault.of(MaterialSplit.HELD_OUT))
                .contains(MusicMaterial.Fault.CLEAN, MusicMaterial.Fault.HUM, MusicMaterial.Fault.TAPE)
                .doesNotContain(MusicMaterial.Fault.WHITE, MusicMaterial.Fault.PINK, MusicMaterial.Fault.HISS);
        assertThat(MusicMaterial.Fault.of(MaterialSplit.DEVELOPMENT)).contains(MusicMaterial.Fault.CLEAN);
    }

    @Test
    void fault_when_applied_twice_expect_the_same_samples_and_the_noise_within_its_range() throws IOException {
        double[] clean = ContentMaterial.piece("chords-2", 3 * MusicMaterial.RATE_HZ);
        for (MusicMaterial.Fault fault : MusicMaterial.Fault.values()) {
            double[] once = fault.apply(clean, MaterialSplit.HELD_OUT, 5);
            assertThat(fault.apply(clean, MaterialSplit.HELD_OUT, 5)).isEqualTo(once);
            double[] added = SyntheticSpeech.mix(once, -1, clean);
            double belowDb = Signals.powerDb(Signals.energy(clean, 0, clean.length))
                    - Signals.powerDb(Signals.energy(added, 0, added.length));
            if (fault == MusicMaterial.Fault.CLEAN) {
                assertThat(once).isEqualTo(clean);
            } else {
                assertThat(belowDb).as("%s", fault).isBetween(5.0, 44.0);
            }
        }
    }

    @Test
    void pieces_when_no_package_is_unpacked_expect_a_sentence() {
        assertThatThrownBy(() -> MusicMaterial.pieces(MaterialSplit.DEVELOPMENT, Path.of("nowhere"), 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is missing: unpack the package there");
    }
}
