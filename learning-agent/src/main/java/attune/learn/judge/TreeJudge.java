package attune.learn.judge;

import java.io.IOException;

/**
 * Judge of voices that was trained: the {@link LinearJudge}, corrected by boosted trees over {@link JudgeFeatures} that were
 * trained on what the linear one misses of the truth, on a corpus whose clean recordings are known. The trees' value for dry itself
 * is taken off, so that dry scores 0. What it was trained on and what it is worth is in docs/judge.md. Immutable.
 */
public final class TreeJudge implements Judge {
    /** Where the jar holds the trained trees for voices. */
    public static final String SPEECH = "/attune/learn/judge/speech-trees.bin";

    /** Begin of the name of every version. */
    static final String NAME = "trees-";

    private static final double TYPICAL_NOISE = 0.1;

    private final Judge linear = new LinearJudge();
    private final BoostedTrees trees;

    /** Whether a judge of this {@link #name} is one of trees. */
    public static boolean isNameOfTrees(String name) {
        return name.startsWith(NAME);
    }

    /** A judge by these trees. */
    public TreeJudge(BoostedTrees trees) {
        this.trees = trees;
    }

    /**
     * The judge that comes with the program.
     *
     * @throws IOException when its file is missing, broken or of another version, with a sentence that says so
     */
    public static TreeJudge shipped() throws IOException {
        return new TreeJudge(BoostedTrees.shipped("the judge", SPEECH, JudgeFeatures.names()));
    }

    @Override
    public double score(Measures candidate, Measures dry) {
        return linear.score(candidate, dry)
                + trees.value(JudgeFeatures.of(candidate, dry))
                - trees.value(JudgeFeatures.of(dry, dry));
    }

    @Override
    public double noise() {
        return TYPICAL_NOISE;
    }

    @Override
    public String name() {
        return NAME + BoostedTrees.VERSION;
    }
}
