package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.LearningInsights;
import attune.cli.audio.SampleFormat;
import attune.cli.audio.TestSounds;
import attune.control.ServerFixture;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --json} of every command: offered, told in its help, and one JSON document on the standard output. */
class JsonCommandsTest {
    private static final int RATE_HZ = 48_000;
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** Print a script for a shell, and help. */
    private static final Set<String> NO_DATA = Set.of("attune completion", "attune help");
    /** Not done here: a minute of auditions, a real plugin in a real host, files of a whole build, PipeWire, noise and seconds that were played. */
    private static final Set<String> NOT_RUN = Set.of(
            "attune prove", "attune run", "attune install", "attune mic install", "attune noise", "attune report");

    @TempDir
    Path folder;

    private final Set<String> ran = new HashSet<>();

    private static List<CommandSpec> all(CommandSpec root) {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandSpec command : CommandModel.commands(root)) {
            all.add(command);
            all.addAll(all(command));
        }
        return all;
    }

    @Test
    void commands_when_asked_for_help_expect_json_offered_and_named() {
        for (CommandSpec command : all(CommandModel.root().getCommandSpec())) {
            String name = command.qualifiedName();
            if (!NO_DATA.contains(name)) {
                OptionSpec option = command.findOption("--json");
                assertThat(option).as(name).isNotNull();
                assertThat(String.join("", option.description())).as(name).isNotBlank();
                assertThat(command.commandLine().getUsageMessage()).as(name).contains("--json");
            }
        }
    }

    /** Runs a command with --json at its end. */
    private JsonNode json(CliFixture cli, Object... words) throws Exception {
        Object[] all = Arrays.copyOf(words, words.length + 1);
        all[words.length] = "--json";
        StringBuilder name = new StringBuilder("attune");
        CommandSpec command = CommandModel.root().getCommandSpec();
        for (Object word : words) {
            if (command.subcommands().get(word.toString()) == null) {
                break;
            }
            command = command.subcommands().get(word.toString()).getCommandSpec();
            name.append(' ').append(word);
        }
        ran.add(name.toString());
        CliFixture.Result result = cli.run(all);
        String said = String.join(" ", Arrays.stream(all).map(Object::toString).toList());
        assertThat(result.out()).as("%s: %s", said, result.err()).isNotBlank();
        return JSON.readTree(result.out());
    }

    @Test
    void commands_when_run_with_json_expect_one_document_and_no_other_word() throws Exception {
        CliFixture cli = new CliFixture(folder);
        Path data = Files.createDirectories(folder.resolve("server/data")); // of the server below
        Files.createSymbolicLink(Files.createDirectory(folder.resolve("xdg")).resolve("attune"), data);
        cli.with("XDG_DATA_HOME", folder.resolve("xdg").toString());
        assertThat(json(cli, "stop").path("ended")).isEmpty();
        assertThat(json(cli, "doctor").isObject()).isTrue();
        assertThat(json(cli, "mic").path("installed").asBoolean(true)).isFalse();
        assertThat(json(cli, "mic", "remove").path("removed").asBoolean(true)).isFalse();
        assertThat(json(cli, "uninstall").path("removed").asBoolean(true)).isFalse();
        assertThat(json(cli, "live", "--list").isArray()).isTrue();
        settings(cli);
        files(cli);
        try (ServerFixture server = PrivacyCommandsTest.serving(cli, folder)) {
            server.playing(1);
            presets(cli);
            LearningInsights.Pattern pattern = new LearningInsights.Pattern("hum", "speech", 3, 2, 0.3, 0.2);
            server.tell(
                    "PUT",
                    "/insights",
                    server.agent(),
                    new LearningInsights(List.of(), List.of(pattern), List.of(), List.of(), List.of()));
            learning(cli);
            data(cli);
        }

        Set<String> left = new TreeSet<>();
        all(CommandModel.root().getCommandSpec()).forEach(command -> left.add(command.qualifiedName()));
        left.removeAll(ran);
        left.removeAll(NO_DATA);
        left.removeAll(NOT_RUN);
        assertThat(left).as("commands that this test does not know").isEmpty();
    }

    private void settings(CliFixture cli) throws Exception {
        assertThat(json(cli, "config")).isEqualTo(json(cli, "config", "list"));
        assertThat(json(cli, "config", "set", "target", "-18").path("value").asText())
                .isEqualTo("-18");
        assertThat(json(cli, "config", "get", "target").path("source").asText()).isEqualTo("file");
        assertThat(json(cli, "config", "unset", "target").path("source").asText())
                .isEqualTo("default");
    }

    private void files(CliFixture cli) throws Exception {
        Path in = TestSounds.write(folder.resolve("in.wav"), noise(1), RATE_HZ, SampleFormat.FLOAT32);
        Path other = TestSounds.write(folder.resolve("other.wav"), noise(2), RATE_HZ, SampleFormat.FLOAT32);
        assertThat(json(cli, "measure", in)).hasSize(1);
        JsonNode enhanced = json(cli, "enhance", in, folder.resolve("out.wav"));
        assertThat(enhanced.path("files").path(0).path("seconds").asDouble()).isPositive();
        JsonNode matched = json(cli, "match", in, "--reference", other, "--save", "As other");
        assertThat(matched.path("parts")).hasSize(3);
    }

    private static float[][] noise(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] sound = new float[2][6 * RATE_HZ];
        for (float[] channel : sound) {
            for (int i = 0; i < channel.length; i++) {
                channel[i] = (float) (0.1 * random.nextDouble(-1, 1));
            }
        }
        return sound;
    }

    private void presets(CliFixture cli) throws Exception {
        assertThat(json(cli, "presets")).isEqualTo(json(cli, "presets", "list"));
        String id = json(cli, "presets", "save", "Mine").path("id").asText();
        json(cli, "presets", "tag", id, "voice");
        json(cli, "presets", "favourite", id);
        json(cli, "presets", "recall", "podcast-voice");
        id = json(cli, "presets", "rename", id, "Yours").path("id").asText();
        Path file = folder.resolve("preset.json");
        json(cli, "presets", "export", id, file);
        json(cli, "presets", "delete", id);
        json(cli, "presets", "import", file);
        String rule = json(cli, "presets", "autoload", "add", "music", "--class", "music")
                .path("id")
                .asText();
        assertThat(json(cli, "presets", "autoload")).isEqualTo(json(cli, "presets", "autoload", "list"));
        json(cli, "presets", "autoload", "test", "--class", "music");
        assertThat(json(cli, "presets", "autoload", "remove", rule)).isEmpty();
    }

    private void learning(CliFixture cli) throws Exception {
        json(cli, "learn");
        json(cli, "learn", "suggest");
        json(cli, "learn", "reset");
        json(cli, "learn", "capture", "on");
        json(cli, "learn", "report");
        json(cli, "learn", "insights");
        assertThat(json(cli, "learn", "learners")).isEqualTo(json(cli, "learn", "strategies"));
        json(cli, "learn", "learners", "hum", "off");
        json(cli, "patterns");
        assertThat(json(cli, "patterns", "disable", "speech:hum")
                        .path("enabled")
                        .asBoolean(true))
                .isFalse();
        json(cli, "patterns", "enable", "speech:hum");
        json(cli, "patterns", "delete", "speech:hum", "--yes");
        json(cli, "models");
        json(cli, "experiments");
        json(cli, "history");
        json(cli, "why");
        json(cli, "undo");
    }

    private void data(CliFixture cli) throws Exception {
        json(cli, "status");
        json(cli, "alerts");
        json(cli, "open", "--print");
        json(cli, "audit");
        json(cli, "audit", "verify");
        json(cli, "backup");
        json(cli, "backup", "make");
        json(cli, "privacy");
        json(cli, "privacy", "allow", "features", "off");
        json(cli, "privacy", "export", folder.resolve("all.zip"));
        json(cli, "privacy", "erase", "--yes");
    }
}
