package attune.learn.replay;

/**
 * What a {@link ReplayBuffer} is made with.
 *
 * @param capacity most transitions kept; then the oldest go
 * @param observations numbers in an observation
 * @param actions numbers in an action
 * @param alpha how much priorities count: 0 draws all alike, 1 in proportion to |td|
 * @param firstBeta how far importance weights make up for it at the begin; at the end all the way
 * @param annealing batches until then
 * @param demonstrations whether what is kept here is to be imitated
 */
public record ReplayConfig(
        int capacity,
        int observations,
        int actions,
        double alpha,
        double firstBeta,
        long annealing,
        boolean demonstrations) {
    /** Transitions that are kept by default. */
    public static final int STANDARD_CAPACITY = 100_000;

    public ReplayConfig {
        if (capacity < 1 || observations < 1 || actions < 1 || annealing < 1) {
            throw new IllegalArgumentException("capacity=" + capacity + ", observations=" + observations + ", actions="
                    + actions + ", annealing=" + annealing + ", allowed is 1 or more");
        }
        if (!(alpha >= 0 && alpha <= 1 && firstBeta >= 0 && firstBeta <= 1)) {
            throw new IllegalArgumentException("alpha=" + alpha + ", firstBeta=" + firstBeta + ", allowed is 0 to 1");
        }
    }

    /**
     * The settings of T. Schaul et al., "Prioritized experience replay" (2016), for proportional priorities.
     *
     * @param annealing batches until importance weights count in full
     */
    public static ReplayConfig standard(int observations, int actions, long annealing) {
        return new ReplayConfig(STANDARD_CAPACITY, observations, actions, 0.6, 0.4, annealing, false);
    }

    /** The same for what somebody else did. */
    public ReplayConfig ofDemonstrations() {
        return new ReplayConfig(capacity, observations, actions, alpha, firstBeta, annealing, true);
    }

    /** With another capacity and other priorities. */
    public ReplayConfig with(int newCapacity, double newAlpha) {
        return new ReplayConfig(newCapacity, observations, actions, newAlpha, firstBeta, annealing, demonstrations);
    }

    /** Floats of one transition: observation, action, reward, whether the task goes on, next observation. */
    int stride() {
        return 2 * observations + actions + 2;
    }
}
