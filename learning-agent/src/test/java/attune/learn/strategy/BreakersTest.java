package attune.learn.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Explanation;
import attune.api.Feedback;
import attune.api.Learner;
import attune.api.LearnerRest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BreakersTest {
    private static final long MINUTE = 60_000;
    private static final long DAY = 1440 * MINUTE;
    private static final long NOON = 1_000 * DAY;

    private final Breakers breakers = new Breakers();
    private final List<Change> told = new ArrayList<>();

    private static Change change(
            long id,
            long at,
            ChangeKind kind,
            ChangeStatus status,
            String strategy,
            @Nullable String verdict,
            @Nullable Long of) {
        return new Change(
                id,
                "e",
                at,
                kind,
                status,
                "agent",
                strategy,
                new Explanation("", List.of()),
                Map.of(),
                Map.of(),
                0,
                null,
                null,
                verdict,
                null,
                of);
    }

    private void tell(long at, ChangeStatus status, String strategy, @Nullable String verdict) {
        Change change = change(told.size() + 1, at, ChangeKind.learned, status, strategy, verdict, null);
        told.add(change);
        breakers.change(change);
    }

    private void failed(long at) {
        tell(at, ChangeStatus.taken_back, "hum", "fail");
    }

    private void good(long at) {
        tell(at, ChangeStatus.in_force, "hum", "ok");
    }

    private boolean isSilent(long at) {
        return breakers.silent(at).contains("hum");
    }

    @Test
    void breaker_when_two_of_five_did_harm_expect_closed_and_with_the_third_open() {
        failed(NOON);
        good(NOON + MINUTE);
        failed(NOON + 2 * MINUTE);
        good(NOON + 3 * MINUTE);
        assertThat(breakers.silent(NOON + 4 * MINUTE)).isEmpty();
        assertThat(breakers.resting(NOON + 4 * MINUTE)).isEmpty();

        failed(NOON + 5 * MINUTE);

        assertThat(breakers.silent(NOON + 5 * MINUTE)).containsExactly("hum");
        assertThat(breakers.resting(NOON + 5 * MINUTE))
                .containsExactly(new LearnerRest(
                        "hum",
                        "Hum",
                        LearnerRest.RESTING,
                        NOON + 5 * MINUTE,
                        NOON + 35 * MINUTE,
                        "3 of its last 5 changes made the sound worse or were taken back."));
    }

    @Test
    void breaker_when_harm_is_among_more_than_five_or_a_week_apart_expect_closed() {
        failed(NOON);
        failed(NOON + MINUTE);
        good(NOON + 2 * MINUTE);
        good(NOON + 3 * MINUTE);
        good(NOON + 4 * MINUTE);
        failed(NOON + 5 * MINUTE);
        assertThat(isSilent(NOON + 6 * MINUTE)).isFalse();

        failed(NOON + 9 * DAY);
        failed(NOON + 9 * DAY + MINUTE);
        assertThat(isSilent(NOON + 9 * DAY + 2 * MINUTE)).isFalse();
    }

    @Test
    void breaker_when_rested_expect_one_try_closed_after_a_good_one_and_longer_rest_after_a_bad_one() {
        failed(NOON);
        failed(NOON);
        failed(NOON);
        assertThat(isSilent(NOON + 30 * MINUTE - 1)).isTrue();
        assertThat(isSilent(NOON + 30 * MINUTE)).isFalse();
        assertThat(breakers.resting(NOON + 30 * MINUTE))
                .hasSize(1)
                .allMatch(r -> r.state().equals(LearnerRest.TRYING));

        tell(NOON + 31 * MINUTE, ChangeStatus.watching, "hum", null);
        assertThat(isSilent(NOON + 32 * MINUTE)).as("one at a time").isTrue();
        breakers.change(
                change(4, NOON + 31 * MINUTE, ChangeKind.learned, ChangeStatus.taken_back, "hum", "fail", null));
        assertThat(isSilent(NOON + 90 * MINUTE)).isTrue();
        assertThat(isSilent(NOON + 91 * MINUTE)).isFalse();

        good(NOON + 95 * MINUTE);
        assertThat(breakers.resting(NOON + 96 * MINUTE)).isEmpty();
        failed(NOON + 97 * MINUTE);
        failed(NOON + 98 * MINUTE);
        assertThat(isSilent(NOON + 99 * MINUTE))
                .as("what was before the rest counts no more")
                .isFalse();
    }

    @Test
    void breaker_when_something_made_just_before_it_opened_turns_out_well_expect_it_to_rest_on() {
        failed(NOON);
        failed(NOON);
        failed(NOON);
        good(NOON + MINUTE);
        assertThat(isSilent(NOON + 2 * MINUTE)).isTrue();
        assertThat(isSilent(NOON + 30 * MINUTE)).isFalse();
    }

    @Test
    void breaker_when_it_fails_ever_again_expect_a_rest_of_a_day_at_most() {
        failed(NOON);
        failed(NOON);
        failed(NOON);
        long at = NOON;
        for (int i = 0; i < 70; i++) {
            at = breakers.resting(at).get(0).untilMs();
            failed(at);
        }

        assertThat(breakers.resting(at).get(0).untilMs()).isEqualTo(at + DAY);
    }

    @Test
    void breaker_when_a_try_stays_without_a_verdict_expect_another_one_after_ten_minutes() {
        failed(NOON);
        failed(NOON);
        failed(NOON);
        tell(NOON + 31 * MINUTE, ChangeStatus.watching, "hum", null);

        assertThat(isSilent(NOON + 40 * MINUTE)).isTrue();
        assertThat(isSilent(NOON + 41 * MINUTE)).isFalse();
    }

    @Test
    void breaker_when_a_person_undoes_or_votes_down_expect_open_from_then_on() {
        for (int id = 1; id <= 3; id++) {
            tell(NOON, ChangeStatus.in_force, "policy", "ok");
        }
        breakers.change(change(11, NOON + 60 * MINUTE, ChangeKind.undo, ChangeStatus.in_force, "", null, 1L));
        breakers.change(change(1, NOON, ChangeKind.learned, ChangeStatus.undone, "policy", "ok", null));
        breakers.feedback(vote(2, NOON + 61 * MINUTE, "down"));
        assertThat(breakers.silent(NOON + 61 * MINUTE)).isEmpty();
        breakers.feedback(vote(3, NOON + 62 * MINUTE, "down"));

        assertThat(breakers.resting(NOON + 62 * MINUTE))
                .extracting(LearnerRest::learner, LearnerRest::sinceMs)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("policy", NOON + 62 * MINUTE));

        breakers.feedback(vote(3, NOON + 63 * MINUTE, "up"));
        assertThat(breakers.resting(NOON + 63 * MINUTE))
                .as("one changed one's mind")
                .isEmpty();
    }

    private static Feedback vote(long change, long at, String vote) {
        return new Feedback(at, "v" + at, "e", at, "panel", vote, change, Map.of(), Map.of(), null);
    }

    @Test
    void breaker_when_several_names_belong_to_a_learner_expect_all_of_them_silent_and_nobody_else() {
        tell(NOON, ChangeStatus.taken_back, "noise-mild", "fail");
        tell(NOON, ChangeStatus.taken_back, "noise-strong", "fail");
        tell(NOON, ChangeStatus.taken_back, "noise-mild", "fail");
        tell(NOON, ChangeStatus.rejected, "tone", null);
        tell(NOON, ChangeStatus.rejected, "tone", null);
        tell(NOON, ChangeStatus.rejected, "tone", null);

        assertThat(breakers.silent(NOON + MINUTE)).containsExactlyInAnyOrder("noise-mild", "noise-strong");
    }

    @Test
    void breakers_when_told_anew_in_any_order_expect_the_same() {
        Random random = new Random(7);
        long at = NOON;
        for (int i = 0; i < 200; i++) {
            at += 1 + random.nextInt(30 * 60_000);
            String strategy = Proposals.strategies().get(random.nextInt(3));
            boolean fails = random.nextInt(4) > 0;
            tell(at, fails ? ChangeStatus.taken_back : ChangeStatus.in_force, strategy, fails ? "fail" : "ok");
        }
        Collections.shuffle(told, random);
        Breakers restarted = new Breakers();
        told.forEach(restarted::change);
        told.forEach(restarted::change);

        assertThat(breakers.resting(at)).isNotEmpty();
        assertThat(restarted.resting(at)).isEqualTo(breakers.resting(at));
        assertThat(restarted.silent(at)).isEqualTo(breakers.silent(at));
    }

    /** Whatever is told and asked in between, at whatever time: what it says follows from all that was told. */
    @Test
    void breakers_when_asked_between_facts_expect_what_they_say_who_hear_them_all_at_once() {
        Random random = new Random(7);
        List<Consumer<Breakers>> facts = new ArrayList<>();
        List<String> strategies = List.of("hum", "tone", "rules");
        List<ChangeStatus> statuses = List.of(
                ChangeStatus.proposed,
                ChangeStatus.watching,
                ChangeStatus.watching,
                ChangeStatus.in_force,
                ChangeStatus.taken_back);
        long now = NOON;
        int seen = 0;
        for (int i = 0; i < 400; i++) {
            now += random.nextLong(4 * MINUTE);
            long id = 1L + random.nextInt(40) + i / 2;
            String strategy = strategies.get((int) (id % strategies.size()));
            ChangeStatus status = statuses.get(random.nextInt(statuses.size()));
            String verdict = status == ChangeStatus.taken_back ? "fail" : random.nextInt(3) == 0 ? "ok" : null;
            ChangeKind kind = random.nextInt(6) == 0 ? ChangeKind.undo : ChangeKind.learned;
            Change change = change(id, now, kind, status, strategy, verdict, kind == ChangeKind.undo ? id - 1 : null);
            facts.add(b -> b.change(change));
            facts.get(facts.size() - 1).accept(breakers);
            Breakers fresh = new Breakers();
            facts.forEach(fact -> fact.accept(fresh));
            for (long later : new long[] {0, 9 * MINUTE, 11 * MINUTE, 40 * MINUTE, -5 * MINUTE}) {
                assertThat(breakers.resting(now + later)).isEqualTo(fresh.resting(now + later));
                assertThat(breakers.silent(now + later)).isEqualTo(fresh.silent(now + later));
            }
            seen += breakers.resting(now).size();
        }
        assertThat(seen).as("there was something to tell").isPositive();
    }

    @Test
    void learners_expect_each_strategy_to_be_of_exactly_one() {
        List<String> all = new ArrayList<>();
        for (Learner learner : Learner.values()) {
            all.addAll(learner.strategies());
            assertThat(Learner.byId(learner.id())).contains(learner);
        }

        assertThat(all).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(Proposals.names());
    }
}
