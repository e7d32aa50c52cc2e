package attune.cli.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What this machine records and plays with. */
public interface SoundDevices {
    /** All that record or play. */
    List<SoundDevice> all();

    /**
     * Opens both ends and starts them.
     *
     * @param input device to record with; null: the system's own choice
     * @param output device to play with; null: the system's own choice
     * @param blockFrames how much is processed at a time
     * @throws attune.cli.CliException with one sentence where that cannot be
     */
    SoundLine open(@Nullable SoundDevice input, @Nullable SoundDevice output, int blockFrames);
}
