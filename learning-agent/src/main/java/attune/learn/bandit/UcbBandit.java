package attune.learn.bandit;

/**
 * Upper confidence bounds: P. Auer, N. Cesa-Bianchi and P. Fischer, "Finite-time analysis of the multiarmed bandit
 * problem" (2002); with a decay below 1 discounted as in A. Garivier and E. Moulines, "On upper-confidence bound policies
 * for switching bandit problems" (2011). Rating: mean + sqrt(alpha · ln N / n), N and n the (discounted) pulls of all and
 * of this arm; alpha 2 is UCB1.
 */
public final class UcbBandit implements Bandit {
    private static final double UNTRIED = 1e-9;

    private final double alpha;
    private final double decay;
    private final double[] sums;
    private final double[] pulls;
    private double total;
    private double bonus;

    /**
     * All arms unknown.
     *
     * @param alpha how much the unknown attracts, 0 or more
     * @param decay what a pull leaves of all that was learned before; 1 keeps it. The effective number of pulls never
     *     exceeds 1 / (1 − decay)
     */
    public UcbBandit(int arms, double alpha, double decay) {
        this.sums = new double[Checks.arms(arms)];
        this.pulls = new double[arms];
        this.alpha = Checks.alpha(alpha);
        this.decay = Checks.decay(decay);
    }

    @Override
    public int arms() {
        return sums.length;
    }

    @Override
    public double rating(int arm, double[] context) {
        double n = pulls[arm];
        return n < UNTRIED ? Double.POSITIVE_INFINITY : sums[arm] / n + Math.sqrt(bonus / n);
    }

    @Override
    public double mean(int arm, double[] context) {
        return pulls[arm] < UNTRIED ? 0.5 : sums[arm] / pulls[arm];
    }

    @Override
    public void learn(int arm, double[] context, double reward, double weight) {
        Checks.outcome(reward, weight);
        if (decay < 1) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] *= decay;
                pulls[i] *= decay;
            }
            total *= decay;
        }
        sums[arm] += weight * reward;
        pulls[arm] += weight;
        total += weight;
        bonus = alpha * Math.max(0, StrictMath.log(total));
    }
}
