package attune.control.autoload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.AutoloadContext;
import attune.api.AutoloadRule;
import attune.api.AutoloadTrial;
import attune.api.AutoloadTrial.Verdict;
import attune.api.Heard;
import attune.control.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which rule wins, and what is said of the others. */
class RuleJudgeTest {
    private static final AutoloadContext OBS = new AutoloadContext("obs-studio", "77-1", "speech", 48_000.0, "14:31");

    private static AutoloadRule rule(int id, @Nullable String host, @Nullable String contentClass, int priority) {
        return new AutoloadRule(id, "preset-" + id, host, null, contentClass, null, null, priority);
    }

    private static AutoloadTrial judge(AutoloadContext context, AutoloadRule... rules) {
        return RuleJudge.judge(List.of(rules), context, preset -> !preset.equals("gone"), null);
    }

    @Test
    void rules_when_several_are_true_expect_priority_then_exactness_then_wildcards_then_age() {
        AutoloadRule anything = rule(1, null, null, 0);
        AutoloadRule speech = rule(2, null, "speech", 0);
        AutoloadRule wild = rule(3, "obs*", "speech", 0);
        AutoloadRule exact = rule(4, "OBS-studio", "speech", 0);
        AutoloadRule same = rule(5, "obs-studio", "speech", 0);
        AutoloadRule first = rule(6, null, null, 1);

        AutoloadTrial trial = judge(OBS, anything, speech, wild, same, exact, first);

        assertThat(trial.winner()).isEqualTo(6);
        assertThat(trial.sentence()).isEqualTo("Rule 6 (anything) wins and loads 'preset-6'.");
        assertThat(trial.rules()).extracting(verdict -> verdict.rule().id()).containsExactly(6, 4, 5, 3, 2, 1);
        assertThat(judge(OBS, anything, speech, wild, same, exact).rules())
                .extracting(Verdict::why)
                .containsExactly(
                        "All it asks for is so: host OBS-studio, speech.",
                        "It is true, but rule 4 is older and as exact.",
                        "It is true, but rule 4 has fewer wildcards.",
                        "It is true, but rule 4 is more exact, with 2 conditions to 1.",
                        "It is true, but rule 4 is more exact, with 2 conditions to 0.");
        assertThat(trial.rules().get(1).why()).isEqualTo("It is true, but rule 6 has priority 1 over 0.");
    }

    @Test
    void rules_when_put_into_any_order_expect_them_to_go_in_it_and_no_priority_moved_that_need_not_be() {
        List<AutoloadRule> rules = List.of(
                rule(1, null, null, 0),
                rule(2, "obs*", "speech", 0),
                rule(3, null, "speech", 0),
                rule(4, null, null, 7),
                rule(5, null, "music", RuleCheck.LARGEST_PRIORITY));
        Random random = new Random(8);
        for (int i = 0; i < 50; i++) {
            List<AutoloadRule> wanted = new ArrayList<>(rules);
            Collections.shuffle(wanted, random);

            List<AutoloadRule> placed = RuleJudge.inOrder(wanted);

            assertThat(placed).extracting(AutoloadRule::id).containsExactlyElementsOf(ids(wanted));
            assertThat(ids(RuleJudge.ordered(placed))).isEqualTo(ids(wanted));
            assertThat(placed)
                    .allSatisfy(rule -> assertThat(RuleCheck.checked(rule)).isEqualTo(rule));
        }
        assertThat(RuleJudge.inOrder(RuleJudge.ordered(rules))).isEqualTo(RuleJudge.ordered(rules));
        assertThat(RuleJudge.inOrder(List.of(rules.get(3), rules.get(0), rules.get(1))))
                .extracting(AutoloadRule::priority)
                .containsExactly(7, 1, 0);
        assertThat(RuleJudge.inOrder(List.of(rules.get(0), rule(6, null, null, 3))))
                .as("the older one goes first at the same priority")
                .extracting(AutoloadRule::priority)
                .containsExactly(3, 3);
        assertThat(RuleJudge.inOrder(List.of())).isEmpty();
    }

    private static List<Integer> ids(List<AutoloadRule> rules) {
        return rules.stream().map(AutoloadRule::id).toList();
    }

    @Test
    void rules_when_not_true_expect_what_is_not_so() {
        AutoloadTrial trial = judge(
                new AutoloadContext("ardour", "77-1", null, 44_100.0, "14:31"),
                rule(1, "obs*", null, 0),
                rule(2, null, "speech", 0),
                new AutoloadRule(3, "x", null, "*-2", null, null, null, 0),
                new AutoloadRule(4, "x", null, null, null, 48_000.0, null, 0),
                new AutoloadRule(5, "x", null, null, null, null, "22:00-06:30", 0),
                new AutoloadRule(6, "gone", null, null, null, null, null, 0));

        assertThat(trial.winner()).isNull();
        assertThat(trial.sentence()).isEqualTo("None of the 6 rules is true; nothing is loaded.");
        assertThat(trial.rules())
                .extracting(Verdict::why)
                .containsExactlyInAnyOrder(
                        "The host is ardour, not obs*.",
                        "What is heard is not known yet, so speech can't be told.",
                        "The instance is 77-1, not *-2.",
                        "The sample rate is 44.1 kHz, not 48 kHz.",
                        "It is 14:31, not 22:00-06:30.",
                        "There is no preset 'gone' that can be used.");
    }

    @ParameterizedTest
    @CsvSource({
        "22:00-06:30, 21:59, false",
        "22:00-06:30, 22:00, true",
        "22:00-06:30, 06:29, true",
        "22:00-06:30, 06:30, false",
        "09:00-17:00, 09:00, true",
        "09:00-17:00, 17:00, false",
    })
    void time_when_tried_expect_the_first_minute_in_and_the_last_out(String span, String now, boolean holds) {
        AutoloadRule rule = new AutoloadRule(1, "x", null, null, null, null, span, 0);

        AutoloadTrial trial = judge(new AutoloadContext(null, null, null, null, now), rule);

        assertThat(trial.winner() != null).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource({
        "obs*, OBS-Studio, true",
        "*, anything, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "*-2, 4711-2, true",
        "*-2, 4711-22, false",
        "a*b*c, a-b-b-c, true",
        "a.c, abc, false",
    })
    void pattern_when_held_against_a_name_expect_stars_and_question_marks_alone_to_stand_in(
            String pattern, String name, boolean matches) {
        AutoloadTrial trial = judge(
                new AutoloadContext(name, null, null, null, null),
                new AutoloadRule(1, "x", pattern, null, null, null, null, 0));

        assertThat(trial.winner() != null).isEqualTo(matches);
    }

    @Test
    void pattern_when_made_to_take_forever_expect_an_answer() {
        AutoloadRule nasty = new AutoloadRule(1, "x", "a*".repeat(49) + "b", null, null, null, null, 0);
        AutoloadContext context = new AutoloadContext("a".repeat(250), null, null, null, null);

        org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(judge(context, nasty).winner()).isNull());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host | be\u0007ll | The pattern for \"host\" has more than 100 characters or a control character.",
                "class | jazz | There is no class of content \"jazz\"; there are speech, music, mixed, noise.",
                "rate | 7 | A sample rate is 8000 to 768000 Hz, not 7.0.",
                "time | 8:00-9:00 | \"8:00-9:00\" is no span of the day; write it as 22:00-06:30, with two different ends.",
                "time | 25:00-26:00 | \"25:00-26:00\" is no span of the day; write it as 22:00-06:30, with two different ends.",
                "time | 08:00-08:00 | \"08:00-08:00\" is no span of the day; write it as 22:00-06:30, with two different ends.",
                "priority | 2000 | A priority is a whole number from -1000 to 1000, not 2000.",
            })
    void rule_when_it_makes_no_sense_expect_one_sentence(String field, String value, String sentence) {
        AutoloadRule bad = new AutoloadRule(
                1,
                "x",
                field.equals("host") ? value : null,
                null,
                field.equals("class") ? value : null,
                field.equals("rate") ? Double.valueOf(value) : null,
                field.equals("time") ? value : null,
                field.equals("priority") ? Integer.parseInt(value) : 0);

        assertThatThrownBy(() -> RuleCheck.checked(bad))
                .isInstanceOf(ProblemException.class)
                .hasMessage(sentence);
    }

    @Test
    void pattern_when_longer_than_a_hundred_characters_expect_refused() {
        assertThat(RuleCheck.checked(rule(1, "a".repeat(100), null, 0)).host()).hasSize(100);
        assertThatThrownBy(() -> RuleCheck.checked(rule(1, "a".repeat(101), null, 0)))
                .hasMessageContaining("more than 100 characters");
    }

    @Test
    void class_when_unsure_expect_none() {
        SettledClass settled = new SettledClass();

        assertThat(hear(settled, "speech", 0.49, 0, 60)).isNull();
        assertThat(hear(settled, "speech", 0.5, 61, 71)).isEqualTo("speech");
    }

    @Test
    void class_when_it_flickers_or_pauses_expect_the_settled_one_until_another_lasts_ten_seconds() {
        SettledClass settled = new SettledClass();

        assertThat(hear(settled, "speech", 0, 9)).isNull();
        assertThat(hear(settled, "music", 10, 11)).isNull();
        assertThat(hear(settled, "speech", 12, 22)).isEqualTo("speech");
        assertThat(hear(settled, "silence", 23, 60)).isEqualTo("speech");
        assertThat(hear(settled, "music", 61, 70)).isEqualTo("speech");
        assertThat(hear(settled, "music", 71, 71)).isEqualTo("music");
    }

    private static @Nullable String hear(SettledClass settled, String contentClass, int fromSeconds, int toSeconds) {
        return hear(settled, contentClass, 0.9, fromSeconds, toSeconds);
    }

    private static @Nullable String hear(
            SettledClass settled, String contentClass, double confidence, int fromSeconds, int toSeconds) {
        String last = null;
        for (int second = fromSeconds; second <= toSeconds; second++) {
            last = settled.take(
                    new Heard(contentClass, confidence, List.of(), Map.of(), "listening", "", null), second * 1000L);
        }
        return last;
    }
}
