package attune.learn.agent;

import attune.api.AbstentionRequest;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.Situation;
import attune.learn.memory.SituationMatcher;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Tells why the sound was left alone, once for each reason and situation: again only after something else was told, or
 * after ten minutes. One thread.
 */
final class WhyNot {
    private static final long AGAIN_MS = 600_000;
    /** Sounds that take turns, as voice and music: what was said of each is not said at every turn. */
    private static final long TURNS_MS = 120_000;

    private static final int REMEMBERED = 16;

    private final ServerLink link;
    private final String engineId;
    /** Newest last. */
    private final Deque<Told> told = new ArrayDeque<>();

    private record Told(String reason, @Nullable Situation situation, long atMs) {
        boolean isOf(String otherReason, @Nullable Situation other) {
            if (!reason.equals(otherReason)) {
                return false;
            }
            return situation == null ? other == null : other != null && SituationMatcher.same(situation, other);
        }
    }

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
        Told newest = told.peekLast();
        boolean stillSo = newest != null
                && newest.isOf(reason, situation)
                && (situation == null || nowMs - newest.atMs() < AGAIN_MS);
        boolean inTurn = told.stream().anyMatch(one -> one.isOf(reason, situation) && nowMs - one.atMs() < TURNS_MS);
        if (stillSo || inTurn) {
            return;
        }
        link.abstain(engineId, new AbstentionRequest(reason, explanation, evidence, situation));
        told.addLast(new Told(reason, situation, nowMs));
        if (told.size() > REMEMBERED) {
            told.removeFirst();
        }
    }

    /** Something was changed: the next reason is a new one. */
    void forget() {
        told.clear();
    }
}
