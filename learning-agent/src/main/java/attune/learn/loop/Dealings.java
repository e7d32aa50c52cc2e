package attune.learn.loop;

import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.LearningInsights.Dealing;
import attune.api.LearningInsights.Pattern;
import attune.api.LearningInsights.Suggestion;
import attune.api.Situation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How people deal with what is proposed, and what speaks for what waits for an answer. Pure functions. */
final class Dealings {
    private Dealings() {}

    /** What became of these learned changes by strategy, those with most changes first. */
    static List<Dealing> of(List<Change> learned) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        for (Change change : learned) {
            int[] count = counts.computeIfAbsent(change.strategy(), name -> new int[6]);
            switch (change.status()) {
                case proposed -> count[5]++;
                case rejected -> count[3]++;
                case undone -> {
                    count[0]++;
                    count[1]++;
                }
                case taken_back -> {
                    count[0]++;
                    count[2]++;
                }
                default -> count[change.generation() == 0 ? 4 : 0]++; // a set that was never posted has no generation
            }
        }
        return counts.entrySet().stream()
                .map(entry -> dealing(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Dealing::made).reversed())
                .toList();
    }

    private static Dealing dealing(String strategy, int[] c) {
        return new Dealing(strategy, c[0] + c[3] + c[4] + c[5], c[0], c[1], c[2], c[3], c[4], c[5]);
    }

    /**
     * Proposals that wait, the newest first.
     *
     * @param measured what strategies did, by content
     */
    static List<Suggestion> waiting(List<Change> learned, List<Pattern> measured) {
        return learned.stream()
                .filter(change -> change.status() == ChangeStatus.proposed)
                .sorted(Comparator.comparingLong(Change::id).reversed())
                .map(change -> suggestion(change, measured))
                .toList();
    }

    private static Suggestion suggestion(Change change, List<Pattern> measured) {
        Situation situation = change.situation();
        Evidence evidence = change.evidence();
        Pattern such = measured.stream()
                .filter(pattern -> pattern.strategy().equals(change.strategy())
                        && situation != null
                        && pattern.contentClass().equals(situation.contentClass()))
                .findFirst()
                .orElse(null);
        return new Suggestion(
                change.id(),
                change.strategy(),
                change.explanation().sentence(),
                evidence == null ? null : evidence.promised(),
                evidence == null ? null : evidence.noise(),
                such == null ? 0 : such.tries(),
                such == null ? 0 : such.successes(),
                such == null ? null : such.confidence());
    }
}
