package attune.learn.objective;

import attune.api.FrontPoint;
import attune.api.ObjectiveWish;
import attune.api.ObjectiveWish.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which wish picks which point: clarity against fidelity, everything else counted as the others. Weighted sums reach the bulging
 * parts of a front, Chebyshev's rule the hollow ones, too. Stateless.
 */
public final class FrontWishes {
    private static final double MOST = 5;
    private static final int STEPS = 40;

    private FrontWishes() {}

    /** All points of one class, those that a wish can pick with it. */
    public static List<FrontPoint> of(String contentClass, List<ParetoFront.Entry> entries) {
        if (entries.isEmpty()) {
            return List.of();
        }
        Map<Integer, ObjectiveWish> wishes = new HashMap<>();
        for (Method method : List.of(Method.chebyshev, Method.sum)) { // the sum last: it is the plainer one
            for (int step = 0; step <= STEPS; step++) {
                double share = MOST * step / STEPS;
                ObjectiveWish wish = new ObjectiveWish(
                        method, Map.of(Objective.CLARITY.id(), MOST - share, Objective.FIDELITY.id(), share), Map.of());
                if (!wish.asksForNothing()) {
                    wishes.put(best(entries, wish), wish);
                }
            }
        }
        List<FrontPoint> points = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            points.add(point(contentClass, entries.get(i), wishes.get(i)));
        }
        return points;
    }

    private static FrontPoint point(String contentClass, ParetoFront.Entry entry, @Nullable ObjectiveWish wish) {
        return new FrontPoint(contentClass, entry.strategy(), entry.point().asMap(), wish);
    }

    private static int best(List<ParetoFront.Entry> entries, ObjectiveWish wish) {
        Scalarisation value = Scalarisation.of(wish);
        int best = 0;
        for (int i = 1; i < entries.size(); i++) {
            if (value.value(entries.get(i).point())
                    > value.value(entries.get(best).point())) {
                best = i;
            }
        }
        return best;
    }
}
