package attune.learn.loop;

import static attune.learn.loop.LoopFixtures.NOISE;
import static attune.learn.loop.LoopFixtures.experience;
import static attune.learn.loop.LoopFixtures.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.Experience;
import attune.learn.bandit.BanditConfig;
import attune.learn.bandit.StrategyBandits;
import attune.learn.memory.LearningMemory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Named after what docs/learning.md promises of self-learning. */
class SelfLearningSystemTest {
    private final LearningMemory memory = new LearningMemory();
    private final StrategyBandits bandits =
            new StrategyBandits(List.of("neutral", "rules", "gentle"), BanditConfig.SHIPPED, 1);
    private final SelfLearningSystem learner = new SelfLearningSystem(memory, bandits, NOISE);

    /** So many tries of a strategy that helps, and of one that doesn't. */
    private void live(SelfLearningSystem system, String contentClass, String good, String bad, long from, int count) {
        for (int i = 0; i < count; i++) {
            system.learnFromExperience(experience(from + i, contentClass, good, 0.4, false));
            system.learnFromExperience(experience(from + i, contentClass, bad, -0.2, false));
        }
        system.updateModels(Integer.MAX_VALUE);
    }

    @Test
    void experienceCollection_when_the_server_tells_again_what_was_learned_expect_it_to_count_once() {
        assertThat(learner.learnFromExperience(experience(1, "speech", "rules", 0.4, false)))
                .isTrue();
        learner.updateModels(Integer.MAX_VALUE);
        double mean = bandits.mean(situation("speech"), "rules");

        Experience stored = experience(1, "speech", "rules", 0.4, false);
        assertThat(learner.learnFromExperience(new Experience(
                        7,
                        stored.engineId(),
                        stored.at(),
                        stored.situation(),
                        stored.strategy(),
                        stored.params(),
                        stored.score(),
                        stored.overIncumbent(),
                        stored.chosen(),
                        stored.measured())))
                .isFalse();
        assertThat(memory.experienceSeen())
                .as("the server need not tell it a third time")
                .isEqualTo(7);
        assertThat(learner.shouldUpdate()).isFalse();
        assertThat(memory.experiences()).hasSize(1);
        assertThat(bandits.mean(situation("speech"), "rules")).isEqualTo(mean);
        assertThat(learner.learnFromExperience(experience(1, "speech", "rules", 0.4, true)))
                .as("its measured effect is news")
                .isTrue();
    }

    @Test
    void
            experienceCollection_when_collected_expect_nothing_learned_before_the_update_and_in_batches_the_same_as_at_once() {
        StrategyBandits others = new StrategyBandits(List.of("neutral", "rules", "gentle"), BanditConfig.SHIPPED, 1);
        LearningMemory apart = new LearningMemory();
        SelfLearningSystem inBatches = new SelfLearningSystem(apart, others, NOISE);
        for (int i = 0; i < 40; i++) {
            inBatches.learnFromExperience(
                    experience(i / 2, "speech", i % 2 == 0 ? "rules" : "gentle", i % 2 == 0 ? 0.4 : -0.2, false));
        }
        live(learner, "speech", "rules", "gentle", 0, 20);

        assertThat(inBatches.shouldUpdate()).isTrue();
        assertThat(apart.experiences()).isEmpty();
        assertThat(inBatches.updateModels(32)).isEqualTo(32);
        assertThat(inBatches.shouldUpdate()).isTrue();
        assertThat(inBatches.updateModels(32)).isEqualTo(8);
        assertThat(inBatches.shouldUpdate()).isFalse();
        assertThat(apart.experiences()).isEqualTo(memory.experiences());
        for (String strategy : List.of("rules", "gentle")) {
            assertThat(others.mean(situation("speech"), strategy))
                    .isEqualTo(bandits.mean(situation("speech"), strategy));
        }
    }

    @Test
    void patternLearning_when_a_strategy_helps_expect_it_with_its_confidence_and_not_those_that_are_unsure() {
        live(learner, "speech", "rules", "gentle", 0, 10);
        learner.learnFromExperience(experience(50, "music", "neutral", 0.4, false));
        learner.updateModels(1);

        assertThat(learner.extractPatterns(0.7)).singleElement().satisfies(pattern -> {
            assertThat(pattern.strategy()).isEqualTo("rules");
            assertThat(pattern.contentClass()).isEqualTo("speech");
            assertThat(pattern.tries()).isEqualTo(10);
            assertThat(pattern.improvement()).isCloseTo(0.4, within(1e-12));
        });
        assertThat(learner.extractPatterns(0)).hasSize(3);
        assertThat(learner.generateInsights())
                .containsExactly("On speech, rules helped in 10 of 10 tries, by +0.40 steps on average.");
    }

    @Test
    void modelImprovement_when_one_strategy_helps_expect_it_tried_first() {
        live(learner, "speech", "gentle", "rules", 0, 30);

        assertThat(bandits.order(situation("speech"))).startsWith("gentle").endsWith("rules");
    }

    @Test
    void modelImprovement_when_live_sound_has_judged_expect_more_learned_of_it_than_of_an_audition() {
        learner.learnFromExperience(experience(1, "speech", "rules", 0.4, true));
        learner.learnFromExperience(experience(2, "speech", "gentle", 0.4, false));
        learner.updateModels(2);

        assertThat(bandits.mean(situation("speech"), "rules"))
                .isGreaterThan(bandits.mean(situation("speech"), "gentle"));
    }

    @Test
    void knowledgeTransfer_when_only_one_kind_of_content_was_heard_expect_nothing_claimed_of_another() {
        live(learner, "speech", "gentle", "rules", 0, 30);

        assertThat(bandits.mean(situation("music"), "gentle")).isEqualTo(bandits.mean(situation("music"), "rules"));
        assertThat(memory.proven(situation("music"))).isNull();
    }

    @Test
    void stability_when_an_experience_has_no_figure_expect_it_kept_and_nothing_learned_of_it() {
        double mean = bandits.mean(situation("speech"), "rules");

        learner.learnFromExperience(experience(1, "speech", "rules", Double.NaN, false));
        learner.updateModels(1);

        assertThat(bandits.mean(situation("speech"), "rules")).isEqualTo(mean);
        assertThat(learner.extractPatterns(0)).isEmpty();
    }

    @Test
    void catastrophicForgetting_when_other_content_is_learned_for_long_expect_what_was_known_of_the_first_kept() {
        live(learner, "speech", "gentle", "rules", 0, 30);
        double good = bandits.mean(situation("speech"), "gentle");
        double bad = bandits.mean(situation("speech"), "rules");

        live(learner, "music", "rules", "gentle", 1_000, 500);

        assertThat(bandits.mean(situation("speech"), "gentle")).isEqualTo(good);
        assertThat(bandits.mean(situation("speech"), "rules")).isEqualTo(bad);
        assertThat(bandits.order(situation("speech"))).startsWith("gentle");
    }
}
