package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import attune.api.LearningInsights;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Memory on the real server, engine and agent: versions are gone back to by mouse and by keyboard alone. In order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MemoryPanelTest {
    private static final int SUGGEST = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Path SHOTS = Path.of("target", "shots");
    private static final int[][] PICTURED = {{1440, 900}, {360, 780}, {3840, 2160}};

    /** Gains of both sounds while the other one is chosen, sixty times a second: their sum must not fall into a gap. */
    private static final String SWITCH = """
            async () => {
              const { machine } = await import('/js/core/time-machine.js');
              const sums = [];
              machine.swap();
              for (let i = 0; i < 20; i++) {
                await new Promise(requestAnimationFrame);
                const [a, b] = machine.player.gains;
                sums.push(a + b);
              }
              return [Math.min(...sums), Math.max(...sums), machine.player.side, machine.player.seconds].map(Number);
            }
            """;

    /** What stands before the versions in the second list: what plays now, the factory's set, the dry sound. */
    private static final int AHEAD_OF_VERSIONS = 3;

    private static Stack stack;
    /** Numbers of the versions that the test makes. */
    private static String first = "";

    private static String second = "";

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("memory", SUGGEST, true);
        first = changed("eq8_gain", -6);
        second = changed("nr_attenuation", 14);
        await("ten seconds of sound")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> stack.engine().get("captureSeconds").asDouble() > 10);
        await("the agent's models")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> !stack.get("/models").isEmpty());
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    private static String changed(String parameter, double value) throws IOException {
        JsonNode change =
                stack.put("/engines/" + stack.engineId() + "/parameters", Map.of("values", Map.of(parameter, value)));
        return change.get("id").asText();
    }

    private static PanelBrowser.Visit open(int width, int height, ColorScheme theme) throws IOException {
        PanelBrowser.Visit visit = PanelBrowser.visit(width, height, theme);
        visit.page().navigate(stack.link());
        Layout.show(visit.page(), "memory");
        assertThat(visit.page().locator("[data-version='" + first + "']")).isVisible();
        return visit;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void awaitWanted(String parameter, double value) {
        await().atMost(PATIENCE)
                .until(() -> Math.abs(stack.wanted().get(parameter).asDouble() - value) < 1e-9);
    }

    @Test
    @Order(1)
    void version_when_rolled_back_to_by_mouse_and_by_keys_expect_its_set_and_the_way_back() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Locator now = page.locator("[data-version='" + second + "']");
            assertThat(now).containsText("plays");
            assertThat(button(page, "Roll back to version " + second)).isDisabled();
            JsonNode before = stack.wanted();

            button(page, "Roll back to version " + first).click();
            awaitWanted("nr_attenuation", before(first, "nr_attenuation"));
            assertThat(page.locator("attune-toasts").first()).containsText("Back to version " + first + ".");
            page.locator("attune-toasts .way").first().click();
            await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));

            page.keyboard().press("1");
            page.locator("attune-live").waitFor();
            page.keyboard().press("6");
            Keys.tabTo(page, button(page, "Roll back to version " + first));
            page.keyboard().press("Enter");
            awaitWanted("nr_attenuation", before(first, "nr_attenuation"));
            Keys.tabTo(page, page.locator("attune-toasts .way").first());
            page.keyboard().press("Enter");
            await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    private static Locator side(Page page, String side) {
        return page.locator("attune-time-machine [data-side=" + side + "]");
    }

    private static void awaitSounds(Page page) {
        assertThat(side(page, "a"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout((double) PATIENCE.toMillis()));
    }

    @Test
    @Order(3)
    void version_when_heard_by_mouse_expect_in_step_without_a_gap_its_decibels_and_the_way_back() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            button(page, "Hear version " + first).click();
            awaitSounds(page);
            assertThat(side(page, "a")).hasAttribute("aria-pressed", "true");
            assertThat(side(page, "a")).containsText("Version " + first);
            assertThat(side(page, "b")).containsText("Now");
            List<?> switched = (List<?>) page.evaluate(SWITCH);
            assertThat(number(switched, 0)).isGreaterThan(0.95);
            assertThat(number(switched, 1)).isLessThan(1.05);
            assertThat(number(switched, 2)).isEqualTo(1);
            assertThat(number(switched, 3)).isGreaterThanOrEqualTo(4);
            assertThat(side(page, "b")).hasAttribute("aria-pressed", "true");
            assertThat(page.locator("attune-time-machine .level")).containsText("Both play equally loud");

            Locator difference = page.locator("attune-version-difference");
            assertThat(difference.locator("[data-stage='Noise reduction']")).containsText("6\u202fdB → 14\u202fdB");
            assertThat(difference.locator("attune-tone-chart"))
                    .hasAttribute(
                            "aria-label",
                            Pattern.compile(
                                    "^Now against version " + first + ": from .*dB.* to .*dB.*", Pattern.DOTALL));
            difference.locator("summary").click();
            assertThat(difference.locator("details tbody tr")).hasCount(31);
            assertThat(Axe.serious(page)).isEmpty();

            JsonNode before = stack.wanted();
            side(page, "a").click();
            button(page, "Roll back to this").click();
            awaitWanted("nr_attenuation", before(first, "nr_attenuation"));
            page.locator("attune-toasts .way").first().click();
            await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));

            page.locator("attune-time-machine select[name=first]").selectOption("now");
            page.locator("attune-time-machine select[name=second]").selectOption("dry");
            button(page, "Listen").click();
            assertThat(side(page, "b"))
                    .containsText("Dry", new LocatorAssertions.ContainsTextOptions().setTimeout((double)
                                    PATIENCE.toMillis()));
            assertThat(side(page, "a")).containsText("Now");
            assertThat(difference.locator("[data-stage='Noise reduction']")).containsText("14\u202fdB → 0\u202fdB");
            side(page, "b").click();
            assertThat(button(page, "Roll back to this")).hasCount(0);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    private static double number(List<?> numbers, int index) {
        return ((Number) Objects.requireNonNull(numbers.get(index))).doubleValue();
    }

    @Test
    @Order(4)
    void versions_when_compared_by_keyboard_alone_expect_space_swaps_and_the_sounds_forgotten_on_leaving()
            throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.LIGHT)) {
            Page page = visit.page();
            Keys.tabTo(page, page.locator("attune-time-machine select[name=first]"));
            page.keyboard().press("End");
            Keys.tabTo(page, page.locator("attune-time-machine select[name=second]"));
            for (int past = 0; past < AHEAD_OF_VERSIONS; past++) {
                page.keyboard().press("ArrowDown");
            }
            Keys.tabTo(page, button(page, "Listen"));
            page.keyboard().press("Enter");
            awaitSounds(page);
            assertThat(side(page, "a")).containsText("Version " + first);
            assertThat(side(page, "b")).containsText("Version ");
            assertThat(side(page, "a")).isFocused();
            page.keyboard().press("Space");
            assertThat(side(page, "b")).hasAttribute("aria-pressed", "true");
            String id =
                    (String) page.evaluate("async () => (await import('/js/core/time-machine.js')).machine.given.id");
            page.keyboard().press("1");
            page.locator("attune-live").waitFor();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> stack.get("/versions/pairs/" + id))
                            .hasMessageContaining("urn:attune:expired"));
            assertThat(page.evaluate("async () => (await import('/js/core/time-machine.js')).machine.player.playing"))
                    .isEqualTo(false);
            assertThat(visit.complaints()).isEmpty();
        }
    }

    private static double before(String version, String parameter) throws IOException {
        return stack.get("/changes/" + version).get("after").get(parameter).asDouble();
    }

    @Test
    @Order(2)
    void models_and_patterns_when_told_expect_their_figures_and_what_is_not_built_said() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.LIGHT)) {
            Page page = visit.page();
            Locator trees = page.locator("[data-model=judge-trees]");
            assertThat(trees).containsText("in use");
            assertThat(trees).containsText("in place of your ears");
            assertThat(trees).containsText("agrees with the truth by 0.91 of 1");
            assertThat(trees).containsText("came with Attune");
            Locator policy = page.locator("[data-model=policy]");
            assertThat(policy).containsText("off at first");
            assertThat(policy).containsText("added next to nothing");
            for (JsonNode model : stack.get("/models")) {
                Locator shown = page.locator("[data-model=" + model.get("id").asText() + "]");
                assertThat(shown.locator("dd").first())
                        .not()
                        .hasText(model.get("score").asText());
            }
            assertThat(trees.locator("code")).isHidden();
            trees.locator("summary").click();
            assertThat(trees.locator("code")).isVisible();
            assertThat(trees).containsText("82.3\u202fkB, file 90b3cda6");
            assertThat(trees).containsText("JudgeTraining");
            assertThat(page.locator("attune-models-card")).containsText("no model is trained on this machine");
            stack.putAsAgent(
                    "/insights",
                    new LearningInsights(
                            List.of(),
                            List.of(new LearningInsights.Pattern("noise-mild", "speech", 40, 30, 0.6, 0.31)),
                            List.of(new LearningInsights.Threshold("trees-1", 0.3, 0.35, 30, -0.1, 0.02)),
                            List.of(),
                            List.of()));
            Locator pattern = page.locator("[data-pattern='noise-mild speech']");
            assertThat(pattern).containsText("Rule for noise");
            assertThat(pattern).containsText("75");
            assertThat(pattern).containsText("+0.31");

            Locator on = pattern.getByRole(AriaRole.SWITCH);
            on.focus();
            page.keyboard().press("Enter");
            assertThat(on).hasAttribute("aria-checked", "false");
            assertThat(stack.get("/patterns").get(0).get("enabled").asBoolean()).isFalse();
            page.locator("attune-toasts").getByText("Undo").click();
            assertThat(on).hasAttribute("aria-checked", "true");
            pattern.locator(".iconbtn").click();
            page.keyboard().press("Tab");
            assertThat(pattern.getByText("Delete for good")).hasCount(0);
            pattern.locator(".iconbtn").click();
            page.keyboard().press("Enter");
            assertThat(pattern).hasCount(0);
            assertThat(page.locator("attune-models-card")).containsText("30 promises measured");
            assertThat(Axe.serious(page)).isEmpty();
            assertThat(visit.complaints()).isEmpty();
        }
    }

    private static Map<String, Object> tried(Map<String, Double> params, double over, boolean won) throws IOException {
        Map<String, Object> experience = new HashMap<>(Map.of("number", 0, "at", System.currentTimeMillis()));
        experience.put("engineId", stack.engineId());
        experience.put(
                "situation", Map.of("contentClass", "speech", "observationVersion", 1, "observation", List.of()));
        experience.put("strategy", "noise-mild");
        experience.put("params", params);
        experience.put("score", 0.5);
        experience.put("overIncumbent", over);
        experience.put("chosen", won);
        experience.put("measured", won ? 0.22 : null);
        return experience;
    }

    @Test
    @Order(5)
    void experiment_when_used_by_mouse_and_by_keys_expect_its_settings_play_and_the_way_back() throws IOException {
        JsonNode before = stack.wanted();
        Map<String, Double> params = new HashMap<>();
        before.properties()
                .forEach(entry -> params.put(entry.getKey(), entry.getValue().asDouble()));
        params.put("nr_attenuation", 9.0);
        JsonNode numbered =
                stack.postAsAgent("/experiences", List.of(tried(params, 0.31, true), tried(params, -0.12, false)));
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Locator won = page.locator("[data-experiment='" + numbered.get(0).get("number") + "']");
            Locator lost = page.locator("[data-experiment='" + numbered.get(1).get("number") + "']");
            assertThat(won)
                    .containsText(Pattern.compile("Rule for noise.*won.*Voices.*\\+0\\.31.*\\+0\\.22", Pattern.DOTALL));
            assertThat(lost).containsText("\u22120.12");

            won.locator(".show").click();
            Locator card = page.locator("attune-experiments-card");
            assertThat(card).containsText("Noise reduction");
            assertThat(card).containsText("14\u202fdB → 9\u202fdB");
            assertThat(Axe.serious(page)).isEmpty();
            card.screenshot(new Locator.ScreenshotOptions().setPath(SHOTS.resolve("experiments.png")));
            button(page, "Use these settings").click();
            awaitWanted("nr_attenuation", 9);
            assertThat(card).containsText("This is what plays now.");
            page.locator("attune-toasts .way").first().click();
            await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));
            won.locator(".show").click();

            Keys.tabTo(page, page.locator("attune-experiments-card [data-value=all]"));
            page.keyboard().press("ArrowRight");
            assertThat(lost).hasCount(0);
            Keys.tabTo(page, won.locator(".show"));
            page.keyboard().press("Enter");
            Keys.tabTo(page, button(page, "Use these settings"));
            page.keyboard().press("Enter");
            awaitWanted("nr_attenuation", 9);
            Keys.tabTo(page, page.locator("attune-toasts .way").first());
            page.keyboard().press("Enter");
            await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    @Order(6)
    void view_when_laid_out_at_all_widths_expect_nothing_cut_and_pictures() throws IOException {
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            try (PanelBrowser.Visit visit = open(1440, 900, theme)) {
                Page page = visit.page();
                button(page, "Hear version " + first).click();
                awaitSounds(page);
                for (int[] size : PICTURED) {
                    page.setViewportSize(size[0], size[1]);
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(SHOTS.resolve("memory-" + theme.name().toLowerCase(Locale.ROOT) + "-" + size[0]
                                    + "x" + size[1] + ".png")));
                }
                assertThat(Layout.faults(page, List.of("memory"), theme)).isEmpty();
                assertThat(Axe.serious(page)).isEmpty();
            }
        }
    }

    @Test
    @Order(7)
    void time_machine_when_nothing_is_captured_or_nothing_plays_expect_said_why_and_versions_still_there()
            throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Locator card = page.locator("attune-time-machine");
            stack.put("/preferences", Map.of("capture", false));
            await().atMost(PATIENCE).until(() -> stack.engine().hasNonNull("captureWhy"));
            button(page, "Hear version " + first).click();
            assertThat(card).containsText("There is no sound to play through another version: capture is switched off");
            stack.put("/preferences", Map.of("capture", true));

            stack.endHost();
            assertThat(card).containsText("No plugin plays");
            assertThat(page.locator("[data-version='" + first + "']")).isVisible();
            assertThat(button(page, "Roll back to version " + first)).isDisabled();
        }
    }
}
