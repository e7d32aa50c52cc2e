package attune.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open panel, pressed in a host: this process opens it, with an xdg-open of the test's own. */
class OpenPanelTest {
    @TempDir
    Path folder;

    private Path fakeOpener() throws Exception {
        Path program = Files.createDirectories(folder.resolve("bin")).resolve("xdg-open");
        Files.writeString(program, "#!/bin/sh\necho \"$*\" >>" + folder + "/opened\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return folder.resolve("opened");
    }

    @Test
    void panel_when_asked_for_in_a_host_expect_opened_once_through_a_private_page() throws Exception {
        Path opened = fakeOpener();
        try (ServerFixture server = new ServerFixture(folder)) {
            FakeEngine engine = server.playing(1);
            engine.askForPanel();
            engine.play();
            await().atMost(Duration.ofSeconds(90)).until(() -> Files.exists(opened) && Files.size(opened) > 0);
            for (int i = 0; i < 5; i++) {
                engine.play();
            }
            engine.askForPanel();
            engine.play();
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> Files.readAllLines(opened).size() >= 2);
            assertThat(Files.readAllLines(opened)).hasSize(2);
            Path page = Path.of(Files.readAllLines(opened).get(0));
            assertThat(page).hasParent(server.places().runtime());
            assertThat(Files.getPosixFilePermissions(page)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            String link = Files.readString(page).replaceAll("(?s).*url=(.*?)\".*", "$1");
            assertThat(URI.create(link).getFragment()).startsWith("c=");
        }
    }

    @Test
    void panel_when_there_is_no_graphical_session_expect_nothing_opened() throws Exception {
        Path opened = fakeOpener();
        Path runtime = Files.createDirectory(folder.resolve("private"));
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwx------"));
        PanelOpener opener =
                new PanelOpener(runtime, Map.of("PATH", folder.resolve("bin").toString()));
        opener.setPanel(1, attune.control.http.Tokens.of(runtime, Clock.systemUTC()));
        opener.open();
        assertThat(runtime.resolve("open-panel.html")).doesNotExist();
        assertThat(opened).doesNotExist();
    }
}
