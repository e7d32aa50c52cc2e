package attune.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A file of ours in a folder that somebody may take away, and another process may make anew. */
final class OwnFile {
    private static final long LOOK_MS = 1_000;

    private final Path file;
    private final @Nullable Object key;

    /** @param file is there */
    OwnFile(Path file) throws IOException {
        this.file = file;
        this.key = keyOf(file);
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /** Whether the name still stands for the same file. */
    boolean isThere() {
        try {
            Object now = keyOf(file);
            return now != null && now.equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    /** Does {@code then} once, within a second of when it is gone; on a thread of its own that keeps no process alive. */
    void whenGone(Runnable then) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (isThere()) {
                            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                        }
                        then.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "attune-own-file");
        watch.setDaemon(true);
        watch.start();
    }
}
