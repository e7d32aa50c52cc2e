package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The whole product, learning by itself: what it hears and does is shown; every size and both looks hold; each part is
 * taken away in turn. Screenshots go to {@code target/shots}. In order: what kills parts comes last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LearningPanelTest {
    private static final int AUTO = 3;
    /** Two machine-code compilers and five processes share two cores; alone it takes less than a minute. */
    private static final Duration LEARNS = Duration.ofMinutes(6);

    /** The scene comes to a voice twice in its forty seconds. */
    private static final double SCENES_MS = 180_000;

    private static final Duration RAMPS = Duration.ofSeconds(60);
    private static final double WAIT_MS = 120_000;
    private static final Path SHOTS = Path.of("target", "shots");
    private static final List<String> VIEWS = List.of("live", "why", "presets");
    private static final String HEALTH = "**/api/v1/health";

    /** The agent is back within a second of its end: what tells so can be kept from the page until that was looked at. */
    private static final String AGENTS_RETURN = """
            (() => {
              let held = null;
              const listen = WebSocket.prototype.addEventListener;
              WebSocket.prototype.addEventListener = function (type, listener, options) {
                const guarded = event => {
                  const message = held && typeof event.data === 'string' ? JSON.parse(event.data) : null;
                  if (message?.type === 'agent' && message.data) {
                    held.push(() => listener(event));
                  } else {
                    listener(event);
                  }
                };
                return listen.call(this, type, type === 'message' ? guarded : listener, options);
              };
              window.agentsReturn = {
                hold: () => (held = []),
                letThrough: () => { held.forEach(tell => tell()); held = null; },
              };
            })();
            """;

    /** No engine of this machine is refused one that its host has. */
    private static final String REFUSED_PRIORITY = """
            async () => {
              const { store } = await import('/js/core/store.js');
              const engine = () => store.engines.get(store.engineId);
              Object.defineProperty(store, 'engine', { get: () => ({ ...engine(), lacksRealTime: true }) });
              store.dispatchEvent(new Event('engines'));
            }
            """;

    private static final List<ColorScheme> THEMES = List.of(ColorScheme.DARK, ColorScheme.LIGHT);

    /** The sizes of the design's pictures; with {@code -Dattune.long=true} the smallest window and the largest screen too. */
    private static final int[][] PICTURED = Boolean.getBoolean("attune.long")
            ? new int[][] {{1440, 900}, {390, 844}, {1180, 700}, {2560, 1440}}
            : new int[][] {{1440, 900}, {390, 844}};

    private static Stack stack;

    @BeforeAll
    static void play() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/espeak-ng")), "package espeak-ng is not installed");
        stack = Stack.playing("learning", AUTO, true);
        awaitLearned();
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void sound_when_learned_from_expect_it_heard_named_and_in_the_timeline() throws IOException {
        JsonNode change = newestLearned();
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            assertThat(page.locator("attune-heard strong")).not().hasText("Not yet");
            page.locator("attune-spectrum button.target").waitFor(new Locator.WaitForOptions().setTimeout(SCENES_MS));
            page.keyboard().press("2");
            Locator entry = entry(page, change);
            JsonNode part = change.get("explanation").get("parts").get(0);
            assertThat(entry).containsText(part.get("headline").asText());
            assertThat(entry).containsText(part.get("place").asText());
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void views_when_laid_out_at_every_width_in_both_themes_expect_nothing_cut_overlapping_or_too_small()
            throws IOException {
        List<String> wrong = new ArrayList<>();
        for (ColorScheme theme : THEMES) {
            try (PanelBrowser.Visit visit = open(1440, 900, theme)) {
                wrong.addAll(Layout.faults(visit.page(), VIEWS, theme));
                assertThat(visit.complaints()).isEmpty();
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(2)
    void banner_when_the_engine_lacks_real_time_priority_expect_it_whole_at_every_width_and_gone_once_read()
            throws IOException {
        List<String> wrong = new ArrayList<>();
        for (ColorScheme theme : THEMES) {
            try (PanelBrowser.Visit visit = open(1440, 900, theme)) {
                Page page = visit.page();
                page.evaluate(REFUSED_PRIORITY);
                Locator banner = page.locator("attune-banner .banner");
                assertThat(banner).containsText("refused the real-time priority");
                wrong.addAll(Layout.faults(page, VIEWS, theme));
                Layout.show(page, "live");
                for (int[] size : PICTURED) {
                    page.setViewportSize(size[0], size[1]);
                    shoot(page, "live-no-priority", theme, size);
                }
                page.locator("attune-banner")
                        .getByRole(AriaRole.BUTTON, named("Got it"))
                        .click();
                assertThat(banner).isHidden();
                assertThat(visit.complaints()).isEmpty();
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(2)
    void live_when_the_engine_saves_time_expect_it_said_beside_the_stages_and_nothing_overlapping() throws IOException {
        List<String> wrong = new ArrayList<>();
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Locator strips = visit.page().locator("attune-gain-strips");
            strips.evaluate(
                    "element => { Object.defineProperty(element, 'economy', { get: () => true, set: () => {} });"
                            + " element.requestUpdate(); }");
            assertThat(strips.getByText("at less cost")).isVisible();
            wrong.addAll(Layout.faults(visit.page(), List.of("live"), ColorScheme.DARK));
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    @Order(3)
    void live_when_1180_by_700_expect_all_of_it_without_scrolling() throws IOException {
        try (PanelBrowser.Visit visit = open(1180, 700, ColorScheme.DARK)) {
            Object scrolls = visit.page()
                    .evaluate(
                            "() => { const main = document.querySelector('attune-app').shadowRoot.querySelector('main');"
                                    + " return main.scrollHeight > main.clientHeight + 1; }");
            assertThat(scrolls).isEqualTo(false);
        }
    }

    @Test
    @Order(4)
    void panel_when_photographed_expect_a_picture_of_each_view_and_theme() throws IOException {
        for (ColorScheme theme : THEMES) {
            for (int[] size : PICTURED) {
                try (PanelBrowser.Visit visit = open(size[0], size[1], theme)) {
                    for (String view : VIEWS) {
                        Layout.show(visit.page(), view);
                        visit.page().waitForTimeout(600);
                        shoot(visit.page(), view, theme, size);
                    }
                    assertThat(visit.complaints()).isEmpty();
                }
            }
        }
    }

    @Test
    @Order(5)
    void learned_change_when_undone_by_mouse_expect_its_proof_and_the_set_before_it_bit_by_bit() throws IOException {
        freeze(true);
        JsonNode change = newestLearned();
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.LIGHT)) {
            Page page = visit.page();
            page.locator(".rail a[href='#why']").click();
            entry(page, change).click();
            Locator detail = page.locator("attune-change-detail");
            JsonNode evidence = change.get("evidence");
            assertThat(detail)
                    .containsText(change.get("explanation")
                            .get("parts")
                            .get(0)
                            .get("reason")
                            .asText());
            double promised = evidence.get("promised").asDouble();
            assertThat(detail)
                    .containsText("Promised"
                            + (promised > evidence.get("noise").asDouble()
                                    ? signed(evidence.get("promised")) + " steps"
                                    : "no gain"));
            assertThat(detail)
                    .containsText(
                            "Measured" + (change.hasNonNull("measured") ? signed(change.get("measured")) : "unclear"));
            assertThat(detail).containsText(evidence.get("candidates").asInt() + " setting");
            page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("why-proof-light-1440x900.png")));

            detail.getByRole(AriaRole.BUTTON, named("Undo")).click();
            awaitWanted(change.get("before"));
            assertThat(entry(page, change)).containsText("undone");
            page.locator("attune-toasts").getByText("Put it back").click();
            awaitWanted(change.get("after"));
            assertThat(entry(page, change)).containsText("in force");
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(6)
    void learned_change_when_less_of_it_and_none_of_it_are_wanted_by_keys_alone_expect_half_then_the_set_before()
            throws IOException {
        JsonNode change = newestLearned();
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            page.keyboard().press("2");
            Keys.tabTo(page, entry(page, change));
            page.keyboard().press("Enter");
            Locator detail = page.locator("attune-change-detail");
            Keys.tabTo(page, detail.getByRole(AriaRole.BUTTON, named("Less of that")));
            page.keyboard().press("Enter");
            await().atMost(RAMPS).untilAsserted(() -> expectHalfOf(change, stack.wanted()));
            JsonNode less = stack.get("/changes?limit=1").get(0);
            assertThat(less.get("who").asText()).isEqualTo("you");
            assertThat(less.get("parent").asLong()).isEqualTo(change.get("id").asLong());

            Keys.tabTo(page, page.locator("attune-toasts").getByText("Undo"));
            page.keyboard().press("Enter");
            awaitWanted(change.get("after"));
            Keys.tabTo(page, detail.getByRole(AriaRole.BUTTON, named("Undo")));
            page.keyboard().press("Enter");
            awaitWanted(change.get("before"));
            assertThat(entry(page, change)).containsText("undone");
            assertThat(visit.complaints()).isEmpty();
        }
        freeze(false);
    }

    /**
     * Every value that the change moved lies between where it was and where the change had brought it; there is no half of a
     * single harmonic.
     */
    private static void expectHalfOf(JsonNode change, JsonNode wanted) {
        List<String> moved = new ArrayList<>();
        change.get("after").properties().forEach(entry -> {
            double before = change.get("before").get(entry.getKey()).asDouble();
            double after = entry.getValue().asDouble();
            double now = wanted.get(entry.getKey()).asDouble();
            if (after == before) {
                assertThat(now).as(entry.getKey()).isEqualTo(before);
            } else {
                moved.add(entry.getKey());
                boolean whole = entry.getKey().equals("hum_harmonics");
                assertThat(Math.abs(now - (before + after) / 2))
                        .as("%s at %s, moved from %s to %s", entry.getKey(), now, before, after)
                        .isLessThanOrEqualTo(Math.max(0.2 * Math.abs(after - before), whole ? 0.5 : 0));
            }
        });
        assertThat(moved).isNotEmpty();
    }

    @Test
    @Order(7)
    void agent_when_killed_expect_it_said_what_still_works_and_the_sound_to_go_on() throws IOException {
        try (PanelBrowser.Visit visit = PanelBrowser.visit(1440, 900, ColorScheme.LIGHT)) {
            Page page = visit.page();
            page.addInitScript(AGENTS_RETURN);
            live(page);
            Locator agent = page.locator("attune-top-bar .parts li", new Page.LocatorOptions().setHasText("Agent"));
            assertThat(agent).not().containsText("stopped");
            page.evaluate("() => window.agentsReturn.hold()");
            stack.killAgent();
            assertThat(agent)
                    .containsText(
                            "stopped",
                            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                                    .setTimeout(WAIT_MS));
            assertThat(page.locator("attune-banner")).containsText("Your sound keeps its settings");
            shoot(page, "live-agent-away", ColorScheme.LIGHT, new int[] {1440, 900});
            page.evaluate("() => window.agentsReturn.letThrough()");
            assertThat(agent)
                    .not()
                    .containsText(
                            "stopped",
                            new com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions()
                                    .setTimeout(WAIT_MS));
        }
    }

    @Test
    @Order(8)
    void server_when_killed_expect_grey_figures_a_sentence_and_the_panel_back_by_itself() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            page.route(HEALTH, Route::abort); // or a quick machine has the server back before anything was looked at
            stack.killServer();
            assertThat(page.locator("attune-banner")).containsText("The control server went away");
            assertThat(page.locator("attune-banner")).containsText("Your sound goes on as it was");
            assertThat(page.locator("attune-live")).hasAttribute("stale", "");
            shoot(page, "live-server-away", ColorScheme.DARK, new int[] {1440, 900});
            page.unroute(HEALTH);
            page.locator("attune-live:not([stale])").waitFor(new Locator.WaitForOptions().setTimeout(WAIT_MS));
            assertThat(page.locator("attune-banner")).not().containsText("went away");
        }
    }

    @Test
    @Order(9)
    void token_when_wrong_expect_the_way_to_a_new_link() throws IOException {
        try (PanelBrowser.Visit visit = PanelBrowser.visit(1440, 900, ColorScheme.DARK)) {
            visit.page().navigate(stack.address() + "/#t=wrong");
            assertThat(visit.page().locator("attune-away")).containsText("./attune open");
        }
    }

    @Test
    @Order(10)
    void host_when_ended_expect_what_happened_what_still_works_and_how_to_go_on_and_live_again_when_it_is_back()
            throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            stack.endHost();
            Locator away = page.locator("attune-away");
            assertThat(away).containsText("The plugin is not running");
            assertThat(away).containsText("What still works");
            assertThat(away).containsText("How to go on");
            assertThat(page.locator("attune-compare-bar .cmp").first()).isDisabled();
            shoot(page, "live-engine-away", ColorScheme.DARK, new int[] {1440, 900});
            Layout.show(page, "presets");
            assertThat(page.locator("attune-presets [role=option]").first()).isVisible();
            Layout.show(page, "live");
            stack.startHost(AUTO);
            page.locator("attune-live").waitFor(new Locator.WaitForOptions().setTimeout(WAIT_MS));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    /** The newest change by the learner that plays and was checked, even if the sound changed too much to tell. */
    private static JsonNode newestLearned() throws IOException {
        for (JsonNode change : stack.get("/changes?limit=50&kind=learned")) {
            if (change.get("status").asText().equals("in_force") && change.hasNonNull("verdict")) {
                return change;
            }
        }
        throw new IOException("no learned change is in force");
    }

    /** No browser is open meanwhile: on two cores its painting would take from the learner what it needs. */
    private static void awaitLearned() {
        await("a change that was learned, pushed, checked and kept")
                .atMost(LEARNS)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreException(IOException.class)
                .until(LearningPanelTest::newestLearned, change -> true);
    }

    private static void freeze(boolean frozen) throws IOException {
        stack.put("/learning", Map.of("frozen", frozen));
    }

    private static void awaitWanted(JsonNode set) {
        await().atMost(RAMPS).until(stack::wanted, set::equals);
    }

    private static Locator entry(Page page, JsonNode change) {
        return page.locator("attune-why .ev[data-change='" + change.get("id").asLong() + "']");
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    /** As the panel writes a score's change. */
    private static String signed(JsonNode score) {
        String text = String.format(Locale.ROOT, "%+.2f", score.asDouble()).replace('-', '\u2212');
        return text.endsWith("0.00") ? "0.00" : text;
    }

    private static PanelBrowser.Visit open(int width, int height, ColorScheme theme) throws IOException {
        PanelBrowser.Visit visit = PanelBrowser.visit(width, height, theme);
        live(visit.page());
        return visit;
    }

    private static void live(Page page) throws IOException {
        page.navigate(stack.link());
        assertThat(page.locator("attune-level[after] [data-figure=shortTerm]"))
                .not()
                .hasText("–");
    }

    private static void shoot(Page page, String view, ColorScheme theme, int[] size) {
        String name = view + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + size[0] + "x" + size[1] + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name)));
    }
}
