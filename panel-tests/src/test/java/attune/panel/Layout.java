package attune.panel;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The panel's views, from the smallest window to the largest screen. */
final class Layout {
    private static final int[] WIDTHS = {360, 390, 600, 720, 900, 1000, 1024, 1180, 1440, 1920, 2560, 3840};

    /** After them, a canvas has the size of its place. */
    private static final String TWO_FRAMES =
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))";

    private Layout() {}

    static void show(Page page, String view) {
        page.evaluate("view => { location.hash = view; }", view);
        page.locator("attune-" + (view.equals("live") ? "app" : view)).waitFor();
        if (!view.equals("live")) {
            page.locator("attune-" + view + " h1").waitFor();
        }
    }

    /** What sticks out, is cut, overlaps or is too small in these views, at every width. */
    static List<String> faults(Page page, List<String> views, ColorScheme theme) throws IOException {
        String check = new String(PanelFiles.read("attune/panel/layout-check.js"), StandardCharsets.UTF_8);
        List<String> faults = new ArrayList<>();
        for (int width : WIDTHS) {
            page.setViewportSize(width, heightFor(width));
            for (String view : views) {
                show(page, view);
                page.evaluate(TWO_FRAMES);
                ((List<?>) page.evaluate(check))
                        .forEach(fault -> faults.add(view + " at " + width + ", " + theme + ": " + fault));
            }
        }
        return faults;
    }

    private static int heightFor(int width) {
        return width < 720 ? 844 : width < 1180 ? 900 : Math.min(2160, width * 9 / 16 + 90);
    }
}
