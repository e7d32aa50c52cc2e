package attune.learn.preference;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A listener whose taste is known: likes every axis best at a point of its own, minds some axes more than others, and
 * repeats himself so often. Some kinds do what the model does not know of.
 */
final class SimulatedListener {
    /** Positions lie between these, in just noticeable differences. */
    static final double REACH = 3;

    private static final double[] USUAL = {0.8, 0.6, 0.9, 0.8, 1.2, 0.4};
    private static final double SPREAD = 1.2;
    private static final int CALIBRATION_PAIRS = 400;
    private static final double LAPSES = 0.08;
    private static final double SIDE = 0.7;

    /** How a listener differs from the model. */
    enum Kind {
        /** In nothing. */
        AS_MODELLED,
        /** Minds distance itself, not its square. */
        CITY,
        /** Minds the worst axis only. */
        WORST,
        /** Treble is harsh where there is presence already. */
        HARSH,
        /** Rather takes the first. */
        FIRST,
        /** Clicks wrong now and then, whatever it is. */
        LAPSES,
        /** Hears no difference below one just noticeable difference. */
        DEAF,
        /** Comes to like other things meanwhile. */
        DRIFTING
    }

    private final Kind kind;
    private final double[] ideal = new double[MacroAxes.COUNT];
    private final double[] minds = new double[MacroAxes.COUNT];
    private final double[] drift = new double[MacroAxes.COUNT];
    private final RandomGenerator random;
    private double sharpness = 1;

    /**
     * A listener.
     *
     * @param axes how many axes matter to him
     * @param consistency share of repeated questions that he answers alike
     */
    SimulatedListener(Kind kind, int axes, double consistency, long seed) {
        this.kind = kind;
        this.random = random(seed);
        for (int i = 0; i < MacroAxes.COUNT; i++) {
            ideal[i] = USUAL[i] + SPREAD * random.nextGaussian();
            minds[i] = Math.exp(0.5 * random.nextGaussian());
            drift[i] = 0.01 * random.nextGaussian();
        }
        for (int left = MacroAxes.COUNT; left > axes; left--) {
            int axis = random.nextInt(MacroAxes.COUNT);
            while (minds[axis] == 0) {
                axis = random.nextInt(MacroAxes.COUNT);
            }
            minds[axis] = 0;
        }
        calibrate(consistency);
    }

    static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    static double[] position(RandomGenerator random) {
        double[] at = new double[MacroAxes.COUNT];
        for (int i = 0; i < at.length; i++) {
            at[i] = REACH * (2 * random.nextDouble() - 1);
        }
        return at;
    }

    /** Finds the sharpness at which repeated questions on random pairs are answered alike so often. */
    private void calibrate(double consistency) {
        double[] differences = new double[CALIBRATION_PAIRS];
        for (int i = 0; i < differences.length; i++) {
            double one = utility(position(random));
            differences[i] = one - utility(position(random));
        }
        double low = 0.001;
        double high = 100;
        for (int i = 0; i < 40; i++) {
            double middle = Math.sqrt(low * high);
            double alike = 0;
            for (double difference : differences) {
                double p = Taste.logistic(middle * difference);
                alike += (p * p + (1 - p) * (1 - p)) / differences.length;
            }
            if (alike < consistency) {
                low = middle;
            } else {
                high = middle;
            }
        }
        sharpness = low;
    }

    /** The truth, in units of its own. */
    double utility(double[] x) {
        double sum = 0;
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            double off = Math.abs(x[i] - ideal[i]);
            sum += minds[i] * (kind == Kind.CITY ? off : off * off / 2);
            worst = Math.max(worst, minds[i] * off);
        }
        if (kind == Kind.WORST) {
            return -worst;
        }
        double harsh = Math.max(0, x[MacroAxes.BRIGHTNESS]) * Math.max(0, x[MacroAxes.PRESENCE]);
        return -sum - (kind == Kind.HARSH ? harsh : 0);
    }

    /** The truth as the logit of an answer. */
    double logit(double[] a, double[] b) {
        return sharpness * (utility(a) - utility(b));
    }

    /** Whether he takes the first. */
    boolean takesFirst(double[] first, double[] second) {
        if (kind == Kind.DRIFTING) {
            for (int i = 0; i < ideal.length; i++) {
                ideal[i] += drift[i];
            }
        }
        boolean lapse = kind == Kind.LAPSES && random.nextDouble() < LAPSES;
        boolean unheard = kind == Kind.DEAF && MacroAxes.distance(first, second) < 1;
        double logit = lapse || unheard ? 0 : logit(first, second) + (kind == Kind.FIRST ? SIDE : 0);
        return random.nextDouble() < Taste.logistic(logit);
    }

    Answer answer(double[] first, double[] second) {
        return Answer.pair(first, second, takesFirst(first, second), Answer.Degree.CLEARLY);
    }

    /** Share of fresh pairs of which a taste names the one that he truly prefers. */
    double truth(Taste taste, long seed) {
        RandomGenerator fresh = random(seed);
        int right = 0;
        int pairs = 400;
        for (int i = 0; i < pairs; i++) {
            double[] a = position(fresh);
            double[] b = position(fresh);
            right += taste.difference(a, b) > 0 == utility(a) > utility(b) ? 1 : 0;
        }
        return right / (double) pairs;
    }

    /** What he answers to so many questions by information gain. */
    List<Answer> asked(TasteFit fit, int count, long seed) {
        RandomGenerator choice = random(seed);
        Questioner questioner = new Questioner(choice);
        List<double[]> pool = java.util.stream.Stream.generate(() -> position(choice))
                .limit(60)
                .toList();
        List<Answer> answers = new java.util.ArrayList<>();
        Taste taste = fit.fit(answers);
        for (int i = 0; i < count; i++) {
            Questioner.Question question = questioner.next(taste, pool, 300);
            answers.add(answer(question.first(), question.second()));
            taste = fit.fit(answers);
        }
        return answers;
    }
}
