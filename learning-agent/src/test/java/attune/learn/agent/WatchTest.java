package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Explanation;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.learn.judge.Measures;
import attune.learn.strategy.ParamMaps;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final double NOISE = 0.1;

    private static Measures measures(double lufs) {
        return new Measures(0, 20, 10, 0, 0, 0, lufs, -3);
    }

    private static AuditionResult measured(double overIncumbent, double lufsBefore, double lufsAfter) {
        Scored after = new Scored(
                new Candidate("watched", new ParamSnapshot()), overIncumbent, overIncumbent, measures(lufsAfter));
        return new AuditionResult(0, List.of(after), measures(-30), measures(lufsBefore), NOISE, 8, 40);
    }

    private static Watch watch(double promised, boolean levelOnly) {
        Change change = new Change(
                7,
                "e",
                0,
                ChangeKind.learned,
                ChangeStatus.watching,
                "agent",
                "hum",
                new Explanation("", List.of()),
                ParamMaps.map(new ParamSnapshot()),
                ParamMaps.map(GentlePreset.params()),
                2,
                null,
                null,
                null,
                null,
                null);
        return new Watch(change, null, "speech", promised, NOISE, levelOnly, 0, 0);
    }

    @Test
    void verdict_when_measured_as_promised_expect_ok_with_both_numbers() {
        assertThat(watch(0.5, false).verdict(measured(0.45, -20, -20), -16)).satisfies(verdict -> {
            assertThat(verdict.verdict()).isEqualTo("ok");
            assertThat(verdict.reason()).isEqualTo("Promised +0.50, measured +0.45.");
        });
    }

    @Test
    void verdict_when_worse_by_more_than_noise_or_missing_expect_fail() {
        assertThat(watch(0.5, false).verdict(measured(-0.2, -20, -20), -16).verdict())
                .isEqualTo("fail");
        assertThat(watch(0.5, false).verdict(measured(Double.NaN, -20, -20), -16))
                .satisfies(verdict -> assertThat(verdict.measured()).isFinite())
                .satisfies(verdict -> assertThat(verdict.verdict()).isEqualTo("fail"));
    }

    @Test
    void verdict_when_inside_noise_expect_inconclusive() {
        assertThat(watch(0.5, false).verdict(measured(0.05, -20, -20), -16).verdict())
                .isEqualTo("inconclusive");
    }

    @Test
    void verdict_when_a_rule_promised_no_score_expect_kept_without_a_claim_and_harm_still_found() {
        assertThat(watch(0, false).verdict(measured(0, -20, -20), -16)).satisfies(verdict -> {
            assertThat(verdict.verdict()).isEqualTo("inconclusive");
            assertThat(verdict.reason()).startsWith("No score was promised");
        });
        assertThat(watch(0, false).verdict(measured(-0.2, -20, -20), -16).verdict())
                .isEqualTo("fail");
    }

    @Test
    void verdict_when_only_level_moved_expect_judged_by_distance_to_target() {
        assertThat(watch(0, true).verdict(measured(0, -24, -17), -16)).satisfies(verdict -> {
            assertThat(verdict.verdict()).isEqualTo("ok");
            assertThat(verdict.reason()).contains("1.0\u202FLU").contains("8.0\u202FLU");
        });
        assertThat(watch(0, true).verdict(measured(0, -17, -20), -16).verdict()).isEqualTo("fail");
        assertThat(watch(0, true).verdict(measured(-0.3, -24, -17), -16).verdict())
                .isEqualTo("fail");
    }

    @Test
    void ramp_when_gain_moves_six_decibels_at_three_a_second_expect_two_seconds_and_a_margin() {
        ParamSnapshot after = new ParamSnapshot();
        after.set(ParamTable.EQ3_GAIN, 6);

        assertThat(Watch.rampSeconds(new ParamSnapshot(), after)).isCloseTo(2.5, Offset.offset(1e-9));
    }
}
