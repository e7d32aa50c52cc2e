package attune.bridge.exchange;

import attune.rt.AudioThread;

/**
 * When a host should hear that its session has changed: at once where a person chose, and at most once a minute where a
 * learner did. One engine thread; no allocation.
 */
final class CommitCounter {
    private static final long LEARNED_EVERY_NS = 60_000_000_000L;

    private boolean chosen;
    private boolean learned;
    private boolean everLearned;
    private long learnedAtNs;

    /** A person has changed what a session keeps. */
    @AudioThread
    void chosen() {
        chosen = true;
    }

    /** A learner has changed what a session keeps. */
    @AudioThread
    void learned() {
        learned = true;
    }

    /** Whether the host should be told now; asking ends what was to be told. */
    @AudioThread
    boolean isCommitted(long nowNs) {
        boolean due = learned && (!everLearned || nowNs - learnedAtNs >= LEARNED_EVERY_NS);
        if (!chosen && !due) {
            return false;
        }
        if (learned) { // told with what a person chose as well
            everLearned = true;
            learnedAtNs = nowNs;
        }
        chosen = false;
        learned = false;
        return true;
    }
}
