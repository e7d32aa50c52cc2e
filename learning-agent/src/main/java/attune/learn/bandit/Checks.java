package attune.learn.bandit;

/** What all bandits refuse, in one sentence each. */
final class Checks {
    private Checks() {}

    static int arms(int arms) {
        if (arms < 1) {
            throw new IllegalArgumentException("arms=" + arms + ", at least 1 is needed");
        }
        return arms;
    }

    static double decay(double decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("decay=" + decay + ", allowed is above 0 to 1");
        }
        return decay;
    }

    static double alpha(double alpha) {
        if (!(alpha >= 0 && alpha < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("alpha=" + alpha + ", allowed is 0 or more");
        }
        return alpha;
    }

    static void outcome(double reward, double weight) {
        if (!(reward >= 0 && reward <= 1)) {
            throw new IllegalArgumentException("reward=" + reward + ", allowed is 0 to 1");
        }
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight=" + weight + ", allowed is above 0");
        }
    }
}
