package attune.learn.replay;

import java.util.random.RandomGenerator;

/** Where batches come from. Drawing and learning allocate nothing. One thread. */
public interface TransitionSource {
    /** How many transitions there are to draw from. */
    int size();

    /**
     * Fills a batch, with repetition.
     *
     * @throws IllegalStateException when there is nothing to draw from
     */
    void sample(Batch batch, RandomGenerator random);

    /** Takes over how wrong the learner was about what was drawn last: {@link Batch#error}. */
    void learned(Batch batch);
}
