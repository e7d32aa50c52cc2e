package attune.learn.loop;

import static attune.learn.loop.LoopFixtures.NOISE;
import static attune.learn.loop.LoopFixtures.experience;
import static attune.learn.loop.LoopFixtures.situation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
    private final SelfLearningSystem online =
            new SelfLearningSystem(memory, bandits, NOISE, SelfLearningSystem.Mode.ONLINE);

    /** So many tries of a strategy that helps, and of one that doesn't. */
    private void live(SelfLearningSystem system, String contentClass, String good, String bad, long from, int count) {
        for (int i = 0; i < count; i++) {
            system.learnFromExperience(experience(from + i, contentClass, good, 0.4, false));
            system.learnFromExperience(experience(from + i, contentClass, bad, -0.2, false));
        }
    }

    @Test
    void experienceCollection_when_the_server_tells_again_what_was_learned_expect_it_to_count_once() {
        assertThat(online.learnFromExperience(experience(1, "speech", "rules", 0.4, false)))
                .isTrue();
        double mean = bandits.mean(situation("speech"), "rules");

        assertThat(online.learnFromExperience(experience(1, "speech", "rules", 0.4, false)))
                .isFalse();
        assertThat(memory.experiences()).hasSize(1);
        assertThat(bandits.mean(situation("speech"), "rules")).isEqualTo(mean);
        assertThat(online.learnFromExperience(experience(1, "speech", "rules", 0.4, true)))
                .as("its measured effect is news")
                .isTrue();
    }

    @Test
    void experienceCollection_when_offline_expect_nothing_learned_before_the_update_and_the_same_after_it() {
        StrategyBandits others = new StrategyBandits(List.of("neutral", "rules", "gentle"), BanditConfig.SHIPPED, 1);
        LearningMemory apart = new LearningMemory();
        SelfLearningSystem offline = new SelfLearningSystem(apart, others, NOISE, SelfLearningSystem.Mode.OFFLINE);
        live(offline, "speech", "rules", "gentle", 0, 15);
        assertThat(offline.shouldUpdate()).isFalse();
        live(offline, "speech", "rules", "gentle", 100, 5);
        live(online, "speech", "rules", "gentle", 0, 15);
        live(online, "speech", "rules", "gentle", 100, 5);

        assertThat(offline.shouldUpdate()).isTrue();
        assertThat(apart.experiences()).isEmpty();
        assertThat(offline.updateModels(SelfLearningSystem.BATCH)).isEqualTo(SelfLearningSystem.BATCH);
        assertThat(offline.shouldUpdate()).isFalse();
        assertThat(offline.updateModels(SelfLearningSystem.BATCH)).isEqualTo(40 - SelfLearningSystem.BATCH);
        assertThat(apart.experiences()).isEqualTo(memory.experiences());
        for (String strategy : List.of("rules", "gentle")) {
            assertThat(others.mean(situation("speech"), strategy))
                    .isEqualTo(bandits.mean(situation("speech"), strategy));
        }
    }

    @Test
    void patternLearning_when_a_strategy_helps_expect_it_with_its_confidence_and_not_those_that_are_unsure() {
        live(online, "speech", "rules", "gentle", 0, 10);
        online.learnFromExperience(experience(50, "music", "neutral", 0.4, false));

        assertThat(online.extractPatterns(0.7)).singleElement().satisfies(pattern -> {
            assertThat(pattern.strategy()).isEqualTo("rules");
            assertThat(pattern.contentClass()).isEqualTo("speech");
            assertThat(pattern.tries()).isEqualTo(10);
            assertThat(pattern.improvement()).isCloseTo(0.4, within(1e-12));
        });
        assertThat(online.extractPatterns(0)).hasSize(3);
        assertThat(online.generateInsights())
                .containsExactly("On speech, rules helped in 10 of 10 tries, by +0.40 steps on average.");
    }

    @Test
    void modelImprovement_when_one_strategy_helps_expect_it_tried_first() {
        live(online, "speech", "gentle", "rules", 0, 30);

        assertThat(bandits.order(situation("speech"))).startsWith("gentle").endsWith("rules");
    }

    @Test
    void knowledgeTransfer_when_only_one_kind_of_content_was_heard_expect_nothing_claimed_of_another() {
        live(online, "speech", "gentle", "rules", 0, 30);

        assertThat(bandits.mean(situation("music"), "gentle")).isEqualTo(bandits.mean(situation("music"), "rules"));
        assertThat(memory.proven(situation("music"))).isNull();
    }

    @Test
    void stability_when_an_experience_has_no_figure_expect_it_kept_and_nothing_learned_of_it() {
        double mean = bandits.mean(situation("speech"), "rules");

        online.learnFromExperience(experience(1, "speech", "rules", Double.NaN, false));

        assertThat(bandits.mean(situation("speech"), "rules")).isEqualTo(mean);
        assertThat(online.extractPatterns(0)).isEmpty();
    }

    @Test
    void catastrophicForgetting_when_other_content_is_learned_for_long_expect_what_was_known_of_the_first_kept() {
        live(online, "speech", "gentle", "rules", 0, 30);
        double good = bandits.mean(situation("speech"), "gentle");
        double bad = bandits.mean(situation("speech"), "rules");

        live(online, "music", "rules", "gentle", 1_000, 500);

        assertThat(bandits.mean(situation("speech"), "gentle")).isEqualTo(good);
        assertThat(bandits.mean(situation("speech"), "rules")).isEqualTo(bad);
        assertThat(bandits.order(situation("speech"))).startsWith("gentle");
    }
}
