package attune.cli;

import attune.control.guard.ParamSets;
import attune.control.store.Preset;
import attune.control.store.PresetStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** Presets as the command line shows and exchanges them; they are files, so no server is needed. */
final class PresetFiles {
    private PresetFiles() {}

    static PresetStore store(Places places) {
        return new PresetStore(places.factoryPresets(), places.userPresets());
    }

    /** What a preset file holds, every parameter named. */
    static Map<String, Object> document(Preset preset) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", Preset.SCHEMA);
        document.put("label", preset.label());
        document.put("doc", preset.doc());
        document.put("soundVersion", preset.soundVersion());
        document.put("tags", preset.tags());
        if (preset.evidence() != null) {
            document.put("evidence", preset.evidence());
        }
        document.put("params", ParamSets.toMap(preset.params()));
        return document;
    }
}
