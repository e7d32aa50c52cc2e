package attune.control;

import attune.control.http.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What keeps a server from being there at once: one sentence in {@code server.progress}, as long as it holds. */
final class StartProgress implements AutoCloseable {
    private final Path file;

    StartProgress(ServerPlaces places) {
        file = places.runtime().resolve("server.progress");
    }

    /** Any thread. */
    void tell(String sentence) {
        try {
            PrivateFiles.write(file, sentence + "\n");
        } catch (IOException e) {
            // The start goes on; whoever waits knows less.
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
