package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.Heard;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which preset loads by itself, by mouse and by keyboard alone; the real server, plugin and engine. */
class RulesPanelTest {
    private static final int SUGGEST = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Path SHOTS = Path.of("target", "shots");

    private static Stack stack;

    private PanelBrowser.Visit visit;
    private Page page;

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("rules", SUGGEST, false);
    }

    @AfterAll
    static void end() throws IOException {
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void open() throws IOException {
        for (JsonNode rule : stack.get("/autoload")) {
            stack.delete("/autoload/" + rule.get("id").asLong());
        }
        visit = PanelBrowser.visit(1440, 900, ColorScheme.DARK);
        page = visit.page();
        page.navigate(stack.link());
        assertThat(page.locator("attune-level[after] [data-figure=shortTerm]"))
                .not()
                .hasText("–");
        Layout.show(page, "presets");
        assertThat(button("Add a rule")).isEnabled();
    }

    @AfterEach
    void close() {
        visit.close();
        assertThat(visit.complaints()).as("what the browser complained about").isEmpty();
    }

    private Locator card() {
        return page.locator("attune-rules-card");
    }

    private Locator button(String name) {
        return card().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator rule(String preset) {
        return card().locator(".rule", new Locator.LocatorOptions().setHasText(preset));
    }

    private Locator field(String name) {
        return card().locator("[name=" + name + "]");
    }

    private Locator toast() {
        return page.locator("attune-toasts").first();
    }

    @Test
    void rules_when_added_tried_and_removed_by_mouse_expect_who_wins_and_why_and_each_undone() throws IOException {
        button("Add a rule").click();
        field("preset").selectOption("music");
        field("contentClass").selectOption("noise");
        button("Add the rule").click();
        assertThat(rule("Music")).containsText("not true");
        button("Add a rule").click();
        field("preset").selectOption("noisy-room");
        field("host").fill("nobody*");
        field("priority").fill("3");
        button("Add the rule").click();
        assertThat(rule("Noisy room")).containsText("not true");

        button("Try another situation").click();
        field("host").fill("Nobody 2");
        field("contentClass").selectOption("noise");
        button("Try it").click();
        assertThat(rule("Noisy room")).containsText("would win");
        assertThat(rule("Music")).containsText("has priority 3 over 0");
        assertThat(card().locator("[data-part=tried]")).containsText("Tried: Nobody 2, noise");
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("rules-dark.png")));
        assertThat(Axe.serious(page)).isEmpty();
        button("Back to what plays").click();
        assertThat(rule("Noisy room")).containsText("not true");

        button("Remove the rule for Noisy room").click();
        assertThat(rule("Noisy room")).hasCount(0);
        toast().getByText("Undo").click();
        assertThat(rule("Noisy room")).isVisible();
        button("Remove the rule for Noisy room").click();
        button("Remove the rule for Music").click();
        assertThat(card().locator(".rule")).hasCount(0);
        assertThat(stack.get("/autoload")).isEmpty();
    }

    @Test
    void rule_when_added_and_removed_by_keys_alone_expect_it_kept_and_gone() throws IOException {
        Keys.tabTo(page, button("Add a rule"));
        page.keyboard().press("Enter");
        page.keyboard().type("Phone");
        page.keyboard().press("Tab");
        page.keyboard().type("skype*");
        page.keyboard().press("Enter");

        assertThat(rule("Phone call")).containsText("If host is skype*");
        JsonNode kept = stack.get("/autoload");
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).get("preset").asText()).isEqualTo("phone-call");
        Keys.tabTo(page, button("Remove the rule for Phone call"));
        page.keyboard().press("Enter");
        assertThat(rule("Phone call")).hasCount(0);
        assertThat(button("Add a rule")).isFocused();
    }

    @Test
    void rule_when_edited_in_place_and_moved_by_mouse_expect_who_wins_told_at_once_and_each_undone()
            throws IOException {
        long music = added(Map.of("preset", "music"));
        long phone = added(Map.of("preset", "phone-call", "host", "*"));
        stack.put("/engines/" + stack.engineId() + "/name", Map.of("name", "Desk"));
        assertThat(place(0)).containsText("Music");

        button("Edit the rule for Phone call").click();
        assertThat(field("preset")).hasValue("phone-call");
        field("preset").selectOption("noisy-room");
        assertThat(card().locator("datalist option[value='Desk']")).hasCount(1);
        field("engine").fill("Desk");
        field("from").fill("00:00");
        button("Keep").click();
        assertThat(toast()).containsText("needs both ends");
        field("from").fill("");
        button("Keep").click();
        assertThat(rule("Noisy room")).containsText("If instance is Desk");
        assertThat(rule("Noisy room")).containsText("wins now");
        assertThat(rule("Music")).containsText("is more exact, with 1 condition to 0");
        assertThat(place(0)).containsText("Noisy room");

        button("Move the rule for Music earlier").click();
        assertThat(place(0)).containsText("Music");
        assertThat(rule("Music")).containsText("wins now");
        assertThat(rule("Music")).containsText("priority 1");
        assertThat(button("Move the rule for Music earlier")).isDisabled();
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("rules-moved-dark.png")));
        toast().getByText("Undo").click();
        assertThat(place(0)).containsText("Noisy room");
        assertThat(stack.get("/autoload"))
                .hasSize(2)
                .allSatisfy(rule -> assertThat(rule.get("priority").asInt()).isZero());

        button("Edit the rule for Noisy room").click();
        field("priority").fill("-3");
        button("Keep").click();
        assertThat(place(1)).containsText("Noisy room");
        button("Edit the rule for Noisy room").click();
        assertThat(Axe.serious(page)).isEmpty();
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("rules-edit-dark.png")));
        assertThat(Layout.faults(page, List.of("presets"), ColorScheme.DARK)).isEmpty();
        page.setViewportSize(1440, 900);
        button("Cancel").click();
        assertThat(button("Edit the rule for Noisy room")).isFocused();
        assertThat(stack.get("/autoload").findValuesAsText("id"))
                .containsExactly(Long.toString(music), Long.toString(phone));
    }

    @Test
    void rule_when_edited_and_moved_by_keys_alone_expect_focus_kept_and_the_way_back() throws IOException {
        added(Map.of("preset", "music", "contentClass", "music"));
        added(Map.of("preset", "phone-call", "contentClass", "noise"));
        Keys.tabTo(page, button("Move the rule for Music later"));
        page.keyboard().press("Enter");
        assertThat(place(1)).containsText("Music");
        assertThat(button("Move the rule for Music earlier")).isFocused();
        page.keyboard().press("Enter");
        assertThat(place(0)).containsText("Music");

        Keys.tabTo(page, button("Edit the rule for Music"));
        page.keyboard().press("Enter");
        assertThat(field("preset")).isFocused();
        page.keyboard().press("Tab");
        page.keyboard().type("ardour*");
        page.keyboard().press("Enter");
        assertThat(rule("Music")).containsText("If host is ardour* and music is heard");
        assertThat(button("Edit the rule for Music")).isFocused();
        Keys.tabTo(page, toast().getByText("Undo"));
        page.keyboard().press("Enter");
        assertThat(rule("Music")).not().containsText("ardour");
        Keys.tabTo(page, button("Edit the rule for Music"));
        page.keyboard().press("Enter");
        page.keyboard().press("Escape");
        assertThat(button("Edit the rule for Music")).isFocused();
    }

    private long added(Map<String, Object> rule) throws IOException {
        long id = stack.post("/autoload", rule).get("id").asLong();
        assertThat(card().locator("[data-rule='" + id + "']")).isVisible();
        return id;
    }

    private Locator place(int at) {
        return card().locator(".rule").nth(at);
    }

    @Test
    void rules_when_laid_out_at_every_width_expect_nothing_cut_overlapping_or_too_small() throws IOException {
        long kept = stack.post("/autoload", Map.of("preset", "music", "host", "nobody*", "contentClass", "music"))
                .get("id")
                .asLong();
        assertThat(rule("Music")).isVisible();
        assertThat(Layout.faults(page, List.of("presets"), ColorScheme.DARK)).isEmpty();
        page.setViewportSize(390, 844);
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("rules-phone.png")));
        page.setViewportSize(1440, 900);
        button("Remove the rule for Music").click();
        assertThat(card().locator("[data-rule='" + kept + "']")).hasCount(0);
    }

    @Test
    void rule_when_it_is_true_of_a_new_plugin_expect_its_preset_heard_told_in_why_and_undone_for_good()
            throws IOException {
        JsonNode before = stack.wanted();
        long music = stack.post("/autoload", Map.of("preset", "music", "contentClass", "music"))
                .get("id")
                .asLong();
        JsonNode wanted = stack.get("/presets/music").get("params");
        stack.putAsAgent(
                "/engines/" + stack.engineId() + "/heard",
                new Heard("music", 0.9, List.of(), Map.of(), "listening", "8 of 8 s heard", null));

        await().atMost(PATIENCE).until(() -> wanted.equals(stack.wanted()));
        Layout.show(page, "why");
        Locator entry = page.locator("attune-why .ev").first();
        assertThat(entry).containsText("loaded by rule " + music + " (music)");
        entry.click();
        page.locator("attune-change-detail")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Undo"))
                .click();
        await().atMost(PATIENCE).until(() -> before.equals(stack.wanted()));

        Layout.show(page, "presets");
        assertThat(rule("Music")).containsText("wins now");
        assertThat(card().locator(".held")).containsText("The sound was set by you");
        button("Remove the rule for Music").click();
        assertThat(card().locator(".rule")).hasCount(0);
    }
}
