package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.STATE_DEAD;
import static attune.bridge.shm.ExchangeLayout.STATE_READY;

import attune.bridge.jna.NativeCalls;
import attune.bridge.shm.ExchangeSegment;
import attune.rt.ControlThread;
import org.jspecify.annotations.Nullable;

/**
 * Thread {@code attune-rt-N}: plays one instance until the shim sets the quit flag. It follows the host's audio thread in
 * policy, one priority below, as soon as the shim has published it, and flushes denormals for its whole life.
 */
public final class EngineThread {
    /** The heartbeat is due every 500 ms. */
    private static final int WAIT_MS = 250;
    /** Enough for the deepest call of the chain, small enough for eight threads. */
    private static final long STACK_BYTES = 256 * 1024;

    private static final int UNKNOWN = -1;

    private final NativeCalls calls;
    private final ExchangeSegment segment;
    private final ExchangeLoop loop;
    private final Thread thread;
    private int followedPolicy = UNKNOWN;
    private int followedPriority;

    /** What the control thread still has to log; written here, taken there. */
    private volatile @Nullable Outcome outcome;

    private volatile long threadId;
    private volatile boolean leaving;
    private volatile boolean flushesDenormals;
    private volatile @Nullable Throwable failure;

    /**
     * Result of an attempt to follow the host.
     *
     * @param obtained policy in force or {@code -1000 - errno}
     */
    public record Outcome(int wantedPolicy, int wantedPriority, int obtained) {
        /** Whether the engine runs as the host's audio thread does. */
        public boolean granted() {
            return obtained == wantedPolicy;
        }

        /** Whether a real-time priority was wanted and not given. */
        public boolean lacksRealTime() {
            return !granted() && wantedPolicy != NativeCalls.SCHED_OTHER;
        }
    }

    @ControlThread
    public EngineThread(NativeCalls calls, ExchangeSegment segment, ExchangeLoop loop, int number) {
        this.calls = calls;
        this.segment = segment;
        this.loop = loop;
        this.thread = new Thread(null, this::run, "attune-rt-" + number, STACK_BYTES);
        this.thread.setDaemon(true);
    }

    @ControlThread
    public void start() {
        thread.start();
    }

    /** Lets the thread leave at its next wake, for the case that no shim is there to ask. */
    @ControlThread
    public void requestLeave() {
        leaving = true;
    }

    /** Waits until the thread has left; after {@link #requestLeave} or the quit flag. */
    @ControlThread
    public boolean join(long timeoutMs) throws InterruptedException {
        thread.join(timeoutMs);
        return !thread.isAlive();
    }

    /** The last attempt to follow the host's scheduling, once. */
    @ControlThread
    public @Nullable Outcome takeOutcome() {
        Outcome taken = outcome;
        outcome = null;
        return taken;
    }

    /**
     * Where the system refused the host's priority: asks rtkit, and waits for its answer, a second or so. Touches no memory
     * of the instance, which may go meanwhile. Any thread that may wait.
     *
     * @return priority under SCHED_RR, or below zero where rtkit gives none or the thread has left
     */
    public int askRealtimeKit(Outcome refused) {
        return thread.isAlive() ? calls.realtimeKit(threadId, refused.wantedPriority()) : NativeCalls.CLOSED;
    }

    /** rtkit has given this priority under SCHED_RR; where the host has changed its own since, that counts. */
    @ControlThread
    public void tookRealTime(int priority) {
        if (segment.enginePolicyAcquire() == NativeCalls.SCHED_OTHER) {
            segment.engineScheduling(NativeCalls.SCHED_RR, priority);
        }
    }

    /** Whether flush-to-zero held when it was last looked at. */
    public boolean flushesDenormals() {
        return flushesDenormals;
    }

    /** What ended the thread without the shim asking for it; null in health. */
    public @Nullable Throwable failure() {
        return failure;
    }

    private void run() {
        try {
            threadId = calls.threadId();
            calls.setDenormals(true);
            flushesDenormals = calls.flushesDenormals();
            segment.heartbeatRelease(System.nanoTime());
            followHost(); // a host that plays already has said how, so that the first post finds this thread as it is
            // to be
            segment.stateRelease(STATE_READY);
            while (loop.turn(WAIT_MS) && !leaving) {
                followHost();
            }
            flushesDenormals = calls.flushesDenormals();
        } catch (Throwable e) { // the thread's boundary: the shim sees DEAD and plays dry
            failure = e;
        } finally {
            segment.stateRelease(STATE_DEAD);
        }
    }

    /** Copies the host's policy, priority − 1; only when the shim published another one. */
    private void followHost() {
        int policy = segment.hostPolicyAcquire();
        int priority = segment.hostPriorityAcquire();
        if (policy == UNKNOWN || (policy == followedPolicy && priority == followedPriority)) {
            return;
        }
        followedPolicy = policy;
        followedPriority = priority;
        boolean realTime = NativeCalls.isRealTime(policy);
        int wantedPolicy = realTime ? policy : NativeCalls.SCHED_OTHER;
        int wantedPriority = realTime ? Math.max(1, priority - 1) : 0;
        int obtained = calls.setScheduling(wantedPolicy, wantedPriority);
        if (obtained < 0) {
            calls.setScheduling(NativeCalls.SCHED_OTHER, 0);
        }
        segment.engineScheduling(
                Math.max(obtained, NativeCalls.SCHED_OTHER), obtained == wantedPolicy ? wantedPriority : 0);
        outcome = new Outcome(wantedPolicy, wantedPriority, obtained);
    }
}
