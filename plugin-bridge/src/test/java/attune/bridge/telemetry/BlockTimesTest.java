package attune.bridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlockTimesTest {
    @Test
    void percentiles_when_random_times_expect_at_most_nine_percent_too_high() {
        Random random = new Random(7);
        BlockTimes times = new BlockTimes();
        long[] sorted = new long[5_000];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = (long) Math.exp(random.nextDouble() * 20);
            times.record(sorted[i]);
        }
        Arrays.sort(sorted);
        for (double fraction : new double[] {0.01, 0.5, 0.9, 0.99, 0.999}) {
            long exact = sorted[(int) Math.round(fraction * sorted.length) - 1];
            assertThat(times.percentileNs(fraction)).isBetween(exact, exact + exact / 8 + 1);
        }
        assertThat(times.maxNs()).isEqualTo(sorted[sorted.length - 1]);
        assertThat(times.total()).isEqualTo(sorted.length);
    }

    @Test
    void percentiles_when_nothing_recorded_expect_zero() {
        BlockTimes times = new BlockTimes();
        times.record(5);
        times.clear();
        assertThat(times.percentileNs(0.5)).isZero();
        assertThat(times.maxNs()).isZero();
    }

    @Test
    void record_when_absurd_times_expect_stays_inside() {
        BlockTimes times = new BlockTimes();
        times.record(Long.MAX_VALUE);
        times.record(-3);
        times.record(0);
        assertThat(times.total()).isEqualTo(3);
        assertThat(times.percentileNs(0.5)).isBetween(1L, 2L);
    }

    @Test
    void copy_when_random_and_absurd_times_expect_each_once_in_the_bucket_that_holds_it() {
        Random random = new Random(9);
        BlockTimes times = new BlockTimes();
        long[] expected = new long[BlockTimes.TOLD];
        for (int i = 0; i < 5_000; i++) {
            long time = (long) Math.exp(random.nextDouble() * 25);
            times.record(time);
            int bucket = 0;
            while (bucket < BlockTimes.TOLD - 1 && time > BlockTimes.longestNs(bucket)) {
                bucket++;
            }
            expected[bucket]++;
        }
        short[] counts = new short[BlockTimes.TOLD];
        Arrays.fill(counts, (short) 7);
        times.copyTo(counts);
        for (int bucket = 0; bucket < BlockTimes.TOLD; bucket++) {
            assertThat(counts[bucket] & 0xFFFF).as("bucket %s", bucket).isEqualTo((int) expected[bucket]);
        }
    }

    @Test
    void copy_when_more_than_a_short_holds_expect_the_most_it_holds() {
        BlockTimes times = new BlockTimes();
        for (int i = 0; i < 70_000; i++) {
            times.record(1_000_000);
        }
        short[] counts = new short[BlockTimes.TOLD];
        times.copyTo(counts);
        assertThat(Arrays.stream(unsigned(counts)).max().orElseThrow()).isEqualTo(0xFFFF);
    }

    private static int[] unsigned(short[] counts) {
        int[] numbers = new int[counts.length];
        for (int i = 0; i < counts.length; i++) {
            numbers[i] = counts[i] & 0xFFFF;
        }
        return numbers;
    }
}
