package attune.panel;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Chromium, started once for all tests of the JVM; ends with it. */
final class PanelBrowser {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    private static @Nullable Browser browser;

    /** Nothing waits that long but on a machine that is very busy. */
    private static final double PATIENCE_MS = 60_000;

    private PanelBrowser() {}

    private static synchronized Browser browser() {
        Browser known = browser;
        if (known == null) {
            Assumptions.assumeTrue(Files.isExecutable(CHROMIUM), "package chromium is not installed");
            known = Playwright.create(new Playwright.CreateOptions().setEnv(NO_DOWNLOAD))
                    .chromium()
                    .launch(new BrowserType.LaunchOptions()
                            .setExecutablePath(CHROMIUM)
                            .setArgs(FLAGS));
            browser = known;
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        }
        return known;
    }

    /** A page of its own, with nothing stored, that remembers what the browser complained about. */
    static Visit visit(int width, int height, ColorScheme theme) {
        BrowserContext context = browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(theme));
        context.setDefaultTimeout(PATIENCE_MS);
        Page page = context.newPage();
        List<String> complaints = new ArrayList<>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        page.onPageError(complaints::add);
        return new Visit(page, complaints);
    }

    /**
     * A page and what went wrong on it.
     *
     * @param complaints errors, warnings and violations of the content security policy
     */
    record Visit(Page page, List<String> complaints) implements AutoCloseable {
        @Override
        public void close() {
            page.context().close();
        }
    }
}
