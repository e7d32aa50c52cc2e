package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several real engines of one host: seen at once, named, picked, by mouse and by keyboard. */
class EnginesPanelTest {
    private static final int INSTANCES = 3;
    private static final List<String> NAMES = List.of("attune-host 1", "attune-host 2", "attune-host 3");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SHOTS = Path.of("target", "shots");
    private static final Pattern LEVEL = Pattern.compile("−\\d+\\.\\d\u202fLUFS");
    private static final int[][] SIZES = {{360, 780}, {1440, 900}, {3840, 2160}};
    private static final String HTML = "<img src=x onerror=alert(1)>";

    private static Stack stack;

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("engines", 1, false, INSTANCES);
        await().atMost(PATIENCE).until(() -> stack.get("/engines").size() == INSTANCES);
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void unnamed() throws IOException {
        for (JsonNode engine : stack.get("/engines")) {
            stack.put("/engines/" + engine.get("id").asText() + "/name", Map.of("name", ""));
        }
    }

    private static PanelBrowser.Visit open(int width, int height, ColorScheme theme) throws IOException {
        PanelBrowser.Visit visit = PanelBrowser.visit(width, height, theme);
        visit.page().navigate(stack.link());
        assertThat(visit.page().locator("attune-engine-menu button.engine")).isVisible();
        return visit;
    }

    private static Locator tile(Page page, int at) {
        return page.locator("attune-engine-tile").nth(at);
    }

    private static String idOf(Locator tile) {
        return tile.getAttribute("data-engine");
    }

    private static String nameOf(String id) throws IOException {
        return stack.get("/engines/" + id).get("name").asText();
    }

    @Test
    void engines_when_looked_at_together_expect_a_level_of_each_that_moves_and_what_learning_may_do()
            throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            page.locator("attune-engine-menu button.engine").click();
            page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(Pattern.compile("All at a glance")))
                    .click();
            assertThat(page.locator("attune-engine-tile")).hasCount(INSTANCES);
            for (int i = 0; i < INSTANCES; i++) {
                assertThat(tile(page, i).locator("[data-side=in]")).hasText(LEVEL);
                assertThat(tile(page, i).locator("[data-side=out]")).hasText(LEVEL);
                assertThat(tile(page, i).locator(".times")).hasText(Pattern.compile("\\d+ late blocks?, p99 .*s"));
                assertThat(tile(page, i)).containsText("learning: observe");
                assertThat(tile(page, i)).not().containsText("no sound told");
            }
            Object first = tile(page, 0).locator(".in i").evaluate("bar => bar.style.getPropertyValue('--share')");
            page.waitForCondition(() -> !first.equals(
                    tile(page, 0).locator(".in i").evaluate("bar => bar.style.getPropertyValue('--share')")));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void engine_when_renamed_and_picked_by_mouse_expect_it_called_so_everywhere_and_the_way_back() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.LIGHT)) {
            Page page = visit.page();
            Layout.show(page, "engines");
            Locator tile = tile(page, 1);
            String id = idOf(tile);
            tile.locator(".iconbtn").click();
            tile.locator("input").fill("Guest");
            tile.getByText("Rename", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(tile.locator(".pick b")).hasText("Guest");
            assertThat(page.locator("attune-toasts").first()).containsText("is now “Guest”");
            assertThat(nameOf(id)).isEqualTo("Guest");
            tile.locator(".pick").click();
            assertThat(page.locator("attune-live")).isVisible();
            assertThat(page.locator("attune-engine-menu button.engine b")).hasText("Guest");
            page.locator("attune-toasts .way").click();
            assertThat(page.locator("attune-engine-menu button.engine b"))
                    .hasText("attune-host " + id.substring(id.lastIndexOf('-') + 1));

            stack.put("/engines/" + id + "/name", Map.of("name", "Guest"));
            stack.put("/engines/" + id + "/parameters", Map.of("values", Map.of("eq1_gain", 1)));
            Layout.show(page, "health");
            assertThat(page.locator("attune-health .vhead p").first()).containsText("Guest, in attune-host, 48");
            page.locator("attune-engine-menu button.engine").click();
            page.locator("attune-engine-menu .item:not([aria-checked=true]):not(.all)")
                    .first()
                    .click();
            Layout.show(page, "memory");
            page.locator("attune-versions-card")
                    .getByText("All", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(page.locator("attune-versions-card li").first()).containsText(", Guest");
            stack.put("/engines/" + id + "/name", Map.of("name", ""));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void instances_when_nobody_named_them_expect_a_number_each_in_the_menu_and_at_a_glance() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            page.locator("attune-engine-menu button.engine").click();
            assertThat(page.locator("attune-engine-menu .item:not(.all) b").allTextContents().stream()
                            .sorted()
                            .toList())
                    .isEqualTo(NAMES);
            Layout.show(page, "engines");
            assertThat(page.locator("attune-engine-tile")).hasCount(INSTANCES);
            for (int i = 0; i < INSTANCES; i++) {
                String id = idOf(tile(page, i));
                assertThat(tile(page, i).locator(".pick b")).hasText(NAMES.get(numberOf(id) - 1));
                assertThat(tile(page, i).locator(".pick span")).not().containsText("attune-host");
                assertThat(nameOf(id)).isEqualTo(NAMES.get(numberOf(id) - 1));
            }
        }
    }

    private static int numberOf(String id) {
        return Integer.parseInt(id.substring(id.lastIndexOf('-') + 1));
    }

    private static String idOf(int number) throws IOException {
        for (JsonNode engine : stack.get("/engines")) {
            String id = engine.get("id").asText();
            if (engine.get("connected").asBoolean() && numberOf(id) == number) {
                return id;
            }
        }
        throw new IOException("no instance " + number);
    }

    private static long recall(int number, String preset) throws IOException {
        return stack.post("/engines/" + idOf(number) + "/recall", Map.of("preset", preset))
                .get("id")
                .asLong();
    }

    private static Locator entry(Page page, long change) {
        return page.locator("attune-why .ev[data-change='" + change + "']");
    }

    private static void choose(Page page, int number) {
        page.locator("attune-engine-menu button.engine").click();
        page.locator("attune-engine-menu .item")
                .filter(new Locator.FilterOptions().setHasText(NAMES.get(number - 1)))
                .click();
        assertThat(page.locator("attune-engine-menu button.engine b")).hasText(NAMES.get(number - 1));
    }

    @Test
    void timeline_when_hosts_were_started_anew_expect_it_to_go_on_and_each_row_named_where_all_are_shown()
            throws IOException {
        long first = recall(1, "music");
        long neighbours = recall(2, "music");
        for (int i = 0; i < 35; i++) {
            recall(1, "gentle");
            recall(1, "phone-call");
        }
        stack.restart(1);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> idOf(1) + idOf(2) + idOf(3), ids -> true);
        long newest = recall(1, "music");
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            choose(page, 1);
            Layout.show(page, "why");
            assertThat(entry(page, newest)).isVisible();
            assertThat(page.locator("attune-why .session")).hasText("Before the host was started anew");
            assertThat(page.locator("attune-why .instance")).hasCount(0);
            assertThat(entry(page, first)).hasCount(0);
            page.locator("attune-why .earlier").click();
            assertThat(entry(page, first)).hasCount(1);
            assertThat(page.locator("attune-why .earlier")).hasCount(0);
            assertThat(entry(page, neighbours)).hasCount(0);
            entry(page, first).click();
            assertThat(page.locator("attune-change-detail")).containsText("Its instance is gone.");
            assertThat(page.locator("attune-change-detail button")).hasCount(0);

            Keys.tabTo(page, page.locator("attune-why .whose [aria-checked=true]"));
            page.keyboard().press("ArrowRight");
            assertThat(entry(page, newest).locator(".instance")).hasText(NAMES.get(0));
            page.locator("attune-why .earlier").click();
            assertThat(entry(page, neighbours).locator(".instance")).hasText(NAMES.get(1));
            long told = recall(3, "music");
            assertThat(entry(page, told).locator(".instance")).hasText(NAMES.get(2));
            page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("why-all-dark.png")));
            assertThat(Axe.serious(page)).isEmpty();
            page.setViewportSize(360, 780);
            assertThat(page.locator("attune-app main").evaluate("main => main.scrollWidth <= main.clientWidth"))
                    .isEqualTo(true);
            page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("why-all-360.png")));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void engine_when_renamed_and_picked_by_keyboard_alone_expect_the_same() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            Keys.tabTo(page, page.locator("attune-engine-menu button.engine"));
            page.keyboard().press("Enter");
            assertThat(page.locator("attune-engine-menu .item:focus")).hasCount(1);
            page.keyboard().press("End");
            page.keyboard().press("Enter");
            assertThat(page.locator("attune-engine-tile")).hasCount(INSTANCES);
            Keys.tabTo(page, tile(page, 0).locator(".pick"));
            page.keyboard().press("ArrowRight");
            page.keyboard().press("ArrowRight");
            page.keyboard().press("F2");
            page.keyboard().type("Choir");
            page.keyboard().press("Enter");
            assertThat(tile(page, 2).locator(".pick b")).hasText("Choir");
            page.keyboard().press("F2");
            page.keyboard().type("Nobody");
            page.keyboard().press("Escape");
            assertThat(tile(page, 2).locator(".pick b")).hasText("Choir");
            String id = idOf(tile(page, 2));
            page.keyboard().press("Enter");
            assertThat(page.locator("attune-live")).isVisible();
            assertThat(page.locator("attune-engine-menu button.engine b")).hasText("Choir");
            assertThat(nameOf(id)).isEqualTo("Choir");
        }
    }

    @Test
    void name_when_it_is_html_expect_it_shown_as_text_and_nothing_run() throws IOException {
        try (PanelBrowser.Visit visit = open(1440, 900, ColorScheme.DARK)) {
            Page page = visit.page();
            List<String> dialogs = new ArrayList<>();
            page.onDialog(dialog -> {
                dialogs.add(dialog.message());
                dialog.dismiss();
            });
            Layout.show(page, "engines");
            stack.put("/engines/" + idOf(tile(page, 0)) + "/name", Map.of("name", HTML));
            stack.post("/presets", Map.of("label", "one " + HTML, "doc", HTML, "engineId", idOf(tile(page, 0))));
            assertThat(tile(page, 0).locator(".pick b")).hasText(HTML);
            assertThat(tile(page, 0).locator("img")).hasCount(0);
            page.reload();
            Layout.show(page, "presets");
            assertThat(page.locator("attune-presets [role=option]")
                            .filter(new Locator.FilterOptions().setHasText("one " + HTML)))
                    .hasCount(1);
            assertThat(page.locator("img")).hasCount(0);
            assertThat(dialogs).isEmpty();
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void wall_when_shown_at_every_size_expect_nothing_cut_and_nothing_serious_for_axe() throws IOException {
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            try (PanelBrowser.Visit visit = open(1440, 900, theme)) {
                Page page = visit.page();
                Layout.show(page, "engines");
                assertThat(tile(page, 2).locator("[data-side=out]")).hasText(LEVEL);
                assertThat(Axe.serious(page)).isEmpty();
                assertThat(Layout.faults(page, List.of("engines"), theme)).isEmpty();
                for (int[] size : SIZES) {
                    page.setViewportSize(size[0], size[1]);
                    Layout.show(page, "engines");
                    String name = "engines-" + theme.name().toLowerCase(java.util.Locale.ROOT) + "-" + size[0] + ".png";
                    page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve(name)));
                }
            }
        }
    }
}
