package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Experience;
import attune.api.LearningInsights;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Patterns that a person switches off or deletes, as the agent heeds them. */
class PatternsOffTest {
    private static List<String> strategies(List<Experience> experiences) {
        return experiences.stream().map(Experience::strategy).distinct().toList();
    }

    private static Set<String> told(Loop loop) {
        return loop.server.insights.get(loop.server.insights.size() - 1).patterns().stream()
                .map(LearningInsights.Pattern::strategy)
                .collect(Collectors.toSet());
    }

    @Test
    void strategies_of_a_kind_of_sound_expect_those_off_for_it_and_all_of_learners_that_are_off() {
        SwitchedOff off =
                new SwitchedOff(Set.of("hum", "noise"), Set.of("speech:tone", "music:preset:a:b", "speech:"), 0);
        assertThat(off.strategies("speech")).containsExactlyInAnyOrder("hum", "noise-mild", "noise-strong", "tone", "");
        assertThat(off.strategies("music"))
                .containsExactlyInAnyOrder("hum", "noise-mild", "noise-strong", "preset:a:b");
    }

    @Test
    void pattern_when_off_expect_not_tried_on_that_sound_from_the_next_decision_and_others_as_before()
            throws Exception {
        float[] source = Material.hum(Material.fan(Material.voice(Material.ONE), 0.02, 3));
        Loop free = new Loop(new FakeServer(source));
        free.run(12);
        assertThat(strategies(free.server.experiences)).contains("hum", "noise-mild");

        Loop loop = new Loop(new FakeServer(source));
        loop.agent.switchedOff(new SwitchedOff(Set.of(), Set.of("speech:hum", "music:noise-mild"), 0));
        loop.run(12);
        assertThat(strategies(loop.server.experiences)).contains("noise-mild").doesNotContain("hum");
    }

    @Test
    void pattern_when_deleted_while_the_agent_runs_expect_it_forgotten_at_once_and_the_rest_read_again()
            throws Exception {
        float[] source = Material.hum(Material.fan(Material.voice(Material.ONE), 0.02, 3));
        Loop loop = new Loop(new FakeServer(source));
        loop.run(12);
        Set<String> before = told(loop);
        assertThat(before).contains("hum", "noise-mild");
        int known = loop.learning.memory().experiences().size();
        loop.server.experiences.removeIf(one -> one.strategy().equals("hum"));
        int left = loop.server.experiences.size();
        loop.server.frozen = true;

        loop.agent.switchedOff(new SwitchedOff(Set.of(), Set.of(), 7));
        loop.run(1);

        assertThat(loop.learning.memory().experiences()).hasSize(left).hasSizeLessThan(known);
        assertThat(told(loop)).contains("noise-mild").doesNotContain("hum");
        loop.run(1);
        assertThat(loop.learning.memory().experiences()).as("read once").hasSize(left);
    }
}
