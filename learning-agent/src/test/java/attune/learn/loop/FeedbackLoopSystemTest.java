package attune.learn.loop;

import static attune.learn.loop.LoopFixtures.change;
import static attune.learn.loop.LoopFixtures.vote;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.ChangeStatus;
import attune.api.MeasurementRequest;
import attune.api.Situation;
import attune.learn.memory.LearningMemory;
import attune.learn.preference.Opinions;
import attune.learn.strategy.Breakers;
import attune.learn.strategy.Proposals;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Named after what docs/learning.md promises of the feedback loop. */
class FeedbackLoopSystemTest {
    private final LearningMemory memory = new LearningMemory();
    private final Opinions opinions = new Opinions();
    private final Breakers breakers = new Breakers();
    private final FeedbackLoopSystem loop = new FeedbackLoopSystem(memory, opinions, breakers);
    private final Situation speech = LoopFixtures.situation("speech");

    private void tell(FeedbackItem item) {
        loop.collectFeedback(item);
        loop.process(Integer.MAX_VALUE);
    }

    private void played(long id, ChangeStatus status, @Nullable Double measured, @Nullable String verdict) {
        tell(new FeedbackItem.Entry(change(id, status, measured, verdict)));
    }

    @Test
    void qualityTracking_when_feedback_is_told_twice_expect_it_kept_by_entity_and_type_and_taken_in_once_in_batches() {
        FeedbackItem up = new FeedbackItem.Vote(vote(1, 7, "up"));
        FeedbackItem down = new FeedbackItem.Vote(vote(2, 8, "down"));
        FeedbackItem undone = new FeedbackItem.Entry(change(9, ChangeStatus.undone, null, null));
        for (FeedbackItem item : List.of(up, down, undone)) {
            assertThat(loop.collectFeedback(item)).isTrue();
            assertThat(loop.collectFeedback(item)).as("told again").isFalse();
        }

        assertThat(loop.about("change-8")).containsExactly(down);
        assertThat(loop.ofType(FeedbackItem.Type.VOTE)).containsExactly(up, down);
        assertThat(opinions.answers("speech")).as("before it is processed").isZero();
        assertThat(loop.process(2)).isEqualTo(2);
        assertThat(opinions.answers("speech")).isEqualTo(2);
        assertThat(loop.process(2)).isEqualTo(1);
        assertThat(loop.process(2)).isZero();
        assertThat(opinions.answers("speech")).isEqualTo(3);
        assertThat(loop.collectFeedback(up)).isFalse();
        assertThat(loop.waiting()).isZero();
    }

    @Test
    void qualityTracking_when_a_change_goes_on_expect_each_of_its_states_to_be_news() {
        for (ChangeStatus status :
                List.of(ChangeStatus.watching, ChangeStatus.in_force, ChangeStatus.replaced, ChangeStatus.in_force)) {
            assertThat(loop.collectFeedback(new FeedbackItem.Entry(change(3, status, null, null))))
                    .as(status.name())
                    .isTrue();
        }
        assertThat(loop.about("change-3")).hasSize(1);
    }

    @Test
    void qualityTracking_when_many_threads_tell_the_same_expect_each_item_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Integer> taken = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 4; i++) {
            threads.execute(() -> IntStream.range(0, 200).forEach(n -> {
                if (loop.collectFeedback(new FeedbackItem.Vote(vote(n, n, "up")))) {
                    taken.add(n);
                }
                loop.process(3);
            }));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        loop.process(Integer.MAX_VALUE);
        assertThat(taken).hasSize(200).doesNotHaveDuplicates();
        assertThat(memory.feedbackSeen()).isEqualTo(199);
    }

    @Test
    void learningConvergence_when_effects_rise_expect_the_trend_of_the_window_only() {
        assertThat(loop.analyzePerformance(100).trend().direction()).isEqualTo("unknown");
        for (int i = 0; i < 40; i++) {
            played(i, ChangeStatus.replaced, 0.5, "ok");
        }
        assertThat(loop.analyzePerformance(100).trend().direction()).isEqualTo("steady");
        for (int i = 40; i < 140; i++) {
            played(i, ChangeStatus.replaced, 0.002 * i + 0.01 * (i % 3), "ok");
        }

        Performance performance = loop.analyzePerformance(100);
        assertThat(performance.changes()).isEqualTo(100);
        assertThat(performance.trend().direction()).isEqualTo("rising");
        assertThat(performance.trend().perTenChanges()).isCloseTo(0.02, within(0.002));
        assertThat(loop.analyzePerformance(5).trend().direction()).isEqualTo("unknown");
    }

    private Proposals.Gathered asked(AttemptMethod method, Situation now, ParamSnapshot inForce) throws Exception {
        return loop.updateParameters(method, LoopFixtures.occasion(now, inForce, memory, List.of("rules")));
    }

    @Test
    void parameterAdjustment_when_a_set_served_or_was_liked_expect_it_for_such_sound_without_what_was_refused()
            throws Exception {
        assertThat(asked(AttemptMethod.LIKED, speech, LoopFixtures.BEFORE).candidates())
                .isEmpty();
        tell(new FeedbackItem.Vote(vote(1, 7, "up")));
        memory.experience(LoopFixtures.experience(1, "speech", "rules", 0.4, true));

        for (AttemptMethod method : List.of(AttemptMethod.MEASURED, AttemptMethod.LIKED)) {
            assertThat(asked(method, speech, LoopFixtures.BEFORE).candidates())
                    .as(method.name())
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.strategy()).isEqualTo(Proposals.EARLIER);
                        assertThat(found.params().get(ParamTable.HUM_DEPTH)).isEqualTo(24);
                    });
            assertThat(asked(method, LoopFixtures.situation("music"), LoopFixtures.BEFORE)
                            .candidates())
                    .as("%s, other sound", method)
                    .isEmpty();
            assertThat(asked(method, speech, LoopFixtures.after(24)).candidates())
                    .as("%s, in force already", method)
                    .isEmpty();
        }
        tell(new FeedbackItem.Vote(vote(2, 8, "down")));
        Proposals.Gathered since = asked(AttemptMethod.MEASURED, speech, LoopFixtures.BEFORE);
        assertThat(since.candidates()).as("refused since").isEmpty();
        assertThat(since.refused()).isNotEmpty();
    }

    @Test
    void parameterAdjustment_when_sets_served_often_expect_what_plays_adapted_to_them_within_bounds() throws Exception {
        for (int i = 0; i < 2; i++) {
            memory.experience(LoopFixtures.experience(i, "speech", "rules", 0.4, true));
        }
        assertThat(asked(AttemptMethod.ADAPTED, speech, LoopFixtures.BEFORE).candidates())
                .as("two are too few")
                .isEmpty();
        for (int i = 2; i < 20; i++) {
            memory.experience(LoopFixtures.experience(i, "speech", "rules", 0.4, true));
        }
        double sure = Wilson.lowerBound(20, 20);
        ParamSnapshot near = LoopFixtures.after(20);
        double range = ParamTable.HUM_DEPTH.spec().safeMax()
                - ParamTable.HUM_DEPTH.spec().safeMin();

        assertThat(asked(AttemptMethod.ADAPTED, speech, near).candidates())
                .singleElement()
                .satisfies(found -> assertThat(found.params().get(ParamTable.HUM_DEPTH))
                        .as("from 20 towards 24, by the share that surely succeeds")
                        .isCloseTo(20 + sure * 4, within(1e-9)));
        ParamSnapshot far = asked(AttemptMethod.ADAPTED, speech, LoopFixtures.BEFORE)
                .candidates()
                .get(0)
                .params();
        assertThat(far.get(ParamTable.HUM_DEPTH))
                .isCloseTo(AdaptiveParameters.FARTHEST * range, within(1e-9))
                .isLessThan(sure * 24);
        for (int i = 20; i < 40; i++) {
            memory.experience(LoopFixtures.experience(i, "speech", "rules", -0.4, true));
        }
        assertThat(asked(AttemptMethod.ADAPTED, speech, near)
                        .candidates()
                        .get(0)
                        .params()
                        .get(ParamTable.HUM_DEPTH))
                .as("half of them failed")
                .isCloseTo(20 + Wilson.lowerBound(20, 40) * 4, within(1e-9));
        assertThat(asked(AttemptMethod.ADAPTED, LoopFixtures.situation("music"), near)
                        .candidates())
                .isEmpty();
    }

    @Test
    void parameterAdjustment_when_the_bandit_is_asked_expect_its_first_strategy_that_has_a_set_here() throws Exception {
        Proposals.Gathered found = loop.updateParameters(
                AttemptMethod.BANDIT,
                LoopFixtures.occasion(
                        speech, LoopFixtures.after(24), memory, List.of("factory-presets", "policy", "neutral")));

        assertThat(found.candidates())
                .singleElement()
                .satisfies(set -> assertThat(set.strategy()).isEqualTo("neutral"));
    }

    @Test
    void adaptationSpeed_when_an_opinion_is_told_expect_it_in_the_next_decision() {
        tell(new FeedbackItem.Vote(vote(1, 7, "down")));

        assertThat(memory.allowed(speech, LoopFixtures.after(24), LoopFixtures.BEFORE)
                        .refused())
                .isNotEmpty();
    }

    @Test
    void stabilityChecks_when_a_change_did_harm_expect_it_to_be_taken_back_only_while_it_plays() {
        for (int id = 1; id <= 5; id++) {
            played(id, id == 4 ? ChangeStatus.undone : ChangeStatus.watching, null, null);
        }
        found(1, 0.3, "ok");
        found(2, -0.05, "inconclusive");
        found(3, -0.2, "fail");
        found(4, -0.5, "fail");
        found(9, -0.5, "fail");

        assertThat(IntStream.rangeClosed(1, 9).filter(loop::shouldRollback)).containsExactly(3);
    }

    private void found(long change, double measured, String verdict) {
        tell(new FeedbackItem.Measurement(change, new MeasurementRequest(measured, verdict, "Measured.")));
    }

    @Test
    void stabilityChecks_when_changes_did_harm_or_were_voted_down_expect_their_learner_to_rest() {
        played(1, ChangeStatus.taken_back, -0.2, "fail");
        played(2, ChangeStatus.taken_back, -0.2, "fail");
        played(3, ChangeStatus.in_force, 0.2, "ok");
        assertThat(breakers.silent(10)).isEmpty();

        tell(new FeedbackItem.Vote(vote(1, 3, "down")));

        assertThat(breakers.silent(10)).contains("rules");
    }

    @Test
    void rollbackMechanism_when_a_change_failed_expect_the_server_told_once_and_nothing_of_others() {
        List<MeasurementRequest> told = new ArrayList<>();
        played(1, ChangeStatus.watching, null, null);
        played(3, ChangeStatus.watching, null, null);
        found(1, 0.3, "ok");
        found(3, -0.2, "fail");

        assertThat(loop.rollback(1, (change, verdict) -> told.add(verdict))).isFalse();
        assertThat(loop.rollback(3, (change, verdict) -> told.add(verdict))).isTrue();
        played(3, ChangeStatus.taken_back, -0.2, "fail");
        assertThat(loop.rollback(3, (change, verdict) -> told.add(verdict))).isFalse();

        assertThat(told).containsExactly(new MeasurementRequest(-0.2, "fail", "Measured."));
    }
}
