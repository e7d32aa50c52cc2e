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
    private final FeedbackLoopSystem loop = new FeedbackLoopSystem(memory, opinions);
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

    @Test
    void parameterAdjustment_when_a_set_served_or_was_liked_expect_it_for_such_sound_without_what_was_refused() {
        assertThat(loop.updateParameters(FeedbackLoopSystem.Strategy.LIKED, speech, LoopFixtures.BEFORE))
                .isEmpty();
        tell(new FeedbackItem.Vote(vote(1, 7, "up")));
        memory.experience(LoopFixtures.experience(1, "speech", "rules", 0.4, true));

        for (FeedbackLoopSystem.Strategy strategy : FeedbackLoopSystem.Strategy.values()) {
            assertThat(loop.updateParameters(strategy, speech, LoopFixtures.BEFORE))
                    .as(strategy.name())
                    .hasValueSatisfying(
                            set -> assertThat(set.get(ParamTable.HUM_DEPTH)).isEqualTo(24));
            assertThat(loop.updateParameters(strategy, LoopFixtures.situation("music"), LoopFixtures.BEFORE))
                    .as("%s, other sound", strategy)
                    .isEmpty();
            assertThat(loop.updateParameters(strategy, speech, LoopFixtures.after(24)))
                    .as("%s, in force already", strategy)
                    .isEmpty();
        }
        tell(new FeedbackItem.Vote(vote(2, 8, "down")));
        assertThat(loop.updateParameters(FeedbackLoopSystem.Strategy.MEASURED, speech, LoopFixtures.BEFORE))
                .as("refused since")
                .isEmpty();
    }

    @Test
    void adaptationSpeed_when_an_opinion_is_told_expect_it_in_the_next_decision() {
        tell(new FeedbackItem.Vote(vote(1, 7, "down")));

        assertThat(memory.allowed(speech, LoopFixtures.after(24), LoopFixtures.BEFORE)
                        .refused())
                .isNotEmpty();
    }

    @Test
    void stabilityChecks_when_a_change_did_harm_or_is_not_liked_expect_it_to_be_taken_back_only_while_it_plays() {
        played(1, ChangeStatus.in_force, 0.3, "ok");
        played(2, ChangeStatus.in_force, -0.05, "inconclusive");
        played(3, ChangeStatus.in_force, -0.2, "inconclusive");
        played(4, ChangeStatus.taken_back, -0.5, "fail");
        played(5, ChangeStatus.watching, null, null);
        assertThat(IntStream.rangeClosed(1, 6).filter(loop::shouldRollback)).containsExactly(3);

        tell(new FeedbackItem.Vote(vote(1, 5, "down")));
        assertThat(loop.shouldRollback(5)).isTrue();
    }

    @Test
    void rollbackMechanism_when_a_change_failed_expect_the_server_told_once_and_nothing_of_others() {
        List<MeasurementRequest> told = new ArrayList<>();
        played(1, ChangeStatus.in_force, 0.3, "ok");
        played(3, ChangeStatus.in_force, -0.2, "inconclusive");

        assertThat(loop.rollback(1, (change, verdict) -> told.add(verdict))).isFalse();
        assertThat(loop.rollback(3, (change, verdict) -> told.add(verdict))).isTrue();
        played(3, ChangeStatus.taken_back, -0.2, "fail");
        assertThat(loop.rollback(3, (change, verdict) -> told.add(verdict))).isFalse();

        assertThat(told)
                .singleElement()
                .satisfies(verdict -> assertThat(verdict.verdict()).isEqualTo("fail"));
        assertThat(told.get(0).reason()).contains("worse");
    }
}
