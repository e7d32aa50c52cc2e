package attune.learn.loop;

import static attune.learn.loop.LoopFixtures.change;
import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.LearningInsights.Dealing;
import attune.api.LearningInsights.Pattern;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How people deal with what is proposed. */
class DealingsTest {
    /** Number 0 was never posted. */
    private static Change of(long id, ChangeStatus status, String strategy) {
        return change(id, status, strategy, "speech", 24, 0.3, null, null);
    }

    @Test
    void dealings_when_proposals_were_taken_undone_refused_and_left_expect_each_counted_once_by_strategy() {
        List<Change> changes = List.of(
                of(1, ChangeStatus.in_force, "hum"),
                of(2, ChangeStatus.replaced, "rules"),
                of(3, ChangeStatus.undone, "rules"),
                of(4, ChangeStatus.taken_back, "rules"),
                of(5, ChangeStatus.rejected, "rules"),
                of(6, ChangeStatus.proposed, "rules"),
                of(0, ChangeStatus.replaced, "rules"));

        assertThat(Dealings.of(changes))
                .containsExactly(new Dealing("rules", 6, 3, 1, 1, 1, 1, 1), new Dealing("hum", 1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void suggestions_when_they_wait_expect_promise_and_how_surely_such_changes_helped() {
        List<Pattern> known =
                List.of(Wilson.pattern("rules", "music", 30, 30, 0.4), Wilson.pattern("rules", "speech", 10, 9, 0.4));

        assertThat(Dealings.waiting(
                        List.of(
                                of(1, ChangeStatus.proposed, "rules"),
                                of(2, ChangeStatus.in_force, "rules"),
                                of(3, ChangeStatus.proposed, "hum")),
                        known))
                .satisfiesExactly(
                        newest -> {
                            assertThat(newest.change()).isEqualTo(3);
                            assertThat(newest.confidence()).as("never measured").isNull();
                        },
                        older -> {
                            assertThat(older.promised()).isEqualTo(0.3);
                            assertThat(older.noise()).isEqualTo(0.1);
                            assertThat(older.successes()).isEqualTo(9);
                            assertThat(older.confidence()).isEqualTo(Wilson.lowerBound(9, 10));
                        });
    }
}
