package attune.control.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import attune.api.AuditCheck;
import attune.api.AuditEntry;
import attune.api.Change;
import attune.api.Consent;
import attune.api.Experience;
import attune.api.LearningMode;
import attune.api.StoredPart;
import attune.api.TelemetryPoint;
import attune.control.ServerFixture;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Consents, export and audit of a real server. */
class PrivacyTest extends PrivacyBed {
    @Test
    void audit_when_something_is_learned_decided_or_read_expect_it_in_a_whole_chain() throws Exception {
        Change learned = proposed(LearningMode.auto, -3);
        server.post("/changes/" + learned.id() + "/undo", Map.of(), Change.class);
        Change accepted = proposed(LearningMode.suggest, -2);
        server.post("/changes/" + accepted.id() + "/accept", Map.of(), Change.class);
        server.post("/changes/" + proposed(LearningMode.suggest, -1).id() + "/reject", Map.of(), Change.class);
        server.tell("POST", "/learning/reset", server.admin(), Map.of());
        server.put("/preferences", Map.of("capture", false, "keys", false), JsonNode.class);
        server.put("/preferences", Map.of("capture", false), JsonNode.class);
        save("My Podcast");
        for (int i = 0; i < 3; i++) {
            server.tell("GET", "/experiences", server.agent(), null);
        }
        assertThat(events())
                .containsExactly(
                        "read",
                        "preset-saved",
                        "consent",
                        "recalled",
                        "reset",
                        "rejected",
                        "proposed",
                        "accepted",
                        "proposed",
                        "undone",
                        "applied");
        server.restart();
        AuditEntry[] entries = server.get("/audit?limit=2", AuditEntry[].class);
        assertThat(entries[0].detail()).containsEntry("what", "experiences").containsEntry("times", "2");
        assertThat(entries[0].who()).isEqualTo("agent");
        AuditEntry[] older = server.get("/audit?before=" + entries[1].number(), AuditEntry[].class);
        assertThat(older[1].detail()).containsExactlyInAnyOrderEntriesOf(Map.of("purpose", "capture", "on", "false"));
        assertThat(older[1].who()).isEqualTo("you");
        assertThat(older[older.length - 2].detail()).containsEntry("of", Long.toString(learned.id()));
        assertThat(server.get("/audit/verify", AuditCheck.class))
                .extracting(AuditCheck::whole, AuditCheck::entries)
                .containsExactly(true, 12L);
    }

    @Test
    void audit_when_sound_is_learned_measured_voted_on_lessened_and_recalled_expect_what_moved_what_came_of_it_and_why()
            throws Exception {
        long id = proposed(LearningMode.auto, -3).id();
        server.tell(
                "POST",
                "/changes/" + id + "/measurement",
                server.agent(),
                Map.of("measured", 0.25, "verdict", "ok", "reason", "It helped."));
        Map<String, Object> up = Map.of("id", "v", "vote", "up", "changeId", id);
        server.tell("POST", "/engines/77-1/feedback", server.admin(), up);
        server.tell("POST", "/engines/77-1/feedback", server.admin(), up);
        server.post("/changes/" + id + "/less", Map.of(), Change.class);
        server.post("/engines/77-1/recall", Map.of("preset", "podcast-voice"), Change.class);

        AuditEntry[] entries = server.get("/audit", AuditEntry[].class);
        assertThat(entries)
                .extracting(AuditEntry::event, AuditEntry::who)
                .containsExactly(
                        tuple("recalled", "you"),
                        tuple("voted", "you"),
                        tuple("lessened", "you"),
                        tuple("voted", "you"),
                        tuple("measured", "agent"),
                        tuple("applied", "agent"));
        assertThat(entries[5].detail())
                .containsEntry("before", "eq2_gain 0.0")
                .containsEntry("after", "eq2_gain -3.0")
                .containsEntry("impact", "promised +0.40 steps, noise 0.20")
                .containsEntry("reason", CANARY + " sang too loud.");
        assertThat(entries[4].detail()).containsEntry("impact", "measured +0.25 steps, ok");
        assertThat(entries[3].detail()).containsEntry("vote", "up").containsEntry("change", Long.toString(id));
        assertThat(entries[2].detail())
                .containsEntry("of", Long.toString(id))
                .containsEntry("before", "eq2_gain -3.0")
                .containsEntry("after", "eq2_gain -1.5");
        assertThat(entries[1].detail()).containsEntry("vote", "less");
        assertThat(entries[0].detail().get("after")).contains("leveler", ", ");
        assertThat(server.get("/audit/verify", AuditCheck.class))
                .extracting(AuditCheck::whole, AuditCheck::entries)
                .containsExactly(true, 6L);
    }

    @Test
    void features_when_off_expect_nothing_measured_or_tried_stored_any_more() throws Exception {
        ServerFixture.read(tried("rules"), 201, Experience[].class);
        server.put("/preferences", Map.of("features", false), JsonNode.class);
        long off = System.currentTimeMillis();
        assertThat(ServerFixture.read(tried("rules"), 201, Experience[].class)).isEmpty();
        assertThat(experiences()).hasSize(1);
        Change change = proposed(LearningMode.auto, -3);
        assertThat(server.get("/changes/" + change.id(), Change.class).situation())
                .isNull();
        playFor(2);
        server.restart();
        assertThat(server.get("/telemetry", TelemetryPoint[].class)).allMatch(point -> point.at() < off);
        assertThat(consent("features").on()).isFalse();

        long on = System.currentTimeMillis();
        server.put("/preferences", Map.of("features", true), JsonNode.class);
        ServerFixture.read(tried("rules"), 201, Experience[].class);
        assertThat(experiences()).hasSize(2);
        server.awaitKnown(1);
        playFor(2);
        server.restart();
        assertThat(server.get("/telemetry", TelemetryPoint[].class)).anyMatch(point -> point.at() > on - 1000);
    }

    /** Until an engine has counted its seconds. */
    private void playFor(int seconds) {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            engine.play();
            return System.nanoTime() > until;
        });
    }

    @Test
    void consents_when_nothing_was_said_expect_only_the_first_two_on_and_no_switch_for_what_is_not_built()
            throws Exception {
        assertThat(state().consents()).extracting(Consent::on).containsExactly(true, true, false, false);
        for (String purpose : List.of("clips", "sharing")) {
            assertThat(consent(purpose).preference()).isNull();
            assertThat(consent(purpose).sentence()).contains("Nothing of this is built");
            assertThat(server.tell("PUT", "/preferences", server.admin(), Map.of(purpose, true))
                            .statusCode())
                    .isEqualTo(422);
        }
    }

    @Test
    void experiences_when_they_hold_words_of_a_person_expect_refused() throws Exception {
        for (String words : List.of(
                "/home/anna/interview.wav",
                "<b>Anna</b>",
                "'; DROP TABLE experiences; --",
                "call me at a@b.org",
                "",
                "é")) {
            assertThat(tried(words).statusCode()).as(words).isEqualTo(422);
        }
        for (String name : List.of("rules", "preset:podcast-voice", "noise+tone", "local search 2")) {
            assertThat(tried(name).statusCode()).as(name).isEqualTo(201);
        }
    }

    @Test
    void export_when_asked_for_expect_every_row_and_file_in_one_zip() throws Exception {
        proposed(LearningMode.auto, -3);
        tried("rules");
        save(CANARY);
        Files.writeString(folder.resolve("state/server.log"), "a line\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("config/attune")).resolve("attune.conf"), "learn = off\n");
        HttpResponse<byte[]> answer = server.client()
                .send(
                        server.request("POST", "/privacy/export", server.admin(), Map.of())
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/zip");
        Map<String, String> files = unzipped(answer.body());
        assertThat(files)
                .containsKeys(
                        "README.txt",
                        "database/audit.json",
                        "database/bounds.json",
                        "database/changes.json",
                        "database/experiences.json",
                        "database/feedback.json",
                        "database/preferences.json",
                        "database/taste_answers.json",
                        "telemetry/telemetry.csv",
                        "files/presets/kanarienvogel.json",
                        "logs/server.log",
                        "settings/attune.conf");
        JsonNode changes = new ObjectMapper().readTree(files.get("database/changes.json"));
        assertThat(changes.get(0).path("explanation").path("sentence").asText()).contains(CANARY);
        assertThat(changes.get(0).path("situation").path("observation").get(0).asDouble())
                .isEqualTo(FIGURE);
        assertThat(new ObjectMapper().readTree(files.get("database/experiences.json")))
                .hasSize(1);
        assertThat(new ObjectMapper().readTree(files.get("database/audit.json")).findValuesAsText("event"))
                .containsExactly("applied", "preset-saved", "exported");
        assertThat(files.get("telemetry/telemetry.csv")).startsWith("engine_id,resolution,at,");
        assertThat(files.get("README.txt")).contains("database/", "telemetry/", "files/", "logs/");
    }

    private static Map<String, String> unzipped(byte[] bytes) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void export_when_a_file_cannot_be_read_expect_all_others_and_its_name() throws Exception {
        save(CANARY);
        Files.writeString(folder.resolve("state/server.log"), "a line\n");
        // A file that opens and gives nothing, as on a broken disk, for whoever runs this.
        Files.createSymbolicLink(folder.resolve("data/broken"), Path.of("/proc/self/mem"));
        HttpResponse<byte[]> answer = server.client()
                .send(
                        server.request("POST", "/privacy/export", server.admin(), Map.of())
                                .build(),
                        BodyHandlers.ofByteArray());
        Map<String, String> files = unzipped(answer.body());
        assertThat(files).containsKeys("files/presets/kanarienvogel.json", "logs/server.log", "LEFT-OUT.txt");
        assertThat(files.get("LEFT-OUT.txt")).startsWith("files/broken: ");
    }

    @Test
    void stored_when_asked_for_expect_the_oldest_file_named() throws Exception {
        save("one");
        save("two");
        FileTime old = FileTime.fromMillis(1_700_000_000_000L);
        Files.setLastModifiedTime(folder.resolve("data/presets/one.json"), old);
        StoredPart presets = state().stored().stream()
                .filter(part -> part.name().equals("presets"))
                .findFirst()
                .orElseThrow();
        assertThat(presets.oldest()).isEqualTo(old.toMillis());
        assertThat(presets.bytes())
                .isEqualTo(Files.size(folder.resolve("data/presets/one.json"))
                        + Files.size(folder.resolve("data/presets/two.json")));
    }
}
