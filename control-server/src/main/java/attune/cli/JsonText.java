package attune.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.jspecify.annotations.Nullable;

/** What {@code --json} prints: one document, indented. */
final class JsonText {
    private JsonText() {}

    static void print(Terminal terminal, @Nullable Object document) {
        try {
            terminal.out()
                    .println(ServerClient.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a document of ours cannot be written as JSON", e);
        }
    }
}
