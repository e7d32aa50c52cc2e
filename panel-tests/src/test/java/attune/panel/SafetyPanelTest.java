package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.Heard;
import attune.api.LearnerRest;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
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

/** What keeps learning from harm, as a person sees it: who rests, who may propose. The agent is the test's own. */
class SafetyPanelTest {
    private static final int SUGGEST = 2;
    private static final Path SHOTS = Path.of("target", "shots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Stack stack;

    private PanelBrowser.Visit visit;
    private Page page;

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("safety", SUGGEST, false);
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
        assertThat(page.locator("attune-level[after] [data-figure=shortTerm]"))
                .not()
                .hasText("–");
    }

    @AfterEach
    void close() {
        visit.close();
        assertThat(visit.complaints()).as("what the browser complained about").isEmpty();
    }

    /** An agent that says so; it counts as gone after a few seconds. */
    private static void agentSays(long sinceMs, String state) throws IOException {
        LearnerRest rest = new LearnerRest(
                "tone",
                "Tone",
                state,
                sinceMs,
                sinceMs + 1_800_000,
                "3 of its last 5 changes made the sound worse or were taken back.");
        stack.putAsAgent("/agent", new AgentStatus(ApiVersion.NUMBER, "1", 1, "listening", "", 0, 0, 0, List.of(rest)));
    }

    private Locator toggle(String name) {
        return page.getByRole(
                AriaRole.SWITCH, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private void openSettings() {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Settings"))
                .first()
                .click();
    }

    /** Says it again until it was taken in: what an agent said holds for a few seconds only. */
    private void saysUntil(long sinceMs, String state, boolean isTold) {
        Locator rests = page.locator("attune-banner .banner")
                .filter(new Locator.FilterOptions().setHasText("“Tone” rests until"));
        Locator here = page.locator("attune-top-bar").getByText("listening");
        await().atMost(PATIENCE).until(() -> {
            agentSays(sinceMs, state);
            return here.isVisible() && rests.isVisible() == isTold;
        });
    }

    @Test
    void learner_when_it_rests_expect_told_once_with_what_goes_on() throws IOException {
        Locator banner = page.locator("attune-banner .banner");
        long since = System.currentTimeMillis();
        saysUntil(since, LearnerRest.RESTING, true);
        assertThat(banner).containsText("3 of its last 5 changes");
        banner.getByRole(AriaRole.BUTTON).click();
        saysUntil(since, LearnerRest.RESTING, false);

        page.reload();
        saysUntil(since, LearnerRest.RESTING, false);
        saysUntil(since + 60_000, LearnerRest.RESTING, true);
        saysUntil(since + 60_000, LearnerRest.TRYING, false);
    }

    @Test
    void learner_when_switched_off_in_the_settings_expect_kept_and_one_that_rests_named() throws IOException {
        agentSays(System.currentTimeMillis(), LearnerRest.TRYING);
        openSettings();
        assertThat(page.locator("attune-settings-sheet")).containsText("Takes mains hum out where it is sure.");
        assertThat(page.locator("attune-settings-sheet")).containsText("Rested after harm; may make one change now.");
        assertThat(toggle("Hum")).hasAttribute("aria-checked", "true");
        toggle("Hum").click();
        assertThat(toggle("Hum")).hasAttribute("aria-checked", "false");
        await().atMost(PATIENCE).until(() -> !isOn("hum"));

        page.reload();
        openSettings();
        assertThat(toggle("Hum")).hasAttribute("aria-checked", "false");
        Keys.tabTo(page, toggle("Hum"));
        page.keyboard().press("Space");
        await().atMost(PATIENCE).until(() -> isOn("hum"));
    }

    private static void heard(double severityDb) throws IOException {
        String sentence = "Hum at 50 Hz is only 12 dB under the voice: look at the cable or the mains adapter.";
        Heard heard = new Heard(
                "speech",
                0.9,
                List.of(),
                Map.of(),
                "listening",
                "",
                null,
                List.of(new Heard.Tip("hum", sentence, severityDb)));
        stack.putAsAgent("/engines/" + stack.engineId() + "/heard", heard);
    }

    @Test
    void tip_when_dismissed_by_keyboard_expect_gone_until_it_is_twice_as_bad() throws IOException {
        Locator tip = page.locator("attune-heard .advice");
        heard(-12);
        assertThat(tip).containsText("look at the cable");
        tip.getByRole(AriaRole.BUTTON).focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("attune-toasts .toast")).containsText("comes again once it is clearly worse");
        assertThat(tip).hasCount(0);

        heard(-8);
        assertThat(page.locator("attune-heard strong")).hasText("Speech");
        assertThat(tip).hasCount(0);
        heard(-6);
        assertThat(tip).containsText("look at the cable");
    }

    private static void trying(String detail, long comparisons) throws IOException {
        stack.putAsAgent(
                "/agent",
                new AgentStatus(ApiVersion.NUMBER, "1", 1, "auditioning", detail, comparisons, 0, 0, List.of()));
    }

    @Test
    void live_when_nothing_is_confirmed_yet_expect_what_is_tried_and_why_and_then_undo_in_sight_beside_a_tip()
            throws IOException {
        Locator latest = page.locator("attune-latest");
        await().atMost(PATIENCE).until(() -> {
            trying("", 0);
            return latest.getByText("The first change comes after some ten seconds")
                    .isVisible();
        });
        heard(-12);
        assertThat(latest.locator(".none")).containsText("None yet. Listening");
        await().atMost(PATIENCE).until(() -> {
            trying("", 7);
            return latest.getByText(
                            "7 comparisons so far, on this computer: nothing was surely better than what plays.")
                    .isVisible();
        });
        await().atMost(PATIENCE).until(() -> {
            trying("paused: the machine is busy", 7);
            return latest.getByText("Trying waits: the computer is busy, and your sound goes first.")
                    .isVisible();
        });
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("live-none-yet.png")));

        long change = Proposals.lessSibilance(stack).get("id").asLong();
        stack.post("/changes/" + change + "/accept", Map.of());
        Proposals.leaveAlone(stack);
        heard(-3);
        Locator undo = latest.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Undo"));
        assertThat(undo).isVisible();
        assertThat(page.locator("attune-heard .advice")).isVisible();
        page.screenshot(new Page.ScreenshotOptions().setPath(SHOTS.resolve("live-tip-1440.png")));
        assertThat(undo).isInViewport(new LocatorAssertions.IsInViewportOptions().setRatio(1));
    }

    private static boolean isOn(String name) throws IOException {
        for (JsonNode learner : stack.get("/learning/learners")) {
            if (learner.get("name").asText().equals(name)) {
                return learner.get("on").asBoolean();
            }
        }
        throw new AssertionError("no learner " + name);
    }
}
