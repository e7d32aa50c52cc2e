package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Experience;
import attune.api.LearnedPattern;
import attune.api.ModelInUse;
import attune.api.Situation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code attune patterns} and {@code attune models} on what a control server tells. */
class PatternsCommandTest {
    private static final String ID = "speech:noise-mild";

    @TempDir
    Path folder;

    private CliFixture cli;
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        cli = new CliFixture(folder);
        server = new FakeServer(cli);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static LearnedPattern noise(boolean enabled) {
        return new LearnedPattern(ID, "noise-mild", "speech", 10, 9, 0.596, 0.4, enabled);
    }

    @Test
    void patterns_when_listed_expect_how_each_went_and_which_are_off() throws IOException {
        LearnedPattern off = new LearnedPattern("music:tone", "tone", "music", 0, 0, 0, 0, false);
        server.answers("GET /patterns", List.of(noise(true), off));

        assertThat(cli.run("patterns").out().lines())
                .containsExactly(
                        "speech:noise-mild            on   9 of 10 better, surely in 60\u202F%, +0.40 steps on average",
                        "music:tone                   off  nothing known now");
        assertThat(cli.run("patterns", "--json").out()).contains("\"enabled\" : false");
        server.answers("GET /patterns", List.of());
        assertThat(cli.run("patterns").out()).startsWith("Nothing was learned yet");
    }

    @Test
    void experiments_when_listed_expect_each_with_how_it_went_page_by_page() throws IOException {
        Experience lost = tried(7, -0.12, false, null);
        Experience won = tried(9, 0.31, true, 0.22);
        server.answers("GET /experiments?limit=20", List.of(won, lost));

        String time = Timeline.time(won.at());
        assertThat(cli.run("experiments").out().lines())
                .containsExactly(
                        "#9      " + time
                                + "  speech  noise-mild           +0.31 steps over the sound then; won, measured +0.22 steps",
                        "#7      " + time + "  speech  noise-mild           \u22120.12 steps over the sound then");
        server.answers("GET /experiments?limit=1&won=true&strategy=noise-mild", List.of(won));
        assertThat(cli.run("experiments", "--won", "--strategy", "noise-mild", "--limit", 1, "--json")
                        .out())
                .contains("\"nr_attenuation\" : 12.0");
        server.answers("GET /experiments?limit=1000", Collections.nCopies(1000, won));
        server.answers("GET /experiments?limit=1&before=9", List.of(lost));
        assertThat(cli.run("experiments", "--limit", 1001).out())
                .hasLineCount(1001)
                .contains("#7 ");
        assertThat(cli.run("experiments", "--limit", 0).err()).contains("--limit", "1 to 10000");
    }

    private static Experience tried(long number, double over, boolean chosen, @Nullable Double measured) {
        return new Experience(
                number,
                "71-1",
                1_700_000_000_000L,
                new Situation("speech", 1, List.of()),
                "noise-mild",
                Map.of("nr_attenuation", 12.0),
                0.4,
                over,
                chosen,
                measured);
    }

    @Test
    void pattern_when_switched_expect_said_what_that_means_and_how_to_take_it_back() throws IOException {
        server.answers("PUT /patterns/speech%3Anoise-mild", noise(false));
        CliFixture.Result off = cli.run("patterns", "disable", ID);
        assertThat(off.out())
                .isEqualTo(
                        "noise-mild is not tried on speech any more; 'attune patterns enable speech:noise-mild' takes"
                                + " that back.\n");
        assertThat(server.requests).contains("PUT /patterns/speech%3Anoise-mild {\"enabled\":false}");

        server.answers("PUT /patterns/speech%3Anoise-mild", noise(true));
        assertThat(cli.run("patterns", "enable", ID).out()).isEqualTo("noise-mild may be tried on speech again.\n");
        assertThat(cli.run("patterns", "enable", ID, "--json").out()).contains("\"enabled\" : true");
        assertThat(server.requests).contains("PUT /patterns/speech%3Anoise-mild {\"enabled\":true}");
        CliFixture.Result none = cli.run("patterns", "disable");
        assertThat(none.status()).isEqualTo(2);
        assertThat(none.err()).contains("PATTERN").hasLineCount(1);
    }

    @Test
    void pattern_when_deleted_expect_asked_for_first() throws IOException {
        server.answers("DELETE /patterns/speech%3Anoise-mild", List.of(noise(true)));
        CliFixture.Result asked = cli.run("patterns", "delete", ID);
        assertThat(asked.status()).isEqualTo(2);
        assertThat(asked.err()).contains("--yes", "patterns disable").hasLineCount(1);
        assertThat(server.requests).noneMatch(request -> request.startsWith("DELETE"));

        assertThat(cli.run("patterns", "delete", ID, "--yes").out())
                .isEqualTo("speech:noise-mild is deleted; 1 are left.\n");
    }

    @Test
    void models_when_listed_expect_what_each_decides_and_what_was_measured() throws IOException {
        ModelInUse judge = new ModelInUse(
                "judge-trees",
                "Judge of voices",
                "Says how much better.",
                false,
                "The linear judge judges alone.",
                12_345,
                "90b3cda6",
                "On 68 items .91.",
                "mvn test",
                "docs/judge.md");
        server.answers("GET /models", List.of(judge));

        assertThat(cli.run("models").out().lines())
                .containsExactly(
                        "Judge of voices (judge-trees, 12.3 KB, file 90b3cda6): not in use",
                        "    Says how much better.",
                        "    The linear judge judges alone.",
                        "    Measured: On 68 items .91.",
                        "    Made by: mvn test (docs/judge.md)");
        assertThat(cli.run("models", "--json").out()).contains("\"fingerprint\" : \"90b3cda6\"");
        server.answers("GET /models", List.of());
        assertThat(cli.run("models").out()).contains("not running");
    }
}
