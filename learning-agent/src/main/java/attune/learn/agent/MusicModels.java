package attune.learn.agent;

import attune.learn.judge.BoostedTrees;
import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.MusicJudge;
import attune.learn.policy.MusicPolicy;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What was trained for the noise of music: both or neither.
 *
 * @param judge says what noise reduction is worth by what it does
 * @param policy foresees it from the input alone
 */
record MusicModels(MusicJudge judge, MusicPolicy policy) {
    /** Reads two files that may be broken. */
    private interface Reading {
        MusicModels read() throws IOException;
    }

    /** Those that come with the program; where a file is broken none, and a sentence on the error output says so. */
    static Optional<MusicModels> shipped() {
        return whole(() -> new MusicModels(MusicJudge.shipped(), MusicPolicy.shipped()), System.err::println);
    }

    /** From their files; none where one is broken, and {@code told} hears why in a sentence. */
    static Optional<MusicModels> of(byte[] judge, byte[] policy, Consumer<String> told) {
        return whole(
                () -> new MusicModels(
                        new MusicJudge(BoostedTrees.read(judge, JudgeFeatures.names())),
                        new MusicPolicy(BoostedTrees.read(policy, MusicPolicy.names()))),
                told);
    }

    private static Optional<MusicModels> whole(Reading reading, Consumer<String> told) {
        try {
            return Optional.of(reading.read());
        } catch (IOException e) {
            told.accept("attune-agent: for music, " + e.getMessage() + "; its noise is left alone, rules do the rest.");
            return Optional.empty();
        }
    }
}
