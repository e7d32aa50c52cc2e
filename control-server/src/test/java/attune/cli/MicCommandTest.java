package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code attune mic} on a machine that has what it needs, and on ones that lack something. */
class MicCommandTest {
    @TempDir
    Path folder;

    private CliFixture user;
    private Path programs;
    private Path modules;
    private Path dropIn;

    @BeforeEach
    void machineWithPipeWire() throws IOException {
        user = new CliFixture(folder);
        programs = Files.createDirectory(folder.resolve("programs"));
        modules = Files.createDirectory(folder.resolve("modules"));
        program("pipewire", "exit 0");
        program("wireplumber", "exit 0");
        program("systemctl", "echo \"$@\" >>" + folder.resolve("systemctl.txt"));
        Files.writeString(modules.resolve("libpipewire-module-filter-chain.so"), "… liblilv-0.so.0 …");
        user.with("PATH", programs + ":/bin:/usr/bin").with("PIPEWIRE_MODULE_DIR", modules.toString());
        user.with("SPA_PLUGIN_DIR", modules.toString());
        Path stamp = user.places().dataHome().resolve("installed");
        Files.createDirectories(stamp.getParent());
        Files.writeString(stamp, Version.number() + "\njava 17\n");
        dropIn = user.home.resolve(".config/pipewire/pipewire.conf.d/attune-microphone.conf");
    }

    @Test
    void install_when_all_is_there_expect_the_source_and_pipewire_restarted() throws IOException {
        CliFixture.Result result = user.run("mic", "install");
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains(dropIn.toString(), "was restarted", "8 ms", "'Attune microphone'");
        assertThat(Files.readString(dropIn))
                .contains(
                        "libpipewire-module-filter-chain",
                        "\"urn:attune:mono\"",
                        "\"latency_mode\" = 1",
                        "\"slot\" = 2")
                .contains("media.class = Audio/Source", "node.description = \"Attune microphone\"");
        assertThat(Files.readString(folder.resolve("systemctl.txt")))
                .contains("--user --quiet restart pipewire.service");
        assertThat(user.run("mic").out()).contains(dropIn.toString());
    }

    @Test
    void install_when_repeated_expect_nothing_written_and_nothing_restarted() throws IOException {
        user.run("mic", "install");
        Object before = Files.getLastModifiedTime(dropIn);
        Files.delete(folder.resolve("systemctl.txt"));
        CliFixture.Result again = user.run("mic", "install");
        assertThat(again.status()).isZero();
        assertThat(again.out()).startsWith("Already there");
        assertThat(Files.getLastModifiedTime(dropIn)).isEqualTo(before);
        assertThat(folder.resolve("systemctl.txt")).doesNotExist();
    }

    @Test
    void install_when_another_slot_is_asked_for_expect_it_rewritten() throws IOException {
        user.run("mic", "install");
        assertThat(user.run("mic", "install", "--slot", "B").out()).startsWith("Wrote");
        assertThat(Files.readString(dropIn)).contains("\"slot\" = 1");
        assertThat(user.run("mic", "install", "--slot", "E").status()).isEqualTo(2);
        user.run("mic", "remove");
        assertThat(user.home.resolve(".config")).doesNotExist();
    }

    @Test
    void remove_when_installed_expect_no_trace_and_other_drop_ins_left() throws IOException {
        List<Path> before = tree();
        user.run("mic", "install");
        CliFixture.Result result = user.run("mic", "remove");
        assertThat(result.status()).isZero();
        assertThat(tree()).isEqualTo(before);
        assertThat(user.run("mic", "remove").out()).contains("There is no Attune microphone");

        user.run("mic", "install");
        Path other = Files.writeString(dropIn.resolveSibling("10-rate.conf"), "context.properties = {}");
        user.run("mic", "remove");
        assertThat(other).exists();
        assertThat(dropIn).doesNotExist();
    }

    @Test
    void install_when_the_file_is_somebody_elses_expect_it_untouched_by_install_remove_and_uninstall()
            throws IOException {
        Files.createDirectories(dropIn.getParent());
        Files.writeString(dropIn, "# mine\n");
        for (String verb : List.of("install", "remove")) {
            CliFixture.Result result = user.run("mic", verb);
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).contains(dropIn + " was not written by Attune");
        }
        user.run("uninstall");
        assertThat(dropIn).hasContent("# mine\n");
    }

    @Test
    void install_when_something_is_missing_expect_it_named_with_its_command() throws IOException {
        Files.writeString(modules.resolve("libpipewire-module-filter-chain.so"), "no such library");
        assertThat(user.run("mic", "install").err()).contains("no filter chain that plays LV2");
        Files.delete(programs.resolve("wireplumber"));
        user.with("PATH", programs.toString());
        assertThat(user.run("doctor").out()).contains("sudo apt-get install wireplumber", "lilv");
        Files.delete(programs.resolve("pipewire"));
        CliFixture.Result result = user.run("mic", "install");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("sudo apt-get install pipewire");
        assertThat(dropIn).doesNotExist();
        Files.delete(user.places().dataHome().resolve("installed"));
        assertThat(user.run("mic", "install").err()).contains("./attune install");
    }

    @Test
    void install_when_no_systemd_runs_pipewire_expect_the_command_told() throws IOException {
        program("systemctl", "exit 3");
        assertThat(user.run("mic", "install").out())
                .contains("systemctl --user restart pipewire.service, or log in again");
    }

    @Test
    void install_when_the_user_has_edited_the_file_expect_it_said_and_a_copy_kept() throws IOException {
        user.run("mic", "install");
        String edited = Files.readString(dropIn).replace("node.passive", "target.object = \"usb\" node.passive");
        Files.writeString(dropIn, edited);

        CliFixture.Result result = user.run("mic", "install", "--slot", "B");

        Path copy = dropIn.resolveSibling("attune-microphone.conf.edited");
        assertThat(result.out()).contains("You had edited it", copy.toString());
        assertThat(copy).hasContent(edited);
        assertThat(Files.readString(dropIn)).contains("\"slot\" = 1").doesNotContain("target.object");
        assertThat(user.run("mic", "install", "--slot", "D").out()).doesNotContain("edited");
        assertThat(copy).hasContent(edited);
    }

    @Test
    void install_when_it_fails_expect_the_folders_it_made_gone() throws IOException {
        // So long a name that folders can be made there and the file cannot, by root neither.
        int longest = 4_095 - "/pipewire/pipewire.conf.d".length();
        Path base = folder;
        while (longest - base.toString().length() > 2) {
            int left = longest - base.toString().length() - 1;
            base = base.resolve("x".repeat(left > 250 ? 200 : left));
        }
        Files.createDirectories(base);
        user.with("XDG_CONFIG_HOME", base.toString());

        assertThat(user.run("mic", "install").status()).isEqualTo(1);

        assertThat(base).isEmptyDirectory();
    }

    @Test
    void uninstall_when_there_is_a_microphone_expect_it_taken_away_and_pipewire_restarted() throws IOException {
        user.run("mic", "install");
        Files.delete(folder.resolve("systemctl.txt"));
        assertThat(user.run("uninstall").out()).contains("Removed " + dropIn + ". PipeWire was restarted.");
        assertThat(Files.readString(folder.resolve("systemctl.txt"))).contains("restart pipewire.service");
        assertThat(dropIn).doesNotExist();
        assertThat(user.home.resolve(".config")).doesNotExist();
    }

    private List<Path> tree() throws IOException {
        try (Stream<Path> files = Files.walk(user.home)) {
            return files.sorted().toList();
        }
    }

    private void program(String name, String body) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
