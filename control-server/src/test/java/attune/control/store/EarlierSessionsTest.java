package attune.control.store;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Change;
import attune.api.InstanceInfo;
import attune.control.ServerFixture;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The timeline of an instance goes on when its host is started anew. */
class EarlierSessionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private ServerFixture server;

    /** Two presets on 77-1, one on its neighbour, one on the first instance of the next session. */
    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        server.playing(1);
        server.playing(2);
        recall("77-1", "music");
        recall("77-2", "music");
        recall("77-1", "gentle");
        server.engines().end(1);
        server.engines().end(2);
        server.restart();
        server.engines().startIn(78, 1).play();
        awaitKnown("78-1");
        recall("78-1", "phone-call");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private void awaitKnown(String engineId) {
        await().atMost(LIMIT)
                .until(() -> server.tell("GET", "/engines/" + engineId + "/parameters", server.admin(), null)
                                .statusCode()
                        == 200);
        await().atMost(LIMIT)
                .until(() -> Stream.of(server.get("/instances", InstanceInfo[].class))
                        .anyMatch(one -> one.engineId().equals(engineId)));
    }

    private void recall(String engineId, String preset) throws Exception {
        server.post("/engines/" + engineId + "/recall", Map.of("preset", preset), Change.class);
    }

    private List<Change> changes(String query) throws Exception {
        return List.of(server.get("/changes?" + query, Change[].class));
    }

    @Test
    void timeline_when_earlier_sessions_are_asked_for_expect_those_of_the_same_instance_page_by_page()
            throws Exception {
        assertThat(changes("engineId=78-1")).extracting(Change::engineId).containsExactly("78-1");
        List<Change> all = changes("engineId=78-1&earlier=true");
        assertThat(all).extracting(Change::engineId).containsExactly("78-1", "77-1", "77-1");
        assertThat(changes("engineId=78-1&earlier=true&limit=2")).isEqualTo(all.subList(0, 2));
        assertThat(changes("engineId=78-1&earlier=true&limit=2&before="
                        + all.get(1).id()))
                .isEqualTo(all.subList(2, 3));
        assertThat(changes("engineId=77-2&earlier=true")).hasSize(1);
        assertThat(changes("engineId=90-9&earlier=true")).isEmpty();
    }

    @Test
    void earlier_when_asked_for_without_an_instance_expect_refused_with_what_it_goes_with() throws Exception {
        for (String query : List.of("earlier=true", "engineId=78-1&earlier=true&kind=preset")) {
            HttpResponse<String> refused = server.tell("GET", "/changes?" + query, server.admin(), null);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(detail(refused)).contains("\"earlier\" goes with \"engineId\" and without \"kind\".");
        }
    }

    @Test
    void instances_when_listed_expect_each_session_with_the_name_it_has_now() throws Exception {
        server.put("/engines/78-1/name", Map.of("name", "Guest"), Map.class);
        assertThat(server.get("/instances", InstanceInfo[].class))
                .extracting(one -> one.engineId() + " " + one.name())
                .containsExactlyInAnyOrder("78-1 Guest", "77-1 Guest", "77-2 jalv 2");
        assertThat(server.get("/instances?limit=1", InstanceInfo[].class))
                .extracting(InstanceInfo::engineId)
                .containsExactly("78-1");
    }

    @Test
    void instances_when_everything_is_erased_expect_those_that_are_gone_forgotten() throws Exception {
        server.post("/privacy/erase", Map.of("confirm", "erase everything"), Map.class);
        assertThat(server.get("/instances", InstanceInfo[].class))
                .extracting(InstanceInfo::engineId)
                .containsExactly("78-1");
    }
}
