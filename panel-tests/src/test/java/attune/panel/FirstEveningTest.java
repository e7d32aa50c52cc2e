package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * What somebody does who never saw Attune before, one step after the other, on the installed product: see sound, understand a change,
 * disagree, undo, teach by pairs, save, restart everything, recall. How long each step took stands in {@code target/first-evening.txt}.
 */
class FirstEveningTest {
    private static final int AUTO = 3;

    /** What the issue of a first evening asks for is ten pairs, which takes minutes of listening. */
    private static final int PAIRS = Boolean.getBoolean("attune.long") ? 10 : 2;

    /** Two machine-code compilers and five processes share two cores; alone it takes less than a minute. */
    private static final Duration LEARNS = Duration.ofMinutes(6);

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final double RENDERED_MS = 240_000;
    private static final String NAME = "My podcast";

    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private long begun = System.nanoTime();

    @Test
    void first_evening_when_walked_through_expect_no_dead_end_and_the_preset_back_after_a_restart() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/espeak-ng")), "package espeak-ng is not installed");
        try (Stack stack = Stack.playing("first-evening", AUTO, true)) {
            took("install and start");
            JsonNode saved;
            try (PanelBrowser.Visit visit = open(stack)) {
                took("see sound");
                assertThat(visit.complaints()).isEmpty();
            }
            JsonNode change = learned(stack);
            took("the first change was learned, pushed and checked");
            try (PanelBrowser.Visit visit = open(stack)) {
                Page page = visit.page();
                understand(page, change);
                took("understand one change");
                disagree(page, stack, change);
                took("disagree");
                undo(page, stack);
                took("undo");
                teach(page, stack);
                took("teach by " + PAIRS + " pairs");
                saved = save(page, stack);
                took("save");
                assertThat(visit.complaints()).isEmpty();
            }
            stack.restart(AUTO);
            took("restart all");
            try (PanelBrowser.Visit visit = open(stack)) {
                recall(visit.page(), stack, saved);
                took("recall");
                assertThat(visit.complaints()).isEmpty();
            }
        }
        write();
    }

    private static PanelBrowser.Visit open(Stack stack) throws IOException {
        PanelBrowser.Visit visit = PanelBrowser.visit(1440, 900, ColorScheme.DARK);
        visit.page().navigate(stack.link());
        assertThat(visit.page().locator("attune-level[after] [data-figure=shortTerm]"))
                .not()
                .hasText("–");
        return visit;
    }

    /** No browser is open meanwhile: on two cores its painting would take from the learner what it needs. */
    private static JsonNode learned(Stack stack) {
        return await("a change that was learned, pushed and checked")
                .atMost(LEARNS)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreException(IOException.class)
                .until(() -> newestLearned(stack), change -> true);
    }

    private static JsonNode newestLearned(Stack stack) throws IOException {
        for (JsonNode change : stack.get("/changes?limit=50&kind=learned")) {
            if (change.get("status").asText().equals("in_force") && change.hasNonNull("verdict")) {
                return change;
            }
        }
        throw new IOException("no learned change is in force");
    }

    /** The sentence of the change, and where it leads: what was promised, what was measured. */
    private static void understand(Page page, JsonNode change) {
        view(page, "Why");
        entry(page, change).click();
        JsonNode part = change.get("explanation").get("parts").get(0);
        Locator detail = page.locator("attune-change-detail");
        assertThat(detail).containsText(part.get("reason").asText());
        assertThat(detail).containsText("Promised");
        assertThat(detail).containsText("Measured");
    }

    /** A fresh change goes as soon as somebody says that it sounds bad; one of minutes ago is undone where its proof is. */
    private static void disagree(Page page, Stack stack, JsonNode change) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sounds bad"))
                .first()
                .click();
        assertThat(page.locator("attune-toasts").first()).containsText("Noted");
        assertThat(entry(page, change)).containsText("undone");
        await().atMost(PATIENCE).until(() -> stack.wanted().equals(change.get("before")));
    }

    /** A step of one's own, and back. */
    private static void undo(Page page, Stack stack) throws IOException {
        JsonNode before = stack.wanted();
        view(page, "Taste");
        page.locator("attune-word-map button.word")
                .filter(new Locator.FilterOptions().setHasText("brighter"))
                .click();
        await().atMost(PATIENCE).until(() -> !stack.wanted().equals(before));
        page.locator("attune-toasts .way").first().click();
        await().atMost(PATIENCE).until(() -> stack.wanted().equals(before));
    }

    private static void teach(Page page, Stack stack) {
        tasteButton(page, "Start comparing").click();
        for (int pair = 1; pair <= PAIRS; pair++) {
            assertThat(tasteButton(page, "Hear A"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(RENDERED_MS));
            hearBoth(page);
            if (pair % 3 == 0) {
                answer(page, "none").click();
            } else {
                answer(page, pair % 2 == 0 ? "a" : "b").click();
                page.locator("attune-pair-card [data-degree=clearly]").click();
            }
            int answered = pair;
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> stack.get("/taste/answers").size() == answered);
        }
        assertThat(page.locator("attune-known-card [data-figure=interval]")).containsText("pair");
    }

    /** Goes to and fro until both were heard for long enough. */
    private static void hearBoth(Page page) {
        await().atMost(PATIENCE).until(() -> {
            for (String side : new String[] {"Hear A", "Hear B"}) {
                if (answer(page, "a").isDisabled()) {
                    tasteButton(page, side).click();
                    page.waitForTimeout(1500);
                }
            }
            return answer(page, "a").isEnabled();
        });
    }

    private static JsonNode save(Page page, Stack stack) throws IOException {
        view(page, "Presets");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Save what plays"))
                .click();
        page.getByLabel("Name of the preset").fill(NAME);
        page.locator("attune-presets .naming").getByText("Save").click();
        assertThat(preset(page)).isVisible();
        String id = preset(page).getAttribute("data-preset");
        return stack.get("/presets/" + id).get("params");
    }

    private static void recall(Page page, Stack stack, JsonNode saved) {
        view(page, "Presets");
        preset(page).click();
        page.locator("attune-preset-detail")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName("Recall").setExact(true))
                .click();
        await().atMost(PATIENCE)
                .ignoreException(IOException.class)
                .until(() -> stack.wanted().equals(saved));
        assertThat(page.locator("attune-toasts").first()).containsText(NAME);
    }

    /** As a newcomer goes: by the name in the navigation. */
    private static void view(Page page, String name) {
        page.getByRole(AriaRole.NAVIGATION)
                .getByText(name, new Locator.GetByTextOptions().setExact(true))
                .click();
        page.locator("attune-" + name.toLowerCase(Locale.ROOT) + " h1").waitFor();
    }

    private static Locator entry(Page page, JsonNode change) {
        return page.locator("attune-why .ev[data-change='" + change.get("id").asLong() + "']");
    }

    private static Locator tasteButton(Page page, String name) {
        return page.locator("attune-taste")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator answer(Page page, String choice) {
        return page.locator("attune-pair-card [data-answer=" + choice + "]");
    }

    private static Locator preset(Page page) {
        return page.locator("attune-presets [role=option]", new Page.LocatorOptions().setHasText(NAME));
    }

    private void took(String step) {
        long now = System.nanoTime();
        seconds.put(step, (now - begun) * 1e-9);
        begun = now;
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        seconds.forEach((step, time) -> text.append(String.format(Locale.ROOT, "%6.1f s  %s%n", time, step)));
        Files.writeString(Path.of("target", "first-evening.txt"), text);
    }
}
