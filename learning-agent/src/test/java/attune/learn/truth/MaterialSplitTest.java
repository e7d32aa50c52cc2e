package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MaterialSplitTest {
    @Test
    void split_when_asked_again_expect_the_same_place_for_good() {
        assertThat(MaterialSplit.of("demo-instruct")).isEqualTo(MaterialSplit.of("demo-instruct"));
        // fixed for good: another rule would mix what was tuned on into what is checked on
        assertThat(MaterialSplit.of("vm-options")).isEqualTo(MaterialSplit.DEVELOPMENT);
        assertThat(MaterialSplit.of("loop_garzul")).isEqualTo(MaterialSplit.DEVELOPMENT);
        assertThat(MaterialSplit.of("loop_tabla")).isEqualTo(MaterialSplit.HELD_OUT);
    }

    @Test
    void split_when_many_names_expect_about_a_third_held_out() {
        long heldOut = IntStream.range(0, 3_000)
                .filter(i -> MaterialSplit.of("recording-" + i) == MaterialSplit.HELD_OUT)
                .count();
        assertThat(heldOut).isBetween(900L, 1_100L);
    }
}
