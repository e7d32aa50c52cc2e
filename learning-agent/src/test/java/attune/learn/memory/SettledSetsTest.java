package attune.learn.memory;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Explanation;
import attune.api.Situation;
import attune.learn.analysis.Observation;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a sound may have back what it was left alone with. */
class SettledSetsTest {
    private static final String ENGINE = "71-1";

    private final Situation voice = situation("speech", 0);
    private final Situation hum = situation("speech", 80);
    private final ParamSnapshot alone = with(6);
    private final ParamSnapshot beside = with(12);
    private final ParamSnapshot later = with(0);
    private final LearningMemory memory = new LearningMemory();

    private static ParamSnapshot with(double attenuationDb) {
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.NR_ATTENUATION, attenuationDb);
        return set;
    }

    private static Situation atLevel(double lufs) {
        List<Double> values = new ArrayList<>(situation("speech", 0).observation());
        values.set(Observation.names().indexOf("integrated_lufs"), lufs);
        return new Situation("speech", Observation.VERSION, values);
    }

    private static Situation situation(String contentClass, double humDb) {
        List<Double> values =
                new ArrayList<>(Collections.nCopies(Observation.names().size(), 0.0));
        values.set(Observation.names().indexOf("hum_strength_db"), humDb);
        return new Situation(contentClass, Observation.VERSION, values);
    }

    private Change change(long id, ChangeKind kind, ParamSnapshot before, ParamSnapshot after, Situation heard) {
        ChangeStatus status = kind == ChangeKind.abstained ? ChangeStatus.left_alone : ChangeStatus.in_force;
        return new Change(
                id,
                ENGINE,
                id,
                kind,
                status,
                "agent",
                "hum",
                new Explanation("", List.of()),
                ParamMaps.map(before),
                ParamMaps.map(after),
                id,
                null,
                null,
                null,
                heard,
                null);
    }

    private void tell(long id, ChangeKind kind, ParamSnapshot before, ParamSnapshot after, Situation heard) {
        memory.change(change(id, kind, before, after, heard));
    }

    private ParamSnapshot settled(ParamSnapshot inForce) {
        ParamSnapshot set = memory.settled(ENGINE, voice, inForce);
        return set == null ? inForce : set;
    }

    @Test
    void settled_when_learned_changes_for_others_came_since_expect_told_again() {
        memory.leftAlone(ENGINE, voice, alone);
        tell(1, ChangeKind.learned, alone, beside, hum);
        tell(2, ChangeKind.learned, beside, later, situation("music", 0));

        assertThat(settled(later).sameAs(alone)).isTrue();
        assertThat(memory.settled("72-1", voice, later)).as("another engine").isNull();
        assertThat(memory.settled(ENGINE, hum, later)).as("another sound").isNull();
        assertThat(memory.settled(ENGINE, voice, alone)).as("it plays").isNull();
    }

    @Test
    void settled_when_told_by_the_timeline_alone_in_any_order_expect_the_same() {
        tell(6, ChangeKind.learned, alone, beside, hum);
        tell(5, ChangeKind.abstained, alone, alone, voice);
        tell(6, ChangeKind.learned, alone, beside, hum);

        assertThat(settled(beside).sameAs(alone)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"manual", "preset", "undo"})
    void settled_when_a_person_did_something_since_expect_nothing(ChangeKind byPerson) {
        memory.leftAlone(ENGINE, voice, alone);
        tell(1, ChangeKind.learned, alone, beside, hum);
        tell(2, byPerson, beside, later, hum);

        assertThat(memory.settled(ENGINE, voice, later)).isNull();
    }

    @Test
    void settled_when_changed_later_in_the_same_sound_expect_nothing_until_left_alone_again() {
        memory.leftAlone(ENGINE, voice, alone);
        tell(1, ChangeKind.learned, alone, beside, voice);
        assertThat(memory.settled(ENGINE, voice, beside)).isNull();

        memory.leftAlone(ENGINE, voice, beside);
        tell(2, ChangeKind.learned, beside, later, hum);

        assertThat(settled(later).sameAs(beside)).isTrue();
    }

    @Test
    void settled_when_what_plays_does_not_follow_from_it_expect_nothing() {
        memory.leftAlone(ENGINE, voice, alone);
        assertThat(memory.settled(ENGINE, voice, later)).as("another slot").isNull();

        tell(1, ChangeKind.learned, later, beside, hum);
        assertThat(memory.settled(ENGINE, voice, beside))
                .as("changed in another slot")
                .isNull();
    }

    @Test
    void settled_when_a_change_was_taken_back_by_the_watcher_or_only_proposed_expect_told_again() {
        memory.leftAlone(ENGINE, voice, alone);
        tell(1, ChangeKind.learned, alone, beside, hum);
        tell(2, ChangeKind.rollback, beside, alone, hum);
        tell(3, ChangeKind.learned, alone, later, hum);
        Change proposed = change(4, ChangeKind.learned, later, beside, hum);
        memory.change(new Change(
                4,
                ENGINE,
                4,
                ChangeKind.learned,
                ChangeStatus.proposed,
                "agent",
                "hum",
                proposed.explanation(),
                proposed.before(),
                proposed.after(),
                0,
                null,
                null,
                null,
                hum,
                null));

        assertThat(settled(later).sameAs(alone)).isTrue();
    }

    @Test
    void settled_when_music_was_left_alone_or_nobody_may_know_what_was_heard_expect_nothing() {
        memory.leftAlone(ENGINE, situation("music", 0), alone);
        tell(1, ChangeKind.learned, alone, beside, hum);
        assertThat(memory.settled(ENGINE, situation("music", 0), beside)).isNull();

        memory.leftAlone(ENGINE, voice, beside);
        Change unknown = change(2, ChangeKind.learned, beside, later, hum);
        memory.change(new Change(
                2,
                ENGINE,
                2,
                ChangeKind.learned,
                ChangeStatus.in_force,
                "agent",
                "hum",
                unknown.explanation(),
                unknown.before(),
                unknown.after(),
                2,
                null,
                null,
                null,
                null,
                null));
        assertThat(memory.settled(ENGINE, voice, later)).isNull();
    }

    @Test
    void settled_when_more_was_done_since_than_is_kept_expect_nothing() {
        memory.leftAlone(ENGINE, voice, alone);
        tell(1, ChangeKind.manual, alone, beside, voice);
        tell(2, ChangeKind.rollback, beside, alone, hum);
        tell(3, ChangeKind.learned, alone, beside, hum);
        for (long id = 4; id <= 202; id++) {
            tell(id, ChangeKind.learned, id % 2 == 0 ? beside : later, id % 2 == 0 ? later : beside, hum);
        }

        assertThat(memory.settled(ENGINE, voice, later))
                .as("the hand is forgotten, and so is what was before it")
                .isNull();
    }

    @Test
    void settled_when_learning_begins_anew_expect_nothing() {
        memory.leftAlone(ENGINE, voice, alone);
        tell(1, ChangeKind.learned, alone, beside, hum);
        memory.forgetExperiences();

        assertThat(memory.settled(ENGINE, voice, beside)).isNull();
    }

    @Test
    void settled_when_very_many_sounds_were_left_alone_expect_the_newest_kept() {
        memory.leftAlone(ENGINE, voice, alone);
        for (int i = 1; i < SettledSets.LARGEST; i++) {
            memory.leftAlone(ENGINE, atLevel(-10 * i), alone);
            memory.leftAlone(ENGINE, atLevel(-10 * i), alone);
        }
        tell(1, ChangeKind.learned, alone, beside, situation("speech", 40));
        assertThat(settled(beside).sameAs(alone)).isTrue();

        memory.leftAlone(ENGINE, atLevel(-10 * SettledSets.LARGEST), beside);

        assertThat(memory.settled(ENGINE, voice, beside)).isNull();
    }
}
