package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.MeasurementRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Health on the real server and engine. The agent is left out, which is an alert; a learned change that did harm is
 * another. In order: what is dismissed stays so.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HealthPanelTest {
    private static final int AUTO = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path SHOTS = Path.of("target", "shots");
    private static final int[][] PICTURED = {{1440, 900}, {390, 844}, {3840, 2160}};

    private static Stack stack;

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("health", AUTO, false);
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    private static PanelBrowser.Visit open(int width, int height, ColorScheme theme) throws IOException {
        PanelBrowser.Visit visit = PanelBrowser.visit(width, height, theme);
        visit.page().navigate(stack.link());
        visit.page().locator("attune-live").waitFor();
        return visit;
    }

    private static Locator figure(Page page, String name) {
        return page.locator("attune-health [data-figure=" + name + "]");
    }

    private static Locator alert(Page page, String kind) {
        return page.locator("attune-alerts-card li[data-kind=" + kind + "]");
    }

    private static JsonNode awaitAlert(String kind) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            List<JsonNode> found = new ArrayList<>();
                            stack.get("/alerts").forEach(found::add);
                            found.removeIf(one -> !one.get("kind").asText().equals(kind));
                            return found;
                        },
                        found -> !found.isEmpty())
                .get(0);
    }

    @Test
    @Order(1)
    void bell_when_clicked_expect_what_is_wrong_what_helps_and_dismissed_by_mouse() throws IOException {
        awaitAlert("agent_failing");
        try (PanelBrowser.Visit phone = open(360, 780, ColorScheme.LIGHT)) {
            Page page = phone.page();
            Layout.show(page, "why");
            double bars = Stream.of(".top", ".bar", ".rail")
                    .mapToDouble(
                            bar -> page.locator("attune-app " + bar).first().boundingBox().height)
                    .sum();
            page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("why-360-bars.png")));
            assertThat(bars).as("of 780 that a phone has").isLessThan(180);
            assertThat(page.locator("attune-top-bar .bell")).hasClass(Pattern.compile("fault"));
            page.locator("attune-top-bar .bell").click();
            assertThat(alert(page, "agent_failing")).isVisible();
        }
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Locator bell = page.locator("attune-top-bar .bell");
            assertThat(bell).hasClass(Pattern.compile("fault"));
            bell.click();
            Locator failing = alert(page, "agent_failing");
            assertThat(failing).containsText("nothing is learned");
            assertThat(failing).containsText("What helps: ./attune doctor");
            failing.getByText("Dismiss").click();
            assertThat(failing).containsText("Seen");
            assertThat(page.locator("attune-toasts").first()).containsText("Noted.");
            assertThat(bell).not().hasClass(Pattern.compile("fault"));
            assertThat(awaitAlert("agent_failing").get("dismissed").asBoolean()).isTrue();
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void harm_when_taken_back_expect_an_alert_found_and_dismissed_by_keyboard_alone() throws IOException {
        JsonNode change = Proposals.lessSibilance(stack);
        stack.postAsAgent(
                "/changes/" + change.get("id").asText() + "/measurement",
                new MeasurementRequest(-0.2, "fail", "Promised +0.12, measured \u22120.20."));
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.LIGHT)) {
            Page page = visit.page();
            page.keyboard().press("7");
            Locator taken = alert(page, "taken_back");
            assertThat(taken).containsText("measured \u22120.20");
            Keys.tabTo(page, taken.locator("button"));
            page.keyboard().press("Enter");
            assertThat(taken).containsText("Seen");
            assertThat(page.locator("attune-score-card tr[data-part=learning]"))
                    .containsText("1 of 1 changes taken back");
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void figures_when_an_engine_plays_expect_what_the_server_measured() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Layout.show(page, "health");
            for (String name : List.of("p50", "p99", "max")) {
                assertThat(figure(page, name)).hasText(Pattern.compile("^[0-9.]+[µm]s$"));
            }
            for (String role : List.of("host", "engine", "server")) {
                assertThat(page.locator("attune-process-card [data-role=" + role + "]"))
                        .hasText(Pattern.compile("[1-9][0-9]*\u202fMB"));
            }
            assertThat(page.locator("attune-block-times"))
                    .hasAttribute("aria-label", Pattern.compile("the deadline is"));
            assertThat(page.locator("attune-routes-card")).containsText("GET /health/report");
            int sum = 0;
            for (String points : page.locator("attune-score-card .points").allInnerTexts()) {
                sum += Integer.parseInt(points.split(" / ", 2)[0].strip());
            }
            assertThat(figure(page, "score")).hasText(Pattern.compile("^" + sum + "of 100$"));
            assertThat(page.locator("attune-health header p")).containsText("48\u202fkHz, blocks of");
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(4)
    void view_when_laid_out_at_every_width_in_both_themes_expect_nothing_cut_overlapping_or_too_small()
            throws IOException {
        List<String> wrong = new ArrayList<>();
        for (ColorScheme theme : ColorScheme.values()) {
            if (theme == ColorScheme.NO_PREFERENCE) {
                continue;
            }
            try (PanelBrowser.Visit visit = open(1440, 900, theme)) {
                Page page = visit.page();
                Layout.show(page, "health");
                assertThat(figure(page, "p50")).hasText(Pattern.compile("s$"));
                wrong.addAll(Layout.faults(page, List.of("health"), theme));
                page.setViewportSize(1440, 900);
                assertThat(Axe.serious(page)).isEmpty();
                for (int[] size : PICTURED) {
                    page.setViewportSize(size[0], size[1]);
                    page.waitForTimeout(600);
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(SHOTS.resolve("health-" + theme.name().toLowerCase(Locale.ROOT) + "-" + size[0]
                                    + "x" + size[1] + ".png")));
                }
                assertThat(visit.complaints()).isEmpty();
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(5)
    void view_when_the_host_ends_expect_it_said_and_the_rest_still_there() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Layout.show(page, "health");
            assertThat(figure(page, "p50")).isVisible();
            stack.endHost();
            assertThat(page.locator("attune-on-time-card")).containsText("No plugin plays");
            assertThat(page.locator("attune-score-card tr[data-part=on_time]")).containsText("nothing has played");
            assertThat(page.locator("attune-process-card [data-role=server]")).isVisible();
            assertThat(stack.get("/health/report").get("engines")).isEmpty();
            assertThat(stack.get("/alerts").findValuesAsText("kind")).doesNotContain("engine_gone");
            assertThat(visit.complaints()).isEmpty();
        }
    }
}
