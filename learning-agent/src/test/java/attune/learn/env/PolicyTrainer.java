package attune.learn.env;

import attune.learn.policy.Policy;
import attune.learn.policy.PolicyWeights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Trains the policy on the sets that were best by the truth that {@link JudgeStudy} wrote of development voices: for each item the
 * set with the fewest moves among those within {@value Lesson#AS_GOOD_STEPS} steps of the best. A ridge fit and a small network are compared
 * on voices left out in turn; the better one is trained on all and written. The same file gives the same policy.
 *
 * <pre>
 *   arguments: the study's file, where to write the policy
 * </pre>
 */
final class PolicyTrainer {
    private static final int FOLDS = 6;
    private static final double[] RIDGES = {1, 3, 10, 30};
    private static final double[] DECAYS = {0.003, 0.01, 0.03};
    private static final int HIDDEN = 32;

    private PolicyTrainer() {}

    /** Fits a policy to lessons. */
    private interface Method {
        PolicyWeights fit(List<Lesson> lessons);
    }

    public static void main(String[] arguments) throws Exception {
        List<Lesson> lessons =
                JudgeTable.read(Path.of(arguments[0])).stream().map(Lesson::of).toList();
        Method best = null;
        double least = error(lessons, PolicyTrainer::constant);
        System.out.printf(Locale.ROOT, "%d items; error of a constant %.4f%n", lessons.size(), least);
        for (double ridge : RIDGES) {
            Method method = some -> PolicyFit.ridge(some, ridge);
            double error = error(lessons, method);
            System.out.printf(Locale.ROOT, "ridge %.0f: %.4f%n", ridge, error);
            if (error < least) {
                least = error;
                best = method;
            }
        }
        for (double decay : DECAYS) {
            Method method = some -> PolicyFit.network(some, HIDDEN, decay, 5);
            double error = error(lessons, method);
            System.out.printf(Locale.ROOT, "%d units, decay %.3f: %.4f%n", HIDDEN, decay, error);
            if (error < least) {
                least = error;
                best = method;
            }
        }
        if (best == null) {
            throw new IllegalStateException("nothing is better than a constant: no policy is written");
        }
        byte[] file = Policy.write(best.fit(lessons));
        Path to = Path.of(arguments[1]);
        Files.createDirectories(to.toAbsolutePath().getParent());
        Files.write(to, file);
        System.out.println(file.length + " bytes");
    }

    private static PolicyWeights constant(List<Lesson> lessons) {
        return PolicyFit.ridge(lessons, 1e9);
    }

    /** Mean square error over voices that were left out in turn. */
    private static double error(List<Lesson> lessons, Method method) {
        List<String> speakers = lessons.stream().map(Lesson::speaker).distinct().toList();
        double sum = 0;
        double weights = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int left = fold;
            List<Lesson> in = new ArrayList<>();
            List<Lesson> out = new ArrayList<>();
            lessons.forEach(l -> (speakers.indexOf(l.speaker()) % FOLDS == left ? out : in).add(l));
            Policy policy = new Policy(method.fit(in));
            for (Lesson lesson : out) {
                double[] places = policy.places(lesson.features());
                for (int k = 0; k < places.length; k++) {
                    double miss = Math.max(0, Math.min(1, places[k])) - lesson.places()[k];
                    sum += lesson.weight()[k] * miss * miss;
                    weights += lesson.weight()[k];
                }
            }
        }
        return sum / weights;
    }
}
