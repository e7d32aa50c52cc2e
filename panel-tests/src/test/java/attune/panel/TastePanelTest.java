package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import attune.api.FrontPoint;
import attune.api.ObjectiveWish;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Taste, on the real server, engine and agent: pairs of the demo scene are rendered, heard in the browser and answered by mouse and by
 * keyboard alone; what is said where there is none. In order: what is answered stays.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TastePanelTest {
    private static final int SUGGEST = 2;
    /** The agent starts and renders beside two compilers and five processes on two cores. */
    private static final double RENDERED_MS = 240_000;

    private static final Duration STORED = Duration.ofSeconds(90);
    private static final Path SHOTS = Path.of("target", "shots");
    private static final int[][] PICTURED = {{1440, 900}, {390, 844}, {3840, 2160}};

    /** Gains of both sounds while the other one is chosen, sixty times a second: their sum must not fall into a gap. */
    private static final String SWITCH = """
            async () => {
              const { pairs } = await import('/js/core/pairs.js');
              const sums = [];
              const place = pairs.player.place;
              pairs.swap();
              for (let i = 0; i < 20; i++) {
                await new Promise(requestAnimationFrame);
                const [a, b] = pairs.player.gains;
                sums.push(a + b);
              }
              return { least: Math.min(...sums), most: Math.max(...sums), side: pairs.player.side, gains: pairs.player.gains,
                       moved: (pairs.player.place - place + 1) % 1, seconds: pairs.player.seconds };
            }
            """;

    private static Stack stack;

    @BeforeAll
    static void play() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/espeak-ng")), "package espeak-ng is not installed");
        stack = Stack.playing("taste", SUGGEST, true);
        await("the agent")
                .atMost(Duration.ofMinutes(4))
                .ignoreExceptions()
                .until(() -> stack.get("/health").get("agent").hasNonNull("pid"));
        await("ten seconds of sound")
                .atMost(Duration.ofMinutes(3))
                .until(() -> stack.engine().get("captureSeconds").asDouble() > 10);
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
        Layout.show(visit.page(), "taste");
        return visit;
    }

    private static Locator button(Page page, String name) {
        return page.locator("attune-taste")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator answer(Page page, String choice) {
        return page.locator("attune-pair-card [data-answer=" + choice + "]");
    }

    private static void awaitPair(Page page) {
        assertThat(button(page, "Hear A")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(RENDERED_MS));
    }

    private static JsonNode answers(int count) {
        return await().atMost(STORED)
                .ignoreExceptions()
                .until(() -> stack.get("/taste/answers"), a -> a.size() == count);
    }

    private static void shoot(Page page, String name, ColorScheme theme, int[] size) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SHOTS.resolve(
                        name + "-" + theme.name().toLowerCase(Locale.ROOT) + "-" + size[0] + "x" + size[1] + ".png")));
    }

    @Test
    @Order(1)
    void pair_when_asked_for_by_mouse_expect_heard_in_step_switched_without_a_gap_and_answered() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            button(page, "Start comparing").click();
            awaitPair(page);
            assertThat(answer(page, "a")).isDisabled();
            assertThat(button(page, "Hear A")).hasAttribute("aria-pressed", "true");

            Map<?, ?> switched = (Map<?, ?>) page.evaluate(SWITCH);
            assertThat(number(switched, "least")).isGreaterThan(0.95);
            assertThat(number(switched, "most")).isLessThan(1.05);
            assertThat(number(switched, "side")).isEqualTo(1);
            assertThat(number(switched, "seconds")).isGreaterThanOrEqualTo(4);
            assertThat(button(page, "Hear B")).hasAttribute("aria-pressed", "true");

            Locator hint = page.locator("attune-pair-card .under");
            assertThat(hint).containsText("Listen to A too.");
            button(page, "Hear A").click();
            assertThat(answer(page, "b")).isEnabled();
            answer(page, "b").click();
            page.locator("attune-pair-card [data-degree=much]").click();

            JsonNode stored = answers(1).get(0);
            assertThat(stored.get("choice").asText()).isEqualTo("b");
            assertThat(stored.get("degree").asText()).isEqualTo("much");
            assertThat(page.locator("attune-toasts").first()).containsText("Noted: B, a lot.");
            assertThat(page.locator("attune-known-card [data-figure=interval]")).containsText("1 pair");
            assertThat(page.locator("attune-known-card [data-figure=known]")).containsText("%");
            awaitPair(page); // the next one comes by itself
            assertThat(visit.complaints()).isEmpty();
        }
    }

    /** Goes to and fro by Space until answers are open. */
    private static void hearBoth(Page page) {
        await().atMost(STORED).pollDelay(Duration.ofMillis(1500)).until(() -> {
            if (page.locator("attune-pair-card .tile").first().isVisible()
                    && answer(page, "a").isDisabled()) {
                page.locator("attune-pair-card .tile").first().press("Space");
            }
            page.waitForTimeout(1200);
            return answer(page, "a").isEnabled();
        });
    }

    private static double number(Map<?, ?> map, String name) {
        return ((Number) Objects.requireNonNull(map.get(name))).doubleValue();
    }

    @Test
    @Order(2)
    void pair_when_asked_for_by_keyboard_alone_expect_space_swaps_and_digits_answer() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.LIGHT)) {
            Page page = visit.page();
            page.keyboard().press("1");
            page.locator("attune-live").waitFor();
            page.keyboard().press("3");
            Keys.tabTo(page, button(page, "Start comparing"));
            page.keyboard().press("Enter");
            for (String key : List.of("Space", "1", "2", "0", "Space")) {
                page.keyboard().press(key);
            }
            awaitPair(page);
            assertThat(page.locator("attune-app main").evaluate("main => main.scrollTop"))
                    .as("keys of the pair do nothing while it is made")
                    .isEqualTo(0);
            Locator first = button(page, "Hear A");
            await().atMost(STORED).until(() ->
                    (Boolean) first.evaluate("element => element.getRootNode().activeElement === element"));
            page.keyboard().press("2");
            assertThat(page.locator("attune-toasts").first()).containsText("Answers open once you have heard");
            page.keyboard().press("Space");
            assertThat(button(page, "Hear B")).hasAttribute("aria-pressed", "true");
            hearBoth(page);
            page.keyboard().press("0");
            assertThat(answers(2).get(1).get("choice").asText()).isEqualTo("none");
            assertThat(answers(2).get(1).get("degree").isNull()).isTrue();

            awaitPair(page);
            hearBoth(page);
            page.keyboard().press("1");
            assertThat(page.locator("attune-pair-card [data-degree=clearly]")).isFocused();
            page.keyboard().press("Escape");
            assertThat(answer(page, "a")).isFocused();
            page.keyboard().press("1");
            page.keyboard().press("Enter");
            JsonNode third = answers(3).get(2);
            assertThat(third.get("choice").asText()).isEqualTo("a");
            assertThat(third.get("degree").asText()).isEqualTo("clearly");
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void stars_when_given_by_mouse_and_by_keyboard_expect_stored_and_the_sound_as_it_was() throws IOException {
        JsonNode before = stack.wanted();
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            button(page, "4 stars, good").click();
            assertThat(page.locator("attune-toasts").first()).containsText("Noted: 4 stars");
            assertThat(button(page, "4 stars, good")).hasAttribute("aria-pressed", "true");
            Keys.tabTo(page, button(page, "2 stars, not good"));
            page.keyboard().press("Enter");
            assertThat(button(page, "2 stars, not good")).hasAttribute("aria-pressed", "true");

            List<String> votes = new ArrayList<>();
            stack.get("/feedback")
                    .forEach(feedback -> votes.add(feedback.get("vote").asText()));
            assertThat(votes).endsWith("4", "2");
            assertThat(stack.wanted()).isEqualTo(before);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void word_when_clicked_and_by_keyboard_expect_a_small_step_and_the_way_back() throws IOException {
        JsonNode before = stack.wanted();
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Locator brighter =
                    page.locator("attune-word-map .word").filter(new Locator.FilterOptions().setHasText("brighter"));
            brighter.click();
            assertThat(page.locator("attune-toasts").first()).containsText("A little brighter.");
            await().atMost(STORED)
                    .until(() -> stack.wanted().get("eq8_gain").asDouble()
                            > before.get("eq8_gain").asDouble() + 1);
            page.locator("attune-toasts .way").first().click();
            await().atMost(STORED).until(() -> stack.wanted().equals(before));

            Keys.tabTo(page, brighter);
            page.keyboard().press("Enter");
            await().atMost(STORED).until(() -> !stack.wanted().equals(before));
            Keys.tabTo(page, page.locator("attune-toasts .way").first());
            page.keyboard().press("Enter");
            await().atMost(STORED).until(() -> stack.wanted().equals(before));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(3)
    void weight_when_moved_by_keyboard_and_mouse_expect_kept_shown_again_and_taken_back() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Locator fidelity = page.locator("attune-weight[data-objective=fidelity]");
            Keys.tabTo(page, fidelity);
            page.keyboard().press("End");
            await().atMost(STORED).until(() -> weight("fidelity") == 5);
            assertThat(page.locator("attune-toasts").first()).containsText("Untouched voice counts 5.0×.");
            page.reload();
            assertThat(fidelity).hasAttribute("aria-valuenow", "5");
            button(page, "All alike").click();
            await().atMost(STORED).until(() -> weight("fidelity") == 1);
            page.locator("attune-toasts .way").first().click();
            await().atMost(STORED).until(() -> weight("fidelity") == 5);
            fidelity.dblclick();
            await().atMost(STORED).until(() -> weight("fidelity") == 1);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    /** Points as the agent tells them, since its own come when its decisions do. */
    @Test
    @Order(3)
    void front_when_a_point_is_picked_by_keys_and_by_dragging_expect_its_weights_and_the_way_back() throws IOException {
        stack.putAsAgent(
                "/front",
                List.of(
                        point("rules", 0.3, 0.95, Map.of("clarity", 0.5, "fidelity", 4.5)),
                        point("noise-mild", 0.6, 0.85, Map.of("clarity", 2.5, "fidelity", 2.0)),
                        point("noise-strong", 0.9, 0.4, Map.of("clarity", 5.0, "fidelity", 0.0)),
                        point("neutral", 0.4, 0.5, Map.of())));
        stack.put("/objectives", Map.of("method", "sum", "weights", Map.of()));
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Locator front = page.locator("attune-front-card [role=slider]");
            assertThat(front).hasAttribute("aria-valuemax", "3");
            Keys.tabTo(page, front);
            page.keyboard().press("End");
            await().atMost(STORED).until(() -> weight("clarity") == 5 && weight("fidelity") == 0);
            assertThat(front).hasAttribute("aria-valuetext", "Clarity 0.90, fidelity 0.40.");
            page.locator("attune-toasts .way").first().click();
            await().atMost(STORED).until(() -> weight("clarity") == 1);

            front.scrollIntoViewIfNeeded();
            Locator points = page.locator("attune-front-card circle.best");
            BoundingBox from = points.nth(0).boundingBox();
            BoundingBox to = points.nth(1).boundingBox();
            page.mouse().move(from.x + from.width / 2, from.y + from.height / 2);
            page.mouse().down();
            page.mouse().move(to.x + to.width / 2, to.y + to.height / 2, new Mouse.MoveOptions().setSteps(5));
            page.mouse().up();
            await().atMost(STORED).until(() -> weight("clarity") == 2.5 && weight("fidelity") == 2);
            shoot(page, "taste-front", ColorScheme.DARK, PICTURED[0]);
            assertThat(visit.complaints()).isEmpty();
        } finally {
            stack.put("/objectives", Map.of("method", "sum", "weights", Map.of()));
        }
    }

    private static FrontPoint point(String strategy, double clarity, double fidelity, Map<String, Double> weights) {
        Map<String, Double> values = Map.of("clarity", clarity, "fidelity", fidelity);
        ObjectiveWish wish = weights.isEmpty() ? null : new ObjectiveWish(ObjectiveWish.Method.sum, weights, Map.of());
        return new FrontPoint("speech", strategy, values, wish);
    }

    private static double weight(String objective) throws IOException {
        return stack.get("/objectives").get("weights").path(objective).asDouble(1);
    }

    @Test
    @Order(4)
    void view_when_laid_out_at_every_width_with_and_without_a_pair_expect_nothing_cut_overlapping_or_too_small()
            throws IOException {
        List<String> wrong = new ArrayList<>();
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            try (PanelBrowser.Visit visit = open(1440, 900, theme)) {
                Page page = visit.page();
                if (theme == ColorScheme.DARK) { // the other look has the same places
                    wrong.addAll(Layout.faults(page, List.of("taste"), theme));
                }
                photograph(page, "taste-before", theme);
                page.setViewportSize(1440, 900);
                button(page, "Start comparing").click();
                awaitPair(page);
                if (theme == ColorScheme.DARK) {
                    wrong.addAll(Layout.faults(page, List.of("taste"), theme));
                }
                photograph(page, "taste", theme);
                hearBoth(page);
                answer(page, "a").click();
                wrong.addAll(Layout.faults(page, List.of("taste"), theme));
                photograph(page, "taste-how-much", theme);
                assertThat(visit.complaints()).isEmpty();
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static void photograph(Page page, String name, ColorScheme theme) {
        for (int[] size : PICTURED) {
            page.setViewportSize(size[0], size[1]);
            page.waitForTimeout(400);
            shoot(page, name, theme, size);
        }
    }

    @Test
    @Order(5)
    void pair_when_frozen_or_nothing_is_captured_or_nothing_plays_expect_said_why_and_a_way_on() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Locator card = page.locator("attune-pair-card");
            stack.put("/engines/" + stack.engineId() + "/learning", Map.of("frozen", true));
            button(page, "Start comparing").click();
            assertThat(card).containsText("Learning is frozen, so no sounds are compared; resume it to go on.");
            stack.put("/engines/" + stack.engineId() + "/learning", Map.of("frozen", false));

            stack.put("/preferences", Map.of("capture", false));
            await().atMost(STORED).until(() -> stack.engine().hasNonNull("captureWhy"));
            button(page, "Try again").click();
            assertThat(card).containsText("There is no sound to compare: capture is switched off");
            stack.put("/preferences", Map.of("capture", true));
            await().atMost(STORED)
                    .until(() -> stack.engine().get("captureSeconds").asDouble() > 8);
            button(page, "Try again").click();
            awaitPair(page);

            stack.endHost();
            page.evaluate("() => { location.hash = 'live'; }");
            page.evaluate("() => { location.hash = 'taste'; }");
            assertThat(card).containsText("No plugin plays");
            assertThat(button(page, "4 stars, good")).isDisabled();
            assertThat(page.evaluate("async () => (await import('/js/core/pairs.js')).pairs.player.playing"))
                    .isEqualTo(false);
        }
    }

    /** What was answered outlives server and agent: both are started anew, and the same is known. */
    @Test
    @Order(6)
    void taste_when_server_and_agent_are_started_anew_expect_as_well_known_as_before() throws IOException {
        JsonNode before = stack.get("/taste");
        assertThat(pairs(before)).isGreaterThanOrEqualTo(3);
        stack.startHost(SUGGEST);
        stack.killAgent();
        stack.killServer();

        JsonNode after = await("the taste")
                .atMost(Duration.ofMinutes(4))
                .ignoreExceptions()
                .until(() -> stack.get("/taste"), taste -> pairs(taste) == pairs(before));
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).get("known").asDouble())
                    .isCloseTo(before.get(i).get("known").asDouble(), within(1e-9));
        }
    }

    /** Of all classes: a pair is of what played when it was rendered. */
    private static int pairs(JsonNode taste) {
        int pairs = 0;
        for (JsonNode known : taste) {
            pairs += known.get("pairs").asInt();
        }
        return pairs;
    }
}
