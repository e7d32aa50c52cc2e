package attune.learn.policy;

import attune.learn.analysis.InputAnalysis;
import attune.learn.judge.BoostedTrees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Foresees from the input alone what noise reduction by so many dB, in the Music program, is worth: boosted trees over
 * {@link MusicFeatures} and the attenuation, trained on the truth (docs/judge.md). It hears nothing of what the noise reduction really
 * does; {@link attune.learn.judge.MusicJudge} does, and both must agree. Immutable.
 */
public final class MusicPolicy {
    /** Where the jar holds the policy for music. */
    public static final String TREES = "/attune/learn/policy/music-policy.bin";

    private final BoostedTrees trees;

    /** A policy by these trees. */
    public MusicPolicy(BoostedTrees trees) {
        this.trees = trees;
    }

    /**
     * The policy that comes with the program.
     *
     * @throws IOException when its file is missing, broken or of another version, with a sentence that says so
     */
    public static MusicPolicy shipped() throws IOException {
        return new MusicPolicy(BoostedTrees.shipped("the policy for music", TREES, names()));
    }

    /** Names of what the trees are given, in order. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(MusicFeatures.names());
        names.add("attenuation");
        return names;
    }

    /** What the trees are given for one input and attenuation. */
    public static double[] row(double[] features, double attenuationDb) {
        double[] out = Arrays.copyOf(features, MusicFeatures.COUNT + 1);
        out[MusicFeatures.COUNT] = attenuationDb;
        return out;
    }

    /** Steps that so many dB are worth over none, by what {@link MusicFeatures} says of the input. */
    public double worth(double[] features, double attenuationDb) {
        return trees.value(row(features, attenuationDb)) - trees.value(row(features, 0));
    }

    /** Steps that so many dB are worth over none, for one input. */
    public DoubleUnaryOperator of(InputAnalysis analysis) {
        double[] features = MusicFeatures.of(analysis);
        return attenuationDb -> worth(features, attenuationDb);
    }
}
