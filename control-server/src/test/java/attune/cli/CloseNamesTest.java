package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CloseNamesTest {
    private static final List<String> NAMES = List.of("eq1_gain", "eq2_gain", "hpf_corner", "leveler_range");

    @Test
    void names_when_mistyped_expect_nearest_first() {
        assertThat(CloseNames.of("eq1_gian", NAMES)).startsWith("eq1_gain");
        assertThat(CloseNames.of("corner", NAMES)).containsExactly("hpf_corner");
        assertThat(CloseNames.hint("zzzzzz", NAMES)).isEmpty();
    }

    @Test
    void distance_when_edited_expect_number_of_edits() {
        assertThat(CloseNames.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(CloseNames.distance("", "abc")).isEqualTo(3);
    }
}
