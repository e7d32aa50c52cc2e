package attune.learn.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.api.ObjectiveWish;
import attune.api.ObjectiveWish.Method;
import attune.learn.env.Candidate;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How wishes choose on a front of clarity against fidelity that bends inwards. */
final class ScalarisationTest {
    private static final ObjectivePoint CLEAR = ParetoFrontTest.point(0.9, 0.1);
    private static final ObjectivePoint MIDDLE = ParetoFrontTest.point(0.45, 0.45);
    private static final ObjectivePoint FAITHFUL = ParetoFrontTest.point(0.1, 0.9);

    /** Nothing but these two counts. */
    private static Map<String, Double> weights(double clarity, double fidelity) {
        Map<String, Double> weights = new HashMap<>();
        Objective.ids().forEach(id -> weights.put(id, 0.0));
        weights.put("clarity", clarity);
        weights.put("fidelity", fidelity);
        return weights;
    }

    private static ObjectivePoint best(Method method, Map<String, Double> weights, Map<String, Double> least) {
        Scalarisation value = Scalarisation.of(new ObjectiveWish(method, weights, least));
        return List.of(CLEAR, MIDDLE, FAITHFUL).stream()
                .max(Comparator.comparingDouble(value::value))
                .orElseThrow();
    }

    @Test
    void weighted_sum_when_weights_move_expect_an_end_of_the_front_and_never_its_hollow() {
        assertThat(best(Method.sum, weights(2, 1), Map.of())).isSameAs(CLEAR);
        assertThat(best(Method.sum, weights(1, 2), Map.of())).isSameAs(FAITHFUL);
        for (double w = 0; w <= 1; w += 0.05) {
            assertThat(best(Method.sum, weights(w, 1 - w), Map.of())).isNotSameAs(MIDDLE);
        }
    }

    @Test
    void chebyshev_when_weights_are_even_expect_the_hollow_of_the_front() {
        assertThat(best(Method.chebyshev, weights(1, 1), Map.of())).isSameAs(MIDDLE);
        assertThat(best(Method.chebyshev, weights(9, 1), Map.of())).isSameAs(CLEAR);
        assertThat(best(Method.chebyshev, weights(1, 9), Map.of())).isSameAs(FAITHFUL);
    }

    @Test
    void limits_when_asked_for_expect_the_best_that_keeps_them_or_the_nearest_to_it() {
        assertThat(best(Method.limits, weights(1, 0), Map.of())).isSameAs(CLEAR);
        assertThat(best(Method.limits, weights(1, 0), Map.of("fidelity", 0.4))).isSameAs(MIDDLE);
        assertThat(best(Method.limits, weights(1, 0), Map.of("fidelity", 0.8))).isSameAs(FAITHFUL);
        assertThat(best(Method.limits, weights(1, 0), Map.of("fidelity", 1.0))).isSameAs(FAITHFUL);
    }

    @Test
    void weights_when_given_or_missing_expect_shares_of_one() {
        ObjectiveWeights weights = ObjectiveWeights.of(Map.of("clarity", 3.0));
        assertThat(weights.of(Objective.CLARITY)).isCloseTo(0.3, within(1e-12));
        assertThat(weights.of(Objective.COST)).isCloseTo(0.1, within(1e-12));
        assertThat(weights.first()).isEqualTo(Objective.CLARITY);
        assertThat(ObjectiveWeights.of(Map.of()).heard()).containsExactly(1, 1, 1, 1, 1, 1);
        assertThatThrownBy(() -> ObjectiveWeights.of(Map.of("tone", -1.0)))
                .hasMessage("tone=-1.0, allowed is 0 and above");
        assertThat(Objective.ids()).isEqualTo(ObjectiveWish.OBJECTIVES);
    }

    @Test
    void bonus_when_sets_differ_by_no_more_than_their_error_expect_less_than_a_whole_one() {
        Map<Candidate, ObjectivePoint> far = new LinkedHashMap<>();
        Candidate clear = new Candidate("clear", new ParamSnapshot());
        Candidate faithful = new Candidate("faithful", new ParamSnapshot());
        far.put(clear, CLEAR);
        far.put(faithful, FAITHFUL);
        ObjectiveWish wish = new ObjectiveWish(Method.sum, weights(1, 0), Map.of());
        WishBonus bonus = new WishBonus(wish, far);
        assertThat(bonus.applyAsDouble(clear)).isEqualTo(WishBonus.LARGEST);
        assertThat(bonus.applyAsDouble(faithful)).isZero();
        assertThat(bonus.applyAsDouble(new Candidate("without a point", new ParamSnapshot())))
                .isZero();

        far.put(faithful, ParetoFrontTest.point(0.9 - Objective.CLARITY.noise() / 4, 0.9));
        assertThat(new WishBonus(wish, far).applyAsDouble(clear)).isLessThan(0.2);
    }

    @Test
    void cost_when_stages_work_expect_them_counted_and_nothing_for_neutral_ones() {
        ParamSnapshot set = new ParamSnapshot();
        assertThat(StageCosts.spared(set)).isEqualTo(1);
        set.set(ParamTable.EQ3_GAIN, 3);
        double equaliser = StageCosts.spared(set);
        set.set(ParamTable.NR_ATTENUATION, 12);
        assertThat(equaliser).isBetween(0.9, 1.0);
        assertThat(StageCosts.spared(set)).isLessThan(equaliser - 0.3).isPositive();
    }
}
