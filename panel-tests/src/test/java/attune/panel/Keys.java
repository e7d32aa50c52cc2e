package attune.panel;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Ways about a page without a mouse. */
final class Keys {
    private static final int MOST_STOPS = 80;

    private Keys() {}

    /** Presses Tab until this has the focus, as a person would who never leaves the keyboard. */
    static void tabTo(Page page, Locator goal) {
        assertThat(goal).isVisible();
        for (int stop = 0; stop < MOST_STOPS; stop++) {
            if (hasFocus(goal)) {
                return;
            }
            page.keyboard().press("Tab");
        }
        throw new AssertionError(goal + " is not reached by Tab");
    }

    private static boolean hasFocus(Locator goal) {
        return (Boolean) goal.evaluate("element => element.getRootNode().activeElement === element");
    }
}
