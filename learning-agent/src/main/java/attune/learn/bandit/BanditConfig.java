package attune.learn.bandit;

import java.util.random.RandomGenerator;

/**
 * Which bandit chooses, and how.
 *
 * @param method which of them
 * @param alpha how much the unknown attracts, 0 or more; Thompson sampling has no use for it
 * @param decay what a pull leaves of what was learned before, above 0 to 1; 1 keeps it
 */
public record BanditConfig(Method method, double alpha, double decay) {
    /** What ships: docs/learning.md tells what it was compared with. */
    public static final BanditConfig SHIPPED = new BanditConfig(Method.THOMPSON, 0, 1);

    /** The bandits that there are. */
    public enum Method {
        /** {@link UcbBandit}. */
        UCB,
        /** {@link ThompsonBandit}. */
        THOMPSON,
        /** {@link LinUcbBandit}. */
        LINUCB
    }

    public BanditConfig {
        Checks.alpha(alpha);
        Checks.decay(decay);
    }

    /**
     * A bandit that knows nothing yet.
     *
     * @param contextSize numbers in a context
     * @param random of Thompson's draws
     */
    public Bandit create(int arms, int contextSize, RandomGenerator random) {
        return switch (method) {
            case UCB -> new UcbBandit(arms, alpha, decay);
            case THOMPSON -> new ThompsonBandit(arms, decay, random);
            case LINUCB -> new LinUcbBandit(arms, contextSize, alpha, decay);
        };
    }
}
