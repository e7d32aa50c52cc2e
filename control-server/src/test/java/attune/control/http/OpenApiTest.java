package attune.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import attune.control.ServerFixture;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written about the interface is what there is. */
class OpenApiTest {
    private static final Pattern ROW =
            Pattern.compile("^\\| (GET|POST|PUT|DELETE) \\| `([^`]+)` \\| (\\w+) \\|", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void document_and_page_when_held_against_the_server_expect_the_same_routes() throws Exception {
        try (ServerFixture server = new ServerFixture(folder)) {
            JsonNode document = server.get("/openapi.json", JsonNode.class);
            Set<String> described = new TreeSet<>();
            document.path("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().forEach(operation -> {
                        JsonNode scope = operation.getValue().path("x-scope");
                        assertThat(operation.getValue().path("summary").asText())
                                .isNotBlank();
                        described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey() + " "
                                + scope.asText());
                    }));

            Set<String> written = new TreeSet<>();
            Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/api.md")));
            while (rows.find()) {
                written.add(rows.group(1) + " " + rows.group(2) + " " + rows.group(3));
            }
            assertThat(described).isEqualTo(written).hasSizeGreaterThan(40);
            for (String route : described) {
                String[] parts = route.split(" ", -1);
                String path = parts[1].replaceAll("\\{\\w+}", "0");
                int status = server.tell(parts[0], path, "none", null).statusCode();
                assertThat(status).as(route).isIn(parts[2].equals("none") ? 400 : 401, 400);
            }
            assertThat(document.path("components")
                            .path("schemas")
                            .path("Change")
                            .path("required")
                            .toString())
                    .contains("explanation")
                    .doesNotContain("evidence");
        }
    }
}
