package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presets handed on and taken in as files, by mouse and by keyboard alone; the real server, plugin and engine. */
class PresetFilesPanelTest {
    private static final int SUGGEST = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path SHOTS = Path.of("target", "shots");

    /** Lets a file go over the window, as a desktop's file manager does. */
    private static final String DROP = """
            ([name, text]) => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([text], name, { type: 'application/json' }));
              for (const type of ['dragover', 'drop']) {
                const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
                if (document.body.dispatchEvent(event)) {
                  throw new Error('the browser would have left the panel');
                }
              }
            }
            """;

    private static Stack stack;

    private PanelBrowser.Visit visit;
    private Page page;

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("preset-files", SUGGEST, false);
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        for (JsonNode preset : stack.get("/presets")) {
            if (!preset.get("factory").asBoolean()) {
                stack.delete("/presets/" + preset.get("id").asText());
            }
        }
        visit = PanelBrowser.visit(1440, 900, ColorScheme.LIGHT);
        page = visit.page();
        page.navigate(stack.link());
        assertThat(page.locator("attune-level[after] [data-figure=shortTerm]"))
                .not()
                .hasText("–");
        Layout.show(page, "presets");
        assertThat(button("Import")).isEnabled();
    }

    @AfterEach
    void close() {
        visit.close();
        assertThat(visit.complaints())
                .as("what the browser complained about")
                .allMatch(said -> said.contains(" 422 ") || said.contains(" 409 "));
    }

    private Locator button(String name) {
        return page.locator("attune-presets")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator row(String id) {
        return page.locator("attune-presets [data-preset='" + id + "']");
    }

    private Locator toast() {
        return page.locator("attune-toasts").first();
    }

    private static FilePayload file(String name, String text) {
        return new FilePayload(name, "application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void preset_when_exported_and_imported_by_mouse_expect_the_same_settings_and_the_way_back() throws IOException {
        row("music").click();
        Download given =
                page.waitForDownload(() -> button("Export Music as a file").click());
        assertThat(given.suggestedFilename()).isEqualTo("music.json");
        String text = Files.readString(given.path());
        assertThat(toast()).containsText("“Music” is in music.json");

        FileChooser chooser = page.waitForFileChooser(() -> button("Import").click());
        assertThat(chooser.isMultiple()).isTrue();
        chooser.setFiles(new FilePayload[] {
            file("one.json", text.replace("\"Music\"", "\"From a friend\"")),
            file("two.json", text.replace("\"Music\"", "\"From another\"")),
            file("holiday.json", "no preset")
        });
        assertThat(row("from-a-friend")).isVisible();
        assertThat(row("from-another")).hasAttribute("aria-selected", "true");
        assertThat(toast()).containsText("2 presets are imported. What plays now stays.");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("'holiday' is not a valid preset file: it is not JSON");
        assertThat(stack.get("/presets/from-a-friend").get("params"))
                .isEqualTo(stack.get("/presets/music").get("params"));
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("preset-files-light.png")));
        assertThat(Axe.serious(page)).isEmpty();
        assertThat(Layout.faults(page, List.of("presets"), ColorScheme.LIGHT)).isEmpty();
        page.setViewportSize(1440, 900);
        button("Close").click();
        assertThat(page.getByRole(AriaRole.ALERT)).isEmpty();
    }

    private List<String> order() {
        return ((List<?>) page.locator("attune-presets [role=option]")
                        .evaluateAll("rows => rows.map(row => row.dataset.preset)"))
                .stream().map(Object::toString).toList();
    }

    @Test
    void preset_when_it_plays_and_a_knob_moves_expect_it_marked_in_use_and_changed_since() throws IOException {
        stack.post("/engines/" + stack.engineId() + "/recall", Map.of("preset", "music"));
        assertThat(row("music").locator(".tag.live")).hasText("in use");
        assertThat(page.locator("attune-presets .tag.live")).hasCount(2); // and beside its heading
        stack.put("/engines/" + stack.engineId() + "/parameters", Map.of("values", Map.of("eq1_gain", 2)));
        assertThat(row("music").locator(".tag.live")).hasText("in use, changed since");
        assertThat(page.locator("attune-preset-detail .tag.live")).hasText("in use, changed since");
        stack.post("/engines/" + stack.engineId() + "/noise-profile", Map.of());
        stack.post("/engines/" + stack.engineId() + "/recall", Map.of("preset", "gentle"));
        assertThat(row("gentle").locator(".tag.live")).hasText("in use");
        assertThat(row("music").locator(".tag.live")).hasCount(0);
        for (String id : List.of("broadcast-speech", "music-master")) {
            row(id).click();
            assertThat(page.locator("attune-preset-detail")).containsText("LUFS");
            assertThat(page.locator("attune-preset-detail")).not().containsText("--");
        }
    }

    @Test
    void preset_when_saved_without_a_name_or_over_ones_own_expect_it_said_and_the_way_back() throws IOException {
        Locator name = page.getByLabel("Name of the preset");
        Locator form = page.locator("attune-preset-name");
        button("Save what plays").click();
        page.keyboard().type("  ");
        page.keyboard().press("Enter");
        assertThat(form.getByRole(AriaRole.ALERT)).hasText("A preset needs a name: type one, as “Evening”.");
        assertThat(name).isFocused();
        assertThat(name).hasAttribute("aria-invalid", "true");
        page.keyboard().type("Evening");
        assertThat(form.getByRole(AriaRole.ALERT)).hasCount(0);
        page.keyboard().press("Enter");
        assertThat(row("evening")).isVisible();
        JsonNode before = stack.get("/presets/evening").get("params");

        stack.put("/engines/" + stack.engineId() + "/parameters", Map.of("values", Map.of("eq1_gain", -3)));
        button("Save what plays").click();
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("preset-naming-light.png")));
        page.keyboard().type("evening");
        assertThat(form).containsText("Save over “Evening”");
        page.keyboard().press("Enter");
        assertThat(toast()).containsText("“Evening” holds what plays.");
        await().atMost(PATIENCE)
                .until(() -> stack.get("/presets/evening")
                                .get("params")
                                .get("eq1_gain")
                                .asDouble()
                        == -3);
        toast().getByText("Undo").click();
        await().atMost(PATIENCE)
                .until(() -> stack.get("/presets/evening").get("params").equals(before));
        button("Save what plays").click();
        button("Save over Evening").click();
        await().atMost(PATIENCE)
                .until(() -> stack.get("/presets/evening")
                                .get("params")
                                .get("eq1_gain")
                                .asDouble()
                        == -3);
        assertThat(button("Save what plays")).isFocused();
    }

    @Test
    void presets_when_ordered_by_keys_expect_it_so_and_remembered() throws IOException {
        stack.post("/presets", Map.of("label", "Zither", "engineId", stack.engineId()));
        page.reload();
        Layout.show(page, "presets");
        assertThat(row("zither")).isVisible();
        assertThat(order()).startsWith("broadcast-speech").endsWith("zither");
        Locator orders = page.getByRole(AriaRole.RADIOGROUP, new Page.GetByRoleOptions().setName("Order"));
        Keys.tabTo(page, orders.locator("[aria-checked=true]"));
        page.keyboard().press("ArrowLeft");
        assertThat(orders.locator("[aria-checked=true]")).hasText("Newest");
        assertThat(order()).startsWith("zither", "broadcast-speech");
        page.keyboard().press("ArrowLeft");
        assertThat(orders.locator("[aria-checked=true]")).hasText("Last used");
        row("phone-call").dblclick();
        assertThat(toast()).containsText("plays.");
        assertThat(page.locator("attune-presets [role=option]").first()).hasAttribute("data-preset", "phone-call");
        page.reload();
        Layout.show(page, "presets");
        assertThat(page.locator("attune-presets [role=option]").first()).hasAttribute("data-preset", "phone-call");
        assertThat(orders.locator("[aria-checked=true]")).hasText("Last used");
        assertThat(Axe.serious(page)).isEmpty();
    }

    @Test
    void file_when_dropped_anywhere_expect_it_taken_in_and_undone() throws IOException {
        String text = stack.get("/presets/gentle/file").toString();
        page.evaluate(DROP, List.of("evening.json", text.replace("\"Gentle\"", "\"Evening\"")));
        assertThat(row("evening")).isVisible();
        toast().getByText("Undo").click();
        assertThat(row("evening")).hasCount(0);
        await().atMost(PATIENCE)
                .until(() ->
                        stack.get("/presets").findValuesAsText("label").stream().noneMatch("Evening"::equals));

        page.evaluate(DROP, List.of("large.json", " ".repeat(300 * 1024)));
        assertThat(page.getByRole(AriaRole.ALERT))
                .containsText("“large.json” has 300\u202fKiB; a preset file has at most 256.");
    }

    @Test
    void preset_when_exported_and_imported_by_keys_alone_expect_another_name_asked_for_where_it_is_taken()
            throws IOException {
        stack.post("/presets", Map.of("label", "Quiet hour", "engineId", stack.engineId()));
        page.reload();
        Layout.show(page, "presets");
        assertThat(row("quiet-hour")).isVisible();
        Keys.tabTo(page, page.locator("attune-presets [role=option][tabindex='0']"));
        page.keyboard().press("End");
        assertThat(row("quiet-hour")).isFocused();
        Keys.tabTo(page, button("Export Quiet hour as a file"));
        Download given = page.waitForDownload(() -> page.keyboard().press("Enter"));
        Path file = given.path().resolveSibling("quiet-hour.json");
        given.saveAs(file);

        page.onFileChooser(
                chooser -> {}); // asked for in time: a key is there before the browser knows that it is to tell
        page.locator("attune-presets h1").focus();
        Keys.tabTo(page, button("Import"));
        page.waitForFileChooser(() -> page.keyboard().press("Enter")).setFiles(file);
        Locator name = page.locator("attune-presets .naming input");
        assertThat(name).isFocused();
        assertThat(name).hasValue("Quiet hour 2");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("There is a preset 'quiet-hour' already");
        page.keyboard().type("Quieter");
        page.keyboard().press("Enter");
        assertThat(row("quieter")).isVisible();
        assertThat(page.getByRole(AriaRole.ALERT)).isEmpty();
        assertThat(button("Import")).isFocused();
        assertThat(stack.get("/presets/quieter").get("params"))
                .isEqualTo(stack.get("/presets/quiet-hour").get("params"));
    }
}
