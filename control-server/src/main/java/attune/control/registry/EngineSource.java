package attune.control.registry;

import attune.bridge.telemetry.Announcement;
import java.io.IOException;
import java.util.List;

/** Where engines are found. One thread. */
public interface EngineSource {
    /** Engines that run now. */
    List<Announcement> engines() throws IOException;

    /**
     * Links to one of them.
     *
     * @throws IOException with one sentence when it is gone or of another layout
     */
    EngineAccess open(Announcement engine) throws IOException;
}
