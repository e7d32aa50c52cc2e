package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.EngineInfo;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.LearningMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code attune learn insights} and {@code attune learn try} on what a control server tells. */
class LearnDeskTest {
    private static final String ASK = "POST /engines/71-1/learning/attempts";

    @TempDir
    Path folder;

    private CliFixture cli;
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        cli = new CliFixture(folder);
        server = new FakeServer(cli);
        server.answers("GET /engines", List.of(engine("71-1")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static EngineInfo engine(String id) {
        return new EngineInfo(
                id,
                "obs",
                "obs",
                true,
                48_000,
                2,
                LearningMode.suggest,
                false,
                false,
                4,
                0,
                Map.of(),
                30,
                null,
                25,
                0,
                0,
                false,
                1);
    }

    private static LearningAttempt attempt(boolean done, @Nullable Long change, String sentence) {
        return new LearningAttempt("a1", "71-1", 1, "gradient", done, change, sentence);
    }

    @Test
    void try_when_a_change_comes_of_it_expect_its_sentence_and_success() throws IOException {
        server.answers(ASK, attempt(false, null, ""))
                .answers("GET /learning/attempts/a1", attempt(true, 7L, "Gradient: proposed as #7. Less hum."));

        CliFixture.Result result = cli.run("learn", "try", "gradient");

        assertThat(result.out()).isEqualTo("Gradient: proposed as #7. Less hum.\n");
        assertThat(result.status()).isZero();
    }

    @Test
    void try_when_nothing_comes_of_it_expect_why_and_failure() throws IOException {
        server.answers(ASK, attempt(true, null, "Gradient: nothing for this sound that does not play already."));

        CliFixture.Result result = cli.run("learn", "try", "gradient");

        assertThat(result.out()).contains("nothing for this sound");
        assertThat(result.status()).isEqualTo(1);
        CliFixture.Result none = cli.run("learn", "try");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("gradient");
        server.answers("GET /engines", List.of(engine("71-1"), engine("72-1")));
        assertThat(cli.run("learn", "try", "gradient").err()).contains("name one with --engine");
    }

    @Test
    void insights_when_told_expect_them_with_what_waits_and_how_sure_it_is() throws IOException {
        server.answers(
                "GET /insights",
                new LearningInsights(
                        List.of("On speech, rules helped in 10 of 10 tries, by +0.40 steps on average."),
                        List.of(new LearningInsights.Pattern("rules", "speech", 10, 10, 0.72, 0.4)),
                        List.of(new LearningInsights.Threshold("trees-1", 0.3, 0.3, 4, 0, 0)),
                        List.of(
                                new LearningInsights.Suggestion(3, "rules", "Less hum.", 0.4, 0.1, 10, 9, 0.596),
                                new LearningInsights.Suggestion(2, "hum", "Less.", null, null, 0, 0, null)),
                        List.of(new LearningInsights.Dealing("rules", 6, 3, 1, 1, 1, 1, 1))));

        assertThat(cli.run("learn", "insights").out())
                .contains(
                        "On speech, rules helped in 10 of 10 tries",
                        "    rules on speech: 10 of 10 better, +0.40 steps on average",
                        "What waits for you:\n    #3 Less hum. Promised +0.40 ±0.10 steps. Such changes helped in 9 of"
                                + " 10, surely in 60\u202F%.",
                        "    #2 Less. No such change was measured before.",
                        "    rules: 3 of 6 played, 1 undone by you, 1 taken back by the watcher, 1 refused,"
                                + " 1 left unanswered, 1 waiting for you");
        assertThat(cli.run("learn", "insights", "--json").out()).contains("\"confidence\" : 0.596");

        server.answers("GET /insights", LearningInsights.NONE);
        assertThat(cli.run("learn", "insights").out()).startsWith("Nothing was learned yet");
    }
}
