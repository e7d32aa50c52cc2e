package attune.bridge.telemetry;

import attune.rt.AudioThread;

/**
 * Histogram of durations in fixed logarithmic buckets, eight to the octave (a percentile is at most 9 % too high). For one
 * thread; never allocates.
 */
public final class BlockTimes {
    private static final int SUB_BITS = 3;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;
    /** Up to 2^40 ns, 18 minutes. */
    private static final int BUCKETS = 40 * SUB_BUCKETS;

    /** First bucket that {@link #copyTo} tells apart: from 2^12 ns, 4 µs; shorter times count there. */
    private static final int FIRST_TOLD = 12 * SUB_BUCKETS;

    /** How many buckets {@link #copyTo} tells apart, up to 2^26 ns, 67 ms; longer times count in the last one. */
    public static final int TOLD = 14 * SUB_BUCKETS;

    private final int[] counts = new int[BUCKETS];
    private int total;
    private long maxNs;

    @AudioThread
    public void record(long durationNs) {
        long bounded = Math.max(durationNs, 1);
        counts[bucketOf(bounded)]++;
        total++;
        maxNs = Math.max(maxNs, bounded);
    }

    /** Durations recorded since {@link #clear}. */
    @AudioThread
    public int total() {
        return total;
    }

    @AudioThread
    public long maxNs() {
        return maxNs;
    }

    /** Duration that {@code fraction} (0 to 1) of the recorded ones do not exceed; 0 when there are none. */
    @AudioThread
    public long percentileNs(double fraction) {
        if (total == 0) {
            return 0;
        }
        long wanted = Math.max(1, (long) (fraction * total + 0.5));
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return Math.min(upperEdgeNs(bucket), maxNs);
            }
        }
        return maxNs;
    }

    /**
     * Copies the counts of what others are told.
     *
     * @param counts {@link #TOLD} counts, as unsigned shorts; more than those hold count as the most they hold
     */
    @AudioThread
    public void copyTo(short[] counts) {
        for (int i = 0; i < TOLD; i++) {
            counts[i] = 0;
        }
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (this.counts[bucket] > 0) {
                int told = Math.min(TOLD - 1, Math.max(0, bucket - FIRST_TOLD));
                counts[told] = (short) Math.min(0xFFFF, (counts[told] & 0xFFFF) + this.counts[bucket]);
            }
        }
    }

    /** Longest time that counts in bucket {@code told} of {@link #copyTo}. */
    public static long longestNs(int told) {
        return upperEdgeNs(FIRST_TOLD + told);
    }

    @AudioThread
    public void clear() {
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = 0;
        }
        total = 0;
        maxNs = 0;
    }

    @AudioThread
    private static int bucketOf(long durationNs) {
        int octave = 63 - Long.numberOfLeadingZeros(durationNs);
        int sub = octave < SUB_BITS
                ? (int) (durationNs << (SUB_BITS - octave)) & SUB_BUCKETS - 1
                : (int) (durationNs >> (octave - SUB_BITS)) & SUB_BUCKETS - 1;
        return Math.min(octave * SUB_BUCKETS + sub, BUCKETS - 1);
    }

    @AudioThread
    private static long upperEdgeNs(int bucket) {
        int octave = bucket / SUB_BUCKETS;
        long steps = 1L + SUB_BUCKETS + bucket % SUB_BUCKETS;
        return octave < SUB_BITS ? steps >> (SUB_BITS - octave) : (steps << (octave - SUB_BITS)) - 1;
    }
}
