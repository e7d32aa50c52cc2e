package attune.learn.loop;

import attune.api.LearningInsights;

/** Rates of success with what chance leaves of them (E. Wilson, J. Am. Stat. Assoc. 22, 1927). */
final class Wilson {
    private static final double Z = 1.959964;

    private Wilson() {}

    /** Lower end of the 95 % interval of a rate; 0 where nothing was tried. */
    static double lowerBound(int successes, int tries) {
        if (tries == 0) {
            return 0;
        }
        double n = tries;
        double rate = successes / n;
        double spread = Z * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        return Math.max(0, (rate + Z * Z / (2 * n) - spread) / (1 + Z * Z / n));
    }

    /** A pattern with its confidence. */
    static LearningInsights.Pattern pattern(
            String strategy, String contentClass, int tries, int successes, double improvement) {
        return new LearningInsights.Pattern(
                strategy, contentClass, tries, successes, lowerBound(successes, tries), improvement);
    }
}
