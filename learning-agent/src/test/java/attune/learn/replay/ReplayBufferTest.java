package attune.learn.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ReplayBufferTest {
    private static final int ROWS = 64;
    private static final ReplayConfig CONFIG = new ReplayConfig(100, 2, 1, 1, 0.4, 1_000, false);

    private final SplittableRandom random = new SplittableRandom(3);
    private final Batch batch = new Batch(ROWS, 2, 1);

    /** Transition number i tells its number everywhere. */
    static void fill(ReplayBuffer buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            buffer.add(new float[] {i, -i}, new float[] {i / 1e3f}, i, i % 2 == 0, new float[] {i + 1, -i - 1});
        }
    }

    @Test
    void batch_when_drawn_expect_whole_transitions_of_the_newest() {
        ReplayBuffer buffer = new ReplayBuffer(CONFIG);
        fill(buffer, 0, 130);

        for (int round = 0; round < 20; round++) {
            buffer.sample(batch, random);
            for (int row = 0; row < ROWS; row++) {
                int i = (int) batch.reward().get(row);
                assertThat(i).isBetween(30, 129);
                assertThat(batch.observation().get(2 * row + 1)).isEqualTo(-i);
                assertThat(batch.action().get(row)).isEqualTo(i / 1e3f);
                assertThat(batch.continues().get(row)).isEqualTo(i % 2 == 0 ? 0 : 1);
                assertThat(batch.next().get(2 * row)).isEqualTo(i + 1);
                assertThat(batch.demonstration().get(row)).isZero();
            }
        }
        assertThat(buffer.size()).isEqualTo(100);
    }

    @Test
    void draws_when_errors_differ_expect_shares_and_weights_by_priority() {
        ReplayBuffer buffer = new ReplayBuffer(CONFIG.with(4, 1));
        fill(buffer, 0, 4);
        double[] errors = {0.1, 0.2, 0.3, 0.4};
        for (int round = 0; round < 50; round++) {
            buffer.sample(batch, random);
            for (int row = 0; row < ROWS; row++) {
                batch.error().put(row, (float) errors[(int) batch.reward().get(row)]);
            }
            buffer.learned(batch);
        }
        int[] drawn = new int[4];
        float[] weights = new float[4];
        int rounds = 1_000;
        for (int round = 0; round < rounds; round++) {
            buffer.sample(batch, random);
            for (int row = 0; row < ROWS; row++) {
                int i = (int) batch.reward().get(row);
                drawn[i]++;
                weights[i] = batch.weight().get(row);
            }
        }
        for (int i = 0; i < 4; i++) {
            assertThat(drawn[i] / (double) (rounds * ROWS)).isCloseTo((errors[i] + 0.001) / 1.004, within(0.01));
            // fully annealed by now: inverse to the priority
            assertThat((double) weights[i]).isCloseTo(0.101 / (errors[i] + 0.001), within(1e-3));
        }
    }

    @Test
    void numbers_when_not_finite_expect_them_refused_counted_and_without_effect() {
        ReplayBuffer buffer = new ReplayBuffer(CONFIG);
        float[] fine = {1, 2};
        float[] action = {0};

        assertThat(buffer.add(fine, action, Float.NaN, false, fine)).isFalse();
        assertThat(buffer.add(fine, action, Float.POSITIVE_INFINITY, false, fine))
                .isFalse();
        assertThat(buffer.add(new float[] {1, Float.NaN}, action, 0, false, fine))
                .isFalse();
        assertThat(buffer.add(fine, new float[] {Float.NaN}, 0, false, fine)).isFalse();
        assertThat(buffer.refused()).isEqualTo(4);
        assertThat(buffer.size()).isZero();
        assertThatIllegalStateException()
                .isThrownBy(() -> buffer.sample(batch, random))
                .withMessageContaining("size=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> buffer.add(action, action, 0, false, fine))
                .withMessageContaining("observation.length=1");

        fill(buffer, 0, 10);
        buffer.sample(batch, random);
        double before = buffer.priority(batch.slots[0]);
        for (int row = 0; row < ROWS; row++) {
            batch.error().put(row, row % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY);
        }
        buffer.learned(batch);
        assertThat(buffer.priority(batch.slots[0])).isEqualTo(before);
        buffer.sample(batch, random);
        assertThat(batch.weight().get(0)).isFinite();
    }

    @Test
    void batches_when_warm_expect_no_allocation() {
        ReplayBuffer buffer = new ReplayBuffer(CONFIG);
        ReplayBuffer other = new ReplayBuffer(CONFIG.ofDemonstrations());
        MixedReplay mixed = new MixedReplay(other, buffer, 0.5);
        fill(buffer, 0, 200);
        fill(other, 0, 200);
        rounds(mixed, 5_000);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        threads.getCurrentThreadAllocatedBytes();

        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            rounds(mixed, 1_000);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isZero();
    }

    private void rounds(TransitionSource source, int count) {
        for (int i = 0; i < count; i++) {
            source.sample(batch, random);
            batch.error().put(i % ROWS, i);
            source.learned(batch);
        }
    }

    @Test
    void mixed_when_both_hold_something_expect_half_and_half_else_all_of_one() {
        ReplayBuffer offline = new ReplayBuffer(CONFIG.ofDemonstrations());
        ReplayBuffer online = new ReplayBuffer(CONFIG);
        MixedReplay mixed = new MixedReplay(offline, online, 0.5);

        fill(offline, 0, 10);
        assertThat(demonstrated(mixed)).isEqualTo(ROWS);
        fill(online, 50, 60);
        assertThat(demonstrated(mixed)).isEqualTo(ROWS / 2);
        for (int row = 0; row < ROWS; row++) {
            assertThat(batch.reward().get(row) < 50).isEqualTo(row < ROWS / 2);
            batch.error().put(row, row < ROWS / 2 ? 5 : 7);
        }
        mixed.learned(batch);
        assertThat(offline.priority(batch.slots[0])).isCloseTo(5.001, within(1e-6));
        assertThat(online.priority(batch.slots[ROWS - 1])).isCloseTo(7.001, within(1e-6));
        mixed.setOfflineShare(0);
        assertThat(demonstrated(mixed)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> mixed.setOfflineShare(1.5))
                .withMessageContaining("offlineShare=1.5");
    }

    private int demonstrated(MixedReplay mixed) {
        mixed.sample(batch, random);
        int count = 0;
        for (int row = 0; row < ROWS; row++) {
            count += (int) batch.demonstration().get(row);
        }
        return count;
    }
}
