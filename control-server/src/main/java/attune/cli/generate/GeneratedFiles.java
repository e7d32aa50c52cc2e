package attune.cli.generate;

import attune.control.store.FactorySlots;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every file that repeats a table of the Java code, by its path in the repository. Pure: reads presets, writes nothing. */
public final class GeneratedFiles {
    private GeneratedFiles() {}

    /**
     * All of them, in a fixed order.
     *
     * @param repository folder that holds {@code presets/}
     * @return path relative to the repository → content
     * @throws PresetException when a factory preset is missing or broken
     * @throws IOException when a chain program is
     */
    public static Map<String, String> of(Path repository) throws PresetException, IOException {
        PresetStore presets = new PresetStore(repository.resolve("presets"), repository.resolve("presets"));
        ParamSnapshot[] slots = new ParamSnapshot[FactorySlots.PRESETS.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = presets.find(FactorySlots.PRESETS.get(i)).params();
        }
        Map<String, String> files = new LinkedHashMap<>();
        files.put("native/src/generated/params.rs", RustTables.params());
        files.put("native/src/generated/layout.rs", RustTables.layout());
        files.put("native/src/generated/build.rs", BuildFiles.rust());
        files.put("plugin-bridge/src/main/java/attune/bridge/shm/Build.java", BuildFiles.java());
        files.put("native/src/generated/presets.rs", RustTables.presets(FactorySlots.PRESETS, slots));
        files.put("dsp-engine/src/main/java/attune/param/GentlePreset.java", JavaPreset.gentle(slots[0]));
        files.put(
                "dsp-engine/src/main/java/attune/param/FactoryPrograms.java",
                ProgramFiles.java(ProgramFiles.read(repository.resolve("presets/programs"))));
        files.put("native/lv2/manifest.ttl", Lv2Turtle.manifest());
        files.put("native/lv2/stereo.ttl", Lv2Turtle.plugin(true));
        files.put("native/lv2/mono.ttl", Lv2Turtle.plugin(false));
        files.put("native/vst3/moduleinfo.json", Vst3ModuleInfo.json());
        files.put("docs/parameters.md", ParameterDocs.markdown());
        files.put("control-server/src/main/resources/attune/params.json", ParameterDocs.json());
        return files;
    }
}
