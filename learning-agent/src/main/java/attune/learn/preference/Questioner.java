package attune.learn.preference;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which two sounds to ask about: those whose answer is expected to tell most about the taste (N. Houlsby and
 * others, "Bayesian active learning for classification and preference learning", 2011, section 3.1), that differ by more
 * than one just noticeable difference on some axis. Every tenth question is an earlier one again with its sides changed,
 * unsaid: how often a person answers it alike is how well anybody could foretell that person. One thread.
 */
public final class Questioner {
    private static final int REPEAT_EVERY = 10;
    /** A logit's slope seen as a normal distribution's: π ln 2 / 2 under the root. */
    private static final double CURVE = Math.PI * Math.log(2) / 2;

    private final RandomGenerator random;
    private final List<Question> asked = new ArrayList<>();

    /** Two sounds to be compared. */
    public static final class Question {
        private final double[] first;
        private final double[] second;
        private final int repeats;

        private Question(double[] first, double[] second, int repeats) {
            this.first = first;
            this.second = second;
            this.repeats = repeats;
        }

        /** Position of the one that is heard first. */
        public double[] first() {
            return first;
        }

        /** Position of the other. */
        public double[] second() {
            return second;
        }

        /** Number of the question that this one is again, from 0; −1 for a new one. */
        public int repeats() {
            return repeats;
        }
    }

    /** A questioner that has not asked anything yet. */
    public Questioner(RandomGenerator random) {
        this.random = random;
    }

    /**
     * The next question.
     *
     * @param pool positions of sounds that can be played
     * @param pairs how many pairs of them are looked at
     * @throws IllegalArgumentException where no two of the pool can be told apart
     */
    public Question next(Taste taste, List<double[]> pool, int pairs) {
        Question question = choose(taste, pool, pairs);
        asked.add(question);
        return question;
    }

    /** The same without counting it as asked: {@link #asked} does, once it was answered. */
    Question choose(Taste taste, List<double[]> pool, int pairs) {
        return isRepeat() ? again() : best(taste, pool, pairs);
    }

    /** Two sounds were asked about. */
    void asked(double[] first, double[] second, int repeats) {
        asked.add(new Question(first, second, repeats));
    }

    private boolean isRepeat() {
        return asked.size() % REPEAT_EVERY == REPEAT_EVERY - 1;
    }

    /** One of the last nine. */
    private Question again() {
        int number = asked.size() - 1 - random.nextInt(REPEAT_EVERY - 1);
        Question earlier = asked.get(number);
        return new Question(/* first= */ earlier.second(), /* second= */ earlier.first(), number);
    }

    private Question best(Taste taste, List<double[]> pool, int pairs) {
        double most = Double.NEGATIVE_INFINITY;
        @Nullable Question best = null;
        for (int i = 0; i < pairs; i++) {
            double[] a = pool.get(random.nextInt(pool.size()));
            double[] b = pool.get(random.nextInt(pool.size()));
            if (MacroAxes.distance(a, b) > 1) {
                double gain = gain(taste.difference(a, b), taste.spread(a, b));
                if (gain > most) {
                    most = gain;
                    best = new Question(a, b, -1);
                }
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("pool=" + pool.size() + " sounds, none of " + pairs
                    + " pairs differs by more than one just noticeable difference");
        }
        return best;
    }

    /** Bits that an answer is expected to tell: entropy of the answer less what is left when the taste is known. */
    static double gain(double difference, double spread) {
        double p = Taste.logistic(difference / Math.sqrt(1 + Math.PI * spread * spread / 8));
        double z = difference * Math.sqrt(Math.PI / 8);
        double s = spread * Math.sqrt(Math.PI / 8);
        double known = Math.sqrt(CURVE) / Math.sqrt(s * s + CURVE) * Math.exp(-z * z / (2 * (s * s + CURVE)));
        return entropy(p) - known;
    }

    private static double entropy(double p) {
        return p <= 0 || p >= 1 ? 0 : -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
    }

    /**
     * Largest share of answers that anybody could foretell, from the share of repeated questions that were answered alike:
     * whoever is right with chance p repeats himself with p² + (1 − p)².
     *
     * @param consistency 0.5 to 1; below 0.5 counts as 0.5
     */
    public static double ceiling(double consistency) {
        return (1 + Math.sqrt(Math.max(0, 2 * consistency - 1))) / 2;
    }
}
