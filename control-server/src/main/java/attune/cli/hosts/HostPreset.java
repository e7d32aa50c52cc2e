package attune.cli.hosts;

import attune.control.store.FactorySlots;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.param.ParamSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A factory preset as a host recalls it: the preset plays from slot A, B to D hold what a new instance has there. */
public final class HostPreset {
    private final Preset preset;
    private final byte[] state;

    private HostPreset(Preset preset, byte[] state) {
        this.preset = preset;
        this.state = state;
    }

    /**
     * All factory presets, by id.
     *
     * @param folder {@code presets/} of a build or an installation
     * @throws PresetException where one of them is missing or broken
     */
    public static List<HostPreset> all(Path folder) throws PresetException {
        PresetStore store = new PresetStore(folder, folder);
        ParamSnapshot[] sets = new ParamSnapshot[FactorySlots.PRESETS.size()];
        for (int slot = 0; slot < sets.length; slot++) {
            sets[slot] = store.find(FactorySlots.PRESETS.get(slot)).params();
        }
        List<HostPreset> presets = new ArrayList<>();
        for (String id : store.ids()) {
            Preset preset = store.find(id);
            ParamSnapshot[] own = sets.clone();
            own[0] = preset.params();
            presets.add(new HostPreset(preset, StateBlob.encode(own)));
        }
        return List.copyOf(presets);
    }

    /** Lower case with hyphens. */
    public String id() {
        return preset.id();
    }

    /** For people, and the name of the file where a format shows that. */
    public String label() {
        return preset.label();
    }

    /** What it is for. */
    String doc() {
        return preset.doc();
    }

    /** The plugin's state with it. */
    public byte[] state() {
        return state.clone();
    }
}
