package attune.learn.loop;

import static attune.learn.loop.LoopFixtures.change;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.LearningInsights.Threshold;
import attune.learn.judge.Gate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the gate asks for after what became of promises. */
class CalibrationTest {
    private static final String JUDGE = "linear";

    /** Changes that promised half a step, and were measured off by so much, plus chance. */
    private static List<Change> history(int count, double off, double chance) {
        Random random = new Random(5);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double measured = 0.5 + off + chance * random.nextGaussian();
            changes.add(change(i, ChangeStatus.replaced, "rules", "speech", 24, 0.5, measured, "ok"));
        }
        return changes;
    }

    private static Threshold threshold(List<Change> changes) {
        return Calibration.of(JUDGE, 0.3, changes);
    }

    @Test
    void threshold_when_too_few_were_measured_expect_the_shipped_one() {
        assertThat(threshold(List.of()).inUse()).isEqualTo(0.3);
        Threshold few = threshold(history(Calibration.NEEDED - 1, -0.4, 0.01));
        assertThat(few.inUse()).isEqualTo(0.3);
        assertThat(few.changes()).isEqualTo(Calibration.NEEDED - 1);
        assertThat(threshold(history(Calibration.NEEDED, -0.4, 0.01)).inUse()).isGreaterThan(0.3);
    }

    @Test
    void threshold_when_promises_are_kept_or_miss_by_chance_alone_expect_the_shipped_one() {
        assertThat(threshold(history(100, 0, 0)).inUse()).isEqualTo(0.3);
        assertThat(threshold(history(25, -0.02, 0.4)).inUse()).isEqualTo(0.3);
    }

    @Test
    void threshold_when_too_much_was_promised_expect_tighter_by_what_is_sure_and_never_beyond_twice() {
        Threshold tighter = threshold(history(60, -0.15, 0.1));
        assertThat(tighter.inUse())
                .isCloseTo(0.3 + 0.15, within(0.05))
                .isCloseTo(0.3 - (tighter.bias() + 2.1 * tighter.error()), within(1e-12));
        assertThat(threshold(history(60, -3, 0.1)).inUse()).isEqualTo(Calibration.MOST * 0.3);
    }

    @Test
    void threshold_when_too_little_was_promised_expect_looser_and_never_below_three_quarters() {
        assertThat(threshold(history(60, 0.05, 0.02)).inUse()).isBetween(0.24, 0.27);
        assertThat(threshold(history(60, 3, 0.1)).inUse()).isEqualTo(Calibration.LEAST * 0.3);
    }

    @Test
    void threshold_when_history_is_long_expect_the_newest_hundred_of_this_judge_that_promised_more_than_noise() {
        List<Change> changes = history(200, -1, 0);
        for (int i = 200; i < 300; i++) {
            changes.add(change(i, ChangeStatus.replaced, "rules", "speech", 24, 0.5, 0.4, "ok"));
        }
        for (int i = 300; i < 400; i++) {
            changes.add(change(i, ChangeStatus.replaced, "level", "speech", 24, 0.0, 5.0, "ok"));
            changes.add(change(i + 100, ChangeStatus.replaced, "rules", "speech", 24, 0.5, Double.NaN, "fail"));
        }

        Threshold found = threshold(changes);

        assertThat(found.changes()).isEqualTo(100);
        assertThat(found.bias()).isCloseTo(-0.1, within(1e-12));
        assertThat(Calibration.of("trees-3", 0.3, changes).changes()).isZero();
        assertThat(Calibration.all(changes))
                .as("not known as a judge of scores")
                .isEmpty();
        assertThat(Gate.shipped("core4-1")).hasValue(Gate.THRESHOLD);
        assertThat(Gate.shipped("trees-3")).hasValue(Gate.TREES_THRESHOLD);
    }
}
