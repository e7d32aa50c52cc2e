package attune.cli;

import attune.api.PresetInfo;
import attune.control.store.Preset;
import attune.control.store.PresetStore;
import attune.param.ParamTable;
import java.util.LinkedHashMap;
import java.util.Map;

/** Presets as the command line shows and exchanges them; they are files, so no server is needed. */
final class PresetFiles {
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
                store.savedAt(preset.id()),
                preset.tags(),
                store.favourites().contains(preset.id()),
                preset.evidence());
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
