package attune.learn.agent;

import attune.api.AbstentionRequest;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.Situation;
import attune.learn.memory.SituationMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Tells why the sound was left alone, once for each reason and situation: again only after something else was told, or
 * after ten minutes. One thread.
 */
final class WhyNot {
    private static final long AGAIN_MS = 600_000;

    private final ServerLink link;
    private final String engineId;
    private String toldReason = "";
    private @Nullable Situation toldSituation;
    private long toldMs;

    WhyNot(ServerLink link, String engineId) {
        this.link = link;
        this.engineId = engineId;
    }

    /** Tells it, unless it was told already. */
    void tell(
            long nowMs,
            String reason,
            Explanation explanation,
            @Nullable Evidence evidence,
            @Nullable Situation situation)
            throws LinkException {
        Situation before = toldSituation;
        boolean sameSituation =
                situation == null ? before == null : before != null && SituationMatcher.same(before, situation);
        boolean repeated =
                reason.equals(toldReason) && sameSituation && (situation == null || nowMs - toldMs < AGAIN_MS);
        if (repeated) {
            return;
        }
        link.abstain(engineId, new AbstentionRequest(reason, explanation, evidence, situation));
        toldReason = reason;
        toldSituation = situation;
        toldMs = nowMs;
    }

    /** Something was changed: the next reason is a new one. */
    void forget() {
        toldReason = "";
        toldSituation = null;
    }
}
