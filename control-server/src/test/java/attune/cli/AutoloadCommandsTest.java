package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.AutoloadContext;
import attune.api.AutoloadRule;
import attune.api.AutoloadTrial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code attune presets autoload} asks of a control server and says about its answers. */
class AutoloadCommandsTest {
    private static final AutoloadRule SPEECH =
            new AutoloadRule(3, "podcast-voice", "obs*", null, "speech", null, null, 5);
    private static final AutoloadRule ANYTHING = new AutoloadRule(1, "gentle", null, null, null, null, null, 0);

    @TempDir
    Path folder;

    private CliFixture cli;
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        cli = new CliFixture(folder);
        server = new FakeServer(cli);
        server.answers("GET /engines", List.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void list_when_there_are_rules_expect_a_line_each_and_without_any_what_makes_one() throws IOException {
        server.answers("GET /autoload", List.of(SPEECH, ANYTHING));
        assertThat(cli.run("presets", "autoload").out())
                .contains("#3  host obs*, speech → podcast-voice  priority 5", "#1  anything → gentle");

        server.answers("GET /autoload", List.of());
        assertThat(cli.run("presets", "autoload", "list").out()).contains("attune presets autoload add");
    }

    @Test
    void add_when_asked_expect_the_rule_as_the_server_has_it_and_an_unknown_preset_refused_before() throws IOException {
        server.answers("POST /autoload", SPEECH);

        assertThat(cli.run("presets", "autoload", "add", "Podcast voice", "--host", "obs*", "--class", "speech")
                        .out())
                .contains("#3  host obs*, speech → podcast-voice");
        assertThat(server.requests)
                .last()
                .asString()
                .startsWith("POST /autoload {")
                .contains("\"preset\":\"podcast-voice\"", "\"host\":\"obs*\"", "\"contentClass\":\"speech\"");
        assertThat(cli.run("presets", "autoload", "add", "nothing").err()).contains("There is no preset 'nothing'");
    }

    @Test
    void test_when_asked_expect_the_winner_what_holds_it_up_and_why_not_the_others() throws IOException {
        server.answers(
                "POST /autoload/test",
                new AutoloadTrial(
                        new AutoloadContext("obs", null, "speech", null, "14:31"),
                        3,
                        "Rule 3 (host obs*, speech) wins and loads 'podcast-voice'.",
                        "It is frozen.",
                        List.of(
                                new AutoloadTrial.Verdict(SPEECH, "wins", "All it asks for is so."),
                                new AutoloadTrial.Verdict(ANYTHING, "true", "It is true, but rule 3 is more exact."))));

        assertThat(cli.run("presets", "autoload", "test", "--host", "obs", "--class", "speech", "--time", "14:31")
                        .out())
                .contains(
                        "Rule 3 (host obs*, speech) wins",
                        "Now it would load nothing: It is frozen.",
                        "wins      #3",
                        "true      #1",
                        "It is true, but rule 3 is more exact.");
        assertThat(server.requests).last().asString().contains("\"time\":\"14:31\"", "\"host\":\"obs\"");
    }

    @Test
    void remove_when_asked_expect_the_rule_gone_and_what_is_no_number_refused() throws IOException {
        server.answers("DELETE /autoload/3", List.of(ANYTHING));

        assertThat(cli.run("presets", "autoload", "remove", "3").out()).contains("Rule 3 is removed.");
        assertThat(cli.run("presets", "autoload", "remove", "three").err()).contains("three");
    }
}
