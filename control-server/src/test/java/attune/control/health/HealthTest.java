package attune.control.health;

import static attune.control.ServerFixture.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AgentStatus;
import attune.api.Alert;
import attune.api.AlertKind;
import attune.api.ApiVersion;
import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.HealthReport;
import attune.api.LearnerRest;
import attune.api.LearningMode;
import attune.api.MeasurementRequest;
import attune.bridge.jna.NativeCalls;
import attune.control.FakeEngine;
import attune.control.Requests;
import attune.control.ServerFixture;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and the report through the real server. */
class HealthTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
    }

    @AfterEach
    void end() {
        server.close();
    }

    private Optional<Alert> active(AlertKind kind) throws Exception {
        return Arrays.stream(server.get("/alerts", Alert[].class))
                .filter(alert -> alert.kind() == kind && alert.active())
                .findFirst();
    }

    private Alert awaitActive(AlertKind kind) {
        return await().atMost(PATIENCE)
                .until(() -> active(kind), Optional::isPresent)
                .orElseThrow();
    }

    private void awaitOver(AlertKind kind) {
        await().atMost(PATIENCE).until(() -> active(kind).isEmpty());
    }

    @Test
    void alert_when_blocks_are_late_expect_their_number_then_dismissed() throws Exception {
        FakeEngine engine = server.playing(1);
        long[] late = {0};
        Alert alert = await().atMost(PATIENCE)
                .until(
                        () -> {
                            late[0]++;
                            engine.setLateBlocks(late[0]);
                            engine.play();
                            return active(AlertKind.late_blocks);
                        },
                        found -> found.isPresent() && found.get().count() > 3)
                .orElseThrow();
        assertThat(alert.engineId()).isEqualTo("77-1");
        assertThat(alert.sentence()).contains("jalv (process 77)", "too late", "unprocessed");
        assertThat(alert.remedy()).contains("Latency: Safe");
        assertThat(alert.count()).isLessThanOrEqualTo(late[0]);

        Alert seen = server.post("/alerts/" + alert.id() + "/dismiss", Map.of(), Alert.class);
        assertThat(seen.dismissed()).isTrue();
        assertThat(active(AlertKind.late_blocks).orElseThrow().dismissed()).isTrue();
        HttpResponse<String> unknown = server.tell("POST", "/alerts/999/dismiss", server.admin(), Map.of());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(server.tell("POST", "/alerts/1/dismiss", server.agent(), Map.of())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void alert_when_priority_was_refused_expect_the_fix_until_it_is_given() throws Exception {
        FakeEngine engine = server.playing(1);
        engine.setScheduling(NativeCalls.SCHED_FIFO, NativeCalls.SCHED_OTHER);
        server.heard(engine, 1, EngineInfo::lacksRealTime);
        assertThat(awaitActive(AlertKind.no_real_time).remedy()).isNotBlank();
        engine.setScheduling(NativeCalls.SCHED_FIFO, NativeCalls.SCHED_RR);
        server.heard(engine, 1, info -> !info.lacksRealTime());
        awaitOver(AlertKind.no_real_time);
    }

    @Test
    void alert_when_an_engine_is_gone_while_its_host_lives_expect_a_fault_until_it_is_back() throws Exception {
        int host = (int) ProcessHandle.current().pid();
        server.engines().startIn(host, 3).play();
        await().atMost(PATIENCE)
                .until(() -> Arrays.stream(server.get("/engines", EngineInfo[].class))
                        .anyMatch(EngineInfo::connected));
        server.engines().endIn(host, 3);
        Alert gone = awaitActive(AlertKind.engine_gone);
        assertThat(gone.sentence()).contains("process " + host, "unprocessed");
        assertThat(part("on_time").points()).isZero();

        server.engines().startIn(host, 3).play();
        awaitOver(AlertKind.engine_gone);
        assertThat(part("on_time").points()).isEqualTo(40);
    }

    @Test
    void alert_when_a_learned_change_did_harm_expect_what_was_taken_back_and_points_lost() throws Exception {
        FakeEngine engine = server.playing(1);
        server.put("/engines/77-1/learning", Map.of("mode", LearningMode.auto), EngineInfo.class);
        Change change = server.proposed(server.tell(
                "POST",
                "/engines/77-1/proposals",
                server.agent(),
                Requests.proposal(server.info(1).generation(), with(new ParamSnapshot(), ParamTable.EQ2_GAIN, -3))));
        engine.play();
        server.tell(
                "POST",
                "/changes/" + change.id() + "/measurement",
                server.agent(),
                new MeasurementRequest(-0.3, "fail", "Promised +0.40, measured \u22120.30."));
        assertThat(awaitActive(AlertKind.taken_back).sentence()).contains("Promised +0.40");
        assertThat(part("learning").detail()).contains("1 of 1 changes taken back");
    }

    @Test
    void alert_when_the_database_found_no_room_expect_a_fault() throws Exception {
        server.playing(1);
        server.limitPages();
        for (int i = 0; i < 200 && active(AlertKind.disk_full).isEmpty(); i++) {
            server.tell(
                    "PUT",
                    "/engines/77-1/parameters",
                    server.admin(),
                    Map.of("values", Map.of("hpf_corner", 20 + i % 100)));
        }
        assertThat(awaitActive(AlertKind.disk_full).sentence()).contains("no room");
        assertThat(part("storage").points()).isZero();
    }

    @Test
    void alert_when_no_agent_can_be_started_expect_said() throws Exception {
        server.playing(1);
        assertThat(awaitActive(AlertKind.agent_failing).sentence()).contains("nothing is learned");
        server.put("/engines/77-1/learning", Map.of("mode", LearningMode.off), EngineInfo.class);
        server.playing(2);
        server.put("/engines/77-2/learning", Map.of("mode", LearningMode.off), EngineInfo.class);
        awaitOver(AlertKind.agent_failing);
    }

    @Test
    void alert_when_a_learner_rests_after_harm_expect_which_and_why_and_half_the_points_until_it_is_back()
            throws Exception {
        LearnerRest rest =
                new LearnerRest("noise", "Noise", LearnerRest.RESTING, 1, 2, "Three of its last four did harm.");
        await().atMost(PATIENCE).untilAsserted(() -> {
            reported(List.of(rest));
            assertThat(active(AlertKind.breaker_open).map(Alert::sentence))
                    .hasValueSatisfying(
                            sentence -> assertThat(sentence).contains("Noise", "Three of its last four did harm."));
            assertThat(part("learning").points()).isEqualTo(10);
        });
        await().atMost(PATIENCE).until(() -> {
            reported(List.of(new LearnerRest("noise", "Noise", LearnerRest.TRYING, 1, 2, "It may try.")));
            return active(AlertKind.breaker_open).isEmpty();
        });
    }

    private void reported(List<LearnerRest> resting) throws Exception {
        AgentStatus status =
                new AgentStatus(ApiVersion.NUMBER, "0.1.0", 1, "listening", "It listens.", 0, 1, 0, resting);
        assertThat(server.tell("PUT", "/agent", server.agent(), status).statusCode())
                .isEqualTo(204);
    }

    private HealthReport.Part part(String id) throws Exception {
        return report().parts().stream()
                .filter(part -> part.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private HealthReport report() throws Exception {
        return server.get("/health/report", HealthReport.class);
    }

    @Test
    void report_when_an_engine_plays_expect_its_times_processes_routes_and_a_sum_that_adds_up() throws Exception {
        FakeEngine engine = server.playing(1);
        engine.setRoundTrips(5, 200_000);
        HealthReport report = await().atMost(PATIENCE)
                .until(
                        () -> {
                            engine.play();
                            return report();
                        },
                        now -> now.engines().size() == 1 && now.engines().get(0).blocks() >= 20);
        HealthReport.Engine times = report.engines().get(0);
        assertThat(times.engineId()).isEqualTo("77-1");
        assertThat(times.latencyMode()).isEqualTo("Quality");
        assertThat(times.p50Us()).isBetween(200.0, 230.0);
        assertThat(times.deadlineUs()).isEqualTo(10_000);
        assertThat(report.score())
                .isEqualTo(report.parts().stream()
                        .mapToInt(HealthReport.Part::points)
                        .sum());
        assertThat(report.parts().stream().mapToInt(HealthReport.Part::of).sum())
                .isEqualTo(100);
        HealthReport.Program own = report.processes().stream()
                .filter(program -> program.role().equals("server"))
                .findFirst()
                .orElseThrow();
        assertThat(own.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(own.heap()).isNotNull();
        assertThat(report.storage().databaseBytes()).isPositive();
        List<String> routes =
                report.routes().stream().map(HealthReport.RouteTime::route).toList();
        assertThat(routes).contains("GET /health/report", "GET /engines/{id}/parameters");
    }
}
