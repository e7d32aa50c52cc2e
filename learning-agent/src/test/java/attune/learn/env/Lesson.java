package attune.learn.env;

import attune.learn.policy.PolicyKnobs;
import attune.learn.strategy.StageMoves;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.Comparator;
import java.util.List;

/** What one item teaches a policy: the input's features, and where the set lies that was best by the truth. */
final class Lesson {
    /** Among sets so near to the best the one with the fewest moves is taken. */
    static final double AS_GOOD_STEPS = 0.05;

    private final String speaker;
    private final double[] features;
    private final double[] places;
    private final double[] weight;

    Lesson(String speaker, double[] features, double[] places, double[] weight) {
        this.speaker = speaker;
        this.features = features;
        this.places = places;
        this.weight = weight;
    }

    static Lesson of(JudgeTable.Item item) {
        List<JudgeTable.Row> rows =
                item.rows().stream().filter(row -> isOfPolicy(row.params())).toList();
        double most = rows.stream().mapToDouble(JudgeTable.Row::truth).max().orElse(0);
        ParamSnapshot best = rows.stream()
                .filter(row -> row.truth() > most - AS_GOOD_STEPS)
                .map(JudgeTable.Row::params)
                .min(Comparator.comparingDouble(params -> StageMoves.distanceDb(params, dry(params))))
                .orElseThrow();
        double[] weight = PolicyKnobs.PARAMS.stream()
                .mapToDouble(param -> PolicyKnobs.matters(param, best) ? 1 : 0)
                .toArray();
        return new Lesson(
                speaker(item.voice()),
                item.input().stream().mapToDouble(d -> d).toArray(),
                PolicyKnobs.places(best),
                weight);
    }

    /** Prompts of one person are one speaker. */
    private static String speaker(String voice) {
        return voice.startsWith("espeak") ? voice : voice.substring(0, voice.indexOf(' '));
    }

    /** Whether nothing is moved but what a policy moves; the level does not count. */
    private static boolean isOfPolicy(ParamSnapshot params) {
        return StageMoves.changed(dry(params), params).stream()
                .allMatch(stage -> PolicyKnobs.STAGES.contains(stage) || stage == Stage.LEVELER);
    }

    private static ParamSnapshot dry(ParamSnapshot params) {
        return Candidate.dry(params).params();
    }

    String speaker() {
        return speaker;
    }

    double[] features() {
        return features;
    }

    /** In the order of {@link PolicyKnobs#PARAMS}. */
    double[] places() {
        return places;
    }

    /** By parameter; 0 where its value makes no difference. */
    double[] weight() {
        return weight;
    }
}
