package attune.system;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * What the machine adds to any wait, taken while a host plays: a thread at normal priority that waits for moments as the
 * plugin waits for its deadlines, and does nothing else.
 */
final class SchedulingNoise {
    private static final long WAIT_NS = Duration.ofMillis(3).toNanos();
    private static final long REST_NS = Duration.ofMillis(2).toNanos();
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** Steps of 0.1 ms. */
    private static final double STEPS_PER_MS = 10;

    private final long[] waits = new long[50_000];
    private final Thread thread = new Thread(this::listen, "scheduling-noise");
    private volatile boolean ended;

    private SchedulingNoise() {
        thread.setDaemon(true);
        thread.start();
    }

    static SchedulingNoise begin() {
        return new SchedulingNoise();
    }

    SchedulingNoise end() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
        return this;
    }

    /** The longest that a wait ended after its moment, ms. */
    double longestMs() {
        int step = waits.length - 1;
        while (step > 0 && waits[step] == 0) {
            step--;
        }
        return (step + 1) / STEPS_PER_MS;
    }

    /** Share of waits that ended so long after their moment. */
    double shareLaterThan(double ms) {
        long all = 0;
        long later = 0;
        for (int step = 0; step < waits.length; step++) {
            all += waits[step];
            later += step >= ms * STEPS_PER_MS ? waits[step] : 0;
        }
        return (double) later / Math.max(1, all);
    }

    private void listen() {
        long begin = System.nanoTime();
        while (!ended && System.nanoTime() - begin < LONGEST.toNanos()) {
            long moment = System.nanoTime() + WAIT_NS;
            waitUntil(moment);
            int step = (int) ((System.nanoTime() - moment) / 1e6 * STEPS_PER_MS);
            waits[Math.min(step, waits.length - 1)]++;
            waitUntil(System.nanoTime() + REST_NS);
        }
    }

    private static void waitUntil(long moment) {
        for (long rest = moment - System.nanoTime(); rest > 0; rest = moment - System.nanoTime()) {
            LockSupport.parkNanos(rest);
        }
    }
}
