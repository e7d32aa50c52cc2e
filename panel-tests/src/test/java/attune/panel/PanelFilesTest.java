package attune.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PanelFilesTest {
    private static final Pattern IMPORT = Pattern.compile("(?:from|import)\\s*\\(?'([^']+)'");

    @Test
    void import_map_when_read_expect_every_library_on_the_class_path() throws IOException {
        List<String> missing = new ArrayList<>();
        importMap().properties().forEach(entry -> {
            String path = entry.getValue().asText();
            if (!path.endsWith("/") && isMissing("META-INF/resources" + path)) {
                missing.add(entry.getKey() + " = " + path);
            }
        });

        assertThat(missing).isEmpty();
    }

    @Test
    void modules_when_they_import_expect_a_file_or_a_name_of_the_import_map() throws IOException {
        JsonNode map = importMap();
        List<String> unknown = new ArrayList<>();
        for (Map.Entry<String, String> module : PanelFiles.all(".js").entrySet()) {
            Matcher imports = IMPORT.matcher(module.getValue());
            while (imports.find()) {
                String name = imports.group(1);
                if (name.startsWith(".")) {
                    Path target = Path.of("panel", module.getKey())
                            .resolveSibling(name)
                            .normalize();
                    if (isMissing(target.toString())) {
                        unknown.add(module.getKey() + ": " + name);
                    }
                } else if (!map.has(name) && !map.has(name.replaceAll("/.*", "/"))) {
                    unknown.add(module.getKey() + ": " + name);
                }
            }
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void panel_when_read_expect_no_inline_style_no_inline_handler_and_no_address_elsewhere() throws IOException {
        Pattern forbidden = Pattern.compile(
                "\\sstyle=|\\son[a-z]+=\"|innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|document\\.write|eval\\(|https?://(?!www\\.w3\\.org/2000/svg)",
                Pattern.CASE_INSENSITIVE);
        List<String> found = new ArrayList<>();
        for (String ending : List.of(".js", ".html", ".css", ".svg")) {
            PanelFiles.all(ending).forEach((name, text) -> {
                Matcher matcher = forbidden.matcher(text);
                while (matcher.find()) {
                    found.add(name + ": " + matcher.group());
                }
            });
        }

        assertThat(found).isEmpty();
    }

    @Test
    void styles_when_read_expect_no_colour_outside_the_tokens() throws IOException {
        Pattern colour = Pattern.compile("(?<![\\w&])#[0-9a-f]{3,8}\\b(?![\"`'])", Pattern.CASE_INSENSITIVE);
        List<String> found = new ArrayList<>();
        PanelFiles.all(".js").forEach((name, text) -> {
            Matcher matcher = colour.matcher(text);
            while (matcher.find()) {
                found.add(name + ": " + matcher.group());
            }
        });

        assertThat(found).isEmpty();
    }

    private static boolean isMissing(String resource) {
        try {
            return PanelFiles.read(resource).length == 0;
        } catch (IOException e) {
            throw new AssertionError(resource, e);
        }
    }

    private static JsonNode importMap() throws IOException {
        Matcher matcher = Pattern.compile("(?s)<script type=\"importmap\">(.*?)</script>")
                .matcher(PanelFiles.text("panel/index.html"));
        assertThat(matcher.find()).as("import map in index.html").isTrue();
        return new ObjectMapper().readTree(matcher.group(1)).get("imports");
    }
}
