package attune.control.guard;

import attune.api.ObjectiveWish;
import attune.control.problem.ProblemException;
import java.util.Map;

/** Checks what a person wants most of a sound. */
public final class UserWish {
    private static final double LARGEST_WEIGHT = 100;

    private UserWish() {}

    /**
     * The same wish.
     *
     * @throws ProblemException 422 where an objective is unknown, a number is outside its range, or least values come with a method
     *     that has none
     */
    public static ObjectiveWish checked(ObjectiveWish wish) {
        check("weights", wish.weights(), LARGEST_WEIGHT);
        check("least", wish.least(), 1);
        if (!wish.least().isEmpty() && wish.method() != ObjectiveWish.Method.limits) {
            throw ProblemException.invalid(
                    "least",
                    wish.method().name(),
                    ObjectiveWish.Method.limits.name(),
                    "Least values are what the method limits keeps to; " + wish.method() + " has none.");
        }
        return wish;
    }

    private static void check(String field, Map<String, Double> values, double largest) {
        values.forEach((objective, value) -> {
            if (!ObjectiveWish.OBJECTIVES.contains(objective)) {
                throw ProblemException.invalid(
                        field,
                        objective,
                        String.join(", ", ObjectiveWish.OBJECTIVES),
                        "There is no objective \"" + objective + "\"; there are "
                                + String.join(", ", ObjectiveWish.OBJECTIVES) + ".");
            }
            if (!(value >= 0 && value <= largest)) {
                throw ProblemException.invalid(
                        field,
                        Double.toString(value),
                        "0 to " + Math.round(largest),
                        objective + " can be 0 to " + Math.round(largest) + " in " + field + ", not " + value + ".");
            }
        });
    }
}
