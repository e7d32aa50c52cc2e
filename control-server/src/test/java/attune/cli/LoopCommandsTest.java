package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Alert;
import attune.api.AlertKind;
import attune.api.AlertLevel;
import attune.api.ApiVersion;
import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.LearnerRest;
import attune.api.LearnerState;
import attune.api.LearningMode;
import attune.api.PresetInfo;
import attune.api.VersionDifference;
import attune.api.VersionPair;
import attune.bridge.telemetry.Announcement;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands of the learning loop ask of a control server and say about its answers. */
class LoopCommandsTest {
    private static final Change LEARNED = change(
            12,
            ChangeKind.learned,
            ChangeStatus.in_force,
            "−3.1 dB at 6.8 kHz: sibilance was 5 dB over speech like this.",
            0.1);
    private static final Change LEFT_ALONE =
            change(13, ChangeKind.abstained, ChangeStatus.left_alone, "Left alone: the sound is clean already.", null);

    @TempDir
    Path folder;

    private CliFixture cli;
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        cli = new CliFixture(folder);
        server = new FakeServer(cli);
        server.answers("GET /engines", List.of(engine("71-1", "obs", LearningMode.suggest)));
        server.answers("GET /alerts", List.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static EngineInfo engine(String id, String host, LearningMode mode) {
        return new EngineInfo(
                id,
                host,
                host,
                true,
                48_000,
                2,
                mode,
                false,
                true,
                4,
                0,
                Map.of("amount", 100.0),
                30,
                null,
                25.3,
                0,
                0,
                false,
                1);
    }

    private static Change change(
            long id, ChangeKind kind, ChangeStatus status, String sentence, @Nullable Double measured) {
        List<Explanation.Part> parts = List.of(new Explanation.Part(
                "Equaliser", "−3.1 dB", "at 6.8 kHz", "Sibilance was 5 dB over speech", 0.08, 6800.0, -3.1, 1.0));
        return new Change(
                id,
                "71-1",
                1_764_000_000_000L,
                kind,
                status,
                "agent",
                "rules",
                new Explanation(sentence, kind == ChangeKind.learned ? parts : List.of()),
                Map.of("eq1_gain", 0.0, "hpf_corner", 30.0),
                Map.of("eq1_gain", -3.1, "hpf_corner", 30.0),
                5,
                new Evidence(0.12, 0.03, 0.4, 0.52, 9, 8, "linear-5", Map.of()),
                measured,
                measured == null ? null : "ok",
                null,
                null);
    }

    @Test
    void why_when_something_was_learned_expect_sentence_proof_and_why_not() throws IOException {
        server.answers("GET /changes?limit=1&kind=learned", List.of(LEARNED))
                .answers("GET /changes?limit=1&kind=abstained", List.of(LEFT_ALONE));

        String said = cli.run("why").out();

        assertThat(said)
                .contains(
                        "#12",
                        "sibilance was 5 dB over speech like this",
                        "Promised +0.12 steps (noise ±0.03) of 9 candidates on 8 s of your sound",
                        "After the change: measured +0.10 steps (ok)",
                        "eq1_gain 0 → \u22123.10",
                        "Why not: #13")
                .doesNotContain("hpf_corner");
        JsonNode json = ServerClient.JSON.readTree(cli.run("why", "--json").out());
        assertThat(json.path("change").path("id").asInt()).isEqualTo(12);
        assertThat(json.path("whyNot").path("kind").asText()).isEqualTo("abstained");
    }

    @Test
    void versions_when_compared_and_returned_to_expect_decibels_by_stage_and_band() throws IOException {
        VersionPair.Side first = new VersionPair.Side(12L, null, Map.of("eq1_gain", 0.0));
        VersionPair.Side now = new VersionPair.Side(null, null, Map.of("eq1_gain", -3.1));
        VersionDifference difference = new VersionDifference(
                30,
                8,
                0,
                -20.0,
                -21.5,
                List.of(
                        new VersionDifference.Band(1000, 1000, -40, -42, -2.0),
                        new VersionDifference.Band(1258.9, 1250, -120, -130, null)),
                List.of(new VersionDifference.StageShare("Equaliser", -1.5, 0.8, -2.0, 1000.0)));
        VersionPair asked = new VersionPair("p", "71-1", 1, VersionPair.Status.asked, null, first, now, null);
        server.answers("POST /engines/71-1/versions/pairs", asked);
        server.answers(
                "GET /versions/pairs/p",
                new VersionPair("p", "71-1", 1, VersionPair.Status.ready, null, first, now, difference));
        server.answers("DELETE /versions/pairs/p", 204, "");
        server.answers("POST /engines/71-1/versions/12/return", LEARNED);

        assertThat(cli.run("history", "--compare", 12).out())
                .contains("What plays now against version 12, on the last 30\u202Fs")
                .contains("By stage, on the last 8\u202Fs:", "Equaliser", "most \u22122.0\u202FdB at 1\u202FkHz")
                .contains("Thirds of an octave, on the last 30\u202Fs:", "1.25\u202FkHz", "too quiet");
        assertThat(server.requests).contains("DELETE /versions/pairs/p");
        server.answers(
                "GET /versions/pairs/p",
                new VersionPair("p", "71-1", 1, VersionPair.Status.failed, "It is silence.", first, now, null));
        assertThat(cli.run("history", "--compare", "12,13").err().strip()).isEqualTo("attune: It is silence.");
        assertThat(cli.run("history", "--return", 12).out()).contains("#12");
        assertThat(cli.run("history", "--compare", "1,2,3").status()).isEqualTo(2);
    }

    @Test
    void history_when_more_is_asked_for_than_a_page_expect_all_pages() throws IOException {
        List<Change> first = java.util.stream.LongStream.rangeClosed(1, 100)
                .mapToObj(i -> change(201 - i, ChangeKind.manual, ChangeStatus.replaced, "Changed.", null))
                .toList();
        server.answers("GET /changes?limit=100", first).answers("GET /changes?limit=100&before=101", List.of(LEARNED));

        assertThat(cli.run("history", "--limit", 150).out()).hasLineCount(101).contains("#200", "#12");
    }

    @Test
    void history_when_much_was_left_alone_in_a_row_expect_the_newest_and_how_many_more() throws IOException {
        List<Change> changes = new java.util.ArrayList<>();
        for (long id = 9; id > 5; id--) {
            changes.add(change(id, ChangeKind.abstained, ChangeStatus.left_alone, "Clean sound: left alone.", null));
        }
        changes.add(change(5, ChangeKind.manual, ChangeStatus.in_force, "Changed.", null));
        changes.add(change(4, ChangeKind.abstained, ChangeStatus.left_alone, "Silence: left alone.", null));
        server.answers("GET /changes?limit=20", changes);

        assertThat(cli.run("history").out())
                .hasLineCount(4)
                .contains("#9", "and 3 more left alone, since", "#5", "#4")
                .doesNotContain("#8", "#6");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "history --limit 0|--limit=0 is not allowed; it goes from 1 to 10000.",
                "history --limit many|--limit=many is not allowed; it goes from 1 to 10000.",
                "history --limit 99999999999999999999|--limit=99999999999999999999 is not allowed",
                "undo last|ID=last is not allowed; it goes from 1 to the newest change's number",
                "why 0|ID=0 is not allowed; it goes from 1 to the newest change's number",
            })
    void command_when_a_number_is_none_or_out_of_range_expect_name_value_and_range(String words, String said) {
        CliFixture.Result result = cli.run((Object[]) words.split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("attune: " + said).hasLineCount(1);
        assertThat(server.requests).isEmpty();
    }

    @Test
    void undo_when_one_engine_plays_expect_its_last_change_taken_back_and_by_number_that_one() throws IOException {
        Change undone = change(14, ChangeKind.undo, ChangeStatus.in_force, "Taken back.", null);
        server.answers("POST /engines/71-1/undo", undone)
                .answers("GET /changes/12", LEARNED)
                .answers("POST /changes/12/undo", undone);

        assertThat(cli.run("undo").out()).contains("#14", "Taken back.");
        CliFixture.Result byNumber = cli.run("rollback", 12);
        assertThat(byNumber.status()).isZero();
        assertThat(byNumber.out()).hasLineCount(1).doesNotContain("already");
        assertThat(server.requests).contains("POST /engines/71-1/undo {}", "POST /changes/12/undo {}");
    }

    @Test
    void undo_when_change_was_undone_already_expect_that_said_and_the_entry_of_that_time() throws IOException {
        server.answers("GET /changes/12", change(12, ChangeKind.learned, ChangeStatus.undone, "Less hum.", null))
                .answers(
                        "POST /changes/12/undo",
                        change(14, ChangeKind.undo, ChangeStatus.in_force, "Taken back: Less hum.", null));

        assertThat(cli.run("undo", 12).out())
                .startsWith("Change 12 was undone already; nothing is done.")
                .contains("#14")
                .hasLineCount(2);
        CliFixture.Result json = cli.run("rollback", 12, "--json");
        assertThat(json.err()).contains("undone already").hasLineCount(1);
        assertThat(ServerClient.JSON.readTree(json.out()).path("id").asInt()).isEqualTo(14);
    }

    @Test
    void undo_when_several_engines_play_expect_them_named_and_one_chosen() throws IOException {
        server.answers(
                "GET /engines",
                List.of(engine("71-1", "obs", LearningMode.auto), engine("80-1", "ardour", LearningMode.auto)));

        CliFixture.Result unclear = cli.run("undo");
        assertThat(unclear.status()).isEqualTo(2);
        assertThat(unclear.err())
                .contains("2 engines play", "71-1 (obs), 80-1 (ardour)")
                .hasLineCount(1);
        CliFixture.Result unknown = cli.run("undo", "--engine", "9-9");
        assertThat(unknown.err()).contains("There is no engine '9-9'", "80-1 (ardour)");

        server.answers("POST /engines/80-1/undo", LEARNED);
        assertThat(cli.run("undo", "--engine", "80-1").status()).isZero();
        server.answers("GET /engines", List.of());
        assertThat(cli.run("undo").err()).contains("No engine plays").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auto| PUT /learning {\"mode\":\"auto\",\"frozen\":null,\"onAir\":null}",
                "freeze| PUT /learning {\"mode\":null,\"frozen\":true,\"onAir\":null}",
                "resume| PUT /learning {\"mode\":null,\"frozen\":false,\"onAir\":null}",
                "on-air on| PUT /learning {\"mode\":null,\"frozen\":null,\"onAir\":true}",
                "reset| POST /learning/reset {}",
                "off --engine 71-1| PUT /engines/71-1/learning {\"mode\":\"off\",\"frozen\":null,\"onAir\":null}",
            })
    void learn_when_word_is_known_expect_it_sent_and_state_shown(String words, String request) throws IOException {
        server.answers("PUT /learning", List.of())
                .answers("POST /learning/reset", Map.of())
                .answers("PUT /engines/71-1/learning", engine("71-1", "obs", LearningMode.off));

        CliFixture.Result result = cli.run((Object[]) ("learn " + words).split(" "));

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("71-1  obs  learning suggest, on air");
        assertThat(server.requests).contains(request);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "frezze|Did you mean freeze",
                "on-air|on-air takes on or off.",
                "on-air maybe|not 'maybe'",
                "auto on|only on-air and capture take on or off",
                "capture|capture takes on or off.",
                "capture maybe|not 'maybe'",
                "capture off --engine 71-1|one switch for all engines",
                "reset --engine 71-1|all engines at once",
                "auto on off|only learners takes two words",
                "learners hmu off|Did you mean hum",
                "learners hum|learners hum takes on or off.",
                "learners hum maybe|not 'maybe'",
                "strategies hum off --engine 71-1|one switch for all engines"
            })
    void learn_when_word_makes_no_sense_expect_one_sentence_and_nothing_sent(String words, String said)
            throws IOException {
        CliFixture.Result result = cli.run((Object[]) ("learn " + words).split(" "));

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(said).hasLineCount(1);
        assertThat(server.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"off", "observe", "suggest", "auto"})
    void learn_mode_when_no_engine_plays_expect_said_that_it_holds_for_none(String mode) throws IOException {
        server.answers("PUT /learning", List.of()).answers("GET /engines", List.of());

        CliFixture.Result result = cli.run("learn", mode);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err().strip()).isEqualTo("attune: No engine plays; start one, then set the mode.");
        assertThat(cli.run("learn", "freeze").out().strip()).isEqualTo("No engine plays; it holds for the next one.");
    }

    @Test
    void learn_learners_when_listed_and_switched_expect_who_rests_who_is_off_and_their_strategies() throws IOException {
        LearnerState hum = new LearnerState("hum", "Hum", "Takes hum out.", List.of("hum"), false, null);
        LearnerRest rest =
                new LearnerRest("policy", "Trained policy", LearnerRest.RESTING, 0, 1_764_000_000_000L, "It did harm.");
        LearnerState policy =
                new LearnerState("policy", "Trained policy", "Was trained.", List.of("policy"), true, rest);
        LearnerState noise = new LearnerState(
                "noise", "Noise", "Brings it back.", List.of("noise-mild", "noise-strong"), true, null);
        server.answers("GET /learning/learners", List.of(hum, policy, noise))
                .answers("PUT /learning/learners", List.of(hum, policy, noise))
                .answers(
                        "GET /heard",
                        Map.of("71-1", Map.of("tips", List.of(Map.of("sentence", "The input was cut off.")))))
                .answers("GET /preferences", Map.of("capture", true));

        assertThat(cli.run("learn", "learners").out())
                .contains(
                        "off  Takes hum out.\n",
                        "on   Rests until",
                        "It did harm.",
                        "on   Brings it back. Strategies: noise-mild, noise-strong.")
                .isEqualTo(cli.run("learn", "strategies").out()); // as scripts may call it
        assertThat(cli.run("learn", "learners", "hum", "off").out())
                .contains("off  Takes hum out.")
                .hasLineCount(1);
        assertThat(server.requests).contains("PUT /learning/learners {\"hum\":false}");
        assertThat(cli.run("learn", "status").out())
                .contains("71-1  obs", "71-1  The input was cut off.", "off  Takes hum out.", "Rests until")
                .doesNotContain("noise");
    }

    @Test
    void learn_capture_when_switched_expect_the_preference_set_and_the_way_back_said() throws IOException {
        server.answers("GET /learning/learners", List.of())
                .answers("GET /heard", Map.of())
                .answers("PUT /preferences", Map.of("capture", false))
                .answers("GET /preferences", Map.of("capture", false));

        assertThat(cli.run("learn", "capture", "off").out())
                .contains("no sound is kept", "'attune learn capture on' turns it on again");
        assertThat(cli.run("learn").out())
                .as("without a word it says what holds")
                .contains("71-1  obs", "'attune learn capture on'");
        assertThat(cli.run("learn", "capture", "on").out())
                .contains("30 s", "memory only", "'attune learn capture off'");
        assertThat(server.requests)
                .contains("PUT /preferences {\"capture\":false}", "PUT /preferences {\"capture\":true}");
    }

    @Test
    void open_when_there_is_a_display_expect_code_in_a_private_file_and_no_secret_in_a_command_line()
            throws IOException, InterruptedException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path opener = Files.writeString(
                bin.resolve("xdg-open"),
                "#!/bin/sh\necho \"$*\" >" + folder + "/opened.new\nmv " + folder + "/opened.new " + folder
                        + "/opened\n");
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwx------"));
        server.answers("POST /codes", Map.of("code", "once-only", "expiresInSeconds", 30));
        cli.with("PATH", bin + ":" + System.getenv("PATH")).with("DISPLAY", ":1");

        assertThat(cli.run("open").out()).doesNotContain(FakeServer.TOKEN);
        assertThat(server.requests).contains("POST /codes {\"scope\":\"admin\"}");

        Path opened = folder.resolve("opened");
        org.awaitility.Awaitility.await().until(() -> Files.exists(opened));
        Path page = Path.of(java.net.URI.create(Files.readString(opened).strip()));
        assertThat(Files.readString(page)).contains("http://127.0.0.1:" + server.port() + "/#c=once-only");
        assertThat(Files.getPosixFilePermissions(page)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        cli.with("DISPLAY", "");
        assertThat(cli.run("open").out().strip())
                .isEqualTo("http://127.0.0.1:" + server.port() + "/#t=" + FakeServer.TOKEN);
    }

    @Test
    void presets_when_saved_recalled_renamed_and_deleted_expect_the_server_asked() throws IOException {
        Path mine = cli.home.resolve(".local/share/attune/presets/my-room.json");
        Files.createDirectories(mine.getParent());
        Files.copy(CliFixture.repository().resolve("presets/gentle.json"), mine);
        PresetInfo info = new PresetInfo("evening", "Evening", "", false, Map.of(), 1);
        server.answers("POST /presets", info)
                .answers("PUT /presets/my-room", info)
                .answers("DELETE /presets/my-room", 204, "")
                .answers("POST /engines/71-1/recall", LEARNED);

        assertThat(cli.run("presets", "save", "Evening").out()).contains("Saved as 'evening'");
        assertThat(cli.run("presets", "recall", "My Room", "--slot", "b").status())
                .isZero();
        assertThat(cli.run("presets", "rename", "my-room", "Evening").out()).contains("'my-room' is now 'evening'");
        assertThat(cli.run("presets", "delete", "my-room").out()).contains("Deleted");
        assertThat(server.requests)
                .contains(
                        "POST /engines/71-1/recall {\"preset\":\"my-room\",\"slot\":1}",
                        "PUT /presets/my-room {\"label\":\"Evening\",\"doc\":null,\"engineId\":null,\"params\":null,\"tags\":null,\"favourite\":null,\"evidence\":null}",
                        "DELETE /presets/my-room")
                .anyMatch(request -> request.startsWith("POST /presets ") && request.contains("\"engineId\":\"71-1\""));
        assertThat(cli.run("presets", "tag", "my-room", "Evening", "quiet").status())
                .isZero();
        assertThat(cli.run("presets", "favourite", "my-room").out()).contains("'my-room' is a favourite");
        assertThat(cli.run("presets", "favourite", "my-room", "--off").out()).contains("no favourite any more");
        assertThat(server.requests)
                .anyMatch(request -> request.contains("\"tags\":[\"Evening\",\"quiet\"],\"favourite\":null"))
                .anyMatch(request -> request.contains("\"favourite\":true"))
                .anyMatch(request -> request.contains("\"favourite\":false"));
        assertThat(cli.run("presets", "recall", "gentel").err()).contains("Did you mean gentle");
        assertThat(cli.run("presets", "recall", "gentle", "--slot", "E").err()).contains("A, B, C and D");
    }

    @Test
    void noise_when_learned_and_forgotten_expect_the_server_asked_and_its_sentence() throws IOException {
        server.answers("POST /engines/71-1/noise-profile", LEARNED)
                .answers("DELETE /engines/71-1/noise-profile", LEARNED);

        assertThat(cli.run("noise", "learn").out()).contains("sibilance was 5 dB");
        assertThat(cli.run("noise", "forget").status()).isZero();
        assertThat(server.requests)
                .contains("POST /engines/71-1/noise-profile {}", "DELETE /engines/71-1/noise-profile");
        server.answers(
                "DELETE /engines/71-1/noise-profile",
                409,
                "{\"type\":\"urn:attune:nothing\",\"title\":\"Conflict\",\"status\":409,\"detail\":\"None is kept.\"}");
        CliFixture.Result nothing = cli.run("noise", "forget");
        assertThat(nothing.status()).isEqualTo(1);
        assertThat(nothing.err().strip()).isEqualTo("attune: None is kept.");
        assertThat(cli.run("noise", "lern").err()).contains("learn or forget").contains("Did you mean learn");
    }

    @Test
    void presets_delete_when_the_file_is_broken_expect_the_server_asked_all_the_same() throws IOException {
        Path broken = cli.home.resolve(".local/share/attune/presets/broken.json");
        Files.createDirectories(broken.getParent());
        Files.writeString(broken, "{");
        server.answers("DELETE /presets/broken", 204, "");

        assertThat(cli.run("presets", "delete", "Broken").out()).contains("Deleted 'broken'");
        assertThat(server.requests).contains("DELETE /presets/broken");
        assertThat(cli.run("presets", "delete", "gentle").err())
                .contains("came with Attune")
                .hasLineCount(1);
        assertThat(cli.run("presets", "delete", "brokn").err())
                .contains("Did you mean broken")
                .hasLineCount(1);
    }

    @Test
    void command_when_server_refuses_expect_its_sentence_and_status() throws IOException {
        server.answers("POST /engines/71-1/undo", 409, FakeServer.problem(409, "Nothing is in force to take back."));
        CliFixture.Result conflict = cli.run("undo");
        assertThat(conflict.status()).isEqualTo(1);
        assertThat(conflict.err().strip()).isEqualTo("attune: Nothing is in force to take back.");

        server.answers("GET /changes/99", 404, FakeServer.problem(404, "There is no change 99."));
        assertThat(cli.run("undo", 99).status()).isEqualTo(2);
        server.answers("GET /changes?limit=20", 200, "{\"no\": \"list\"}");
        assertThat(cli.run("history").err()).contains("is not understood").hasLineCount(1);
        server.answers("GET /changes?limit=20", 500, "gone wrong");
        assertThat(cli.run("history").err()).contains("HTTP status 500").hasLineCount(1);
    }

    @Test
    void command_when_server_is_of_another_version_expect_both_named() throws IOException {
        server.announce(
                ApiVersion.NUMBER + 1, Announcement.startTicks(FakeServer.pid()).orElseThrow());

        CliFixture.Result result = cli.run("history");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("Attune 9.9", "interface version " + (ApiVersion.NUMBER + 1), "./attune stop")
                .hasLineCount(1);
        assertThat(cli.run("doctor").out()).contains("warn  control server").contains("9.9");
    }

    @Test
    void command_when_token_is_missing_or_wrong_expect_one_sentence() throws IOException {
        Files.writeString(server.folder.resolve("token"), "another");
        assertThat(cli.run("history").err().strip()).isEqualTo("attune: The token is wrong.");
        Files.delete(server.folder.resolve("token"));
        assertThat(cli.run("history").err()).contains("token", "cannot be read").hasLineCount(1);
    }

    @Test
    void command_when_no_server_lives_and_none_is_installed_expect_the_remedy() throws IOException {
        server.announce(ApiVersion.NUMBER, 1);

        CliFixture.Result result = cli.run("history");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("No control server is installed", "./attune install")
                .hasLineCount(1);
    }

    @Test
    void status_when_server_lives_expect_it_its_agent_and_what_is_learned() throws IOException {
        server.answers("GET /changes?limit=1&engineId=71-1", List.of(LEARNED)).answers("GET /health", 200, """
                        {"apiVersion": 1, "version": "9.9", "pid": 5, "startTicks": 1, "port": 77, "agent":
                         {"apiVersion": 1, "version": "9.9", "pid": 6, "state": "auditioning", "detail": "9 candidates.",
                          "auditions": 3, "auditionXRealTime": 50.0, "feedbackSeen": 0}}
                        """);

        assertThat(cli.run("status").out())
                .contains(
                        "Control server 9.9 (process 5) on port 77",
                        "Learning agent (process 6) auditioning: 9 candidates.",
                        "71-1  obs  learning suggest, on air  −3.1 dB at 6.8 kHz")
                .as("one engine is there, as the server says")
                .doesNotContain("No engine plays");
        JsonNode json = ServerClient.JSON.readTree(cli.run("status", "--json").out());
        assertThat(json.path("agent").path("state").asText()).isEqualTo("auditioning");
        assertThat(json.path("learning").path(0).path("mode").asText()).isEqualTo("suggest");
    }

    @Test
    void status_when_a_server_is_still_starting_expect_what_it_is_busy_with() throws IOException {
        Path runtime = folder.resolve("runtime/attune");
        Files.delete(runtime.resolve("server.json"));
        Path progress = Files.writeString(runtime.resolve("server.progress"), "The database: a copy first, 36 %.\n");
        assertThat(cli.run("status").out())
                .contains("The control server is starting. The database: a copy first, 36 %.")
                .doesNotContain("No control server runs");

        Files.setLastModifiedTime(progress, FileTime.from(Instant.EPOCH));
        assertThat(cli.run("status").out())
                .as("a start that is dead left it")
                .contains("No control server runs")
                .doesNotContain("36 %");
    }

    @Test
    void status_when_an_engine_is_described_expect_the_id_that_other_commands_take() {
        Announcement engine = new Announcement(4_000_001, 1, 5, 2, 3, 2, "obs", 71, 48_000, 2);

        assertThat(StatusCommand.describe(engine))
                .containsEntry("id", "71-3")
                .containsEntry("enginePid", 4_000_001)
                .containsEntry("state", "UNKNOWN");
    }

    @Test
    void status_when_an_engine_plays_expect_figures_as_everywhere_else() {
        Map<String, Object> engine = new java.util.HashMap<>(Map.of(
                "id", "71-3", "host", "obs", "hostPid", 71, "sampleRateHz", 44_100.0, "channels", 2, "state", "READY"));
        engine.put("inputShortTermLufs", -23.456);
        engine.put("outputShortTermLufs", null);
        engine.put("lateBlocks", 12L);

        assertThat(StatusCommand.line(engine))
                .isEqualTo("71-3  obs (process 71)  44.1\u202FkHz, stereo  ready  in \u221223.5\u202FLUFS, out \u2013"
                        + "  12 late blocks");
    }

    @Test
    void alerts_when_something_is_wrong_expect_what_helps_here_and_in_status_and_dismissed_by_number()
            throws IOException {
        Alert late = new Alert(
                3,
                AlertKind.late_blocks,
                AlertLevel.warning,
                "71-1",
                "obs: 4 blocks were late.",
                "larger blocks",
                1,
                2,
                4,
                true,
                false);
        Alert seen = new Alert(
                2,
                AlertKind.disk_low,
                AlertLevel.warning,
                null,
                "Only 90 MB are left.",
                "make room",
                1,
                2,
                1,
                true,
                true);
        Alert over =
                new Alert(1, AlertKind.taken_back, AlertLevel.note, "71-1", "It did harm.", "", 1, 2, 1, false, false);
        server.answers("GET /alerts", List.of(late, seen, over))
                .answers("POST /alerts/3/dismiss", late)
                .answers("GET /changes?limit=1&engineId=71-1", List.of(LEARNED))
                .answers("GET /health", 200, """
                        {"apiVersion": 1, "version": "9.9", "pid": 5, "startTicks": 1, "port": 77, "agent": null}
                        """);

        String out = cli.run("alerts").out();
        assertThat(out)
                .contains("   3  warning", "obs: 4 blocks were late. (4 times)", "→ larger blocks")
                .contains("   2  seen", "   1  over");
        assertThat(ServerClient.JSON.readTree(cli.run("alerts", "--json").out()))
                .hasSize(3);
        assertThat(cli.run("status").out()).contains("4 blocks were late").doesNotContain("90 MB", "It did harm");
        assertThat(ServerClient.JSON.readTree(cli.run("status", "--json").out()).path("alerts"))
                .hasSize(1);
        assertThat(cli.run("alerts", "--dismiss", "3").out()).contains("Noted: obs: 4 blocks were late.");
        assertThat(server.requests).contains("POST /alerts/3/dismiss {}");
    }
}
