package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import attune.api.Heard;
import attune.api.LiveFrame;
import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every task of Live, Why and Presets, by mouse and by keyboard, on the real server and engine. The agent is left out, so
 * that nothing moves but what the test moves: what it would propose is proposed here.
 */
class PanelTasksTest {
    private static final int SUGGEST = 2;
    /** One decimal is shown. */
    private static final double ROUNDED = 0.051;

    /** How often a time is taken, on a machine that others use as well, before it counts as too long. */
    private static final int QUIET_TRIES = 12;

    /** Half of a sixtieth of a second. */
    private static final double FRAME_MS = 8;

    /** Ten frames would come in this time. */
    private static final double QUIET_MS = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Stack stack;

    private PanelBrowser.Visit visit;
    private Page page;
    private final List<LiveFrame> frames = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void play() throws IOException {
        stack = Stack.playing("tasks", SUGGEST, false);
    }

    @AfterAll
    static void end() throws IOException {
        stack.close();
    }

    @BeforeEach
    void open() throws IOException {
        stack.put("/engines/" + stack.engineId() + "/learning", Map.of("mode", "suggest", "frozen", false));
        stack.put(
                "/engines/" + stack.engineId() + "/macros", Map.of("amount", 100, "bypass", 0, "delta", 0, "slot", 0));
        stack.post("/engines/" + stack.engineId() + "/recall", Map.of("preset", "gentle"));
        visit = PanelBrowser.visit(1440, 900, ColorScheme.DARK);
        page = visit.page();
        page.onWebSocket(socket -> socket.onFrameReceived(frame -> {
            if (frame.binary() != null && frame.binary().length == LiveFrame.BYTES) {
                frames.add(LiveFrame.decode(ByteBuffer.wrap(frame.binary())));
            }
        }));
        page.navigate(stack.link());
        assertThat(figure("shortTerm")).not().hasText("–");
    }

    @AfterEach
    void close() {
        visit.close();
        assertThat(visit.complaints()).as("what the browser complained about").isEmpty();
    }

    @Test
    void panel_when_opened_by_its_link_expect_the_token_gone_from_the_address() {
        assertThat(page.url()).doesNotContain("#t=");
        assertThat(page.evaluate("() => sessionStorage.getItem('attune.token').length > 20"))
                .isEqualTo(true);
        assertThat(page.evaluate("() => document.cookie")).isEqualTo("");
    }

    @Test
    void code_when_exchanged_expect_a_session_and_an_empty_address() throws IOException {
        String code = stack.post("/codes", Map.of()).get("code").asText();
        try (PanelBrowser.Visit other = PanelBrowser.visit(1000, 700, ColorScheme.LIGHT)) {
            other.page().navigate(stack.address() + "/#c=" + code);
            assertThat(other.page().locator("attune-level[after] [data-figure=shortTerm]"))
                    .not()
                    .hasText("–");
            assertThat(other.page().url()).doesNotContain(code);
        }
    }

    @Test
    void loudness_when_shown_expect_the_figures_of_the_live_frames() {
        page.waitForCondition(() -> frames.size() > 20);
        String[] shown = ((String) page.evaluate("""
                        async () => {
                          const { live } = await import('/js/core/live.js');
                          const view = document.querySelector('attune-app').shadowRoot.querySelector('attune-live').shadowRoot;
                          const level = view.querySelector('attune-level[after]').shadowRoot;
                          const figure = name => level.querySelector(`[data-figure=${name}]`).textContent;
                          return [live.frame.sequence, figure('shortTerm'), figure('momentary')].join(' ');
                        }""")).replace('\u2212', '-').split(" ", -1);
        int sequence = Integer.parseInt(shown[0]);
        page.waitForCondition(() -> frames.stream().anyMatch(frame -> frame.sequence == sequence));

        LiveFrame frame = frames.stream()
                .filter(one -> one.sequence == sequence)
                .findFirst()
                .orElseThrow();
        assertThat(Double.parseDouble(shown[1])).isCloseTo(frame.out[1], within(ROUNDED));
        assertThat(Double.parseDouble(shown[2])).isCloseTo(frame.out[0], within(ROUNDED));
    }

    @Test
    void bypass_when_clicked_and_pressed_expect_the_engine_to_follow_and_the_speaker_on_the_heard_side() {
        button("Bypass").click();
        awaitEqual(1.0, () -> macro("bypass"));
        assertThat(page.locator("attune-level:not([after]) .hear")).not().hasClass("hear no");
        page.keyboard().press("b");
        awaitEqual(0.0, () -> macro("bypass"));
        assertThat(page.locator("attune-level[after] .hear")).not().hasClass("hear no");
    }

    @Test
    void delta_and_slots_when_used_by_mouse_and_keys_expect_the_engine_to_follow() {
        page.keyboard().press("d");
        awaitEqual(1.0, () -> macro("delta"));
        button("Delta").click();
        awaitEqual(0.0, () -> macro("delta"));
        button("Slot B").click();
        awaitEqual(1.0, () -> macro("slot"));
        page.keyboard().press("x");
        awaitEqual(0.0, () -> macro("slot"));
        button("Slot D").click();
        awaitEqual(3.0, () -> macro("slot"));
        page.keyboard().press("x");
        awaitEqual(0.0, () -> macro("slot"));
        page.keyboard().press("Shift+X");
        awaitEqual(1.0, () -> macro("slot"));
        pressByKeys(button("Slot C"));
        awaitEqual(2.0, () -> macro("slot"));
    }

    @Test
    void slots_when_made_equally_loud_by_mouse_and_keys_expect_the_engine_to_follow() {
        button("Slots equally loud").click();
        awaitEqual(1.0, () -> macro("match_slots"));
        pressByKeys(button("Slots equally loud"));
        awaitEqual(0.0, () -> macro("match_slots"));
    }

    @Test
    void amount_when_moved_on_the_dial_expect_it_in_the_engine_and_undone_by_the_toast() {
        page.locator("attune-amount-dial").focus();
        page.keyboard().press("PageDown");
        awaitEqual(90.0, () -> macro("amount"));
        toast().getByText("Undo").click();
        awaitEqual(100.0, () -> macro("amount"));
    }

    @Test
    void noise_when_kept_by_mouse_and_key_expect_it_in_the_profile_and_undone_by_the_toast() throws IOException {
        button("Keep noise").click();
        assertThat(toast().getByText("The noise of this room is kept")).isVisible();
        awaitEqual(true, () -> parameter("nr_profile9") > -120 && parameter("nr_profile9") < -20);
        toast().getByText("Undo").click();
        awaitEqual(-150.0, () -> parameter("nr_profile9"));
        page.keyboard().press("n");
        awaitEqual(true, () -> parameter("nr_profile9") > -120);
        stack.post("/engines/" + stack.engineId() + "/undo", Map.of());
        awaitEqual(-150.0, () -> parameter("nr_profile9"));
    }

    @Test
    void freeze_when_pressed_expect_proposals_refused_until_released() throws IOException {
        page.keyboard().press("f");
        awaitEqual(true, () -> stack.engine().get("frozen").asBoolean());
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Proposals.lessSibilance(stack)))
                .hasMessageContaining("409");
        button("Freeze").click();
        awaitEqual(false, () -> stack.engine().get("frozen").asBoolean());
        assertThat(Proposals.lessSibilance(stack).get("status").asText()).isEqualTo("proposed");
    }

    @Test
    void learning_mode_when_chosen_by_mouse_and_arrows_expect_the_engine_to_follow() {
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Observe"))
                .click();
        awaitEqual("observe", () -> stack.engine().get("mode").asText());
        page.keyboard().press("ArrowRight");
        awaitEqual("suggest", () -> stack.engine().get("mode").asText());
    }

    @Test
    void thumbs_when_clicked_expect_votes_at_the_audible_frame() throws IOException {
        long before = stack.get("/feedback?after=0").size();
        button("Sounds good").click();
        assertThat(toast()).containsText("Noted: good");
        button("Sounds bad").focus();
        page.keyboard().press("Enter");
        assertThat(toast()).containsText("Noted: bad");

        JsonNode votes = stack.get("/feedback?after=0");
        assertThat(votes.size()).isEqualTo((int) before + 2);
        assertThat(votes.get(votes.size() - 2).get("vote").asText()).isEqualTo("up");
        assertThat(votes.get(votes.size() - 1).get("vote").asText()).isEqualTo("down");
    }

    @Test
    void target_when_a_voice_is_heard_expect_it_in_the_legend_switched_by_mouse_and_keys_and_gone_with_the_voice()
            throws IOException {
        hear("speech", new Heard.Target("voice", List.of(100.0, 1000.0, 8000.0), List.of(6.0, 0.0, -9.0), 3.5));
        Locator target = page.locator("attune-spectrum button.target");
        assertThat(target).hasText("Target: voice");
        target.click();
        assertThat(target).hasAttribute("aria-pressed", "false");
        pressByKeys(target);
        assertThat(target).hasAttribute("aria-pressed", "true");
        hear("music", null);
        assertThat(target).hasCount(0);
    }

    private static void hear(String contentClass, Heard.@Nullable Target target) throws IOException {
        Heard heard = new Heard(contentClass, 0.9, List.of(), Map.of(), "listening", "6 of 8 s heard", target);
        stack.putAsAgent("/engines/" + stack.engineId() + "/heard", heard);
    }

    @Test
    void levels_when_asked_for_by_key_expect_both_sides_in_words() {
        page.keyboard().press("m");
        assertThat(toast()).containsText("Before \u2212");
        assertThat(toast()).containsText("LUFS");
    }

    @Test
    void proposal_when_applied_by_mouse_and_undone_by_keyboard_expect_the_set_before_bit_by_bit() throws IOException {
        JsonNode before = stack.wanted();
        Proposals.lessSibilance(stack);
        page.keyboard().press("2");
        detail().getByRole(AriaRole.BUTTON, named("Apply")).click();
        awaitEqual(-3.1, () -> stack.wanted().get("eq7_gain").asDouble());

        assertThat(detail()).containsText("\u22123.1 dB");
        assertThat(detail()).containsText("Sibilance was 5.0 dB over speech like this.");
        detail().getByRole(AriaRole.BUTTON, named("Undo")).focus();
        page.keyboard().press("Enter");
        awaitEqual(before, () -> stack.wanted());

        toast().getByText("Put it back").click();
        awaitEqual(-3.1, () -> stack.wanted().get("eq7_gain").asDouble());
    }

    @Test
    void proposal_when_refused_expect_the_sound_unmoved_and_the_entry_told_so() throws IOException {
        JsonNode before = stack.wanted();
        Proposals.lessSibilance(stack);
        page.locator("attune-latest")
                .getByRole(AriaRole.BUTTON, named("Refuse"))
                .click();
        page.keyboard().press("2");

        assertThat(page.locator("attune-why .ev").first()).containsText("refused");
        assertThat(stack.wanted()).isEqualTo(before);
    }

    @Test
    void proposal_when_refused_then_another_applied_lessened_locked_and_undone_by_keys_alone_expect_each_done()
            throws IOException {
        JsonNode before = stack.wanted();
        Proposals.lessNoise(stack, 9);
        page.keyboard().press("2");
        pressByKeys(detail().getByRole(AriaRole.BUTTON, exactly("Refuse")));
        assertThat(page.locator("attune-why .ev").first()).containsText("refused");
        assertThat(stack.wanted()).isEqualTo(before);

        Proposals.lessSibilance(stack);
        pressByKeys(page.locator("attune-why .ev").first());
        pressByKeys(detail().getByRole(AriaRole.BUTTON, exactly("Apply")));
        awaitEqual(-3.1, () -> stack.wanted().get("eq7_gain").asDouble());
        pressByKeys(detail().getByRole(AriaRole.BUTTON, exactly("Lock stage")));
        awaitEqual(
                true, () -> stack.get("/bounds").path("eq7_gain").path("locked").asBoolean());
        pressByKeys(toast().getByText("Unlock"));
        awaitEqual(
                false,
                () -> stack.get("/bounds").path("eq7_gain").path("locked").asBoolean());
        pressByKeys(detail().getByRole(AriaRole.BUTTON, exactly("Less of that")));
        awaitEqual(-1.55, () -> Math.round(stack.wanted().get("eq7_gain").asDouble() * 1000) / 1000.0);
        pressByKeys(toast().getByText("Undo"));
        awaitEqual(-3.1, () -> stack.wanted().get("eq7_gain").asDouble());
        pressByKeys(detail().getByRole(AriaRole.BUTTON, exactly("Undo")));
        awaitEqual(before, () -> stack.wanted());
    }

    @Test
    void proposal_when_told_before_the_list_read_earlier_is_answered_expect_it_kept() throws IOException {
        List<Runnable> held = new CopyOnWriteArrayList<>();
        page.route("**/changes?*", route -> {
            APIResponse answer = route.fetch();
            held.add(() -> route.fulfill(new Route.FulfillOptions().setResponse(answer)));
        });
        page.evaluate(
                "async () => { const { store } = await import('/js/core/store.js'); window.reading = store.readChanges(); }");
        page.waitForCondition(() -> !held.isEmpty());
        long id = Proposals.lessNoise(stack, 7).get("id").asLong();
        page.keyboard().press("2");
        Locator entry = page.locator("attune-why [data-change='" + id + "']");
        assertThat(entry).isVisible();

        held.forEach(Runnable::run);
        page.evaluate("() => window.reading");
        assertThat(entry).isVisible();
        assertThat(detail().getByRole(AriaRole.BUTTON, exactly("Refuse"))).isVisible();
    }

    @Test
    void proof_when_a_hand_is_on_its_buttons_expect_no_newer_change_in_its_place() throws IOException {
        Proposals.lessNoise(stack, 7.5);
        page.keyboard().press("2");
        Keys.tabTo(page, detail().getByRole(AriaRole.BUTTON, exactly("Refuse")));

        long newer = Proposals.lessSibilance(stack).get("id").asLong();
        assertThat(page.locator("attune-why [data-change='" + newer + "']")).isVisible();
        assertThat(detail()).containsText("7.5 dB");
    }

    @Test
    void compare_amount_and_thumbs_when_worked_by_tab_and_enter_alone_expect_the_engine_to_follow() throws IOException {
        pressByKeys(button("Bypass"));
        awaitEqual(1.0, () -> macro("bypass"));
        pressByKeys(toast().getByText("Undo"));
        awaitEqual(0.0, () -> macro("bypass"));
        pressByKeys(button("Freeze"));
        awaitEqual(true, () -> stack.engine().get("frozen").asBoolean());
        pressByKeys(toast().getByText("Undo"));
        awaitEqual(false, () -> stack.engine().get("frozen").asBoolean());
        Keys.tabTo(page, page.locator("attune-amount-dial"));
        page.keyboard().press("ArrowDown");
        awaitEqual(99.0, () -> macro("amount"));
        int votes = stack.get("/feedback?after=0").size();
        pressByKeys(button("Sounds good"));
        awaitEqual(votes + 1, () -> stack.get("/feedback?after=0").size());
    }

    @Test
    void change_when_less_of_it_is_wanted_expect_half_and_its_proof_with_numbers() throws IOException {
        long id = accepted(Proposals.lessSibilance(stack));
        page.keyboard().press("2");
        stack.postAsAgent(
                "/changes/" + id + "/measurement",
                Map.of("measured", 0.1, "verdict", "ok", "reason", "Measured +0.10 over 10 s."));
        assertThat(detail()).containsText("Promised+0.12");
        assertThat(detail()).containsText("Measured+0.10");
        assertThat(detail()).containsText("±0.03");

        detail().getByRole(AriaRole.BUTTON, named("Less of that")).click();
        awaitEqual(-1.55, () -> Math.round(stack.wanted().get("eq7_gain").asDouble() * 1000) / 1000.0);
    }

    @Test
    void stage_when_locked_expect_learning_kept_out_until_unlocked() throws IOException {
        accepted(Proposals.lessNoise(stack, 9));
        page.keyboard().press("2");
        detail().getByRole(AriaRole.BUTTON, named("Lock stage")).click();
        assertThat(toast()).containsText("locked");
        assertThat(stack.get("/bounds").get("nr_attenuation").get("locked").asBoolean())
                .isTrue();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Proposals.lessNoise(stack, 11)))
                .hasMessageContaining("422");

        toast().getByText("Unlock").click();
        awaitEqual(
                false,
                () -> stack.get("/bounds").path("nr_attenuation").path("locked").asBoolean());
    }

    @Test
    void timeline_when_filtered_and_walked_by_arrows_expect_the_left_alone_with_their_reason() throws IOException {
        Proposals.leaveAlone(stack);
        page.keyboard().press("2");
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Left alone"))
                .click();
        Locator first = page.locator("attune-why .ev").first();

        assertThat(first).containsText("+0.8 dB at 200 Hz: not worth it.");
        first.focus();
        page.keyboard().press("Enter");
        assertThat(detail()).containsText("Why not");
        page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName("Left alone"))
                .focus();
        page.keyboard().press("ArrowLeft");
        page.keyboard().press("ArrowLeft");
        assertThat(page.getByRole(
                        AriaRole.RADIO,
                        new Page.GetByRoleOptions().setName("All").setExact(true)))
                .hasAttribute("aria-checked", "true");
    }

    @Test
    void timeline_when_much_was_left_alone_in_a_row_expect_one_row_that_opens_by_keys() throws IOException {
        for (String reason : List.of("clean", "music", "unsure", "silence")) {
            Proposals.leaveAlone(stack, reason, reason + ": left alone. Nothing to mend was found.");
        }
        page.keyboard().press("2");
        Locator fold = page.locator("attune-why .fold").first();
        assertThat(fold).containsText("more left alone");
        int rows = page.locator("attune-why .ev").count();

        fold.focus();
        page.keyboard().press("Enter");
        awaitEqual(true, () -> page.locator("attune-why .ev").count() >= rows + 3);
        awaitEqual(
                true, () -> (Boolean) page.locator("attune-why .ev").nth(1).evaluate("row => row.matches(':focus')"));
    }

    @Test
    void preset_when_saved_renamed_and_deleted_by_mouse_expect_each_undone_by_its_toast() {
        page.keyboard().press("5");
        button("Save what plays").click();
        page.getByLabel("Name of the preset").fill("Mouse evening");
        page.locator("attune-presets .naming").getByText("Save").click();
        assertThat(row("Mouse evening")).isVisible();
        awaitEqual(true, () -> labels().contains("Mouse evening"));

        presetButton("Rename").click();
        page.getByLabel("Name of the preset").fill("Mouse night");
        page.locator("attune-presets .naming").getByText("Rename").click();
        awaitEqual(true, () -> labels().contains("Mouse night"));
        assertThat(toast()).containsText("is now");
        toast().getByText("Undo").click();
        awaitEqual(true, () -> labels().contains("Mouse evening"));
        assertThat(row("Mouse evening")).isVisible();

        presetButton("Delete").click();
        awaitEqual(false, () -> labels().contains("Mouse evening"));
        assertThat(toast()).containsText("is deleted");
        toast().getByText("Undo").click();
        awaitEqual(true, () -> labels().contains("Mouse evening"));
        assertThat(row("Mouse evening")).hasAttribute("aria-selected", "true");
        presetButton("Delete").click();
        awaitEqual(false, () -> labels().contains("Mouse evening"));
    }

    @Test
    void preset_when_handled_by_keys_alone_expect_recall_rename_and_delete() throws IOException {
        page.keyboard().press("5");
        button("Save what plays").focus();
        page.keyboard().press("Enter");
        page.keyboard().type("Key evening");
        page.keyboard().press("Enter");
        assertThat(row("Key evening")).isVisible();

        row("Key evening").focus();
        page.keyboard().press("Home");
        page.keyboard().press("ArrowDown");
        String chosen = page.locator("attune-presets [aria-selected=true]").getAttribute("data-preset");
        page.keyboard().press("Enter");
        JsonNode params = stack.get("/presets/" + chosen).get("params");
        awaitEqual(params, () -> stack.wanted());

        row("Key evening").click();
        page.keyboard().press("F2");
        page.keyboard().type("Key night");
        page.keyboard().press("Escape");
        assertThat(row("Key evening")).isFocused();
        page.keyboard().press("F2");
        page.keyboard().type("Key night");
        page.keyboard().press("Enter");
        assertThat(row("Key night")).isFocused();
        page.keyboard().press("Delete");
        awaitEqual(false, () -> labels().contains("Key night"));
    }

    @Test
    void preset_when_tagged_and_marked_by_mouse_and_keys_expect_it_found_so_and_each_undone() throws IOException {
        stack.post("/presets", Map.of("label", "Quiet hour", "engineId", stack.engineId()));
        page.reload();
        Layout.show(page, "presets");
        row("Quiet hour").click();
        page.getByLabel("Tags", new Page.GetByLabelOptions().setExact(true)).fill("Late, calm");
        presetButton("Keep tags").click();
        awaitEqual("[late, calm]", () -> tagsOf("quiet-hour"));
        pressByKeys(presetButton("★ Favourite"));
        awaitEqual(true, () -> stack.get("/presets/quiet-hour").get("favourite").asBoolean());

        Locator rows = page.locator("attune-presets [role=option]");
        pressByKeys(filter("calm"));
        assertThat(rows).hasCount(1);
        filter("calm").click();
        filter("★ Favourites").click();
        assertThat(rows).hasCount(1);
        assertThat(rows).containsText("Quiet hour");
        assertThat(Axe.serious(page)).isEmpty();
        row("Quiet hour").focus();
        page.keyboard().press("*");
        assertThat(toast()).containsText("is no favourite any more");
        assertThat(page.locator("attune-presets .none")).isVisible();
        toast().getByText("Undo").click();
        assertThat(rows).hasCount(1);
        filter("★ Favourites").click();
        page.getByLabel("Search presets").fill("calm hour");
        assertThat(rows).hasCount(1);

        presetButton("Delete").click();
        awaitEqual(false, () -> labels().contains("Quiet hour"));
        toast().getByText("Undo").click();
        awaitEqual("[late, calm]", () -> labels().contains("Quiet hour") ? tagsOf("quiet-hour") : "");
        assertThat(row("Quiet hour")).isVisible();
        presetButton("Delete").click();
        awaitEqual(false, () -> labels().contains("Quiet hour"));
    }

    private static String tagsOf(String preset) throws IOException {
        List<String> tags = new java.util.ArrayList<>();
        stack.get("/presets/" + preset).get("tags").forEach(tag -> tags.add(tag.asText()));
        return tags.toString();
    }

    private Locator filter(String name) {
        return page.locator("attune-presets .filters").getByRole(AriaRole.BUTTON, exactly(name));
    }

    @Test
    void preset_when_recalled_into_the_other_slot_expect_the_heard_slot_unmoved() throws IOException {
        JsonNode before = stack.wanted();
        page.keyboard().press("5");
        row("Noisy room").click();
        presetButton("Into slot B").click();
        assertThat(toast()).containsText("Slot B holds");
        assertThat(stack.wanted()).isEqualTo(before);
        page.keyboard().press("x");
        JsonNode params = stack.get("/presets/noisy-room").get("params");
        awaitEqual(params, () -> stack.wanted());
    }

    @Test
    void preset_file_when_it_cannot_be_used_expect_it_named_until_it_is_gone() throws IOException {
        Path broken = Files.createDirectories(stack.presets()).resolve("broken evening.json");
        Files.writeString(broken, "no preset");
        try {
            page.reload();
            page.keyboard().press("5");
            assertThat(page.locator("attune-presets .passed"))
                    .hasText("Preset 'broken evening' is not a valid preset file: it is not JSON (line 1, column 1).");
            assertThat(row("Noisy room")).isVisible();
        } finally {
            Files.delete(broken);
        }
        page.reload();
        assertThat(row("Noisy room")).isVisible();
        assertThat(page.locator("attune-presets .passed")).hasCount(0);
    }

    @Test
    void keys_when_switched_off_expect_letters_to_do_nothing() {
        button("Settings").click();
        toggle("Single keys").click();
        page.keyboard().press("Escape");
        page.keyboard().press("2");
        page.keyboard().press("b");
        assertThat(page.locator("attune-live")).isVisible();
        assertThat(button("Bypass")).hasAttribute("aria-pressed", "false");
    }

    @Test
    void capture_when_switched_off_by_mouse_and_on_by_keys_expect_the_server_to_follow_and_its_meaning_told() {
        button("Settings").click();
        assertThat(page.locator("attune-settings-sheet")).containsText("in memory, never on a disk");
        assertThat(toggle("Audio capture")).hasAttribute("aria-checked", "true");
        toggle("Audio capture").click();
        awaitEqual(false, () -> stack.get("/preferences").get("capture").asBoolean());
        assertThat(toggle("Audio capture")).hasAttribute("aria-checked", "false");
        page.keyboard().press("Escape");
        page.reload();

        pressByKeys(button("Settings"));
        assertThat(toggle("Audio capture")).hasAttribute("aria-checked", "false");
        Keys.tabTo(page, toggle("Audio capture"));
        page.keyboard().press("Space");
        awaitEqual(true, () -> stack.get("/preferences").get("capture").asBoolean());
        assertThat(toggle("Audio capture")).hasAttribute("aria-checked", "true");
    }

    @Test
    void error_when_a_dialog_is_open_expect_it_said_above_the_dialog_and_kept_when_that_closes() {
        page.route("**/api/v1/preferences", Route::abort);
        button("Settings").click();
        toggle("Audio capture").click();
        assertThat(toast()).containsText("The control server does not answer");
        Object seen = toast().evaluate(
                        "toast => { const box = toast.getBoundingClientRect(); let at = document; let found = null;"
                                + " for (let next = at.elementFromPoint(box.x + 9, box.y + 9); next && next !== found;"
                                + " next = found.shadowRoot?.elementFromPoint(box.x + 9, box.y + 9)) { found = next; }"
                                + " return toast.contains(found); }");
        assertThat(seen).isEqualTo(true);

        page.keyboard().press("Escape");
        assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
        assertThat(toast()).containsText("The control server does not answer");
        visit.complaints().removeIf(complaint -> complaint.contains("net::ERR_FAILED"));
    }

    @Test
    void tab_when_hidden_expect_no_more_frames_and_again_when_shown() {
        page.evaluate("() => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => true });"
                + " document.dispatchEvent(new Event('visibilitychange')); }");
        page.waitForTimeout(QUIET_MS); // what is on its way
        int arrived = frames.size();
        page.waitForTimeout(QUIET_MS);
        assertThat(frames).hasSize(arrived);

        page.evaluate("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }");
        page.waitForCondition(() -> frames.size() > arrived + 5);
    }

    @Test
    void live_when_painted_expect_each_frame_well_within_a_sixtieth_of_a_second() {
        page.waitForCondition(() -> frames.size() > 60);
        // Other work of a busy machine counts as the frame's: the quietest of some stretches tells what it costs
        // itself.
        double bestMs = Double.POSITIVE_INFINITY;
        for (int stretch = 0; stretch < QUIET_TRIES && bestMs >= FRAME_MS; stretch++) {
            bestMs = Math.min(bestMs, ((Number) page.evaluate("""
                            async () => {
                              const { cost } = await import('/js/core/loop.js');
                              const { totalMs, frames } = cost;
                              while (cost.frames < frames + 30) {
                                await new Promise(requestAnimationFrame);
                              }
                              return (cost.totalMs - totalMs) / (cost.frames - frames);
                            }""")).doubleValue());
        }

        assertThat(bestMs).as("main thread, ms a frame").isLessThan(FRAME_MS);
    }

    @Test
    void first_paint_when_opened_again_on_busy_cores_expect_it_within_400_ms_and_no_layout_shift_after()
            throws IOException {
        // With learning on, a banner says that there is no agent: it may push the view down.
        stack.put("/engines/" + stack.engineId() + "/learning", Map.of("mode", "off"));
        double firstPaintMs = Double.POSITIVE_INFINITY;
        for (int visit = 0; visit < QUIET_TRIES && firstPaintMs >= LOADED_FIRST_PAINT_MS; visit++) {
            page.reload();
            assertThat(figure("shortTerm")).not().hasText("–");
            firstPaintMs = Math.min(
                    firstPaintMs,
                    ((Number) page.evaluate("() => performance.getEntriesByName('first-paint')[0].startTime"))
                            .doubleValue());
        }
        double shift = ((Number) page.evaluate("""
                        () => new Promise(done => {
                          let sum = 0;
                          new PerformanceObserver(list => list.getEntries().forEach(entry => (sum += entry.value)))
                            .observe({ type: 'layout-shift', buffered: true });
                          setTimeout(() => done(sum), 500);
                        })""")).doubleValue();

        assertThat(firstPaintMs).isLessThan(LOADED_FIRST_PAINT_MS);
        assertThat(shift).isLessThan(0.01);
    }

    /** The aim is 200 ms; a test machine whose cores are busy with the engine gets some more. */
    private static final double LOADED_FIRST_PAINT_MS = 400;

    private void pressByKeys(Locator goal) {
        Keys.tabTo(page, goal);
        page.keyboard().press("Enter");
    }

    private Locator figure(String name) {
        return page.locator("attune-level[after] [data-figure=" + name + "]");
    }

    private Locator toast() {
        return page.locator("attune-toasts .toast");
    }

    private Locator detail() {
        return page.locator("attune-change-detail");
    }

    private Locator row(String label) {
        return page.locator("attune-presets [role=option]", new Page.LocatorOptions().setHasText(label));
    }

    private Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first();
    }

    private Locator toggle(String name) {
        return page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName(name));
    }

    private static Locator.GetByRoleOptions exactly(String name) {
        return new Locator.GetByRoleOptions().setName(name).setExact(true);
    }

    private Locator presetButton(String name) {
        return page.locator("attune-preset-detail").getByRole(AriaRole.BUTTON, exactly(name));
    }

    private static Locator.GetByRoleOptions named(String name) {
        return new Locator.GetByRoleOptions().setName(name);
    }

    private static double macro(String id) throws IOException {
        return stack.engine().get("macros").get(id).asDouble();
    }

    /** Of the playing slot, as it plays. */
    private static double parameter(String id) throws IOException {
        return stack.get("/engines/" + stack.engineId() + "/parameters")
                .get("values")
                .get(id)
                .asDouble();
    }

    private static List<String> labels() throws IOException {
        return stack.get("/presets").findValuesAsText("label");
    }

    private static long accepted(JsonNode proposal) throws IOException {
        return stack.post("/changes/" + proposal.get("id").asLong() + "/accept", Map.of())
                .get("id")
                .asLong();
    }

    private <T> void awaitEqual(T expected, Callable<T> actual) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(actual, expected::equals);
    }
}
