package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.api.TelemetryPoint;
import attune.control.store.LoudnessTargets;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code attune report}: what it asks the server for, counts, writes; and that words of others stay words. */
class ReportCommandTest {
    private static final long START = 1_764_000_000_000L;

    @TempDir
    Path folder;

    private static TelemetryPoint second(int at, @Nullable Double in, @Nullable Double out) {
        return new TelemetryPoint(
                "71-1",
                START + at * 1000L,
                1,
                1,
                in,
                out,
                in == null ? null : in + 15,
                out == null ? null : out + 13.4,
                -60.0,
                -6.0,
                3.0,
                0.0,
                900.0,
                4200.0,
                188,
                at == 7 ? 2 : 0);
    }

    private static List<TelemetryPoint> seconds(int count) {
        List<TelemetryPoint> seconds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seconds.add(i % 10 == 9 ? second(i, null, null) : second(i, -24.0 + i % 3, -16.0));
        }
        return seconds;
    }

    private static Change change(long id, ChangeKind kind, ChangeStatus status, String sentence) {
        return new Change(
                id,
                "71-1",
                START + id * 1000,
                kind,
                status,
                "agent",
                "rules",
                new Explanation(sentence, List.of()),
                Map.of(),
                Map.of(),
                5,
                new Evidence(0.12, 0.03, 0.4, 0.52, 9, 8, "linear-5", Map.of()),
                0.1,
                "ok",
                null,
                null);
    }

    private SessionReport report(List<TelemetryPoint> seconds) throws Exception {
        return new SessionReport(
                "71-1",
                null,
                START,
                START + 100_000,
                seconds,
                new LoudnessTargets(CliFixture.repository().resolve("presets"), folder).all(),
                List.of(
                        change(
                                12,
                                ChangeKind.learned,
                                ChangeStatus.in_force,
                                "−3.1 dB at 6.8 kHz: <b>sibilance</b> & co."),
                        change(13, ChangeKind.abstained, ChangeStatus.left_alone, "Left alone: clean already."),
                        change(14, ChangeKind.abstained, ChangeStatus.left_alone, "Left alone: clean already."),
                        change(15, ChangeKind.abstained, ChangeStatus.left_alone, "Left alone: 2 dB of noise.")),
                List.of());
    }

    @Test
    void report_when_played_expect_loudness_without_silence_peak_late_blocks_and_reasons() throws Exception {
        SessionReport report = report(seconds(80));
        assertThat(report.output().integratedLufs()).isCloseTo(-16, org.assertj.core.data.Offset.offset(0.01));
        assertThat(report.input().integratedLufs()).isBetween(-23.2, -22.8);
        assertThat(report.input().rangeLu()).isCloseTo(2, org.assertj.core.data.Offset.offset(0.01));
        assertThat(report.output().truePeakDbtp()).isCloseTo(-2.6, org.assertj.core.data.Offset.offset(0.01));
        assertThat(report.lateBlocks()).isEqualTo(2);
        assertThat(report.leftAlone())
                .containsExactly(
                        Map.entry("Left alone: clean already.", 2), Map.entry("Left alone: 2 dB of noise.", 1));
        assertThat(report.changes()).hasSize(1);
        assertThat(verdict(report, "apple-podcasts")).isEqualTo("open");
        assertThat(verdict(report, "ebu-r128")).isEqualTo("fail");
    }

    private static String verdict(SessionReport report, String target) {
        return report.checks().stream()
                .filter(check -> check.target().id().equals(target))
                .map(check -> check.outcome().name())
                .findFirst()
                .orElse("");
    }

    @Test
    void page_when_written_expect_it_stands_for_itself_and_words_are_no_markup() throws Exception {
        String page = SessionPage.of(report(seconds(80)), ZoneOffset.UTC);
        assertThat(page)
                .contains(
                        "&lt;b&gt;sibilance&lt;/b&gt; &amp; co.",
                        "<path class='after' d='M",
                        "#12",
                        "#15",
                        "Left alone: 2 dB of noise.",
                        "and 2 more left alone, since 2025-11-24",
                        "1 min 20 s")
                .contains("prefers-color-scheme: dark", "@media print")
                .doesNotContain("<script", "http:", "https:", "url(", "@import", "NaN", "Infinity")
                .doesNotContain("#13", "#14");
        assertThat(SessionPage.of(report(List.of()), ZoneOffset.UTC)).doesNotContain("<svg", "NaN", "Infinity");
    }

    @Test
    void command_when_server_has_a_session_expect_text_json_and_page() throws Exception {
        CliFixture cli = new CliFixture(folder);
        long now = System.currentTimeMillis();
        List<TelemetryPoint> seconds = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            TelemetryPoint point = second(i, -24.0, -16.0);
            seconds.add(at(point, now - 100_000 + i * 1000L));
        }
        try (FakeServer server = new FakeServer(cli)) {
            server.answers("GET /telemetry?seconds=3600", seconds)
                    .answers("GET /telemetry?engineId=71-1&seconds=3600", seconds)
                    .answers("GET /engines", List.of())
                    .answers("GET /targets", 422, FakeServer.problem(422, "targets.json is broken."))
                    .answers("GET /changes?limit=100&engineId=71-1", List.of());
            assertThat(cli.run("report", "--since", "1h").out())
                    .contains("1 min 30 s played", "−24.0 LUFS", "−16.0 LUFS", "Nothing was changed.")
                    .contains("Not held against targets: targets.json is broken.");
            JsonNode json = ServerClient.JSON.readTree(
                    cli.run("report", "--since", "1h", "--json").out());
            assertThat(json.path("output").path("integratedLufs").asDouble()).isEqualTo(-16);
            assertThat(json.path("playedSeconds").asInt()).isEqualTo(90);
            Path page = folder.resolve("session.html");
            Path file = folder.resolve("session.json");
            assertThat(cli.run("report", "--since=1h", "--html", page, "--json=" + file)
                            .status())
                    .isZero();
            assertThat(page).content().startsWith("<!doctype html>");
            assertThat(ServerClient.JSON.readTree(file.toFile()).path("engine").asText())
                    .isEqualTo("71-1");
            assertThat(cli.run("report", "--html", page).err())
                    .contains("exists already")
                    .hasLineCount(1);
        }
    }

    private static TelemetryPoint at(TelemetryPoint point, long at) {
        return new TelemetryPoint(
                point.engineId(),
                at,
                1,
                1,
                point.inputLufs(),
                point.outputLufs(),
                point.inputPeakDbtp(),
                point.outputPeakDbtp(),
                point.noiseFloorDbfs(),
                point.noiseReductionDb(),
                point.levelerGainDb(),
                point.limiterGainDb(),
                point.roundTripP99Us(),
                point.roundTripMaxUs(),
                point.blocks(),
                point.lateBlocks());
    }

    @Test
    void command_when_nothing_played_or_the_time_makes_no_sense_expect_one_sentence() throws IOException {
        CliFixture cli = new CliFixture(folder);
        try (FakeServer server = new FakeServer(cli)) {
            server.answers("GET /telemetry?seconds=86400", List.of())
                    .answers("GET /telemetry?engineId=9-9&seconds=86400", List.of())
                    .answers("GET /engines", List.of());
            assertThat(cli.run("report").err())
                    .isEqualTo("attune: Nothing was played in this time, so there is nothing to report; --since goes"
                            + " further back.\n");
            CliFixture.Result unknown = cli.run("report", "--engine", "9-9");
            assertThat(unknown.status()).isEqualTo(2);
            assertThat(unknown.err()).contains("'9-9'").hasLineCount(1);
            assertThat(cli.run("report", "--since", "yesterday").err())
                    .contains("--since=yesterday is no time; write 90m")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "90m, 2026-11-26T12:00:00Z",
        "2d, 2026-11-24T13:30:00Z",
        "9:05, 2026-11-26T09:05:00Z",
        "14:00, 2026-11-25T14:00:00Z",
        "2026-11-20, 2026-11-20T00:00:00Z",
        "2026-11-20T08:15, 2026-11-20T08:15:00Z"
    })
    void since_when_written_as_people_do_expect_that_time(String text, String expected) {
        Instant now = Instant.parse("2026-11-26T13:30:00Z");
        assertThat(SinceTime.parse(text, now, ZoneId.of("UTC"))).isEqualTo(Instant.parse(expected));
    }
}
