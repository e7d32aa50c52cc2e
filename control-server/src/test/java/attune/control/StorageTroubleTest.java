package attune.control;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Feedback;
import attune.control.store.StorageException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk or a port that lets the server down: one sentence, and sound goes on. */
class StorageTroubleTest {
    @TempDir
    Path folder;

    private static Connection raw(ServerFixture server) throws Exception {
        return DriverManager.getConnection(
                "jdbc:sqlite:" + server.places().data().resolve("attune.db"));
    }

    @Test
    void change_when_the_database_is_locked_expect_503_nothing_posted_and_live_goes_on() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            FakeEngine engine = server.playing(1);
            try (Connection other = raw(server);
                    Statement statement = other.createStatement()) {
                statement.executeUpdate("BEGIN EXCLUSIVE");
                HttpResponse<String> locked = server.tell(
                        "PUT", "/engines/77-1/parameters", server.admin(), Map.of("values", Map.of("hpf_corner", 80)));
                assertThat(locked.statusCode()).isEqualTo(503);
                assertThat(detail(locked)).contains("held by another program").contains("sound and live view go on");
                assertThat(engine.posts()).isEmpty();

                HttpResponse<String> freeze = server.tell("PUT", "/learning", server.admin(), Map.of("frozen", true));
                assertThat(freeze.statusCode()).isEqualTo(503);
                assertThat(server.info(1).frozen()).isTrue();
                engine.setLateBlocks(42);
                server.heard(engine, 1, info -> info.lateBlocks() == 42);
                statement.executeUpdate("ROLLBACK");
            }
            server.put("/engines/77-1/parameters", Map.of("values", Map.of("hpf_corner", 80)), Change.class);
            assertThat(engine.posts()).hasSize(1);
        }
    }

    @Test
    void change_when_the_disk_is_full_expect_507_nothing_half_written_and_live_goes_on() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            FakeEngine engine = server.playing(1);
            server.server().limitPages(32);
            HttpResponse<String> answer = moveCorner(server, 20);
            int written = 0;
            while (answer.statusCode() == 200 && written < 150) {
                written++;
                answer = moveCorner(server, 20 + written % 100);
            }
            assertThat(answer.statusCode()).isEqualTo(507);
            assertThat(detail(answer)).contains("no room left");
            assertThat(engine.posts()).hasSize(written);
            assertThat(server.get("/changes?limit=1000", Change[].class)).hasSize(written);
            engine.setLateBlocks(7);
            EngineInfo info = server.heard(engine, 1, now -> now.lateBlocks() == 7);
            assertThat(info.connected()).isTrue();
        }
    }

    @Test
    void less_when_the_change_cannot_be_written_expect_neither_change_nor_opinion() throws Exception {
        try (ServerFixture server = new ServerFixture(folder);
                Connection other = raw(server);
                Statement statement = other.createStatement()) {
            FakeEngine engine = server.playing(1);
            Change change = ServerFixture.read(moveCorner(server, 80), 200, Change.class);
            String less = "/changes/" + change.id() + "/less";

            statement.executeUpdate(
                    "CREATE TRIGGER broken BEFORE INSERT ON changes BEGIN SELECT RAISE(ABORT, 'broken'); END");
            assertThat(server.tell("POST", less, server.admin(), Map.of()).statusCode())
                    .isGreaterThanOrEqualTo(500);
            assertThat(engine.posts()).hasSize(1);
            assertThat(server.get("/feedback", Feedback[].class)).isEmpty();

            statement.executeUpdate("DROP TRIGGER broken");
            server.post(less, Map.of(), Change.class);
            assertThat(engine.posts()).hasSize(2);
            assertThat(server.get("/feedback", Feedback[].class)).hasSize(1);
        }
    }

    @Test
    void less_when_only_the_opinion_cannot_be_written_expect_the_change_in_force_and_said_so() throws Exception {
        try (ServerFixture server = new ServerFixture(folder);
                Connection other = raw(server);
                Statement statement = other.createStatement()) {
            FakeEngine engine = server.playing(1);
            Change change = ServerFixture.read(moveCorner(server, 80), 200, Change.class);
            statement.executeUpdate(
                    "CREATE TRIGGER broken BEFORE INSERT ON feedback BEGIN SELECT RAISE(ABORT, 'broken'); END");

            server.post("/changes/" + change.id() + "/less", Map.of(), Change.class);

            assertThat(engine.posts()).hasSize(2);
            assertThat(server.get("/feedback", Feedback[].class)).isEmpty();
        }
    }

    private static HttpResponse<String> moveCorner(ServerFixture server, double hz) throws Exception {
        return server.tell(
                "PUT", "/engines/77-1/parameters", server.admin(), Map.of("values", Map.of("hpf_corner", hz)));
    }

    @Test
    void start_when_the_database_is_newer_expect_refused() throws Exception {
        try (ServerFixture server = new ServerFixture(folder);
                Connection other = raw(server);
                Statement statement = other.createStatement()) {
            server.server().close();
            statement.executeUpdate("PRAGMA user_version = 99");
            assertThatThrownBy(() -> new ControlServer(
                            server.places(),
                            new ServerSettings(0, false, Duration.ofSeconds(60), false, 200),
                            server.engines(),
                            "0.1.0"))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("version 99");
            statement.executeUpdate("PRAGMA user_version = 1");
        }
    }

    @Test
    void port_when_named_and_taken_expect_a_sentence_else_another_port() throws Exception {
        try (ServerFixture server = new ServerFixture(folder);
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.server().close();
            ServerSettings named = new ServerSettings(taken.getLocalPort(), true, Duration.ofSeconds(60), false, 200);
            assertThatThrownBy(() -> new ControlServer(server.places(), named, server.engines(), "0.1.0"))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is in use");
            ServerSettings free = new ServerSettings(taken.getLocalPort(), false, Duration.ofSeconds(60), false, 200);
            try (ControlServer other = new ControlServer(server.places(), free, server.engines(), "0.1.0")) {
                assertThat(other.port()).isNotEqualTo(taken.getLocalPort()).isPositive();
            }
        }
    }
}
