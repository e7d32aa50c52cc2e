package attune.bridge.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadGuardTest {
    private static final int FRAMES = 256;
    private static final double BLOCK_NS = FRAMES / 48_000.0 * 1e9;

    private final LoadGuard guard = new LoadGuard(48_000);

    private void play(double seconds, double load) {
        play(seconds, load, false);
    }

    private void play(double seconds, double load, boolean late) {
        for (double ns = 0; ns < seconds * 1e9; ns += BLOCK_NS) {
            guard.played(FRAMES, (long) (load * BLOCK_NS), late);
        }
    }

    /** Seconds at this load until economy is as given; at most 200. */
    private double secondsUntil(boolean economy, double load) {
        double seconds = 0;
        while (guard.economy() != economy && seconds < 200) {
            play(0.1, load);
            seconds += 0.1;
        }
        return seconds;
    }

    @Test
    void load_when_small_expect_no_economy() {
        play(60, 0.3);
        assertThat(guard.economy()).isFalse();
        assertThat(guard.switches()).isZero();
    }

    @Test
    void load_when_too_large_expect_economy_within_a_second() {
        play(10, 0.02);
        assertThat(secondsUntil(true, 0.5)).isLessThan(1);
        assertThat(guard.switches()).isEqualTo(1);
    }

    @Test
    void load_when_one_block_stalls_expect_no_economy() {
        play(5, 0.02);
        guard.played(FRAMES, 100_000_000, true);
        play(5, 0.02);
        assertThat(guard.switches()).isZero();
    }

    @Test
    void blocks_when_many_are_late_expect_economy_whatever_the_load() {
        play(1, 0.1, true);
        assertThat(guard.economy()).isTrue();
    }

    @Test
    void load_when_small_again_expect_the_usual_work_after_five_seconds() {
        play(2, 0.6);
        assertThat(secondsUntil(false, 0.1)).isBetween(4.5, 6.0);
    }

    @Test
    void load_when_only_bearable_in_economy_expect_to_stay() {
        play(2, 0.6);
        play(60, 0.3);
        assertThat(guard.economy()).isTrue();
        assertThat(guard.switches()).isEqualTo(1);
    }

    @Test
    void economy_when_returns_do_not_last_expect_ever_longer_patience() {
        play(2, 0.6);
        double first = secondsUntil(false, 0.1);
        play(2, 0.6);
        double second = secondsUntil(false, 0.1);
        play(2, 0.6);
        double third = secondsUntil(false, 0.1);
        assertThat(second).isGreaterThan(1.7 * first);
        assertThat(third).isGreaterThan(1.7 * second);
        play(70, 0.1);
        play(2, 0.6);
        assertThat(secondsUntil(false, 0.1))
                .as("a return that lasted is forgotten")
                .isLessThan(6.5);
    }
}
