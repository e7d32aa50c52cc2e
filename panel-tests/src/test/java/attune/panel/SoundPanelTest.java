package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sound, on the real server and engine: knobs, curve, switches, program, locks and ranges, by mouse and by keyboard alone. The agent is
 * left out: what it would propose is proposed here.
 */
class SoundPanelTest {
    private static final int AUTO = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path SHOTS = Path.of("target", "shots");
    private static final int[][] PICTURED = {{1440, 900}, {390, 844}, {3840, 2160}};

    private static Stack stack;

    private PanelBrowser.Visit visit;
    private Page page;

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("sound", AUTO, false);
    }

    @AfterAll
    static void end() throws IOException {
        stack.close();
    }

    @BeforeEach
    void open() throws IOException {
        stack.put("/bounds", Map.of());
        stack.put("/engines/" + stack.engineId() + "/macros", Map.of("delta", 0, "delta_stage", 0, "output_trim", 0));
        stack.post("/engines/" + stack.engineId() + "/recall", Map.of("preset", "podcast-voice"));
        visit = PanelBrowser.visit(1440, 900, ColorScheme.DARK);
        page = visit.page();
        page.navigate(stack.link());
        Layout.show(page, "sound");
        stage("Gate");
    }

    @AfterEach
    void close() {
        visit.close();
        assertThat(visit.complaints()).as("what the browser complained about").isEmpty();
    }

    private void stage(String name) {
        page.locator("attune-stage-strip .pick[data-stage='" + name + "']").click();
        assertThat(page.locator("attune-stage-card h2")).hasText(name);
    }

    private Locator knob(String id) {
        return page.locator("attune-knob[data-param=" + id + "]");
    }

    private Locator in(String part, String selector) {
        return page.locator("attune-sound " + part + " " + selector);
    }

    private Locator button(String name) {
        return page.locator("attune-sound")
                .getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    private static double wanted(String id) throws IOException {
        return stack.wanted().get(id).asDouble();
    }

    private static void awaitWanted(String id, double value) {
        await(id).atMost(PATIENCE).untilAsserted(() -> assertThat(wanted(id)).isCloseTo(value, within(1e-9)));
    }

    private static double macro(String id) throws IOException {
        return stack.engine().get("macros").get(id).asDouble();
    }

    private void undo(String said) {
        assertThat(page.locator("attune-toasts").first()).containsText(said);
        page.locator("attune-toasts .way").first().click();
    }

    private static JsonNode newestChange() throws IOException {
        return stack.get("/changes?limit=1").get(0);
    }

    @Test
    void knob_when_dragged_expect_the_engine_to_follow_one_entry_in_the_timeline_and_one_undo() throws IOException {
        double before = wanted("gate_threshold");
        long entries = newestChange().get("id").asLong();
        BoundingBox box = knob("gate_threshold").boundingBox();
        double x = box.x + box.width / 2;
        double y = box.y + 40;
        page.mouse().move(x, y);
        page.mouse().down();
        page.mouse().move(x, y - 60, new Mouse.MoveOptions().setSteps(30));
        page.mouse().up();

        double shown = Double.parseDouble(knob("gate_threshold").getAttribute("aria-valuenow"));
        assertThat(shown).isGreaterThan(before + 15);
        awaitWanted("gate_threshold", shown);
        JsonNode change = newestChange();
        assertThat(change.get("id").asLong()).isEqualTo(entries + 1);
        assertThat(change.get("before").get("gate_threshold").asDouble()).isEqualTo(before);
        undo("Gate threshold is ");
        awaitWanted("gate_threshold", before);
        assertThat(knob("gate_threshold")).hasAttribute("aria-valuenow", plain(before));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }

    @Test
    void knob_when_double_clicked_wheeled_and_typed_expect_default_one_step_and_units_understood() throws IOException {
        stack.put("/engines/" + stack.engineId() + "/parameters", Map.of("values", Map.of("gate_release", 1000)));
        assertThat(knob("gate_release")).hasAttribute("aria-valuetext", "1\u202fs");
        knob("gate_release").dblclick();
        awaitWanted("gate_release", 250);

        knob("gate_threshold").dblclick();
        awaitWanted("gate_threshold", -45);
        knob("gate_threshold").hover();
        page.mouse().wheel(0, -120);
        awaitWanted("gate_threshold", -44);

        knob("gate_release").focus();
        page.keyboard().press("1");
        page.keyboard().type(",5 s");
        page.keyboard().press("Enter");
        awaitWanted("gate_release", 1500);
        assertThat(page.locator("attune-toasts").first()).containsText("Gate release is 1.5\u202fs.");
        page.keyboard().press("Enter");
        page.keyboard().type("9 dB");
        page.keyboard().press("Enter");
        assertThat(page.locator("attune-toasts").first()).containsText("Gate release is in ms: “9 dB” is not.");
        awaitWanted("gate_release", 1500);
        page.keyboard().press("Enter");
        page.keyboard().type("9 s");
        page.keyboard().press("Enter");
        awaitWanted("gate_release", 2000);
    }

    @Test
    void settings_when_turned_by_keyboard_alone_expect_the_same_as_by_mouse() throws IOException {
        page.keyboard().press("1");
        page.locator("attune-live").waitFor();
        page.keyboard().press("4");
        Locator gate = in("attune-stage-strip", ".pick[data-stage=Gate]");
        Keys.tabTo(page, gate);
        page.keyboard().press("ArrowRight");
        page.keyboard().press("ArrowRight");
        assertThat(page.locator("attune-stage-card h2")).hasText("Multiband compressor");
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowLeft");
        Keys.tabTo(page, knob("gate_range"));
        page.keyboard().press("Home");
        awaitWanted("gate_range", 0);
        page.keyboard().press("PageUp");
        page.keyboard().press("ArrowUp");
        page.keyboard().press("Shift+ArrowUp");
        awaitWanted("gate_range", 5.55);
        page.keyboard().press("Delete");
        awaitWanted("gate_range", 0);
        // What comes within half a second is the same movement.
        assertThat(page.locator("attune-toasts").first()).containsText("Gate range is 0.0\u202fdB.");
        page.keyboard().press("Enter");
        page.keyboard().type("12");
        page.keyboard().press("Enter");
        awaitWanted("gate_range", 12);
        assertThat(page.locator("attune-toasts").first()).containsText("Gate range is 12.0\u202fdB.");
        Keys.tabTo(page, page.locator("attune-toasts .way").first());
        page.keyboard().press("Enter");
        awaitWanted("gate_range", 0);

        Keys.tabTo(page, button("Lock Gate range"));
        page.keyboard().press("Enter");
        await().atMost(PATIENCE)
                .until(() ->
                        stack.get("/bounds").path("gate_range").path("locked").asBoolean());
    }

    @Test
    void lock_when_set_on_a_knob_and_on_a_stage_expect_a_learned_set_refused_until_unlocked() throws IOException {
        stage("Noise reduction");
        button("Lock Noise reduction").last().click();
        assertThat(page.locator("attune-toasts").first()).containsText("Learning leaves it alone.");
        assertThatThrownBy(() -> Proposals.lessNoise(stack, 11))
                .hasMessageContaining("422")
                .hasMessageContaining("Noise reduction is locked by you.");
        undo("Learning leaves it alone.");
        await().atMost(PATIENCE).until(() -> stack.get("/bounds").isEmpty());

        in("attune-stage-strip", ".lock[aria-label='Lock Equaliser']").click();
        await().atMost(PATIENCE)
                .until(() ->
                        stack.get("/bounds").path("eq7_gain").path("locked").asBoolean());
        assertThat(in("attune-stage-strip", ".lock[aria-label='Lock Equaliser']"))
                .hasAttribute("aria-pressed", "true");
        assertThatThrownBy(() -> Proposals.lessSibilance(stack)).hasMessageContaining("is locked by you");
        in("attune-stage-strip", ".lock[aria-label='Lock Equaliser']").click();
        await().atMost(PATIENCE).until(() -> stack.get("/bounds").isEmpty());
        assertThat(Proposals.lessSibilance(stack).get("status").asText()).isEqualTo("watching");
    }

    @Test
    void range_when_narrowed_expect_a_learned_set_beyond_it_refused_and_the_whole_range_back() throws IOException {
        stage("Noise reduction");
        page.locator("attune-stage-card summary").click();
        Locator row = page.locator("attune-stage-limits [data-limit=nr_attenuation]");
        Locator most = row.locator("[data-end=to]");
        assertThat(most).hasAttribute("aria-valuetext", "18.0\u202fdB");
        most.focus();
        page.keyboard().press("Enter");
        page.keyboard().type("10 dB");
        page.keyboard().press("Enter");
        await().atMost(PATIENCE)
                .until(() ->
                        stack.get("/bounds").path("nr_attenuation").path("max").asDouble() == 10);
        assertThatThrownBy(() -> Proposals.lessNoise(stack, 11))
                .hasMessageContaining("is over your limit of 10.0\u202fdB");
        row.getByRole(AriaRole.BUTTON).click();
        await().atMost(PATIENCE).until(() -> stack.get("/bounds").isEmpty());
        Proposals.lessNoise(stack, 11);
        awaitWanted("nr_attenuation", 11);
    }

    @Test
    void value_when_learning_set_it_expect_marked_with_the_change_that_did_and_its_proof() throws IOException {
        stage("Equaliser");
        JsonNode change = Proposals.lessSibilance(stack);
        page.locator("attune-band-tiles [data-band='6']").click();
        assertThat(knob("eq7_gain")).hasAttribute("aria-valuenow", "-3.1");
        Locator mark = page.locator("attune-param-cell")
                .filter(new Locator.FilterOptions().setHas(knob("eq7_gain")))
                .getByRole(AriaRole.LINK);
        assertThat(mark).containsText("learned");
        mark.click();
        assertThat(page.locator("attune-why [data-change='" + change.get("id").asText() + "']"))
                .hasAttribute("aria-expanded", "true");
    }

    @Test
    void equaliser_when_a_handle_is_dragged_and_moved_by_arrows_expect_frequency_and_gain() throws IOException {
        stage("Equaliser");
        stack.put(
                "/engines/" + stack.engineId() + "/parameters",
                Map.of("values", Map.of("eq4_gain", 0, "eq4_frequency", 800)));
        Locator handle = in("attune-eq-graph", ".handle[data-band='3']");
        assertThat(handle).hasAttribute("aria-label", "Bell 3: 800\u202fHz, 0.0\u202fdB, Q 1.00");
        BoundingBox box = handle.boundingBox();
        double x = box.x + box.width / 2;
        double y = box.y + box.height / 2;
        page.mouse().move(x, y);
        page.mouse().down();
        page.mouse().move(x + 60, y - 50, new Mouse.MoveOptions().setSteps(10));
        page.mouse().up();
        await().atMost(PATIENCE).until(() -> wanted("eq4_gain") > 0.5 && wanted("eq4_frequency") > 900);
        assertThat(knob("eq4_gain")).isVisible();
        undo("Bell 3: +");
        awaitWanted("eq4_frequency", 800);
        awaitWanted("eq4_gain", 0);

        handle.focus();
        page.keyboard().press("ArrowDown");
        page.keyboard().press("ArrowDown");
        awaitWanted("eq4_gain", -1);
        page.keyboard().press("ArrowRight");
        await().atMost(PATIENCE).until(() -> wanted("eq4_frequency") > 840);
        page.keyboard().press("Delete");
        awaitWanted("eq4_gain", 0);
    }

    @Test
    void stage_when_switched_off_and_played_alone_expect_bypass_delta_of_the_stage_and_the_way_back()
            throws IOException {
        page.locator("attune-stage-card [data-param=gate_bypass]").click();
        awaitWanted("gate_bypass", 1);
        assertThat(page.locator("attune-stage-strip [data-does=Gate]")).hasText("off");
        undo("Gate is off.");
        awaitWanted("gate_bypass", 0);

        stage("Noise reduction");
        Locator delta = page.locator("attune-stage-card .delta");
        delta.click();
        await().atMost(PATIENCE).until(() -> macro("delta") == 1 && macro("delta_stage") == 3);
        assertThat(delta).hasAttribute("aria-pressed", "true");
        delta.click();
        await().atMost(PATIENCE).until(() -> macro("delta") == 0 && macro("delta_stage") == 0);
    }

    @Test
    void program_when_chosen_expect_the_stages_in_its_order_and_undo() throws IOException {
        List<String> speech = stages();
        assertThat(speech).containsSubsequence("De-esser", "Multiband compressor", "Equaliser");
        page.locator("attune-sound .programs [data-value='2']").click();
        undo("Music: For music");
        await().atMost(PATIENCE).until(() -> newestChange().get("kind").asText().equals("undo"));
        awaitWanted("program", 1);
        assertThat(page.locator("attune-stage-card h2")).hasText("Gate");
        page.locator("attune-sound .programs [data-value='1']").press("ArrowRight");
        awaitWanted("program", 2);
        page.locator("attune-sound .programs [data-value='2']").press("ArrowRight");
        awaitWanted("program", 3);
        await().atMost(PATIENCE).until(() -> stages().indexOf("Loudness leveler") < stages().indexOf("Equaliser"));
        assertThat(stages()).doesNotContain("Exciter");
    }

    private List<String> stages() {
        List<String> names = new ArrayList<>();
        for (Locator tile : page.locator("attune-stage-strip .pick").all()) {
            names.add(tile.getAttribute("data-stage"));
        }
        return names;
    }

    @Test
    void engine_when_something_else_moves_it_expect_the_knob_to_follow() throws IOException {
        stack.put("/engines/" + stack.engineId() + "/parameters", Map.of("values", Map.of("gate_threshold", -33)));
        assertThat(knob("gate_threshold")).hasAttribute("aria-valuenow", "-33");
        stack.put("/engines/" + stack.engineId() + "/macros", Map.of("output_trim", -2));
        assertThat(page.locator("attune-macro-number attune-number")).hasAttribute("aria-valuenow", "-2");
        stack.put("/bounds", Map.of("gate_range", Map.of("locked", true)));
        assertThat(button("Lock Gate range")).hasAttribute("aria-pressed", "true");
    }

    @Test
    void view_when_looked_at_by_axe_and_at_every_width_expect_nothing_serious_cut_or_too_small() throws IOException {
        Proposals.lessSibilance(stack);
        List<String> wrong = new ArrayList<>();
        for (String name : stages()) {
            stage(name);
            if (page.locator("attune-stage-card summary").isVisible()) {
                page.locator("attune-stage-card summary").click();
            }
            Axe.serious(page).forEach(finding -> wrong.add(name + ": " + finding));
            wrong.addAll(Layout.faults(page, List.of("sound"), ColorScheme.DARK));
            page.setViewportSize(1440, 900);
        }
        for (ColorScheme theme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            photograph(theme);
        }
        assertThat(wrong).isEmpty();
    }

    private void photograph(ColorScheme theme) throws IOException {
        try (PanelBrowser.Visit other = PanelBrowser.visit(1440, 900, theme)) {
            Page looked = other.page();
            looked.navigate(stack.link());
            Layout.show(looked, "sound");
            for (String name : List.of("Equaliser", "Multiband compressor", "Noise reduction", "Loudness leveler")) {
                for (int[] size : PICTURED) {
                    looked.setViewportSize(size[0], size[1]);
                    looked.locator("attune-stage-strip .pick[data-stage='" + name + "']")
                            .click();
                    looked.waitForTimeout(500);
                    looked.screenshot(new Page.ScreenshotOptions()
                            .setPath(SHOTS.resolve("sound-" + name.split(" ", -1)[0].toLowerCase(Locale.ROOT) + "-"
                                    + theme.name().toLowerCase(Locale.ROOT) + "-" + size[0] + "x" + size[1] + ".png")));
                }
            }
            assertThat(Axe.serious(looked)).isEmpty();
        }
    }
}
