package attune.control.autoload;

import attune.api.Heard;
import org.jspecify.annotations.Nullable;

/**
 * What kind of sound an instance plays, once that is sure: the same class for ten seconds. A pause is not another kind. One thread.
 */
public final class SettledClass {
    /** Told at least this long without another one between. */
    public static final long SETTLES_MS = 10_000;

    private static final double LEAST_CONFIDENCE = 0.5;

    private @Nullable String candidate;
    private long sinceMs;
    private @Nullable String settled;

    /**
     * Takes in what is heard now.
     *
     * @param heard null where nobody listens
     * @return the class that counts; null before any does
     */
    public @Nullable String take(@Nullable Heard heard, long nowMs) {
        if (heard == null
                || heard.confidence() < LEAST_CONFIDENCE
                || !RuleCheck.CLASSES.contains(heard.contentClass())) {
            candidate = null;
        } else if (!heard.contentClass().equals(candidate)) {
            candidate = heard.contentClass();
            sinceMs = nowMs;
        } else if (nowMs - sinceMs >= SETTLES_MS) {
            settled = candidate;
        }
        return settled;
    }
}
