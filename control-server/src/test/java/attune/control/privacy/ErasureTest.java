package attune.control.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AuditCheck;
import attune.api.AuditEntry;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.EngineInfo;
import attune.api.LearnedPattern;
import attune.api.LearnerState;
import attune.api.LearningInsights;
import attune.api.LearningMode;
import attune.api.Problem;
import attune.control.ServerFixture;
import attune.param.GentlePreset;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is left of a person after erasing: nothing. */
class ErasureTest extends PrivacyBed {
    @Test
    void erase_when_one_file_stays_expect_the_others_gone_and_it_named_until_it_goes() throws Exception {
        save(CANARY);
        Files.createDirectories(folder.resolve("config"));
        Path stays = folder.resolve("state/a.log");
        Files.createSymbolicLink(stays, Files.createDirectories(folder.resolve("elsewhere")));
        Files.writeString(folder.resolve("state/b.log"), CANARY);
        HttpResponse<String> refused =
                server.tell("POST", "/privacy/erase", server.admin(), Map.of("confirm", "erase everything"));
        assertThat(refused.statusCode()).isEqualTo(507);
        assertThat(ServerFixture.detail(refused)).startsWith("Not everything").contains(stays + " can't be used");
        assertThat(foundIn()).isEmpty();
        Files.delete(stays);
        erase();
        assertThat(events()).containsExactly("erased");
    }

    @Test
    void erase_when_not_meant_or_not_allowed_expect_nothing_gone() throws Exception {
        tried("rules");
        for (Object body : List.of(Map.of(), Map.of("confirm", "yes"), Map.of("confirm", "Erase Everything"))) {
            HttpResponse<String> refused = server.tell("POST", "/privacy/erase", server.admin(), body);
            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(ServerFixture.read(refused, 422, Problem.class).allowed())
                    .isEqualTo("erase everything");
        }
        Map<String, String> meant = Map.of("confirm", "erase everything");
        assertThat(server.tell("POST", "/privacy/erase", server.agent(), meant).statusCode())
                .isEqualTo(403);
        assertThat(server.tell("POST", "/privacy/export", server.agent(), Map.of())
                        .statusCode())
                .isEqualTo(403);
        assertThat(experiences()).hasSize(1);
    }

    @Test
    void erase_when_meant_expect_no_byte_left_and_the_gentle_preset_playing() throws Exception {
        plant();
        assertThat(foundIn())
                .contains(
                        "data/attune.db-wal",
                        "data/presets/kanarienvogel.json",
                        "state/server.log",
                        "config/attune/attune.conf");
        assertThat(foundIn()).anyMatch(name -> name.startsWith("data/telemetry.db"));
        server.put("/preferences", Map.of("capture", false), JsonNode.class);
        server.tell("GET", "/experiences", server.agent(), null);
        server.tell("GET", "/experiences", server.agent(), null);

        erase();

        assertThat(foundIn()).isEmpty();
        assertThat(engine.lastPost().params().sameAs(GentlePreset.params())).isTrue();
        assertThat(events()).containsExactly("erased");
        assertThat(server.get("/audit", AuditEntry[].class)[0].detail()).isEmpty();
        assertThat(server.get("/audit/verify", AuditCheck.class).whole()).isTrue();
        assertThat(server.get("/changes", Change[].class)).isEmpty();
        assertThat(experiences()).isEmpty();
        assertThat(count("presets") + count("files") + count("backups")).isZero();
        assertThat(state().stored())
                .filteredOn(part -> List.of("changes", "experiences").contains(part.name()))
                .allMatch(part -> part.count() == 0 && part.bytes() == 0 && part.oldest() == null)
                .hasSize(2);
        assertThat(consent("capture").on())
                .as("what was switched off stays off")
                .isFalse();
        assertThat(Files.readString(folder.resolve("data/lib/attune.jar"))).isEqualTo("program");
        assertThat(Files.readString(folder.resolve("config/attune/attune.conf")))
                .isEqualTo("learn = off\ntarget = -18\n");
        assertThat(server.get("/insights", LearningInsights.class)).isEqualTo(LearningInsights.NONE);
        assertThat(server.get("/patterns", LearnedPattern[].class)).isEmpty();
        server.tell("GET", "/experiences", server.agent(), null);
        AuditEntry read = server.get("/audit?limit=1", AuditEntry[].class)[0];
        assertThat(read.who()).as("told anew").isEqualTo("agent");
        assertThat(read.detail()).containsEntry("times", "1");
        expectToGoOn();
        server.restart();
        assertThat(foundIn()).isEmpty();
        assertThat(consent("capture").on()).isFalse();
        await().atMost(LIMIT).until(() -> {
            engine.play();
            return server.tell("GET", "/engines/77-1/parameters", server.admin(), null)
                            .statusCode()
                    == 200;
        });
        assertThat(proposed(LearningMode.auto, -5).generation())
                .as("above what the engine has taken before")
                .isGreaterThan(1);
    }

    private void expectToGoOn() throws Exception {
        server.heard(engine, 1, info -> info.connected());
        Change change = proposed(LearningMode.auto, -4);
        assertThat(change.id()).isEqualTo(1);
        assertThat(change.kind()).isEqualTo(ChangeKind.learned);
        server.post("/changes/1/undo", Map.of(), Change.class);
        erase();
    }

    @Test
    void erase_when_the_server_is_killed_meanwhile_expect_the_next_one_to_end_it() throws Exception {
        plant();
        server.close();
        Files.createFile(folder.resolve("data/erase.begun"));
        server = new ServerFixture(folder);
        assertThat(foundIn()).isEmpty();
        assertThat(events()).containsExactly("erased");
        assertThat(folder.resolve("data/erase.begun")).doesNotExist();
        assertThat(folder.resolve("data/lib/attune.jar")).exists();
    }

    @Test
    void erase_when_another_program_reads_expect_refused_in_one_sentence_and_done_later() throws Exception {
        plant();
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data/attune.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN");
            statement.executeQuery("SELECT * FROM changes").close();
            HttpResponse<String> refused =
                    server.tell("POST", "/privacy/erase", server.admin(), Map.of("confirm", "erase everything"));
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(ServerFixture.detail(refused)).contains("Another program reads");
        }
        assertThat(folder.resolve("data/erase.begun"))
                .as("whoever starts next ends it")
                .exists();
        erase();
        assertThat(folder.resolve("data/erase.begun")).doesNotExist();
        assertThat(foundIn()).isEmpty();
    }

    @Test
    void erase_when_learners_were_switched_and_all_was_frozen_expect_it_so_for_those_that_come() throws Exception {
        server.put("/learning/strategies", Map.of("hum", false, "policy", true), LearnerState[].class);
        server.put("/learning", Map.of("frozen", true, "onAir", true), EngineInfo[].class);

        erase();
        server.restart();

        assertThat(server.get("/learning/strategies", LearnerState[].class))
                .filteredOn(learner -> List.of("hum", "policy", "noise").contains(learner.name()))
                .extracting(learner -> learner.name() + " " + learner.on())
                .containsExactlyInAnyOrder("hum false", "policy true", "noise true");
        server.playing(2);
        assertThat(server.info(2).frozen()).isTrue();
        assertThat(server.info(2).onAir()).isTrue();
    }

    @Test
    void erase_when_an_export_is_at_work_expect_refused_and_done_later() throws Exception {
        byte[] large = new byte[16 << 20];
        new Random(5).nextBytes(large);
        Files.write(folder.resolve("data/large"), large);
        try (Socket slow =
                new Socket(InetAddress.getLoopbackAddress(), server.server().port())) {
            String request = "POST /api/v1/privacy/export HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer "
                    + server.admin() + "\r\nContent-Type: application/json\r\nContent-Length: 0\r\n\r\n";
            slow.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            slow.setSoTimeout((int) LIMIT.toMillis());
            assertThat(slow.getInputStream().read()).as("it has begun").isEqualTo('H');
            HttpResponse<String> refused =
                    server.tell("POST", "/privacy/erase", server.admin(), Map.of("confirm", "erase everything"));
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(refused.body()).contains("urn:attune:busy");
            assertThat(folder.resolve("data/large")).exists();
        }
        await().atMost(LIMIT)
                .until(() ->
                        server.tell("POST", "/privacy/erase", server.admin(), Map.of("confirm", "erase everything"))
                                        .statusCode()
                                == 200);
        assertThat(folder.resolve("data/large")).doesNotExist();
    }

    /** Puts the canary, or the figure, wherever words and figures of a person go. */
    private void plant() throws Exception {
        for (int i = 0; i < 20; i++) {
            tried(CANARY);
        }
        Change change = proposed(LearningMode.auto, -3);
        server.tell(
                "POST",
                "/engines/77-1/feedback",
                server.admin(),
                Map.of("id", CANARY, "vote", "up", "changeId", change.id()));
        server.put("/objectives", Map.of("method", "sum", "weights", Map.of("fidelity", 5)), JsonNode.class);
        save(CANARY);
        LearningInsights.Pattern pattern = new LearningInsights.Pattern(CANARY, "speech", 3, 2, 0.3, 0.2);
        server.tell(
                "PUT",
                "/insights",
                server.agent(),
                new LearningInsights(List.of(CANARY), List.of(pattern), List.of(), List.of(), List.of()));
        server.put("/patterns/speech:" + CANARY, Map.of("enabled", false), LearnedPattern.class);
        Path data = folder.resolve("data");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("telemetry.db"));
                Statement statement = other.createStatement()) {
            statement.executeUpdate("INSERT INTO telemetry (engine_id, resolution, at, seconds, blocks, late_blocks)"
                    + " VALUES ('" + CANARY + "', 1, " + System.currentTimeMillis() + ", 1, 1, 0)");
        }
        Path settings = Files.createDirectories(folder.resolve("config/attune")).resolve("attune.conf");
        Files.writeString(
                settings,
                "# for the " + CANARY + "\nlearn = off # no\npreset = " + CANARY + "\nlearn = off\n" + CANARY
                        + " = 1\ntarget = -18\nport = " + CANARY + "\nno setting, " + CANARY + "\n");
        Files.writeString(data.resolve("attune.db.v1.backup"), CANARY);
        Files.createDirectories(data.resolve("backups/deeper"));
        Files.writeString(data.resolve("backups/deeper/old"), CANARY);
        Files.writeString(data.resolve("something-of-another-version"), CANARY);
        Files.createDirectories(data.resolve("lib"));
        Files.writeString(data.resolve("lib/attune.jar"), "program");
        Files.writeString(folder.resolve("state/server.log"), CANARY + " was here\n");
        Files.writeString(folder.resolve("state/bridge.log.1"), CANARY + " was here\n");
        Files.writeString(folder.resolve("runtime/server.error"), CANARY);
    }

    /** Files in which the canary or the figure stands, in whatever form a database or a text holds them. */
    private List<String> foundIn() throws Exception {
        List<String> found = new ArrayList<>();
        byte[] binary = ByteBuffer.allocate(8).putDouble(FIGURE).array();
        for (String below : List.of("data", "state", "runtime", "config")) {
            try (Stream<Path> files = Files.walk(folder.resolve(below))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                    if (bytes.toLowerCase(Locale.ROOT).contains(CANARY.toLowerCase(Locale.ROOT))
                            || bytes.contains(Double.toString(FIGURE))
                            || bytes.contains(new String(binary, StandardCharsets.ISO_8859_1))) {
                        found.add(folder.relativize(file).toString());
                    }
                }
            }
        }
        return found;
    }
}
