package attune.control.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.AuditCheck;
import attune.api.AuditEntry;
import attune.api.Backup;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Consent;
import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.Explanation;
import attune.api.LearnedPattern;
import attune.api.LearningInsights;
import attune.api.LearningMode;
import attune.api.ParameterState;
import attune.api.PresetInfo;
import attune.api.PrivacyState;
import attune.api.Problem;
import attune.api.ProposalRequest;
import attune.api.Situation;
import attune.api.StoredPart;
import attune.api.TelemetryPoint;
import attune.control.FakeEngine;
import attune.control.Requests;
import attune.control.ServerFixture;
import attune.control.guard.ParamSets;
import attune.control.store.Schema;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consents, export, erasing and audit of a real server. */
class PrivacyTest {
    /** Stands where a person's words may stand, and is looked for afterwards. */
    private static final String CANARY = "Kanarienvogel";

    /** A figure that no other row holds. */
    private static final double FIGURE = 0.123456789123;

    private static final Duration LIMIT = Duration.ofSeconds(90);

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

    private Change proposed(LearningMode mode, double gainDb) throws Exception {
        server.put("/engines/77-1/learning", Map.of("mode", mode), EngineInfo.class);
        ParameterState state = server.get("/engines/77-1/parameters", ParameterState.class);
        ParamSnapshot params = ServerFixture.with(ParamSets.complete(state.values()), ParamTable.EQ2_GAIN, gainDb);
        ProposalRequest plain = Requests.proposal(server.info(1).generation(), params);
        ProposalRequest proposal = new ProposalRequest(
                plain.baseGeneration(),
                0,
                plain.params(),
                plain.strategy(),
                new Explanation(CANARY + " sang too loud.", List.of()),
                plain.evidence(),
                new Situation("speech", 1, List.of(FIGURE)));
        return server.proposed(server.tell("POST", "/engines/77-1/proposals", server.agent(), proposal));
    }

    private HttpResponse<String> tried(String strategy) throws Exception {
        Experience experience = new Experience(
                0,
                "77-1",
                1,
                new Situation("speech", 1, List.of(FIGURE)),
                strategy,
                Map.of("nr_attenuation", 6.0),
                0.5,
                0.25,
                false,
                null);
        return server.tell("POST", "/experiences", server.agent(), List.of(experience));
    }

    private Experience[] experiences() throws Exception {
        return server.get("/experiences", Experience[].class);
    }

    private PrivacyState state() throws Exception {
        return server.get("/privacy", PrivacyState.class);
    }

    private long count(String name) throws Exception {
        return state().stored().stream()
                .filter(part -> part.name().equals(name))
                .mapToLong(StoredPart::count)
                .sum();
    }

    private List<String> events() throws Exception {
        return Arrays.stream(server.get("/audit?limit=1000", AuditEntry[].class))
                .map(AuditEntry::event)
                .toList();
    }

    private void save(String label) throws Exception {
        ServerFixture.read(
                server.tell(
                        "POST",
                        "/presets",
                        server.admin(),
                        Map.of("label", label, "doc", "for the " + CANARY, "engineId", "77-1")),
                201,
                PresetInfo.class);
    }

    private void erase() throws Exception {
        server.post("/privacy/erase", Map.of("confirm", state().erasePhrase()), PrivacyState.class);
    }

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
        assertThat(older[1].who()).isEqualTo("cli");
        assertThat(older[older.length - 2].detail()).containsEntry("of", Long.toString(learned.id()));
        assertThat(server.get("/audit/verify", AuditCheck.class))
                .extracting(AuditCheck::whole, AuditCheck::entries)
                .containsExactly(true, 11L);
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

    private Consent consent(String purpose) throws Exception {
        return state().consents().stream()
                .filter(consent -> consent.purpose().equals(purpose))
                .findFirst()
                .orElseThrow();
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
        server.put("/preferences", Map.of("capture", false), JsonNode.class);

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
        erase();
        assertThat(foundIn()).isEmpty();
    }

    @Test
    void backup_when_made_and_brought_back_expect_the_rows_of_then_the_audit_log_of_now_and_the_same_sound()
            throws Exception {
        tried("rules");
        Change change = proposed(LearningMode.auto, -3);
        assertThat(change.status()).isEqualTo(ChangeStatus.watching);
        Backup made = ServerFixture.read(server.tell("POST", "/backups", server.admin(), Map.of()), 201, Backup.class);
        Path file = folder.resolve("data/backups").resolve(made.name());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        tried("later");
        server.put("/preferences", Map.of("capture", false), JsonNode.class);
        int posts = engine.posts().size();
        long entries = events().size();

        server.post("/backups/" + made.name() + "/restore", Map.of(), Backup[].class);

        assertThat(experiences()).extracting(Experience::strategy).containsExactly("rules");
        assertThat(server.get("/changes/" + change.id(), Change.class).status()).isEqualTo(ChangeStatus.replaced);
        assertThat(engine.posts()).as("what plays goes on").hasSize(posts);
        assertThat(consent("capture").on()).as("switched off since").isFalse();
        assertThat(events().stream().filter(event -> !event.equals("read")))
                .hasSize((int) entries + 2)
                .startsWith("restored", "backed-up");
        assertThat(server.get("/audit/verify", AuditCheck.class).whole()).isTrue();
        Backup[] all = server.get("/backups", Backup[].class);
        assertThat(all).hasSize(2);
        server.post("/backups/" + all[0].name() + "/restore", Map.of(), Backup[].class);
        assertThat(experiences()).extracting(Experience::strategy).containsExactly("rules", "later");
        assertThat(folder.resolve("data/backups").toFile().list()).allMatch(name -> name.startsWith("attune-2"));
        server.heard(engine, 1, info -> info.connected());
        assertThat(proposed(LearningMode.auto, -4).id()).isGreaterThan(change.id());
        erase();
        assertThat(server.get("/backups", Backup[].class)).isEmpty();
        assertThat(folder.resolve("data/backups")).doesNotExist();
    }

    @Test
    void backup_when_unknown_damaged_or_of_a_newer_version_expect_nothing_changed() throws Exception {
        tried("rules");
        Path backups = Files.createDirectories(folder.resolve("data/backups"));
        Files.writeString(backups.resolve("attune-20250101T000000000Z.db.gz"), "no gzip");
        zipped(backups.resolve("attune-20250102T000000000Z.db.gz"), "no database".getBytes(StandardCharsets.UTF_8));
        Path newer = folder.resolve("newer.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + newer);
                Statement statement = other.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        zipped(backups.resolve("attune-20250103T000000000Z.db.gz"), Files.readAllBytes(newer));
        Map<String, String> said = new TreeMap<>();
        for (Backup backup : server.get("/backups", Backup[].class)) {
            HttpResponse<String> refused =
                    server.tell("POST", "/backups/" + backup.name() + "/restore", server.admin(), Map.of());
            assertThat(refused.statusCode()).as(backup.name()).isEqualTo(409);
            said.put(backup.name().substring(14, 15), ServerFixture.detail(refused));
        }
        assertThat(said.get("1")).contains("damaged");
        assertThat(said.get("2")).contains("damaged");
        assertThat(said.get("3")).contains("newer");
        for (String name : List.of("x", "..%2F..%2Fattune.db", "attune-20200101T000000000Z.db.gz")) {
            assertThat(server.tell("POST", "/backups/" + name + "/restore", server.admin(), Map.of())
                            .statusCode())
                    .as(name)
                    .isIn(400, 404);
        }
        assertThat(experiences()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE notes (text)",
                "PRAGMA user_version = -5",
                "PRAGMA user_version = VERSION",
                "CREATE TABLE changes (a); PRAGMA user_version = VERSION",
                ""
            })
    void backup_when_no_attune_made_it_expect_nothing_changed_and_the_agent_still_there(String sql) throws Exception {
        tried("rules");
        server.tell(
                "PUT",
                "/agent",
                server.agent(),
                new AgentStatus(ApiVersion.NUMBER, "0.1.0", 987_654_321, "idle", "", 0, 0, 0, List.of()));
        Path foreign = folder.resolve("foreign.db");
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + foreign);
                Statement statement = other.createStatement()) {
            statement.executeUpdate(sql.replace("VERSION", Integer.toString(Schema.MAIN.size())));
        }
        String name = "attune-20250101T000000000Z.db.gz";
        zipped(
                Files.createDirectories(folder.resolve("data/backups")).resolve(name),
                sql.isEmpty() ? new byte[0] : Files.readAllBytes(foreign));
        HttpResponse<String> refused = server.tell("POST", "/backups/" + name + "/restore", server.admin(), Map.of());
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(ServerFixture.detail(refused)).contains("damaged");
        assertThat(experiences()).hasSize(1);
        assertThat(server.get("/agent", AgentStatus.class).pid()).isEqualTo(987_654_321);
    }

    private static void zipped(Path file, byte[] bytes) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
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
