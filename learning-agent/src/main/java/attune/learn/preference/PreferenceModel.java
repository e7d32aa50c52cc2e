package attune.learn.preference;

import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one person's answers say about sets, for each class of content: an ensemble of tastes, each fitted with the answers
 * weighed otherwise (the Bayesian bootstrap, D. B. Rubin 1981), so that what rests on one click alone is seen as such.
 * Every answer has a key: the same key again replaces it. Starts from the shipped prior's spread around no opinion, since
 * the people of that prior are simulated. Any thread.
 */
public final class PreferenceModel {
    /** Most that a taste adds to or takes from the judge's score of a set, in steps. */
    public static final double LARGEST_BONUS = 0.5;
    /** Most that the liking of a strategy does, within that. */
    private static final double STRATEGY_BONUS = 0.1;
    /** Most that the sound of a set does. */
    static final double SOUND_BONUS = LARGEST_BONUS - STRATEGY_BONUS;

    /** Newest answers that count, for each class. */
    private static final int LARGEST = 400;

    /** How much the newest opinion on a strategy counts in their moving average. */
    private static final double NEWEST_OPINION = 0.1;

    /** Differences in utility beyond this count no more: such a sound is taken twelve times out of thirteen. */
    private static final double LARGEST_LOGIT = 2.5;

    private static final int MEMBERS = 8;

    private final TasteFit fit = new TasteFit(TastePrior.population().withoutOpinion());
    private final Map<String, ClassTaste> byClass = new HashMap<>();
    private final Map<String, String> classOf = new HashMap<>();

    private record Opinion(String strategy, double opinion) {}

    /** Answers of one class, and what was made of them; the latter null until it is asked for. */
    private static final class ClassTaste {
        final Map<String, Answer> answers = new LinkedHashMap<>();
        final TreeMap<Long, Opinion> opinions = new TreeMap<>();

        @Nullable
        List<Taste> members;
    }

    /** Takes an answer in; one with the same key is replaced. */
    public synchronized void answer(String key, String contentClass, Answer answer) {
        forget(key);
        ClassTaste taste = of(contentClass);
        taste.answers.put(key, answer);
        if (taste.answers.size() > LARGEST) {
            String oldest = taste.answers.keySet().iterator().next();
            taste.answers.remove(oldest);
            classOf.remove(oldest);
        }
        classOf.put(key, contentClass);
        taste.members = null;
    }

    /** Takes an opinion on a strategy's change in, from −1 to 1; one on the same change is replaced. */
    public synchronized void opinion(long change, String contentClass, String strategy, double opinion) {
        if (!(opinion >= -1 && opinion <= 1)) {
            throw new IllegalArgumentException("opinion=" + opinion + ", allowed is -1 to 1");
        }
        TreeMap<Long, Opinion> opinions = of(contentClass).opinions;
        opinions.put(change, new Opinion(strategy, opinion));
        if (opinions.size() > LARGEST) {
            opinions.pollFirstEntry();
        }
    }

    /** An answer counts no more. */
    public synchronized void forget(String key) {
        String contentClass = classOf.remove(key);
        if (contentClass != null) {
            ClassTaste taste = of(contentClass);
            taste.answers.remove(key);
            taste.members = null;
        }
    }

    /** Answers that count. */
    public synchronized int answers(String contentClass) {
        return of(contentClass).answers.size();
    }

    /** Classes that anything counts for, by name. */
    synchronized List<String> classes() {
        return byClass.keySet().stream()
                .filter(name -> !of(name).answers.isEmpty())
                .sorted()
                .toList();
    }

    /** The taste for one class, every answer counted once. */
    synchronized Taste taste(String contentClass) {
        return fit.fit(List.copyOf(of(contentClass).answers.values()));
    }

    /**
     * What a person's taste adds to the judge's score of a set against another, in steps, within {@link #LARGEST_BONUS}: the
     * ensemble's mean less its doubt. 0 where nobody answered anything for this class.
     *
     * @param strategy that proposes the set
     */
    public synchronized double bonus(String contentClass, String strategy, ParamSnapshot set, ParamSnapshot other) {
        ClassTaste taste = of(contentClass);
        double sound = taste.answers.isEmpty() ? 0 : certain(members(taste), MacroAxes.of(set), MacroAxes.of(other));
        double liked = STRATEGY_BONUS * liking(taste, strategy);
        double bonus = SOUND_BONUS * Math.max(-1, Math.min(1, sound / LARGEST_LOGIT)) + liked;
        return Math.max(-LARGEST_BONUS, Math.min(LARGEST_BONUS, bonus));
    }

    /** Difference in utility that is left when the members' disagreement and their own doubt are taken off. */
    private static double certain(List<Taste> members, double[] a, double[] b) {
        double sum = 0;
        double squares = 0;
        double own = 0;
        for (Taste member : members) {
            double difference = member.difference(a, b);
            double spread = member.spread(a, b);
            sum += difference / MEMBERS;
            squares += difference * difference / MEMBERS;
            own += spread * spread / MEMBERS;
        }
        double doubt = Math.sqrt(Math.max(0, squares - sum * sum) + own) / 2;
        return Math.signum(sum) * Math.max(0, Math.abs(sum) - doubt);
    }

    private List<Taste> members(ClassTaste taste) {
        List<Taste> known = taste.members;
        if (known != null) {
            return known;
        }
        List<String> keys = List.copyOf(taste.answers.keySet());
        List<Answer> answers = List.copyOf(taste.answers.values());
        List<Taste> members = new ArrayList<>();
        for (int member = 0; member < MEMBERS; member++) {
            double[] times = new double[answers.size()];
            for (int i = 0; i < times.length; i++) {
                times[i] = times(keys.get(i), member);
            }
            members.add(fit.fit(answers, times));
        }
        taste.members = members;
        return members;
    }

    /** Exponential draw that hangs on the answer alone: the order in which answers were told makes no difference. */
    private static double times(String key, int member) {
        SplittableRandom random = new SplittableRandom(((long) member << 32) + key.hashCode());
        return -Math.log(1 - random.nextDouble());
    }

    /** Moving average of what was said about a strategy, the oldest change first; 0 where nobody said anything. */
    private static double liking(ClassTaste taste, String strategy) {
        double average = 0;
        for (Opinion opinion : taste.opinions.values()) {
            if (opinion.strategy().equals(strategy)) {
                average += NEWEST_OPINION * (opinion.opinion() - average);
            }
        }
        return average;
    }

    private ClassTaste of(String contentClass) {
        return byClass.computeIfAbsent(contentClass, key -> new ClassTaste());
    }
}
