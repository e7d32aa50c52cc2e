package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/** Manual page and completion, as shells and man read them. */
class ShellHelpTest {
    @TempDir
    Path folder;

    @Test
    void man_page_when_made_expect_every_command_with_every_option_and_no_complaint_of_groff() throws Exception {
        String page = ShellHelp.Kind.MAN.text();
        for (CommandSpec command : all(CommandModel.root().getCommandSpec())) {
            assertThat(page).contains(".SS \"" + command.qualifiedName().replace("-", "\\-"));
            CommandModel.options(command)
                    .forEach(option ->
                            assertThat(page).contains(option.longestName().replace("-", "\\-")));
        }
        assertThat(page).contains("gentle", "ATTUNE_PORT", "\\-\\-target=LUFS").doesNotContain("${");
        assumeThat(isThere("groff")).isTrue();
        assertThat(said(page, "groff", "-man", "-Tutf8", "-k", "-ww", "-z")).isEmpty();
    }

    @Test
    void bash_when_a_line_is_begun_expect_commands_options_and_words() throws Exception {
        Path script = Files.writeString(folder.resolve("attune"), ShellHelp.Kind.BASH.text());
        assertThat(bash(script, "attune", "pre")).containsExactly("presets");
        assertThat(bash(script, "attune", "presets", "ex")).containsExactly("export");
        assertThat(bash(script, "attune", "run", "--le")).containsExactly("--learn");
        assertThat(bash(script, "attune", "run", "--learn", "o")).containsExactlyInAnyOrder("off", "observe");
        assertThat(bash(script, "attune", "config", "set", "id"))
                .containsExactlyInAnyOrder("idle-seconds", "idle-search");
    }

    private List<String> bash(Path script, String... words) throws Exception {
        String line = "compopt() { :; }; source " + script + "; COMP_WORDS=(" + String.join(" ", words)
                + "); COMP_CWORD=" + (words.length - 1) + "; _complete_attune; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return said("", "bash", "--norc", "-c", line)
                .lines()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    @Test
    void zsh_when_made_expect_a_function_for_every_command_and_no_syntax_error() throws Exception {
        String text = ShellHelp.Kind.ZSH.text();
        assertThat(text).startsWith("#compdef attune\n");
        for (CommandSpec command : all(CommandModel.root().getCommandSpec())) {
            assertThat(text).contains("_" + command.qualifiedName("_") + "() {");
        }
        assertThat(text)
                .contains("'--learn=[What learning may do", ":MODE:(off observe suggest auto)'", ":FILE.wav:_files'");
        assumeThat(isThere("zsh")).isTrue();
        Path script = Files.writeString(folder.resolve("_attune"), text);
        assertThat(said("", "zsh", "-f", "-n", script.toString())).isEmpty();
    }

    @Test
    void completion_when_shell_is_unknown_expect_one_sentence() throws IOException {
        CliFixture cli = new CliFixture(folder);
        assertThat(cli.run("completion", "zsh").out()).isEqualTo(ShellHelp.Kind.ZSH.text());
        CliFixture.Result fish = cli.run("completion", "fish");
        assertThat(fish.status()).isEqualTo(2);
        assertThat(fish.err()).contains("fish", "bash", "zsh").hasLineCount(1);
    }

    private static List<CommandSpec> all(CommandSpec root) {
        List<CommandSpec> all = new ArrayList<>();
        for (CommandSpec command : CommandModel.commands(root)) {
            all.add(command);
            all.addAll(all(command));
        }
        return all;
    }

    private static boolean isThere(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    /** Everything that a program writes. */
    private static String said(String input, String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return said;
    }
}
