package attune.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Contrast of every text on every surface, and of every control's edge, in both themes (WCAG 2.2, 1.4.3 and 1.4.11). */
class ContrastTest {
    private static final double TEXT = 5.0;
    private static final double EDGE = 3.0;
    private static final Pattern TOKEN =
            Pattern.compile("--([a-z0-9-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);");

    private record Pair(String ink, String surface, double least) {}

    @Test
    void tokens_when_measured_expect_readable_text_and_visible_edges_in_both_themes() throws IOException {
        List<String> low = new ArrayList<>();
        for (int theme = 0; theme < 2; theme++) {
            Map<String, String> tokens = tokens(theme);
            for (Pair pair : pairs()) {
                double contrast = contrast(colour(tokens, pair.ink()), colour(tokens, pair.surface()));
                if (contrast < pair.least()) {
                    low.add("%s on %s, %s: %.2f < %.1f"
                            .formatted(
                                    pair.ink(), pair.surface(), theme == 0 ? "light" : "dark", contrast, pair.least()));
                }
            }
        }

        assertThat(low).isEmpty();
    }

    private static List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        for (String surface : List.of("bg-0", "bg-1", "bg-2", "plot")) {
            List.of("tx-1", "tx-2", "tx-3").forEach(ink -> pairs.add(new Pair(ink, surface, TEXT)));
        }
        for (String ink : List.of("tx-1", "tx-2")) {
            pairs.add(new Pair(ink, "bg-3", TEXT));
        }
        for (String ink : List.of("after", "before", "target", "gr", "learn", "ok", "bad")) {
            pairs.add(new Pair(ink, "bg-1", TEXT));
            pairs.add(new Pair(ink, "plot", TEXT));
        }
        for (String[] inkOn : new String[][] {
            {"on-after", "after"},
            {"bg-0", "tx-1"},
            {"after-ink", "after-2"},
            {"learn-ink", "learn-2"},
            {"bad-ink", "bad-2"},
            {"on-learn-chosen", "learn-chosen"},
            {"on-hue", "before"},
            {"on-hue", "gr"},
            {"on-hue", "learn"},
            {"tx-1", "gr-2"},
            {"tx-1", "bad-2"},
            {"tx-1", "chosen"}
        }) {
            pairs.add(new Pair(inkOn[0], inkOn[1], TEXT));
        }
        pairs.add(new Pair("line-2", "bg-1", EDGE));
        pairs.add(new Pair("line-2", "bg-2", EDGE));
        return pairs;
    }

    /** @param theme 0 light, 1 dark */
    private static Map<String, String> tokens(int theme) throws IOException {
        // What comes first is the plain theme; the media queries behind it only raise the contrast.
        String css = PanelFiles.text("panel/css/tokens.css").split("@media", 2)[0];
        Map<String, String> tokens = new HashMap<>();
        Matcher matcher = TOKEN.matcher(css);
        while (matcher.find()) {
            tokens.put(matcher.group(1), matcher.group(2 + theme));
        }
        return tokens;
    }

    private static int colour(Map<String, String> tokens, String name) {
        String value = tokens.getOrDefault(name, "");
        assertThat(value).as("token --" + name).isNotEmpty();
        return Integer.parseInt(value.substring(1), 16);
    }

    private static double contrast(int a, int b) {
        double one = luminance(a);
        double other = luminance(b);
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static double luminance(int colour) {
        return 0.2126 * linear(colour >> 16 & 255) + 0.7152 * linear(colour >> 8 & 255) + 0.0722 * linear(colour & 255);
    }

    private static double linear(int component) {
        double share = component / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
