package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.control.ServerFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Audit log, privacy and backups from the command line, on a real server. */
class PrivacyCommandsTest {
    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void start() throws IOException {
        cli = new CliFixture(folder);
    }

    /** Announces a real server where the commands look for one. */
    private ServerFixture serving() throws IOException {
        return serving(cli, folder);
    }

    static ServerFixture serving(CliFixture cli, Path folder) throws IOException {
        ServerFixture server = new ServerFixture(folder.resolve("server"));
        Path here = cli.places().runtimeFolder().orElseThrow();
        Files.writeString(
                here.resolve("server.json"),
                ServerClient.JSON.writeValueAsString(new attune.api.ServerInfo(
                        attune.api.ApiVersion.NUMBER,
                        "0.1.0",
                        FakeServer.pid(),
                        attune.bridge.telemetry.Announcement.startTicks(FakeServer.pid())
                                .orElseThrow(),
                        server.server().port(),
                        null)));
        Files.writeString(here.resolve("token"), server.admin());
        return server;
    }

    @Test
    void commands_when_used_in_turn_expect_what_they_say_and_nothing_left_at_the_end() throws Exception {
        try (ServerFixture server = serving()) {
            assertThat(server.engines()).isNotNull();
            assertThat(cli.run("audit").out()).contains("Nothing is in the audit log yet.");
            assertThat(cli.run("privacy", "allow", "features", "off").out()).contains("not kept any more", "erase");
            assertThat(cli.run("privacy").out())
                    .containsPattern("features +off")
                    .containsPattern("capture +on")
                    .containsPattern("clips +off +Nothing of this is built")
                    .contains("Audit log: 1 entry", "most): 1 choice");
            assertThat(cli.run("audit").out()).contains("#1", "consent", "by you", "on false, purpose features");
            CliFixture.Result verified = cli.run("audit", "verify");
            assertThat(verified.out().strip()).isEqualTo("The audit log is whole: 1 entries.");
            assertThat(verified.status()).isZero();

            assertThat(cli.run("backup").out()).contains("no backup yet");
            assertThat(cli.run("backup", "make").out()).contains("Made a backup");
            assertThat(cli.run("backup", "list").out()).startsWith("1  2");
            assertThat(cli.run("backup", "restore", "1").out()).contains("All is as it was", "number 1 of the list");
            assertThat(cli.run("backup", "restore", "7").err()).contains("which has 2.");

            Path zip = folder.resolve("mine.zip");
            assertThat(cli.run("privacy", "export", zip.toString()).out()).contains("Wrote " + zip);
            assertThat(Files.getPosixFilePermissions(zip)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            try (ZipFile whole = new ZipFile(zip.toFile())) {
                assertThat(whole.getEntry("README.txt")).isNotNull();
            }
            assertThat(cli.run("privacy", "export", zip.toString()).err()).contains("exists already", "--overwrite");

            CliFixture.Result unsure = cli.run("privacy", "erase");
            assertThat(unsure.status()).isEqualTo(CliException.USAGE);
            assertThat(unsure.err()).contains("can't come back", "--yes");
            assertThat(cli.run("audit").out()).contains("exported", "restored", "backed-up");
            assertThat(cli.run("privacy", "erase", "--yes").out()).contains("Everything is erased.");
            assertThat(cli.run("audit").out()).contains("#1", "erased").hasLineCount(1);
            assertThat(cli.run("privacy").out())
                    .containsPattern("features +off")
                    .contains("Backups (one a day): 0 files");
        }
    }

    @Test
    void words_when_wrong_expect_one_sentence() throws Exception {
        try (FakeServer server = new FakeServer(cli)) {
            assertThat(cli.run("audit", "vrify").err()).contains("only verify").hasLineCount(1);
            assertThat(cli.run("privacy", "allow", "capturing", "off").err())
                    .contains("features and capture")
                    .hasLineCount(1);
            assertThat(cli.run("privacy", "allow", "capture", "perhaps").err()).contains("on or off");
            assertThat(cli.run("backup", "mak").err()).contains("Did you mean make");
            assertThat(cli.run("backup", "make", "3").err()).contains("no meaning");
            assertThat(server.requests).isEmpty();

            server.answers(
                    "GET /audit/verify",
                    Map.of("whole", false, "entries", 2, "head", "0", "number", 3, "sentence", "Entry 3 is missing."));
            CliFixture.Result broken = cli.run("audit", "verify");
            assertThat(broken.status()).isEqualTo(CliException.FAILED);
            assertThat(broken.out().strip()).isEqualTo("Entry 3 is missing.");

            server.answers("POST /privacy/export", 200, "half a file");
            Path zip = folder.resolve("half.zip");
            assertThat(cli.run("privacy", "export", zip.toString()).err()).contains("broke off");
            server.answers("POST /privacy/export", 409, FakeServer.problem(409, "Another export is at work."));
            assertThat(cli.run("privacy", "export", zip.toString()).err()).contains("Another export is at work.");
            assertThat(List.of(folder.toFile().list())).noneMatch(name -> name.endsWith(".zip"));
        }
    }
}
