package attune.dsp.core;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts what the calling thread allocates. */
public final class AllocatedBytes {
    private static final int TRIES = 3;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocatedBytes() {}

    /**
     * Fewest bytes that one of three runs of {@code work} allocated. What allocates does so in each; the virtual machine
     * itself sometimes charges a few bytes to a thread, once, when it throws compiled code away.
     */
    public static long steady(Runnable work) {
        long id = Thread.currentThread().getId();
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && fewest > 0; i++) {
            long start = THREADS.getThreadAllocatedBytes(id);
            long own = THREADS.getThreadAllocatedBytes(id) - start;
            long before = THREADS.getThreadAllocatedBytes(id);
            work.run();
            fewest = Math.min(fewest, THREADS.getThreadAllocatedBytes(id) - before - own);
        }
        return fewest;
    }
}
