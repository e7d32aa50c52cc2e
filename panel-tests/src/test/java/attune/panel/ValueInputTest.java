package attune.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every value behaves alike; tried on Amount as a dial and as a fader. */
class ValueInputTest {
    private static PanelSite site;
    private static PanelBrowser.Visit visit;
    private Page page;
    private Locator dial;

    @BeforeAll
    static void open() throws IOException {
        site = new PanelSite();
        visit = PanelBrowser.visit(900, 700, ColorScheme.DARK);
    }

    @AfterAll
    static void close() {
        visit.close();
        site.close();
    }

    /** An engine whose Amount follows at once stands in for the real one. */
    @BeforeEach
    void bench() {
        page = visit.page();
        dial = page.locator("attune-amount-dial");
        page.navigate(site.bench());
        page.evaluate("""
                async () => {
                  const { store } = await import('/js/core/store.js');
                  store.engines.set('1-0', { id: '1-0', connected: true, macros: { amount: 100 } });
                  store.engineId = '1-0';
                  store.server = 'here';
                  store.setMacro = (id, value) => { store.engine.macros[id] = value; store.dispatchEvent(new Event('macros')); };
                  await import('/js/parts/amount.js');
                  for (const name of ['attune-amount-dial', 'attune-amount-fader', 'attune-toasts']) {
                    document.body.append(document.createElement(name));
                  }
                }""");
    }

    @Test
    void value_when_moved_by_keys_expect_one_step_ten_steps_a_tenth_and_both_ends() {
        dial.focus();
        press("ArrowUp");
        expect(101);
        press("Shift+ArrowDown");
        expect(100.9);
        press("PageDown");
        expect(90.9);
        press("Home");
        expect(0);
        press("End");
        expect(150);
        press("Delete");
        expect(100);
    }

    @Test
    void value_when_typed_expect_comma_or_point_and_a_bound_that_is_said() {
        dial.focus();
        press("4");
        page.keyboard().type("2,5");
        assertThat(page.evaluate("async () => (await import('/js/core/store.js')).store.engine.macros.amount"))
                .as("nothing moves before Enter")
                .isEqualTo(100);
        press("Enter");
        expect(42.5);
        press("Enter");
        page.keyboard().type("900");
        press("Enter");
        expect(150);
        PlaywrightAssertions.assertThat(page.locator("attune-toasts")).containsText("Amount goes from 0 to 150");
    }

    @Test
    void value_when_typing_ends_with_escape_expect_it_kept_and_the_focus_back() {
        dial.focus();
        press("7");
        press("Escape");
        expect(100);
        assertThat(dial.evaluate("e => document.activeElement === e")).isEqualTo(true);
    }

    @Test
    void value_when_turned_by_the_wheel_expect_one_step_each() {
        dial.hover();
        page.mouse().wheel(0, -120);
        expect(101);
        page.keyboard().down("Shift");
        page.mouse().wheel(0, 120);
        page.keyboard().up("Shift");
        expect(100.9);
    }

    @Test
    void value_when_dragged_up_by_180_pixels_expect_the_whole_range_and_a_double_click_back_to_the_default() {
        BoundingBox box = dial.boundingBox();
        double x = box.x + box.width / 2;
        double y = box.y + box.height / 2;
        page.mouse().move(x, y);
        page.mouse().down();
        page.mouse().move(x, y - 24);
        expect(120);
        page.mouse().move(x + 12, y - 24);
        expect(130);
        page.mouse().up();

        page.mouse().dblclick(x, y);
        expect(100);
    }

    @Test
    void fader_when_dragged_expect_the_thumb_under_the_pointer_and_the_dial_to_agree() {
        Locator fader = page.locator("attune-amount-fader");
        BoundingBox rail = fader.locator(".rail").boundingBox();
        page.mouse().move(rail.x + rail.width * 2 / 3, rail.y + 2);
        page.mouse().down();
        page.mouse().move(rail.x + rail.width / 3, rail.y + 2);
        page.mouse().up();

        expect(50);
        BoundingBox thumb = fader.locator(".thumb").boundingBox();
        assertThat(thumb.x + thumb.width / 2).isCloseTo(rail.x + rail.width / 3, within(3.0));
    }

    @Test
    void value_when_settled_expect_a_toast_that_undoes_it() {
        dial.focus();
        press("End");
        page.locator("attune-toasts").getByText("Undo").click();
        expect(100);
    }

    @Test
    void value_when_read_aloud_expect_its_name_its_unit_and_its_range() {
        PlaywrightAssertions.assertThat(dial).hasAttribute("role", "slider");
        PlaywrightAssertions.assertThat(dial).hasAttribute("aria-label", "Amount");
        PlaywrightAssertions.assertThat(dial).hasAttribute("aria-valuetext", "100 %");
        PlaywrightAssertions.assertThat(dial).hasAttribute("aria-valuemax", "150");
    }

    private void press(String key) {
        page.keyboard().press(key);
    }

    /** Both looks of the value. */
    private void expect(double value) {
        String text = value % 1 == 0 ? Integer.toString((int) value) : Double.toString(value);
        PlaywrightAssertions.assertThat(dial).hasAttribute("aria-valuenow", text);
        PlaywrightAssertions.assertThat(page.locator("attune-amount-fader")).hasAttribute("aria-valuenow", text);
    }
}
