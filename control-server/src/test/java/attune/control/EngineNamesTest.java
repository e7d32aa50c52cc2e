package attune.control;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;

import attune.api.EngineInfo;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people call their plugin instances. */
class EngineNamesTest {
    @TempDir
    Path folder;

    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        server.playing(1);
        server.playing(2);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private EngineInfo name(int instance, String name) throws Exception {
        return server.put("/engines/77-" + instance + "/name", Map.of("name", name), EngineInfo.class);
    }

    @Test
    void instance_when_named_expect_only_this_one_called_so_until_the_name_is_taken_away() throws Exception {
        assertThat(server.info(1).name()).isEqualTo("jalv");
        assertThat(name(1, "  Voice ").name()).isEqualTo("Voice");
        assertThat(server.info(1).name()).isEqualTo("Voice");
        assertThat(server.info(1).hostName()).isEqualTo("jalv");
        assertThat(server.info(2).name()).isEqualTo("jalv");
        assertThat(name(1, "").name()).isEqualTo("jalv");
    }

    @Test
    void name_when_server_and_host_are_started_anew_expect_it_there_again() throws Exception {
        name(2, "Guest ☂ ملف");
        server.restart();
        server.engines().startIn(78, 1).play();
        server.engines().startIn(78, 2).play();
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(90))
                .until(() -> server.tell("GET", "/engines/78-2", server.admin(), null)
                                .statusCode()
                        == 200);
        assertThat(server.get("/engines/78-2", EngineInfo.class).name()).isEqualTo("Guest ☂ ملف");
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(90))
                .until(() -> server.tell("GET", "/engines/78-1", server.admin(), null)
                                .statusCode()
                        == 200);
        assertThat(server.get("/engines/78-1", EngineInfo.class).name())
                .as("nobody gave this one a name")
                .isEqualTo("jalv");
    }

    @Test
    void name_when_everything_is_erased_expect_it_gone_too() throws Exception {
        name(1, "Voice");
        server.post("/privacy/erase", Map.of("confirm", "erase everything"), Map.class);
        assertThat(server.info(1).name()).isEqualTo("jalv");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u200b\u200f",
                "line\nbreak",
                "\u0007",
                "turned \u202e round",
                "12345678901234567890123456789012345678901"
            })
    void name_when_it_can_be_none_expect_refused_and_the_old_one_kept(String name) throws Exception {
        HttpResponse<String> refused = server.tell("PUT", "/engines/77-1/name", server.admin(), Map.of("name", name));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(detail(refused)).contains("at most 40 characters");
        assertThat(server.info(1).name()).isEqualTo("jalv");
    }
}
