package attune.control;

import static attune.control.ServerFixture.detail;
import static org.assertj.core.api.Assertions.assertThat;

import attune.api.AuditEntry;
import attune.api.Change;
import attune.api.ChangeStatus;
import attune.api.EngineInfo;
import attune.api.LearningMode;
import attune.api.PresetEvidence;
import attune.api.PresetInfo;
import attune.control.http.Json;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.net.URLDecoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preset files that people put into the folder themselves, as REST shows them. */
class PresetsTest {
    @TempDir
    Path folder;

    private ServerFixture server;
    private Path own;

    @BeforeEach
    void start() throws Exception {
        server = new ServerFixture(folder);
        own = Files.createDirectories(server.places().data().resolve("presets"));
    }

    @AfterEach
    void end() {
        server.close();
    }

    private HttpResponse<String> tell(String method, String path) throws Exception {
        return server.tell(method, path, server.admin(), null);
    }

    @Test
    void presets_when_own_files_are_broken_expect_the_others_and_each_told_and_deleted() throws Exception {
        Files.writeString(own.resolve("garbage.json"), "no JSON");
        Files.write(own.resolve("no text.json"), new byte[] {(byte) 0xff, 0, 1});
        Files.copy(Path.of("../presets/music.json"), own.resolve("gentle.json"));

        HttpResponse<String> list = tell("GET", "/presets");

        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).contains("\"podcast-voice\"").doesNotContain("garbage");
        String told = URLDecoder.decode(
                list.headers().firstValue("X-Attune-Passed-Over").orElseThrow(), StandardCharsets.UTF_8);
        assertThat(told)
                .contains(
                        "'garbage' is not a valid preset file",
                        "no text.json is not a valid",
                        "gentle.json is not used");
        for (String id : new String[] {"garbage", "no%20text"}) {
            HttpResponse<String> broken = tell("GET", "/presets/" + id);
            assertThat(broken.statusCode()).isEqualTo(422);
            assertThat(detail(broken)).contains("is not a valid preset file");
            assertThat(server.tell("PUT", "/presets/" + id, server.admin(), Map.of("label", "Mended"))
                            .statusCode())
                    .isEqualTo(422);
            assertThat(tell("DELETE", "/presets/" + id).statusCode()).isEqualTo(204);
        }
        assertThat(server.get("/presets/gentle", attune.api.PresetInfo.class))
                .satisfies(gentle -> assertThat(gentle.factory()).isTrue())
                .satisfies(gentle -> assertThat(gentle.label()).isEqualTo("Gentle"));
        assertThat(tell("DELETE", "/presets/gentle").statusCode())
                .as("the file that is not used goes, the factory's stays")
                .isEqualTo(204);
        assertThat(own).isEmptyDirectory();
        assertThat(tell("DELETE", "/presets/gentle").statusCode()).isEqualTo(409);
        assertThat(tell("GET", "/presets").headers().firstValue("X-Attune-Passed-Over"))
                .isEmpty();
    }

    @Test
    void preset_when_tagged_and_marked_expect_it_found_so_and_factory_ones_marked_only() throws Exception {
        PresetInfo saved = ServerFixture.read(
                server.tell(
                        "POST",
                        "/presets",
                        server.admin(),
                        Map.of(
                                "label",
                                "Mine",
                                "params",
                                ServerFixture.set(new ParamSnapshot()),
                                "tags",
                                List.of("Evening", "evening", "quiet"))),
                201,
                PresetInfo.class);
        assertThat(saved.tags()).containsExactly("evening", "quiet");
        server.put("/presets/mine", Map.of("favourite", true), PresetInfo.class);
        server.put("/presets/gentle", Map.of("favourite", true), PresetInfo.class);

        assertThat(ids("/presets?favourite=true")).containsExactly("gentle", "mine");
        assertThat(ids("/presets?tag=evening")).containsExactly("mine");
        assertThat(ids("/presets?text=QUIET+mine")).containsExactly("mine");
        assertThat(ids("/presets?text=nothing+like+it")).isEmpty();

        assertThat(server.put("/presets/mine", Map.of("label", "Ours"), PresetInfo.class))
                .satisfies(renamed -> assertThat(renamed.favourite()).isTrue())
                .satisfies(renamed -> assertThat(renamed.tags()).containsExactly("evening", "quiet"));
        assertThat(server.tell("PUT", "/presets/gentle", server.admin(), Map.of("tags", List.of("mine")))
                        .statusCode())
                .isEqualTo(409);
        HttpResponse<String> noTag =
                server.tell("PUT", "/presets/ours", server.admin(), Map.of("tags", List.of("two words")));
        assertThat(noTag.statusCode()).isEqualTo(422);
        assertThat(detail(noTag)).isEqualTo("'two words' is no tag: it needs letters, digits or hyphens, at most 24.");
    }

    private List<String> ids(String path) throws Exception {
        return Arrays.stream(server.get(path, PresetInfo[].class))
                .map(PresetInfo::id)
                .toList();
    }

    @Test
    void preset_when_saved_from_an_instance_that_learned_expect_the_evidence_and_dropped_with_other_settings()
            throws Exception {
        FakeEngine engine = server.playing(1);
        server.put("/engines/77-1/learning", Map.of("mode", "auto"), EngineInfo.class);
        server.heard(engine, 1, info -> info.mode() == LearningMode.auto);
        ParamSnapshot learned = ServerFixture.with(new ParamSnapshot(), ParamTable.EQ3_GAIN, -3);
        Change change = server.proposed(server.tell(
                "POST",
                "/engines/77-1/proposals",
                server.agent(),
                Requests.proposal(server.info(1).generation(), learned)));
        assertThat(change.status()).isEqualTo(ChangeStatus.watching);

        PresetInfo saved = ServerFixture.read(
                server.tell("POST", "/presets", server.admin(), Map.of("label", "Learned", "engineId", "77-1")),
                201,
                PresetInfo.class);

        assertThat(saved.evidence()).isEqualTo(new PresetEvidence(1, 0.4, null, 0, 8, List.of("speech"), "core5"));
        String file = Files.readString(own.resolve("learned.json"));
        assertThat(file).contains("\"evidence\"").doesNotContain("77-1", "jalv", "observation");
        assertThat(server.put(
                                "/presets/learned",
                                Map.of("params", ServerFixture.set(new ParamSnapshot())),
                                PresetInfo.class)
                        .evidence())
                .isNull();
    }

    @Test
    void preset_when_handed_on_as_a_file_and_taken_in_again_expect_the_same_settings_under_another_name()
            throws Exception {
        HttpResponse<String> file = tell("GET", "/presets/podcast-voice/file");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).contains("\"schema\"").doesNotContain("favourite", "savedAt");
        assertThat(Json.MAPPER.readTree(file.body()).path("params"))
                .as("defaults, too: another version may have others")
                .hasSize(ParamTable.COUNT);
        assertThat(tell("GET", "/presets/nobody/file").statusCode()).isEqualTo(404);

        HttpResponse<String> taken =
                server.tell("POST", "/presets/import?name=podcast-voice", server.admin(), file.body());
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(detail(taken)).isEqualTo("There is a preset 'podcast-voice' already; choose another name.");
        PresetInfo again = ServerFixture.read(
                server.tell("POST", "/presets/import?label=A+friend%27s", server.admin(), file.body()),
                201,
                PresetInfo.class);
        assertThat(again.id()).isEqualTo("a-friend-s");
        assertThat(again.factory()).isFalse();
        AuditEntry told = server.get("/audit?limit=1", AuditEntry[].class)[0];
        assertThat(told.event()).isEqualTo("preset-saved");
        assertThat(told.detail()).containsEntry("preset", "a-friend-s");
        assertThat(again.params())
                .isEqualTo(
                        server.get("/presets/podcast-voice", PresetInfo.class).params());
    }

    @Test
    void file_when_it_is_no_preset_of_ours_expect_one_sentence_that_names_it_and_nothing_kept() throws Exception {
        String good = tell("GET", "/presets/music/file").body();
        Map<String, String> sentences = Map.of(
                "no JSON",
                "'evening' is not a valid preset file: it is not JSON",
                "[]",
                "'evening' is not a valid preset file: it must be one JSON object.",
                good.replace("\"schema\" : 2", "\"schema\" : 9"),
                "'evening' has schema 9; this version reads up to 2.",
                good.replace("\"soundVersion\" : 1", "\"soundVersion\" : 9"),
                "was made for sound version 9",
                good.replace("\"label\"", "\"recording\" : \"x\", \"label\""),
                "the field 'recording' is unknown",
                good.replace(
                        "\"params\"",
                        "\"evidence\" : {\"changes\": 0, \"promised\": 9, \"measured\": null, \"measuredChanges\": 0,"
                                + " \"seconds\": 1, \"heard\": [], \"judge\": \"x\"}, \"params\""),
                "the field 'evidence' holds what can't be measured");
        for (Map.Entry<String, String> wrong : sentences.entrySet()) {
            HttpResponse<String> refused =
                    server.tell("POST", "/presets/import?name=evening", server.admin(), wrong.getKey());
            assertThat(refused.statusCode()).as(wrong.getKey()).isEqualTo(422);
            assertThat(detail(refused)).contains(wrong.getValue());
        }
        HttpResponse<String> noText = server.client()
                .send(
                        server.request("POST", "/presets/import?name=eve%0Aning%1B", server.admin(), null)
                                .POST(BodyPublishers.ofByteArray(new byte[] {'{', (byte) 0xff, '}'}))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(noText.statusCode()).isEqualTo(422);
        assertThat(detail(noText)).isEqualTo("Preset 'evening' is not a valid preset file: it is not UTF-8 text.");
        assertThat(own).isEmptyDirectory();
    }
}
