package attune.control.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.AuditCheck;
import attune.api.Backup;
import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.Experience;
import attune.api.LearningMode;
import attune.api.ParamBounds;
import attune.api.ServerInfo;
import attune.control.ServerFixture;
import attune.control.store.Schema;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups of a real server, made and brought back. */
class RestoreTest extends PrivacyBed {
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
        server.put("/bounds", Map.of("eq5_gain", new ParamBounds(-2.0, 2.0, false)), JsonNode.class);
        AgentStatus agent = new AgentStatus(ApiVersion.NUMBER, "1", 1, "listening", "", 0, 0, 0, List.of());
        server.tell("PUT", "/agent", server.agent(), agent);
        assertThat(server.get("/health", ServerInfo.class).agent()).isEqualTo(agent);
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
        assertThat(server.get("/audit/verify", AuditCheck.class))
                .extracting(AuditCheck::whole, AuditCheck::entries)
                .containsExactly(true, count("audit"));
        assertThat(server.get("/bounds", JsonNode.class))
                .as("what was in memory, too")
                .isEmpty();
        assertThat(server.get("/health", ServerInfo.class).agent())
                .as("nobody writes again what it remembers")
                .isNull();
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
        damage(backups, "attune-20250104T000000000Z.db.gz", "attune-20250105T000000000Z.db.gz");
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
        assertThat(said.get("4")).as("not whole").contains("damaged");
        assertThat(said.get("5")).as("cut short").contains("damaged");
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

    /** Two backups of now: one that does not agree with itself, one that ends too soon. */
    private void damage(Path backups, String unsound, String shortened) throws Exception {
        Backup made = ServerFixture.read(server.tell("POST", "/backups", server.admin(), Map.of()), 201, Backup.class);
        Path whole = backups.resolve(made.name());
        byte[] zip = Files.readAllBytes(whole);
        Files.write(backups.resolve(shortened), Arrays.copyOf(zip, zip.length / 2));
        byte[] database = new GZIPInputStream(new ByteArrayInputStream(zip)).readAllBytes();
        database[39] = 9; // as if there were free pages, which are nowhere
        zipped(backups.resolve(unsound), database);
        Files.delete(whole);
    }

    private static void zipped(Path file, byte[] bytes) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
    }
}
