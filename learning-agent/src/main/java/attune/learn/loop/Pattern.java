package attune.learn.loop;

/**
 * What one strategy did for one kind of content.
 *
 * @param strategy that proposed
 * @param contentClass what was heard
 * @param tries how often its effect was measured
 * @param successes how often that was more than the judge's noise
 * @param confidence lower end of the 95 % interval of its rate of success (Wilson, J. Am. Stat. Assoc. 22, 1927), 0 to 1
 * @param improvement mean effect, in steps of the judge
 */
public record Pattern(
        String strategy, String contentClass, int tries, int successes, double confidence, double improvement) {
    private static final double Z = 1.959964;

    static Pattern of(String strategy, String contentClass, int tries, int successes, double improvement) {
        return new Pattern(strategy, contentClass, tries, successes, lowerBound(successes, tries), improvement);
    }

    /** Wilson's lower bound; 0 where nothing was tried. */
    static double lowerBound(int successes, int tries) {
        if (tries == 0) {
            return 0;
        }
        double n = tries;
        double rate = successes / n;
        double spread = Z * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        return Math.max(0, (rate + Z * Z / (2 * n) - spread) / (1 + Z * Z / n));
    }
}
