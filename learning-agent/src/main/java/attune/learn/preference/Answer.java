package attune.learn.preference;

/** One sign of what a person likes: which of two sounds, and how clearly. Immutable; nobody changes the positions given. */
public final class Answer {
    /** What a hand on the controls counts: the strongest sign of all. */
    public static final double MANUAL_WEIGHT = 2;

    /** How it was given; each has a habit of its own. */
    public enum Kind {
        /** Thumbs and stars on a sound against the one before it: some people always say yes. */
        VOTE,
        /** One of two sounds in turn: some people always take the first. */
        PAIR,
        /** A person went from the second to the first by hand. */
        MANUAL
    }

    /** How much better one of two sounds is. */
    public enum Degree {
        SLIGHTLY(0.5),
        CLEARLY(1),
        MUCH(2);

        private final double weight;

        Degree(double weight) {
            this.weight = weight;
        }
    }

    private static final int MOST_STARS = 5;

    private final Kind kind;
    private final double[] first;
    private final double[] second;
    private final double preferred;
    private final double weight;

    /**
     * An answer.
     *
     * @param kind how it was given
     * @param first position of one sound ({@link MacroAxes})
     * @param second position of the other
     * @param preferred 1 the first, 0 the second, 0.5 no difference; between where it was said in degrees
     * @param weight how much it counts, above 0; 1 for a plain answer
     * @throws IllegalArgumentException for anything else, with name and value
     */
    public Answer(Kind kind, double[] first, double[] second, double preferred, double weight) {
        finite("first", first);
        finite("second", second);
        if (!(preferred >= 0 && preferred <= 1)) {
            throw new IllegalArgumentException("preferred=" + preferred + ", allowed is 0 to 1");
        }
        if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weight=" + weight + ", allowed is above 0");
        }
        this.kind = kind;
        this.first = first;
        this.second = second;
        this.preferred = preferred;
        this.weight = weight;
    }

    Kind kind() {
        return kind;
    }

    double[] first() {
        return first;
    }

    double[] second() {
        return second;
    }

    double preferred() {
        return preferred;
    }

    double weight() {
        return weight;
    }

    private static void finite(String name, double[] axes) {
        if (axes.length != MacroAxes.COUNT) {
            throw new IllegalArgumentException(name + "=" + axes.length + " axes, " + MacroAxes.COUNT + " are needed");
        }
        for (double axis : axes) {
            if (!Double.isFinite(axis)) {
                throw new IllegalArgumentException(name + "=" + axis + ", allowed are finite numbers");
            }
        }
    }

    /** Thumbs on a sound that came after another. */
    public static Answer vote(double[] heard, double[] before, boolean up) {
        return new Answer(Kind.VOTE, heard, before, up ? 1 : 0, 1);
    }

    /**
     * Stars for a sound that came after another: three say that nothing was won.
     *
     * @param stars 1 to 5
     */
    public static Answer stars(double[] heard, double[] before, int stars) {
        if (stars < 1 || stars > MOST_STARS) {
            throw new IllegalArgumentException("stars=" + stars + ", allowed are 1 to " + MOST_STARS);
        }
        return new Answer(Kind.VOTE, heard, before, (stars - 1.0) / (MOST_STARS - 1), 1);
    }

    /** One of two sounds, heard in this order. */
    public static Answer pair(double[] first, double[] second, boolean firstIsBetter, Degree degree) {
        return new Answer(Kind.PAIR, first, second, firstIsBetter ? 1 : 0, degree.weight);
    }

    /** Two sounds between which there is no difference. */
    public static Answer noDifference(double[] first, double[] second) {
        return new Answer(Kind.PAIR, first, second, 0.5, 1);
    }

    /** A person moved the controls. */
    public static Answer manual(double[] after, double[] before) {
        return new Answer(Kind.MANUAL, after, before, 1, MANUAL_WEIGHT);
    }
}
