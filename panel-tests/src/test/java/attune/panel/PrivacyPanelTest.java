package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
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
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What may be kept, taken out and erased, by mouse and by keyboard alone; the real server, plugin and engine. */
class PrivacyPanelTest {
    private static final int SUGGEST = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SHOTS = Path.of("target", "shots");

    private static Stack stack;

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("privacy", SUGGEST, false);
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    private static PanelBrowser.Visit visit(int width, int height, ColorScheme theme, String link) {
        PanelBrowser.Visit visit = PanelBrowser.visit(width, height, theme);
        visit.page().navigate(link);
        assertThat(visit.page().locator("attune-level[after] [data-figure=shortTerm]"))
                .not()
                .hasText("–");
        Layout.show(visit.page(), "privacy");
        assertThat(visit.page().locator("[data-part=audit]")).isVisible();
        return visit;
    }

    private static Locator toggle(Page page, String name) {
        return page.getByRole(
                AriaRole.SWITCH, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static boolean isOn(String preference) throws IOException {
        return stack.get("/preferences").get(preference).asBoolean();
    }

    @Test
    void consents_when_switched_by_mouse_and_by_keys_expect_kept_told_and_written_down() throws IOException {
        try (PanelBrowser.Visit visit = visit(1440, 900, ColorScheme.DARK, stack.link())) {
            Page page = visit.page();
            Locator features = toggle(page, "Measurements, and what was tried");
            assertThat(features).hasAttribute("aria-checked", "true");
            features.click();
            assertThat(features).hasAttribute("aria-checked", "false");
            await().atMost(PATIENCE).until(() -> !isOn("features"));
            assertThat(page.locator("attune-audit-card li").first()).containsText("Said what may be kept");
            assertThat(page.locator("attune-audit-card li").first()).containsText("features, off");
            Keys.tabTo(page, features);
            page.keyboard().press("Space");
            await().atMost(PATIENCE).until(() -> isOn("features"));
            for (String purpose : List.of("clips", "sharing")) {
                Locator row = page.locator("[data-purpose=" + purpose + "]");
                assertThat(row).containsText("off");
                assertThat(row).containsText("Nothing of this is built");
                assertThat(row.getByRole(AriaRole.SWITCH)).hasCount(0);
            }
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(SHOTS.resolve("privacy-dark.png"))
                    .setFullPage(true));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void audit_log_and_export_when_asked_for_expect_whole_and_a_file() throws IOException {
        stack.put("/preferences", Map.of("keys", true));
        try (PanelBrowser.Visit visit = visit(1440, 900, ColorScheme.LIGHT, stack.link())) {
            Page page = visit.page();
            Keys.tabTo(page, button(page, "Check it"));
            page.keyboard().press("Enter");
            assertThat(page.locator("attune-audit-card [role=status]")).containsText("Whole: ");
            Download download =
                    page.waitForDownload(() -> button(page, "Take it all out").click());
            try (ZipFile zip = new ZipFile(download.path().toFile())) {
                assertThat(zip.getEntry("README.txt")).isNotNull();
                assertThat(zip.getEntry("database/changes.json")).isNotNull();
            }
            assertThat(download.suggestedFilename()).startsWith("attune-").endsWith(".zip");
            assertThat(page.locator("attune-audit-card li").first()).containsText("Took everything out");
            page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("privacy-light.png")));
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void erasing_when_the_words_are_typed_expect_all_gone_and_sound_going_on() throws IOException {
        stack.post("/presets", Map.of("label", "Mine", "engineId", stack.engineId()));
        try (PanelBrowser.Visit visit = visit(1440, 900, ColorScheme.DARK, stack.link())) {
            Page page = visit.page();
            assertThat(page.locator("[data-part=presets] dd"))
                    .hasText(Pattern.compile("1 file, \\d\\.\\d\u202fkB, oldest .*"));
            for (Locator stored : page.locator("attune-privacy [data-part] dd").all()) {
                assertThat(stored).hasText(Pattern.compile("^[\\d\u202f]+ [a-z].*kept .*"));
            }
            Locator erase = button(page, "Erase everything");
            assertThat(erase).isDisabled();
            Keys.tabTo(page, page.locator("attune-privacy input[name=phrase]"));
            page.keyboard().type("erase");
            assertThat(erase).isDisabled();
            page.keyboard().type(" everything");
            assertThat(erase).isEnabled();
            page.keyboard().press("Enter");
            assertThat(page.locator("attune-toasts .toast")).containsText("Everything is erased.");
            assertThat(page.locator("attune-audit-card li")).hasCount(1);
            assertThat(page.locator("attune-audit-card li").first()).containsText("Erased everything");
            assertThat(page.locator("[data-part=presets] dd")).containsText("0 files");
            assertThat(stack.get("/changes")).isEmpty();
            assertThat(stack.engine().get("connected").asBoolean()).isTrue();
            assertThat(visit.complaints()).isEmpty();
        }
    }

    @Test
    void export_and_erasing_when_the_panel_was_opened_from_a_host_expect_said_who_may() throws IOException {
        String code = stack.post("/codes", Map.of()).get("code").asText();
        try (PanelBrowser.Visit visit = visit(1440, 900, ColorScheme.DARK, stack.address() + "/#c=" + code)) {
            Page page = visit.page();
            button(page, "Take it all out").click();
            assertThat(page.locator("attune-toasts .toast")).containsText("one that ./attune open opens may");
            assertThat(visit.complaints()).allMatch(complaint -> complaint.contains("403"));
        }
    }

    @Test
    void view_when_laid_out_at_every_width_in_both_themes_expect_nothing_cut() throws IOException {
        stack.put("/preferences", Map.of("capture", true));
        List<String> wrong = new ArrayList<>();
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            try (PanelBrowser.Visit visit = visit(360, 800, theme, stack.link())) {
                visit.page()
                        .screenshot(new Page.ScreenshotOptions()
                                .setPath(SHOTS.resolve("privacy-360-" + theme + ".png"))
                                .setFullPage(true));
                wrong.addAll(Layout.faults(visit.page(), List.of("privacy"), theme));
                assertThat(visit.complaints()).isEmpty();
            }
        }
        assertThat(wrong).isEmpty();
    }
}
