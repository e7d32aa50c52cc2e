package attune.learn.bandit;

import java.util.random.RandomGenerator;

/**
 * Thompson sampling over arms that succeed or fail: W. R. Thompson, Biometrika 25 (1933); regret as in S. Agrawal and N.
 * Goyal, "Analysis of Thompson sampling for the multi-armed bandit problem" (2012). Each arm keeps a Beta(1 + successes,
 * 1 + failures). One thread.
 */
public final class ThompsonBandit {
    private final double[] successes;
    private final double[] failures;
    private final RandomGenerator random;

    /** All arms unknown. */
    public ThompsonBandit(int arms, RandomGenerator random) {
        if (arms < 1) {
            throw new IllegalArgumentException("arms=" + arms + ", at least 1 is needed");
        }
        this.successes = new double[arms];
        this.failures = new double[arms];
        this.random = random;
    }

    /** One draw from every arm's belief: whoever has the largest goes first. */
    public double[] draw() {
        double[] draws = new double[successes.length];
        for (int arm = 0; arm < draws.length; arm++) {
            double won = gamma(1 + successes[arm]);
            draws[arm] = won / (won + gamma(1 + failures[arm]));
        }
        return draws;
    }

    /** The arm with the largest draw. */
    public int choose() {
        double[] draws = draw();
        int best = 0;
        for (int arm = 1; arm < draws.length; arm++) {
            best = draws[arm] > draws[best] ? arm : best;
        }
        return best;
    }

    /**
     * What came of an arm.
     *
     * @param weight how much it counts, above 0; 1 for one try
     */
    public void learn(int arm, boolean success, double weight) {
        if (!(weight > 0)) {
            throw new IllegalArgumentException("weight=" + weight + ", allowed is above 0");
        }
        (success ? successes : failures)[arm] += weight;
    }

    /** Believed share of successes. */
    public double mean(int arm) {
        return (1 + successes[arm]) / (2 + successes[arm] + failures[arm]);
    }

    /** Weight of everything learned about an arm. */
    public double tries(int arm) {
        return successes[arm] + failures[arm];
    }

    /** Gamma(shape ≥ 1, 1): G. Marsaglia and W. W. Tsang, ACM Trans. Mathematical Software 26 (2000). */
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                double u = 1 - random.nextDouble();
                if (StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
