package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The map of words: where words stand, and steps gone on it by mouse and by keyboard alone; the real server, plugin and engine. */
class SoundMapPanelTest {
    private static final int SUGGEST = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path SHOTS = Path.of("target", "shots");
    /** Steps from edge to edge. */
    private static final double ACROSS = 3;

    private static final int[][] PICTURED = {{1440, 900}, {360, 780}, {3840, 2160}};

    private static Stack stack;

    private PanelBrowser.Visit visit;
    private Page page;

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("sound-map", SUGGEST, false);
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        visit = PanelBrowser.visit(1440, 900, ColorScheme.DARK);
        page = visit.page();
        page.navigate(stack.link());
        Layout.show(page, "taste");
        assertThat(page.locator("attune-word-map .word").first()).isEnabled();
        assertThat(map().locator(".dot")).not().hasCount(0);
    }

    @AfterEach
    void close() {
        visit.close();
        assertThat(visit.complaints()).as("what the browser complained about").isEmpty();
    }

    private Locator map() {
        return page.locator("attune-sound-map");
    }

    private Locator button(String name) {
        return map().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator point() {
        return map().getByRole(AriaRole.SLIDER);
    }

    private Locator where() {
        return map().locator("[data-part=where]");
    }

    private Locator back() {
        return page.locator("attune-toasts .way").first();
    }

    private static BoundingBox box(Locator locator) {
        return locator.boundingBox();
    }

    /** Where the middle of a part lies on the map, in steps to the right and up. */
    private double[] steps(Locator part) {
        BoundingBox all = box(map().locator(".map"));
        BoundingBox at = box(part);
        return new double[] {
            ((at.x + at.width / 2 - all.x) / all.width - 0.5) * ACROSS,
            (0.5 - (at.y + at.height / 2 - all.y) / all.height) * ACROSS
        };
    }

    private JsonNode told(Map<String, Object> wish) throws IOException {
        return stack.post("/engines/" + stack.engineId() + "/words/preview", wish)
                .get("after");
    }

    private static void awaitGone(JsonNode after) {
        await().atMost(PATIENCE).until(() -> {
            JsonNode wanted = stack.wanted();
            return after.properties().stream()
                    .allMatch(entry -> wanted.get(entry.getKey()).equals(entry.getValue()));
        });
    }

    @Test
    void words_when_shown_expect_each_where_its_steps_along_the_two_axes_put_it() throws IOException {
        String[][] planes = {
            {"Tone", "body", "brightness"}, {"Voice", "presence", "dynamics"}, {"Room", "size", "denoise"}
        };
        int placed = 0;
        for (String[] plane : planes) {
            map().getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName(plane[0]))
                    .click();
            for (JsonNode word : stack.get("/words")) {
                double x = word.get("steps").path(plane[1]).asDouble();
                double y = word.get("steps").path(plane[2]).asDouble();
                Locator dot = map().locator("[data-dot='" + word.get("word").asText() + "']");
                assertThat(dot).hasCount(x == 0 && y == 0 ? 0 : 1);
                if (x != 0 || y != 0) {
                    placed++;
                    assertThat(steps(dot)[0]).as("%s", word).isCloseTo(x, within(0.02));
                    assertThat(steps(dot)[1]).as("%s", word).isCloseTo(y, within(0.02));
                }
            }
        }
        assertThat(placed).isGreaterThanOrEqualTo(20);
    }

    @Test
    void point_when_dragged_expect_what_it_would_change_told_first_then_gone_there_and_back() throws IOException {
        JsonNode before = stack.wanted();
        JsonNode after = told(Map.of("steps", Map.of("body", 0.8, "brightness", -0.5)));
        map().scrollIntoViewIfNeeded();
        BoundingBox all = box(map().locator(".map"));
        page.mouse().move(all.x + all.width / 2, all.y + all.height / 2);
        page.mouse().down();
        page.mouse().move(all.x + all.width * (0.5 + 0.8 / ACROSS), all.y + all.height * (0.5 + 0.5 / ACROSS));
        page.mouse().up();

        assertThat(where()).hasText("Body +0.80, brightness −0.50 steps: near “warmer”");
        assertThat(map().locator(".moves div")).hasCount(after.size());
        assertThat(map().locator(".moves")).containsText("dB");
        assertThat(stack.wanted()).as("nothing is heard yet").isEqualTo(before);
        assertThat(Axe.serious(page)).isEmpty();
        button("Go there").click();
        awaitGone(after);
        assertThat(page.locator("attune-toasts").first()).containsText("A little less brightness, more body.");
        assertThat(where()).hasText("As it plays now");
        back().click();
        await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));

        button("To airy").click();
        assertThat(where()).containsText(": airy");
        JsonNode airy = told(Map.of("word", "airy"));
        button("Go there").click();
        awaitGone(airy);
        back().click();
        await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));
    }

    @Test
    void point_when_moved_by_keys_alone_expect_gone_there_by_enter_and_back() throws IOException {
        JsonNode before = stack.wanted();
        Keys.tabTo(page, point());
        for (int i = 0; i < 5; i++) {
            page.keyboard().press("ArrowRight");
        }
        page.keyboard().press("Shift+ArrowDown");
        assertThat(where()).containsText("Body +0.50, brightness −0.01 steps");
        page.keyboard().press("Delete");
        assertThat(where()).hasText("As it plays now");
        assertThat(button("Go there")).isDisabled();

        map().getByRole(AriaRole.RADIO, new Locator.GetByRoleOptions().setName("Tone"))
                .focus();
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        Keys.tabTo(page, point());
        page.keyboard().press("ArrowUp");
        JsonNode after = told(Map.of("steps", Map.of("denoise", 0.1)));
        assertThat(where()).containsText("Noise reduction +0.10 steps");
        assertThat(point()).hasAttribute("aria-valuetext", Pattern.compile(".*A little less noise: .*"));
        page.keyboard().press("Enter");
        awaitGone(after);
        Keys.tabTo(page, back());
        page.keyboard().press("Enter");
        await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));
    }

    @Test
    void map_when_laid_out_at_every_width_expect_no_name_over_another_and_nothing_cut() throws IOException {
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
            button("To warmer").click();
            assertThat(map().locator(".moves div")).not().hasCount(0);
            for (int[] size : PICTURED) {
                page.setViewportSize(size[0], size[1]);
                map().scrollIntoViewIfNeeded();
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SHOTS.resolve(
                                "sound-map-" + theme.name().toLowerCase(Locale.ROOT) + "-" + size[0] + ".png")));
            }
            assertThat(Layout.faults(page, List.of("taste"), theme)).isEmpty();
            page.setViewportSize(1440, 900);
        }
    }
}
