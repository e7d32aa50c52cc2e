package attune.control.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Alert;
import attune.api.AlertKind;
import attune.api.AlertLevel;
import attune.api.HealthReport;
import attune.control.FakeEngine;
import attune.control.ServerFixture;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code GET /metrics}, read as Prometheus reads it (exposition format 0.0.4). */
class MetricsTest {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final String VALUE = "\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"";
    private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=" + VALUE;
    private static final Pattern SAMPLE =
            Pattern.compile("(" + NAME + ")(\\{" + LABEL + "(?:," + LABEL + ")*})? (-?[0-9.]+(?:e[+-]?[0-9]+)?)");
    private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.+)");
    private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge)");

    @TempDir
    Path folder;

    /** Values by name and labels; fails where a line is none of the format's, or stands where it must not. */
    private static Map<String, Double> parsed(String text) {
        assertThat(text).endsWith("\n");
        Map<String, Double> values = new TreeMap<>();
        Set<String> families = new HashSet<>();
        String family = "";
        for (String line : text.split("\n", -1)) {
            Matcher help = HELP.matcher(line);
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (help.matches()) {
                family = help.group(1);
                assertThat(families.add(family))
                        .as("one family, one place: %s", line)
                        .isTrue();
            } else if (type.matches()) {
                assertThat(type.group(1)).isEqualTo(family);
                assertThat(family.endsWith("_total"))
                        .as(line)
                        .isEqualTo(type.group(2).equals("counter"));
            } else if (!line.isEmpty()) {
                assertThat(sample.matches()).as(line).isTrue();
                assertThat(sample.group(1)).isEqualTo(family);
                String labels = sample.group(2) == null ? "" : sample.group(2);
                String number = sample.group(sample.groupCount());
                assertThat(values.put(family + labels, Double.valueOf(number)))
                        .as(line)
                        .isNull();
            }
        }
        return values;
    }

    private static HttpResponse<String> scrape(ServerFixture server, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.server().port() + "/metrics"));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return server.client().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String viewToken(ServerFixture server) throws Exception {
        Object code = server.post("/codes", Map.of("scope", "view"), Map.class).get("code");
        HttpResponse<String> session =
                server.tell("POST", "/session", "none", Map.of("code", Objects.requireNonNull(code)));
        return String.valueOf(ServerFixture.read(session, 200, Map.class).get("token"));
    }

    @Test
    void metrics_when_read_by_a_view_token_expect_every_line_of_the_format_and_what_plays() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            FakeEngine engine = server.playing(1);
            engine.setRoundTrips(5, 250_000);
            engine.setLateBlocks(7);
            String token = viewToken(server);
            String late = "attune_late_blocks_total{engine=\"77-1\",host=\"jalv\"}";
            Map<String, Double> values = await().atMost(Duration.ofSeconds(90))
                    .until(
                            () -> {
                                engine.play();
                                HttpResponse<String> answer = scrape(server, token);
                                assertThat(answer.headers().firstValue("Content-Type"))
                                        .hasValue("text/plain; version=0.0.4; charset=utf-8");
                                return parsed(answer.body());
                            },
                            now -> now.getOrDefault(late, 0.0) == 7
                                    && now.getOrDefault(
                                                    "attune_block_quantile_seconds{engine=\"77-1\",quantile=\"0.5\"}",
                                                    0.0)
                                            > 0);
            assertThat(values.get("attune_block_quantile_seconds{engine=\"77-1\",quantile=\"0.5\"}"))
                    .isBetween(0.00025, 0.00029);
            assertThat(values.get("attune_block_deadline_seconds{engine=\"77-1\"}"))
                    .isEqualTo(0.01);
            assertThat(values).containsKeys("attune_health_score", "attune_disk_free_bytes");
            assertThat(values.get("attune_requests_total{route=\"POST /codes\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void metrics_when_read_without_a_token_expect_refused() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            assertThat(scrape(server, null).statusCode()).isEqualTo(401);
            assertThat(scrape(server, "wrong").statusCode()).isEqualTo(401);
            assertThat(scrape(server, server.admin()).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void alerts_when_some_are_over_expect_those_that_hold() {
        HealthReport.Storage storage = new HealthReport.Storage(1, 1, 1);
        HealthReport report = new HealthReport(0, 100, List.of(), List.of(), List.of(), List.of(), storage);
        Alert holds = new Alert(1, AlertKind.disk_low, AlertLevel.warning, null, "Full.", "", 0, 0, 3, true, false);
        Alert over =
                new Alert(2, AlertKind.late_blocks, AlertLevel.warning, "77-1", "Late.", "", 0, 0, 4, false, false);

        assertThat(parsed(Metrics.text(report, List.of(), List.of(holds, over))))
                .containsEntry("attune_alert_count{kind=\"disk_low\",level=\"warning\",engine=\"\"}", 3.0)
                .noneSatisfy((name, value) -> assertThat(name).contains("late_blocks"));
    }

    @Test
    void text_when_names_hold_quotes_backslashes_and_ends_of_lines_expect_them_escaped() {
        String text = new PrometheusText()
                .add(PrometheusText.Type.GAUGE, "attune_x", "Some.", 1.5e-7, "host", "a \"b\" \\ c\nd", "engine", "")
                .add(PrometheusText.Type.GAUGE, "attune_y", "Other.", 3)
                .add(PrometheusText.Type.GAUGE, "attune_x", "Some.", 2, "host", "e", "engine", "1")
                .text();
        assertThat(parsed(text)).containsEntry("attune_x{host=\"a \\\"b\\\" \\\\ c\\nd\",engine=\"\"}", 1.5e-7);
        assertThat(text).contains("attune_y 3\n");
    }
}
