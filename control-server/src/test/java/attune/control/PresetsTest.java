package attune.control;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preset files that people put into the folder themselves, as REST shows them. */
class PresetsTest {
    @TempDir
    Path folder;

    private ServerFixture server;
    private Path own;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        own = Files.createDirectories(server.places().data().resolve("presets"));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private HttpResponse<String> tell(String method, String path) throws Exception {
        return server.tell(method, path, server.admin(), null);
    }

    @Test
    void presets_when_own_files_are_broken_expect_the_others_and_each_told_and_deleted() throws Exception {
        Files.writeString(own.resolve("garbage.json"), "no JSON");
        Files.write(own.resolve("no text.json"), new byte[] {(byte) 0xff, 0, 1});
        Files.copy(Path.of("../presets/music.json"), own.resolve("gentle.json"));

        HttpResponse<String> list = tell("GET", "/presets");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).contains("\"podcast-voice\"").doesNotContain("garbage");
        String told = URLDecoder.decode(
                list.headers().firstValue("X-Attune-Passed-Over").orElseThrow(), StandardCharsets.UTF_8);
        assertThat(told)
                .contains(
                        "'garbage' is not a valid preset file",
                        "no text.json is not a valid",
                        "gentle.json is not used");
        for (String id : new String[] {"garbage", "no%20text"}) {
            HttpResponse<String> broken = tell("GET", "/presets/" + id);
            assertThat(broken.statusCode()).isEqualTo(422);
            assertThat(detail(broken)).contains("is not a valid preset file");
            assertThat(server.tell("PUT", "/presets/" + id, server.admin(), Map.of("label", "Mended"))
                            .statusCode())
                    .isEqualTo(422);
            assertThat(tell("DELETE", "/presets/" + id).statusCode()).isEqualTo(204);
        }
        assertThat(server.get("/presets/gentle", attune.api.PresetInfo.class))
                .satisfies(gentle -> assertThat(gentle.factory()).isTrue())
                .satisfies(gentle -> assertThat(gentle.label()).isEqualTo("Gentle"));
        assertThat(tell("DELETE", "/presets/gentle").statusCode())
                .as("the file that is not used goes, the factory's stays")
                .isEqualTo(204);
        assertThat(own).isEmptyDirectory();
        assertThat(tell("DELETE", "/presets/gentle").statusCode()).isEqualTo(409);
        assertThat(tell("GET", "/presets").headers().firstValue("X-Attune-Passed-Over"))
                .isEmpty();
    }
}
