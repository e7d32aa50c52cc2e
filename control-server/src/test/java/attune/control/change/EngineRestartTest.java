package attune.control.change;

import static attune.control.ServerFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Feedback;
import attune.api.LearningMode;
import attune.api.ParameterState;
import attune.control.FakeEngine;
import attune.control.Requests;
import attune.control.ServerFixture;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for an instance whose engine ends and comes back, while people go on to vote and to freeze. */
class EngineRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ParamSnapshot LESS_BOOM = with(new ParamSnapshot(), ParamTable.EQ2_GAIN, -3);

    /** A host that lives as long as the test. */
    private final int host = (int) ProcessHandle.current().pid();

    private final String restarting = "/engines/" + host + "-9";

    @TempDir
    Path folder;

    private ServerFixture server;
    private FakeEngine engine;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        engine = server.playing(1);
    }

    @AfterEach
    void end() {
        server.close();
    }

    /** Plays one frame, and waits until the server has read it. */
    private void awaitRead(FakeEngine playing, long mark) {
        playing.setLateBlocks(mark);
        playing.play();
        await().atMost(PATIENCE).until(() -> server.info(1).lateBlocks() == mark);
    }

    private void endEngine() {
        server.engines().end(1);
        await().atMost(PATIENCE).until(() -> !server.info(1).connected());
    }

    private void startRestarting() {
        server.engines().startIn(host, 9).play();
        await().atMost(PATIENCE)
                .until(() -> server.tell("GET", restarting + "/parameters", server.admin(), null)
                                .statusCode()
                        == 200);
    }

    private void endRestarting() {
        server.engines().endIn(host, 9);
        await().atMost(PATIENCE)
                .until(() -> !server.get(restarting, EngineInfo.class).connected());
    }

    private HttpResponse<String> vote(String id, long frame) throws Exception {
        return server.tell(
                "POST", "/engines/77-1/feedback", server.admin(), Map.of("id", id, "vote", "up", "frame", frame));
    }

    private Change pushed() throws Exception {
        server.put("/engines/77-1/learning", Map.of("mode", "auto"), EngineInfo.class);
        Change change = server.proposed(server.tell(
                "POST",
                "/engines/77-1/proposals",
                server.agent(),
                Requests.proposal(server.info(1).generation(), LESS_BOOM)));
        await().atMost(PATIENCE).until(() -> {
            engine.play();
            return server.get("/engines/77-1/parameters", ParameterState.class)
                    .values()
                    .equals(ServerFixture.set(LESS_BOOM));
        });
        return change;
    }

    @Test
    void vote_when_cast_on_a_frame_of_the_engine_before_expect_attached_to_what_was_heard_then() throws Exception {
        for (int i = 0; i < 40; i++) {
            engine.play();
        }
        awaitRead(engine, 1);
        long before = engine.position();
        Change change = pushed();
        awaitRead(engine, 2);
        long after = engine.position();

        endEngine();
        Feedback whileGone = ServerFixture.read(vote("while-gone", before), 201, Feedback.class);
        assertThat(whileGone.changeId()).isNull();
        FakeEngine anew = server.engines().start(1);
        anew.recall(LESS_BOOM);
        awaitRead(anew, 3);

        assertThat(ServerFixture.read(vote("before", before), 201, Feedback.class)
                        .changeId())
                .as("the change came later")
                .isNull();
        assertThat(ServerFixture.read(vote("after", after), 201, Feedback.class).changeId())
                .isEqualTo(change.id());
        assertThat(ServerFixture.read(vote("now", anew.position()), 201, Feedback.class)
                        .changeId())
                .isEqualTo(change.id());
        assertThat(vote("never", after + 48_000L * 3600).statusCode()).isEqualTo(422);
    }

    @Test
    void freeze_of_all_when_an_engine_was_thawed_alone_and_is_being_restarted_expect_frozen_after_a_server_restart()
            throws Exception {
        startRestarting();
        server.put(restarting + "/learning", Map.of("frozen", false), EngineInfo.class);
        endRestarting();
        server.put("/learning", Map.of("frozen", true), JsonNode.class);

        server.restart();
        startRestarting();

        assertThat(server.get(restarting, EngineInfo.class).frozen()).isTrue();
    }

    @Test
    void freeze_and_mode_of_all_when_one_engine_ends_meanwhile_expect_the_others_set_and_all_remembered()
            throws Exception {
        FakeEngine other = server.playing(2);
        engine.refuseMacros();

        EngineInfo[] infos =
                server.put("/learning", Map.of("mode", "auto", "frozen", true, "onAir", true), EngineInfo[].class);

        assertThat(infos).allMatch(info -> info.frozen() && info.onAir());
        assertThat(infos[0].mode()).isEqualTo(LearningMode.suggest);
        assertThat(infos[1].mode()).isEqualTo(LearningMode.auto);
        server.restart();
        for (int instance = 1; instance <= 2; instance++) {
            (instance == 1 ? engine : other).play();
            server.awaitKnown(instance);
            assertThat(server.info(instance).frozen()).isTrue();
        }
    }
}
