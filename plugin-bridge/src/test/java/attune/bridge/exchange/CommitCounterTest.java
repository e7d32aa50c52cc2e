package attune.bridge.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitCounterTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final CommitCounter commits = new CommitCounter();

    @Test
    void commit_when_learned_all_the_time_expect_one_a_minute_and_the_last_not_lost() {
        int told = 0;
        for (long second = 0; second < 150; second++) {
            commits.learned();
            told += commits.isCommitted(-5 + second * SECOND_NS) ? 1 : 0;
        }
        assertThat(told).isEqualTo(3);
        assertThat(commits.isCommitted(179 * SECOND_NS)).isFalse();
        assertThat(commits.isCommitted(180 * SECOND_NS)).isTrue();
        assertThat(commits.isCommitted(900 * SECOND_NS)).isFalse();
    }

    @Test
    void commit_when_chosen_expect_at_once_and_once_with_what_was_learned_before() {
        commits.learned();
        assertThat(commits.isCommitted(0)).isTrue();
        commits.learned();
        commits.chosen();
        commits.chosen();
        assertThat(commits.isCommitted(SECOND_NS)).isTrue();
        assertThat(commits.isCommitted(70 * SECOND_NS)).isFalse();
    }
}
