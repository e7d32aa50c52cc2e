package attune.learn.explain;

import attune.api.Explanation;
import attune.learn.analysis.InputAnalysis;
import attune.learn.env.Scored;
import attune.learn.env.SetScore;
import attune.learn.judge.Measures;
import attune.learn.strategy.StageMoves;
import attune.param.ParamSnapshot;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Explains a change by ablation: each stage's move is taken back alone and rendered again; what the score loses is that
 * move's share. One decision, one thread.
 */
public final class Explainer {
    private static final String CAME_WITH_OTHERS = "What it was came with other sounds.";

    private final InputAnalysis analysis;
    private final ParamSnapshot inForce;
    private final double targetLufs;
    private final Measures heardNow;

    /**
     * For one decision.
     *
     * @param inForce set that plays
     * @param heardNow measures of the set that plays
     */
    public Explainer(InputAnalysis analysis, ParamSnapshot inForce, double targetLufs, Measures heardNow) {
        this.analysis = analysis;
        this.inForce = new ParamSnapshot(inForce);
        this.targetLufs = targetLufs;
        this.heardNow = heardNow;
    }

    /** A change, the move with the largest effect first. */
    public Explanation change(Scored winner, SetScore score) throws InterruptedException {
        ParamSnapshot after = winner.candidate().params();
        Moves moves = moves(winner);
        List<Explanation.Part> parts = new ArrayList<>();
        for (Stage stage : StageMoves.changed(inForce, after)) {
            ParamSnapshot without = StageMoves.copy(stage, inForce, new ParamSnapshot(after));
            parts.add(part(stage, moves, winner.score() - score.of(without)));
        }
        parts.sort(Comparator.comparingDouble((Explanation.Part part) -> -part.effect()));
        return new Explanation(sentence(parts), parts);
    }

    /**
     * A way back to the set under which this sound was left alone before other sounds came.
     *
     * @param winner that set
     */
    public Explanation back(Scored winner, SetScore score) throws InterruptedException {
        List<Explanation.Part> parts = change(winner, score).parts().stream()
                .map(part -> new Explanation.Part(
                        part.stage(),
                        part.headline(),
                        part.place(),
                        CAME_WITH_OTHERS,
                        part.effect(),
                        part.frequencyHz(),
                        part.gainDb(),
                        part.q()))
                .toList();
        return new Explanation(
                Wording.back(parts.stream().map(Explainer::move).toList(), winner.overIncumbent()), parts);
    }

    private static String move(Explanation.Part part) {
        return part.headline() + " " + part.place();
    }

    /** Moves that were tried and not made: each with what it would have gained against the judge's noise. */
    public List<Explanation.Part> notDone(List<Scored> losers, double noise, int most) {
        return losers.stream()
                .filter(loser ->
                        !StageMoves.changed(inForce, loser.candidate().params()).isEmpty())
                .sorted(Comparator.comparingDouble((Scored loser) -> -loser.overIncumbent()))
                .limit(most)
                .map(loser -> notDone(loser, noise))
                .toList();
    }

    private Explanation.Part notDone(Scored loser, double noise) {
        List<Stage> stages = StageMoves.changed(inForce, loser.candidate().params());
        Moves.Text text = moves(loser).text(stages.get(0));
        String more = stages.size() > 1 ? ", with " + (stages.size() - 1) + " more" : "";
        double gain = loser.overIncumbent();
        String reason = gain > noise
                ? "The gain of " + Wording.score(gain) + " was not enough to be sure."
                : gain < -noise
                        ? "It would have been worse by " + Wording.score(-gain) + "."
                        : (gain < 0 ? "The loss of " : "The gain of ") + Wording.score(Math.abs(gain))
                                + " was inside the judge\u2019s own noise of " + Wording.score(noise) + ".";
        return new Explanation.Part(
                stages.get(0).label(),
                text.headline(),
                text.place() + more,
                reason,
                gain,
                text.frequencyHz(),
                text.gainDb(),
                text.q());
    }

    private Moves moves(Scored scored) {
        return new Moves(
                analysis,
                inForce,
                scored.candidate().params(),
                targetLufs,
                heardNow.lufs(),
                scored.measures().lufs());
    }

    private static Explanation.Part part(Stage stage, Moves moves, double effect) {
        Moves.Text text = moves.text(stage);
        return new Explanation.Part(
                stage.label(),
                text.headline(),
                text.place(),
                text.reason(),
                effect,
                text.frequencyHz(),
                text.gainDb(),
                text.q());
    }

    private static String sentence(List<Explanation.Part> parts) {
        if (parts.isEmpty()) {
            return "";
        }
        Explanation.Part first = parts.get(0);
        String lead = move(first) + ". " + first.reason();
        List<String> others = parts.stream().skip(1).map(Explainer::move).toList();
        return others.isEmpty() ? lead : lead + " Also " + Wording.list(others) + ".";
    }
}
