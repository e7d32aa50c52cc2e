package attune.learn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Experience;
import attune.api.Feedback;
import attune.api.Situation;
import attune.learn.analysis.Observation;
import attune.learn.bandit.SituationContext;
import attune.learn.strategy.MoveFilter;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningMemoryTest {
    private final LearningMemory memory = new LearningMemory();
    private final ParamSnapshot before = new ParamSnapshot();
    private final ParamSnapshot after = with(ParamTable.HUM_DEPTH, 24);

    private static ParamSnapshot with(ParamTable param, double value) {
        ParamSnapshot set = new ParamSnapshot();
        set.set(param, value);
        return set;
    }

    /** A voice with so much hum, so far over its noise. */
    private static Situation situation(String contentClass, double hum, double snrDb) {
        List<Double> values =
                new ArrayList<>(Collections.nCopies(Observation.names().size(), 0.0));
        for (int i = 0; i < values.size(); i++) {
            String name = Observation.names().get(i);
            values.set(i, name.equals("hum_strength_db") ? hum : name.startsWith("snr_") ? snrDb : 0.0);
        }
        return new Situation(contentClass, Observation.VERSION, values);
    }

    private void vote(String vote) {
        memory.feedback(new Feedback(
                5,
                "id",
                "e",
                0,
                "panel",
                vote,
                1L,
                ParamMaps.map(before),
                ParamMaps.map(after),
                situation("speech", 80, 20)));
    }

    @Test
    void allowed_when_voted_down_expect_move_is_out_in_the_same_situation_and_another_kind_is_free() {
        vote("down");

        MoveFilter.Allowed same = memory.allowed(situation("speech", 70, 12), after, before);
        MoveFilter.Allowed other = memory.allowed(situation("speech", 0, 20), after, before);
        MoveFilter.Allowed music = memory.allowed(situation("music", 80, 20), after, before);

        assertThat(same.refused()).containsExactly(Stage.HUM_REMOVER);
        assertThat(same.params().get(ParamTable.HUM_DEPTH)).isZero();
        assertThat(other.refused()).isEmpty();
        assertThat(music.refused()).isEmpty();
        assertThat(memory.feedbackSeen()).isEqualTo(5);
    }

    @Test
    void allowed_when_asked_for_less_expect_half_of_the_way() {
        vote("less");

        assertThat(memory.allowed(situation("speech", 80, 20), after, before)
                        .params()
                        .get(ParamTable.HUM_DEPTH))
                .isEqualTo(12);
    }

    @Test
    void allowed_when_a_person_has_it_in_force_expect_it_is_no_move_and_other_stages_stay_free() {
        vote("down");
        ParamSnapshot wish = new ParamSnapshot(after);
        wish.set(ParamTable.NR_ATTENUATION, 10);

        assertThat(memory.allowed(situation("speech", 80, 20), wish, after).refused())
                .isEmpty();
        assertThat(memory.allowed(situation("speech", 80, 20), wish, before)
                        .params()
                        .get(ParamTable.NR_ATTENUATION))
                .isEqualTo(10);
    }

    @Test
    void memory_when_a_situation_is_of_another_layout_expect_it_kept_and_compared_with_nothing() {
        Situation here = situation("speech", 80, 20);
        Situation newer = new Situation("speech", Observation.VERSION + 1, here.observation());
        Situation shorter =
                new Situation("speech", Observation.VERSION, here.observation().subList(0, 3));
        for (Situation other : List.of(newer, shorter)) {
            memory.feedback(new Feedback(
                    6, "id", "e", 0, "panel", "down", 1L, ParamMaps.map(before), ParamMaps.map(after), other));
            memory.experience(new Experience(3, "e", 0, other, "hum", ParamMaps.map(after), 1, 1, true, 0.8));
            assertThat(memory.allowed(here, after, before).refused()).isEmpty();
            assertThat(memory.proven(here)).isNull();
            assertThat(SituationContext.of(other)).containsExactly(1, 0, 0, 0, 0);
        }
        assertThat(memory.experiences()).hasSize(2);
    }

    @Test
    void liked_when_voted_up_after_down_expect_refusal_is_gone_and_set_is_remembered() {
        vote("down");
        vote("up");

        assertThat(memory.allowed(situation("speech", 80, 20), after, before).refused())
                .isEmpty();
        assertThat(memory.liked(situation("speech", 80, 20)))
                .isNotNull()
                .satisfies(set -> assertThat(set.sameAs(after)).isTrue());
        assertThat(memory.liked(situation("speech", 0, 20))).isNull();
    }

    @Test
    void proven_when_pushed_and_measured_as_good_expect_found_again_until_forgotten() {
        Situation here = situation("speech", 80, 20);
        memory.experience(new Experience(3, "e", 0, here, "hum", ParamMaps.map(after), 1, 1, true, 0.8));

        assertThat(memory.proven(here)).isNotNull();
        assertThat(memory.experienceSeen()).isEqualTo(3);
        memory.forgetExperiences();
        assertThat(memory.proven(here)).isNull();
    }
}
