package attune.learn.bandit;

/**
 * Chooses among arms by what came of them. Rewards lie in [0, 1]. A choice allocates nothing. One thread.
 */
public interface Bandit {
    /** How many arms. */
    int arms();

    /**
     * How promising an arm is now: the larger, the sooner it is worth a try. Infinite where it was never tried and the
     * method wants every arm tried once; a new draw at each call where the method draws.
     *
     * @param context what is known of the occasion; methods without context look past it
     */
    double rating(int arm, double[] context);

    /** Share of the largest reward that is expected of an arm, what is unknown left out. */
    double mean(int arm, double[] context);

    /**
     * What came of an arm.
     *
     * @param reward 0 to 1
     * @param weight how much it counts, above 0; 1 for one try
     * @throws IllegalArgumentException for anything else, with name and value; nothing is learned then
     */
    void learn(int arm, double[] context, double reward, double weight);

    /** The arm with the largest rating, the first of several. */
    default int choose(double[] context) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int arm = 0; arm < arms(); arm++) {
            double rating = rating(arm, context);
            if (rating > most) {
                most = rating;
                best = arm;
            }
        }
        return best;
    }
}
