package attune.control;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.EngineInfo;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
        assertThat(server.info(1).name()).isEqualTo("jalv 1");
        assertThat(name(1, "  Voice ").name()).isEqualTo("Voice");
        assertThat(server.info(1).name()).isEqualTo("Voice");
        assertThat(server.info(1).hostName()).isEqualTo("jalv");
        assertThat(server.info(2).name()).isEqualTo("jalv 2");
        assertThat(name(1, "").name()).isEqualTo("jalv 1");
    }

    @Test
    void instances_when_nobody_named_them_expect_a_number_where_a_host_has_several() throws Exception {
        assertThat(List.of(server.info(1).name(), server.info(2).name())).containsExactly("jalv 1", "jalv 2");
        awaitPlaying(78, 1);
        assertThat(server.get("/engines/78-1", EngineInfo.class).name())
                .as("its own number is taken by another process of that host")
                .isEqualTo("jalv 3");
        server.engines().end(1);
        await().atMost(Duration.ofSeconds(90)).until(() -> !server.info(1).connected());
        assertThat(server.info(2).name()).as("it stays").isEqualTo("jalv 2");
    }

    private void awaitPlaying(int host, int instance) throws Exception {
        server.engines().startIn(host, instance).play();
        await().atMost(Duration.ofSeconds(90))
                .until(() -> server.tell("GET", "/engines/" + host + "-" + instance, server.admin(), null)
                                .statusCode()
                        == 200);
    }

    @Test
    void name_when_server_and_host_are_started_anew_expect_it_there_again() throws Exception {
        name(2, "Guest ☂ ملف");
        server.restart();
        awaitPlaying(78, 1);
        awaitPlaying(78, 2);
        assertThat(server.get("/engines/78-2", EngineInfo.class).name()).isEqualTo("Guest ☂ ملف");
        assertThat(server.get("/engines/78-1", EngineInfo.class).name())
                .as("nobody gave this one a name")
                .matches("jalv [34]");
    }

    @Test
    void name_when_everything_is_erased_expect_it_gone_too() throws Exception {
        name(1, "Voice");
        server.post("/privacy/erase", Map.of("confirm", "erase everything"), Map.class);
        assertThat(server.info(1).name()).isEqualTo("jalv 1");
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
        assertThat(server.info(1).name()).isEqualTo("jalv 1");
    }
}
