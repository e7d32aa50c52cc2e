package attune.learn.judge;

import java.io.IOException;

/**
 * Judge of what noise reduction does to music: boosted trees over {@link JudgeFeatures}, measured against a clean estimate whose
 * noise is what stays, trained on a corpus whose clean recordings are known. What it was trained on and what it is worth is in
 * docs/judge.md; alone it harms, so that it decides only together with {@link attune.learn.policy.MusicPolicy}. Immutable.
 */
public final class MusicJudge implements Judge {
    /** Where the jar holds the trained trees for music. */
    public static final String TREES = "/attune/learn/judge/music-trees.bin";

    private static final double TYPICAL_NOISE = 0.1;

    private final BoostedTrees trees;

    /** A judge by these trees. */
    public MusicJudge(BoostedTrees trees) {
        this.trees = trees;
    }

    /**
     * The judge that comes with the program.
     *
     * @throws IOException when its file is missing, broken or of another version, with a sentence that says so
     */
    public static MusicJudge shipped() throws IOException {
        return new MusicJudge(BoostedTrees.shipped("the judge of music", TREES, JudgeFeatures.names()));
    }

    @Override
    public double score(Measures candidate, Measures dry) {
        return trees.value(JudgeFeatures.of(candidate, dry)) - trees.value(JudgeFeatures.of(dry, dry));
    }

    @Override
    public double noise() {
        return TYPICAL_NOISE;
    }

    @Override
    public String name() {
        return "music-" + BoostedTrees.VERSION;
    }
}
