package attune.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the timeline.
 *
 * @param id rising number
 * @param engineId plugin instance
 * @param at when
 * @param kind where it comes from
 * @param status what became of it
 * @param who "agent", "you", "host" or "autoload"
 * @param strategy that made it; empty where none did
 * @param explanation for people
 * @param before whole parameter set before it
 * @param after whole parameter set after it; equal to {@code before} where nothing changed
 * @param generation of the posted set; 0 where none was posted
 * @param evidence of the audition; null where there was none
 * @param measured effect found after the push, in the same unit as {@link Evidence#promised}; null until known
 * @param verdict "ok", "fail" or "inconclusive" of the watcher; null until known
 * @param situation in which it was decided; null where nobody looked
 * @param parent change that this one takes back or goes back on; null where there is none
 */
public record Change(
        long id,
        String engineId,
        long at,
        ChangeKind kind,
        ChangeStatus status,
        String who,
        String strategy,
        Explanation explanation,
        Map<String, Double> before,
        Map<String, Double> after,
        long generation,
        @Nullable Evidence evidence,
        @Nullable Double measured,
        @Nullable String verdict,
        @Nullable Situation situation,
        @Nullable Long parent) {}
