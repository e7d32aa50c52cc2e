package attune.bridge.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The engines of this user that run now. */
public final class EngineDirectory {
    private EngineDirectory() {}

    /**
     * Live engines, by name; empty when there is no safe runtime folder. Removes what engines left behind that were
     * killed, as the one of a host that died.
     */
    public static List<Announcement> engines() throws IOException {
        Optional<Path> folder = RuntimeFolder.engines();
        if (folder.isEmpty()) {
            return List.of();
        }
        Announcement.sweep(folder.get());
        return Announcement.live(folder.get());
    }
}
