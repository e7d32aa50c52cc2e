package attune.learn.objective;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.FrontPoint;
import attune.api.ObjectiveWish;
import attune.param.ParamSnapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The wish that is told with a point picks that point, and no point that others reach has one. */
class FrontWishesTest {
    private static ParetoFront.Entry entry(double clarity, double fidelity) {
        double[] values = new double[Objective.COUNT];
        Arrays.fill(values, 0.5);
        values[Objective.CLARITY.ordinal()] = clarity;
        values[Objective.FIDELITY.ordinal()] = fidelity;
        return new ParetoFront.Entry("rules", new ParamSnapshot(), ObjectivePoint.of(values));
    }

    private static List<FrontPoint> points(ParetoFront.Entry... entries) {
        return FrontWishes.of("speech", List.of(entries));
    }

    @Test
    void wish_when_told_with_a_point_expect_it_likes_that_point_best() {
        List<ParetoFront.Entry> entries =
                List.of(entry(0.3, 0.95), entry(0.6, 0.85), entry(0.85, 0.6), entry(0.95, 0.2), entry(0.4, 0.4));

        List<FrontPoint> points = FrontWishes.of("speech", entries);

        assertThat(points).extracting(p -> p.wish() != null).containsExactly(true, true, true, true, false);
        for (int i = 0; i < 4; i++) {
            ObjectiveWish wish = Objects.requireNonNull(points.get(i).wish());
            Scalarisation value = Scalarisation.of(wish);
            List<Double> values = new ArrayList<>();
            entries.forEach(entry -> values.add(value.value(entry.point())));
            assertThat(values.get(i))
                    .isEqualTo(values.stream().max(Double::compare).orElseThrow());
            assertThat(points.get(i).contentClass()).isEqualTo("speech");
            assertThat(points.get(i).values())
                    .containsEntry("clarity", entries.get(i).point().get(Objective.CLARITY));
        }
    }

    @Test
    void wish_when_a_point_lies_in_a_hollow_expect_the_rule_that_reaches_it() {
        List<FrontPoint> points = points(entry(0.2, 0.95), entry(0.55, 0.55), entry(0.95, 0.2));

        assertThat(Objects.requireNonNull(points.get(1).wish()).method()).isEqualTo(ObjectiveWish.Method.chebyshev);
        assertThat(Objects.requireNonNull(points.get(0).wish()).method()).isEqualTo(ObjectiveWish.Method.sum);
    }

    @Test
    void points_when_there_are_none_expect_none() {
        assertThat(points()).isEmpty();
    }
}
