package attune.cli;

import attune.control.store.PresetStore;

/** Presets as the command line shows and exchanges them; they are files, so no server is needed. */
final class PresetFiles {
    private PresetFiles() {}

    static PresetStore store(Places places) {
        return new PresetStore(places.factoryPresets(), places.userPresets());
    }
}
