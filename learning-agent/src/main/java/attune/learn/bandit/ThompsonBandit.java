package attune.learn.bandit;

import java.util.random.RandomGenerator;

/**
 * Thompson sampling: W. R. Thompson, Biometrika 25 (1933); regret as in S. Agrawal and N. Goyal, "Further optimal regret
 * bounds for Thompson sampling" (2013), within {@code sqrt(arms · pulls · ln pulls)} whatever the arms are. Each arm
 * keeps a Beta(1 + successes, 1 + failures); a reward between counts as so much of both. With a decay below 1 every pull
 * makes all that was learned before count less, so that arms may change: V. Raj and S. Kalyani, "Taming non-stationary
 * bandits" (2017).
 */
public final class ThompsonBandit implements Bandit {
    /** Below this no logarithm is needed. */
    private static final double SQUEEZE = 0.0331;

    private final double[] successes;
    private final double[] failures;
    private final double decay;
    private final RandomGenerator random;

    /**
     * All arms unknown.
     *
     * @param decay what a pull leaves of all that was learned before; 1 keeps it
     */
    public ThompsonBandit(int arms, double decay, RandomGenerator random) {
        this.successes = new double[Checks.arms(arms)];
        this.failures = new double[arms];
        this.decay = Checks.decay(decay);
        this.random = random;
    }

    @Override
    public int arms() {
        return successes.length;
    }

    @Override
    public double rating(int arm, double[] context) {
        double won = gamma(1 + successes[arm]);
        return won / (won + gamma(1 + failures[arm]));
    }

    @Override
    public double mean(int arm, double[] context) {
        return (1 + successes[arm]) / (2 + tries(arm));
    }

    @Override
    public void learn(int arm, double[] context, double reward, double weight) {
        Checks.outcome(reward, weight);
        if (decay < 1) {
            for (int i = 0; i < successes.length; i++) {
                successes[i] *= decay;
                failures[i] *= decay;
            }
        }
        successes[arm] += weight * reward;
        failures[arm] += weight * (1 - reward);
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
                boolean surely = u < 1 - SQUEEZE * (x * x) * (x * x);
                if (surely || StrictMath.log(u) < 0.5 * x * x + d - d * v + d * StrictMath.log(v)) {
                    return d * v;
                }
            }
        }
    }
}
