package attune.control.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import attune.api.ParamBounds;
import attune.api.Problem;
import attune.control.ServerFixture;
import attune.control.problem.ProblemException;
import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuardTest {
    private static final ParamSnapshot PLAIN = new ParamSnapshot();

    private static ParamSnapshot with(ParamTable param, double value) {
        return ServerFixture.with(PLAIN, param, value);
    }

    @Test
    void guard_when_a_person_left_a_value_outside_the_safe_range_expect_learning_may_leave_it_there() {
        ParamSnapshot loud = with(ParamTable.EQ2_GAIN, 15);
        ParamSnapshot moved = ServerFixture.with(loud, ParamTable.NR_ATTENUATION, 6);
        SafetyGuard.check(loud, moved, UserBounds.NONE);
        assertThatThrownBy(() ->
                        SafetyGuard.check(loud, ServerFixture.with(loud, ParamTable.EQ2_GAIN, 14), UserBounds.NONE))
                .hasMessageContaining("safe limit");
    }

    @Test
    void guard_when_moves_are_random_expect_let_through_exactly_what_every_bound_allows() {
        Random random = new Random(4);
        UserBounds bounds = UserBounds.of(Map.of("eq2_gain", new ParamBounds(-2.0, 2.0, false)));
        int passed = 0;
        for (int round = 0; round < 3000; round++) {
            ParamTable param = ParamTable.all().get(random.nextInt(ParamTable.COUNT));
            ParamSpec spec = param.spec();
            double value = spec.clamp(spec.min() + random.nextDouble() * (spec.max() - spec.min()));
            boolean safe = spec.learnable()
                    && value >= spec.safeMin()
                    && value <= spec.safeMax()
                    && (param != ParamTable.EQ2_GAIN || Math.abs(value) <= 2);
            boolean allowed = safe || value == PLAIN.get(param);
            ProblemException refused = catchThrowableOfType(
                    ProblemException.class, () -> SafetyGuard.check(PLAIN, with(param, value), bounds));
            assertThat(refused == null).as(spec.id() + " " + value).isEqualTo(allowed);
            passed += allowed ? 1 : 0;
        }
        assertThat(passed).isGreaterThan(500);
    }

    @Test
    void guard_when_a_person_locked_a_value_expect_it_left_where_it_is() {
        UserBounds locked = UserBounds.of(Map.of("eq2_gain", new ParamBounds(null, null, true)));
        assertThatThrownBy(() -> SafetyGuard.check(PLAIN, with(ParamTable.EQ2_GAIN, 1), locked))
                .hasMessageEndingWith(" is locked by you.");
        SafetyGuard.check(PLAIN, with(ParamTable.EQ3_GAIN, 1), locked);
        ParamSnapshot moved = with(ParamTable.EQ2_GAIN, 1);
        SafetyGuard.check(moved, ServerFixture.with(moved, ParamTable.EQ3_GAIN, 1), locked);
    }

    @Test
    void person_when_over_the_tables_limit_expect_the_sentence_of_the_panel() {
        ProblemException refused = catchThrowableOfType(
                ProblemException.class, () -> ParamSets.over(PLAIN, Map.of("limiter_ceiling", 0.5)));
        Problem problem = refused.problem();
        assertThat(problem.status()).isEqualTo(422);
        assertThat(problem.field()).isEqualTo("limiter_ceiling");
        assertThat(problem.detail())
                .isEqualTo("Limiter ceiling 0.5\u202FdBTP is over Attune's limit of \u22120.1\u202FdBTP.");
        assertThatThrownBy(() -> ParamSets.over(PLAIN, Map.of("loudness", 1.0))).hasMessageContaining("\"loudness\"");
        assertThatThrownBy(() -> ParamSets.over(PLAIN, Map.of("eq2_gain", Double.NaN)))
                .hasMessageContaining("must be a number");
    }

    @Test
    void bounds_when_wider_than_the_safe_range_or_upside_down_expect_refused() {
        assertThatThrownBy(() -> UserBounds.of(Map.of("eq2_gain", new ParamBounds(-12.0, null, false))))
                .hasMessageContaining("under the safe limit");
        assertThatThrownBy(() -> UserBounds.of(Map.of("eq2_gain", new ParamBounds(2.0, -2.0, false))))
                .hasMessageContaining("lower bound is over");
    }

    @Test
    void on_air_when_moves_come_one_after_the_other_expect_never_more_than_a_decibel_in_any_minute() {
        OnAirLock lock = new OnAirLock();
        Random random = new Random(7);
        ParamSnapshot now = PLAIN;
        double[] history = new double[600];
        for (int second = 0; second < 600; second++) {
            ParamSnapshot wanted = ServerFixture.with(now, ParamTable.EQ2_GAIN, random.nextDouble() * 12 - 6);
            double share = lock.share(now, wanted, second * 1000L);
            if (share > 0) {
                ParamSnapshot after = OnAirLock.scaled(now, wanted, share);
                lock.moved(now, after, second * 1000L);
                now = after;
            }
            history[second] = now.get(ParamTable.EQ2_GAIN);
        }
        for (int second = 60; second < 600; second++) {
            double moved = 0;
            for (int i = second - 58; i <= second; i++) {
                moved += Math.abs(history[i] - history[i - 1]);
            }
            assertThat(moved).isLessThanOrEqualTo(1 + 1e-9);
        }
        assertThat(lock.share(PLAIN, with(ParamTable.NR_SMOOTHING, 80), 0)).isEqualTo(1);
    }
}
