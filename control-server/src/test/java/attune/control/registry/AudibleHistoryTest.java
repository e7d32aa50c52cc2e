package attune.control.registry;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.ParamSnapshot;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What was heard at a position, over engines that each count from 0. */
class AudibleHistoryTest {
    private final AudibleHistory history = new AudibleHistory();

    private void heard(long fromFrame, long changeId) {
        history.add(new AudibleHistory.Heard(fromFrame, changeId, null, new ParamSnapshot()));
    }

    private long changeAt(long frame, long here) {
        return Objects.requireNonNull(
                Objects.requireNonNull(history.at(frame, here)).changeId());
    }

    @Test
    void position_when_engines_were_started_anew_expect_the_youngest_that_played_so_far() {
        heard(0, 1);
        heard(900, 2);
        history.restart(1000);
        heard(50, 3);
        history.restart(100);
        heard(5, 4);

        assertThat(changeAt(4, 10))
                .as("of the engine of now, which began as the last ended")
                .isEqualTo(3);
        assertThat(changeAt(10, 10)).isEqualTo(4);
        assertThat(changeAt(20, 10)).as("began with what the first played").isEqualTo(2);
        assertThat(changeAt(60, 10)).isEqualTo(3);
        assertThat(changeAt(899, 10)).isEqualTo(1);
        assertThat(changeAt(950, 10)).isEqualTo(2);
        assertThat(history.played(10)).isEqualTo(1000);
        assertThat(history.played(5000)).isEqualTo(5000);
    }

    @Test
    void memory_when_an_engine_restarts_again_and_again_expect_it_bounded() {
        heard(0, 1);
        for (long played = 1000; played > 0; played -= 10) {
            history.restart(played);
        }
        assertThat(history.played(0)).as("only the last few engines are kept").isEqualTo(40);
    }

    @Test
    void memory_when_an_engine_played_longer_than_those_before_expect_these_forgotten() {
        heard(0, 1);
        history.restart(100);
        heard(10, 2);
        history.restart(500);
        assertThat(changeAt(5, 0)).isEqualTo(1);
        assertThat(changeAt(80, 0)).isEqualTo(2);
        assertThat(history.played(0)).isEqualTo(500);
    }
}
