package attune.learn.preference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Explanation;
import attune.api.Feedback;
import attune.api.Situation;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpinionsTest {
    private static final Situation SPEECH = new Situation("speech", 1, List.of());
    private static final Situation MUSIC = new Situation("music", 1, List.of());

    private final Opinions opinions = new Opinions();

    private static ParamSnapshot denoised(double db) {
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.NR_ATTENUATION, db);
        return set;
    }

    private static Change change(
            long id, ChangeKind kind, ChangeStatus status, double from, double to, @Nullable Situation situation) {
        return new Change(
                id,
                "e",
                id,
                kind,
                status,
                "you",
                kind == ChangeKind.learned ? "rules" : "",
                new Explanation("", List.of()),
                ParamMaps.map(denoised(from)),
                ParamMaps.map(denoised(to)),
                id,
                null,
                null,
                null,
                situation,
                null);
    }

    private static Feedback vote(long number, String vote, @Nullable Long change, double from, double to) {
        return new Feedback(
                number,
                "id" + number,
                "e",
                number,
                "panel",
                vote,
                change,
                ParamMaps.map(denoised(from)),
                ParamMaps.map(denoised(to)),
                SPEECH);
    }

    private double bonus(Situation situation) {
        return opinions.bonus(situation, "rules", denoised(15), denoised(6));
    }

    @Test
    void manual_when_a_decision_came_before_it_expect_it_counts_for_that_content() {
        opinions.change(change(1, ChangeKind.manual, ChangeStatus.in_force, 12, 3, null));
        assertThat(opinions.answers("speech")).as("nobody looked what plays").isZero();

        opinions.change(change(2, ChangeKind.abstained, ChangeStatus.left_alone, 12, 12, SPEECH));
        opinions.change(change(3, ChangeKind.manual, ChangeStatus.in_force, 12, 3, null));
        opinions.change(change(3, ChangeKind.manual, ChangeStatus.replaced, 12, 3, null));

        assertThat(opinions.answers("speech")).isEqualTo(1);
        assertThat(bonus(SPEECH)).isNegative();
        assertThat(bonus(MUSIC)).isZero();
    }

    @Test
    void manual_when_undone_or_not_heard_expect_it_does_not_count() {
        opinions.change(change(1, ChangeKind.learned, ChangeStatus.in_force, 6, 12, SPEECH));
        opinions.change(change(2, ChangeKind.manual, ChangeStatus.in_force, 12, 3, null));
        opinions.change(change(2, ChangeKind.manual, ChangeStatus.undone, 12, 3, null));
        opinions.change(change(3, ChangeKind.manual, ChangeStatus.in_force, 12, 12.5, null));

        assertThat(opinions.answers("speech")).isZero();
    }

    @Test
    void manual_when_it_goes_on_expect_one_answer_of_where_it_ended() {
        opinions.change(change(2, ChangeKind.abstained, ChangeStatus.left_alone, 12, 12, SPEECH));
        opinions.change(change(3, ChangeKind.manual, ChangeStatus.in_force, 12, 12.2, null));
        assertThat(opinions.answers("speech")).as("not heard yet").isZero();
        opinions.change(change(3, ChangeKind.manual, ChangeStatus.in_force, 12, 6, null));
        opinions.change(change(3, ChangeKind.manual, ChangeStatus.in_force, 12, 3, null));
        assertThat(opinions.answers("speech")).isEqualTo(1);
        assertThat(bonus(SPEECH)).isNegative();

        opinions.change(change(3, ChangeKind.manual, ChangeStatus.in_force, 12, 12, null));
        assertThat(opinions.answers("speech")).as("turned back").isZero();
    }

    @Test
    void votes_when_up_down_or_less_expect_their_direction() {
        opinions.feedback(vote(1, "up", 1L, 6, 15));
        assertThat(bonus(SPEECH)).isPositive();
        opinions.feedback(vote(2, "down", 1L, 6, 15));
        assertThat(opinions.answers("speech"))
                .as("another mind on the same change")
                .isEqualTo(1);
        assertThat(bonus(SPEECH)).isNegative();
        opinions.feedback(vote(3, "less", 1L, 6, 15));
        assertThat(opinions.answers("speech")).isEqualTo(1);
        assertThat(bonus(SPEECH)).isNegative();
    }

    @Test
    void change_when_taken_back_by_the_watcher_expect_no_opinion_and_undone_by_a_person_one() {
        opinions.change(change(1, ChangeKind.learned, ChangeStatus.taken_back, 6, 15, SPEECH));
        assertThat(bonus(SPEECH)).isZero();
        opinions.change(change(2, ChangeKind.learned, ChangeStatus.undone, 6, 15, SPEECH));
        assertThat(bonus(SPEECH)).isNegative();
    }

    /** Live events in their order, then the same again from the store, votes first, as after a lost connection. */
    @Test
    void opinions_when_told_twice_and_in_another_order_expect_each_counts_once() {
        List<Change> changes = List.of(
                change(1, ChangeKind.learned, ChangeStatus.undone, 6, 15, SPEECH),
                change(2, ChangeKind.manual, ChangeStatus.replaced, 15, 9, null),
                change(3, ChangeKind.learned, ChangeStatus.in_force, 6, 12, SPEECH));
        List<Feedback> votes = List.of(vote(1, "down", 1L, 6, 15), vote(2, "up", 3L, 6, 12));
        opinions.change(changes.get(0));
        opinions.feedback(votes.get(0));
        opinions.change(changes.get(1));
        opinions.change(changes.get(2));
        opinions.feedback(votes.get(1));
        double live = bonus(SPEECH);
        votes.forEach(opinions::feedback);
        changes.forEach(opinions::change);
        Opinions restarted = new Opinions();
        votes.forEach(restarted::feedback);
        changes.forEach(restarted::change);

        assertThat(opinions.answers("speech")).isEqualTo(3);
        assertThat(bonus(SPEECH)).isCloseTo(live, within(1e-6));
        assertThat(restarted.bonus(SPEECH, "rules", denoised(15), denoised(6))).isCloseTo(live, within(1e-6));
    }
}
