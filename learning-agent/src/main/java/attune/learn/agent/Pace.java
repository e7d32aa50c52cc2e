package attune.learn.agent;

import attune.api.Situation;
import attune.learn.memory.SituationMatcher;
import org.jspecify.annotations.Nullable;

/**
 * When to decide again, so that nothing thrashes: at most one push in ten seconds; after sound was left alone, later and
 * later as long as it stays the same. One thread.
 */
final class Pace {
    /** Least time between two pushes, and after what a person did. */
    static final long COOL_DOWN_MS = 10_000;

    private static final long FIRST_WAIT_MS = 10_000;
    private static final long LONGEST_WAIT_MS = 60_000;

    private long nextMs = Long.MIN_VALUE;
    private long waitMs = FIRST_WAIT_MS;
    private @Nullable Situation last;

    /** Whether a decision is due. */
    boolean isDue(long nowMs) {
        return nowMs >= nextMs;
    }

    /** Sound was left alone. */
    void leftAlone(long nowMs, Situation situation) {
        Situation before = last;
        boolean same = before != null && SituationMatcher.same(before, situation);
        waitMs = same ? Math.min(LONGEST_WAIT_MS, 2 * waitMs) : FIRST_WAIT_MS;
        last = situation;
        nextMs = nowMs + waitMs;
    }

    /** Something was pushed, proposed, or done by a person. */
    void changed(long nowMs) {
        waitMs = FIRST_WAIT_MS;
        nextMs = nowMs + COOL_DOWN_MS;
    }

    /** What is heard is new: no reason to wait for what was decided about something else. */
    void newSource(long nowMs) {
        if (waitMs > FIRST_WAIT_MS) {
            waitMs = FIRST_WAIT_MS;
            nextMs = Math.min(nextMs, nowMs);
        }
    }
}
