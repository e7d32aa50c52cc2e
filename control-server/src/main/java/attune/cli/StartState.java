package attune.cli;

import attune.cli.hosts.StateBlob;
import attune.control.store.FactorySlots;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file with the plugin's state as hosts keep it, so that a preset plays from the
 * first sample: from its own slot, or from slot A where it has none. Deleted when closed.
 */
final class StartState implements AutoCloseable {
    private final Path file;
    private final int slot;

    private StartState(Path file, int slot) {
        this.file = file;
        this.slot = slot;
    }

    /** @throws PresetException where a preset of the other slots can't be used */
    static StartState of(Preset preset, PresetStore presets) throws IOException, PresetException {
        int slots = FactorySlots.PRESETS.size();
        ParamSnapshot[] sets = new ParamSnapshot[slots];
        for (int i = 0; i < slots; i++) {
            sets[i] = presets.find(FactorySlots.PRESETS.get(i)).params();
        }
        int slot = Math.max(0, FactorySlots.PRESETS.indexOf(preset.id()));
        sets[slot] = preset.params();
        Path file = Files.createTempFile("attune-start", ".state");
        Files.write(file, StateBlob.encode(sets));
        return new StartState(file, slot);
    }

    /** For {@code attune-host --load-state}. */
    Path file() {
        return file;
    }

    /** Where the preset is, 0 to 3. */
    int slot() {
        return slot;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
