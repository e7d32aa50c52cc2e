package attune.cli;

import attune.api.PresetInfo;
import attune.control.store.Preset;
import attune.control.store.PresetStore;
import attune.param.ParamTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** Presets as the command line shows and exchanges them; they are files, so no server is needed. */
final class PresetFiles {
    static final int SCHEMA = 1;

    private PresetFiles() {}

    static PresetStore store(Places places) {
        return new PresetStore(places.factoryPresets(), places.userPresets());
    }

    static PresetInfo info(PresetStore store, Preset preset) {
        return new PresetInfo(
                preset.id(),
                preset.label(),
                preset.doc(),
                store.isFactory(preset.id()),
                params(preset),
                store.savedAt(preset.id()));
    }

    /** What a preset file holds, every parameter named. */
    static Map<String, Object> document(Preset preset) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("schema", SCHEMA);
        document.put("label", preset.label());
        document.put("doc", preset.doc());
        document.put("soundVersion", preset.soundVersion());
        document.put("params", params(preset));
        return document;
    }

    private static Map<String, Double> params(Preset preset) {
        Map<String, Double> params = new LinkedHashMap<>();
        for (ParamTable param : ParamTable.all()) {
            params.put(param.id(), preset.params().get(param));
        }
        return params;
    }
}
