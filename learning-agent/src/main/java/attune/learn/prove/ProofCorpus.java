package attune.learn.prove;

import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Clips on which learning is held against the truth, made one at a time: they are large. */
public interface ProofCorpus {
    /** What it is, for the head of a report: a noun phrase. */
    String description();

    /** Names of its clips, in the order of tables. */
    List<String> names();

    /**
     * Makes one clip.
     *
     * @throws IOException where a recording can't be read
     */
    EvaluationClip make(String name) throws IOException;

    /**
     * The clips on which nothing was tuned, made from Debian's packages.
     *
     * @param more with further voices, more than twice as many
     */
    static ProofCorpus heldOut(boolean more) {
        List<String> names = new ArrayList<>(EvaluationCorpus.names(MaterialSplit.HELD_OUT));
        names.addAll(more ? EvaluationCorpus.moreHeldOut() : List.of());
        return of(MaterialSplit.HELD_OUT, "clips that nothing was tuned on", names);
    }

    /** The clips that anything may have been tuned on, of the same packages. */
    static ProofCorpus development() {
        return of(
                MaterialSplit.DEVELOPMENT,
                "clips of development, which all was tuned on (so these figures are the kind ones)",
                EvaluationCorpus.names(MaterialSplit.DEVELOPMENT));
    }

    private static ProofCorpus of(MaterialSplit split, String description, List<String> names) {
        return new ProofCorpus() {
            @Override
            public String description() {
                return description;
            }

            @Override
            public List<String> names() {
                return names;
            }

            @Override
            public EvaluationClip make(String name) throws IOException {
                return EvaluationCorpus.make(split, name);
            }
        };
    }
}
