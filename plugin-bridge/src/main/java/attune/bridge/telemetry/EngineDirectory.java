package attune.bridge.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The engines of this user that run now. */
public final class EngineDirectory {
    private EngineDirectory() {}

    /** Live engines, by name; empty when there is no safe runtime folder. */
    public static List<Announcement> engines() throws IOException {
        Optional<Path> folder = RuntimeFolder.engines();
        return folder.isPresent() ? Announcement.live(folder.get()) : List.of();
    }
}
