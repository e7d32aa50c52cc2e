package attune.panel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A page that has the panel's modules and does nothing by itself, open while a class's tests run. */
final class BenchPage implements BeforeAllCallback, AfterAllCallback {
    private static final ObjectMapper JSON = new ObjectMapper();

    private @Nullable PanelSite site;
    private PanelBrowser.@Nullable Visit visit;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        PanelSite served = new PanelSite();
        site = served;
        visit = PanelBrowser.visit(800, 600, ColorScheme.DARK);
        page().navigate(served.bench());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (visit != null) {
            visit.close();
        }
        if (site != null) {
            site.close();
        }
    }

    Page page() {
        return Objects.requireNonNull(visit, "the page opens before the class's tests")
                .page();
    }

    /** What a script answers as JSON text. */
    JsonNode json(String script) throws IOException {
        return JSON.readTree((String) page().evaluate(script));
    }
}
