package attune.learn.env;

import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.ToneFinding;
import attune.learn.policy.PolicyKnobs;
import attune.learn.strategy.EqFit;
import attune.learn.strategy.LearningBounds;
import attune.learn.strategy.StageMoves;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Scale;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Looks for the set that is best by the truth: moves the best so far, and in the end takes back each stage's move that the truth
 * does not miss. For corpora, whose clean recordings are known; seeded.
 */
final class TruthSearch {
    /** Name of a set that was searched. */
    static final String SEARCHED = "searched";
    /** Name of a set of which a stage was taken back. */
    static final String PRUNED = "pruned";

    private static final int BEST = 4;
    private static final double REACH = 0.18;
    /** Steps that a stage must be worth to be moved. */
    private static final double WORTH_STEPS = 0.03;

    private final Scorer scorer;
    private final Random random;
    private final List<Known> known = new ArrayList<>();

    /** Tells the truth. */
    interface Scorer {
        /** Steps over dry. */
        double steps(Candidate candidate) throws InterruptedException;
    }

    private record Known(ParamSnapshot params, double steps) {}

    TruthSearch(Scorer scorer, long seed) {
        this.scorer = scorer;
        this.random = new Random(seed);
    }

    void score(List<Candidate> candidates) throws InterruptedException {
        for (Candidate candidate : candidates) {
            double steps = scorer.steps(candidate);
            ParamSnapshot params = new ParamSnapshot(candidate.params());
            ParamSnapshot dry = Candidate.dry(params).params();
            for (Stage stage : Stage.values()) {
                if (!PolicyKnobs.STAGES.contains(stage)) {
                    StageMoves.copy(stage, dry, params);
                }
            }
            if (params.sameAs(candidate.params())) {
                known.add(new Known(params, steps));
            }
        }
    }

    /** So many sets around the best, then the best with as few moves as serve it. */
    void run(int sets) throws InterruptedException {
        for (int i = 0; i < sets; i++) {
            known.sort(Comparator.comparingDouble((Known k) -> -k.steps()));
            tried(
                    SEARCHED,
                    moved(known.get(random.nextInt(2) == 0 ? 0 : random.nextInt(BEST))
                            .params()));
        }
        known.sort(Comparator.comparingDouble((Known k) -> -k.steps()));
        Known best = known.get(0);
        ParamSnapshot dry = Candidate.dry(best.params()).params();
        for (Stage stage : PolicyKnobs.STAGES) {
            if (StageMoves.changed(dry, best.params()).contains(stage)) {
                ParamSnapshot less = StageMoves.copy(stage, dry, new ParamSnapshot(best.params()));
                double steps = tried(PRUNED, less);
                best = steps > best.steps() - WORTH_STEPS ? new Known(less, steps) : best;
            }
        }
    }

    private double tried(String name, ParamSnapshot params) throws InterruptedException {
        double steps = scorer.steps(new Candidate(name, params));
        known.add(new Known(params, steps));
        return steps;
    }

    /** One stage of another good set, or one or two stages moved a bit. */
    private ParamSnapshot moved(ParamSnapshot from) {
        ParamSnapshot p = new ParamSnapshot(from);
        if (random.nextInt(3) == 0) {
            ParamSnapshot other =
                    known.get(random.nextInt(Math.min(3 * BEST, known.size()))).params();
            return StageMoves.copy(anyStage(), other, p);
        }
        for (int i = random.nextInt(2); i >= 0; i--) {
            move(p, anyStage());
        }
        return LearningBounds.SAFE.fit(p, GentlePreset.params());
    }

    private Stage anyStage() {
        return PolicyKnobs.STAGES.get(random.nextInt(PolicyKnobs.STAGES.size()));
    }

    private void move(ParamSnapshot p, Stage stage) {
        for (ParamTable param : ParamTable.all()) {
            ParamSpec spec = param.spec();
            boolean moves = spec.stage() == stage
                    && spec.maxStepPerSecond() > 0
                    && param != ParamTable.HUM_FREQUENCY
                    && (stage != Stage.EQ || param.id().endsWith("_gain"));
            if (moves) {
                double by = REACH * random.nextGaussian();
                boolean log = spec.scale() == Scale.LOG;
                double low = log ? Math.log(spec.safeMin()) : spec.safeMin();
                double high = log ? Math.log(spec.safeMax()) : spec.safeMax();
                double at = (log ? Math.log(p.get(param)) : p.get(param)) + by * (high - low);
                double inside = Math.max(low, Math.min(high, at));
                p.set(param, log ? Math.exp(inside) : inside);
            }
        }
    }

    /** The equaliser that undoes what was done to a clean voice, alone and on each of {@code bases}. */
    static List<Candidate> undone(
            InputAnalysis clean, InputAnalysis degraded, double rateHz, List<ParamSnapshot> bases) {
        ToneFinding was = clean.tone();
        ToneFinding is = degraded.tone();
        double[] centres = is.centresHz().stream().mapToDouble(d -> d).toArray();
        double[] correction = new double[centres.length];
        for (int b = 0; b < centres.length; b++) {
            correction[b] = Math.max(
                    -EqFit.LARGEST_GAIN_DB,
                    Math.min(
                            EqFit.LARGEST_GAIN_DB,
                            was.deviationDb().get(b) - is.deviationDb().get(b)));
        }
        double[] gains = new EqFit(rateHz, centres).fit(correction);
        return bases.stream()
                .map(base -> new Candidate("undone", EqFit.withGains(new ParamSnapshot(base), gains)))
                .toList();
    }
}
