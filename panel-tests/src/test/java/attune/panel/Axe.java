package attune.panel;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What axe-core (Deque Systems) finds wrong for people who can't see, hear or use a mouse. */
final class Axe {
    /** Through all shadow roots; each finding with the rule, how grave it is, and the first place. */
    private static final String RUN = """
            async () => {
              const { violations } = await axe.run(document, { resultTypes: ['violations'] });
              return violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0].target.flat().join(' ')}: ${nodes[0].failureSummary}`);
            }
            """;

    private Axe() {}

    /** Serious and critical findings on the page as it stands; empty where there are none. */
    static List<String> serious(Page page) throws IOException {
        page.evaluate(new String(PanelFiles.read("axe.min.js"), StandardCharsets.UTF_8));
        return ((List<?>) page.evaluate(RUN)).stream().map(String::valueOf).toList();
    }
}
