package attune.cli.hosts;

import attune.param.MacroTable;
import attune.param.PluginIds;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The bundle of LV2 presets: a manifest that names every preset, and a file for each, which hosts load when it is chosen.
 * The state is the plugin's own property; of the control ports only the slot that plays is set, so that a preset leaves
 * the others where the person has them.
 */
public final class Lv2Presets {
    /** The property of native/src/lv2/state.rs. */
    private static final String STATE_KEY = "urn:attune:state#blob";

    private static final String PREFIXES = """
            @prefix lv2: <http://lv2plug.in/ns/lv2core#> .
            @prefix pset: <http://lv2plug.in/ns/ext/presets#> .
            @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            @prefix state: <http://lv2plug.in/ns/ext/state#> .
            @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
            """;

    private static final String PROPERTY = """

            <%s>
                a rdf:Property ;
                rdfs:label "state" ;
                rdfs:comment "All settings of Attune that are no control ports." ;
                rdfs:range xsd:base64Binary .
            """.formatted(STATE_KEY);

    private Lv2Presets() {}

    /** Content of the bundle's files, by name. */
    public static Map<String, String> files(List<HostPreset> presets) {
        StringBuilder manifest = new StringBuilder(PREFIXES).append(PROPERTY);
        Map<String, String> files = new LinkedHashMap<>();
        for (HostPreset preset : presets) {
            String file = preset.id() + ".ttl";
            StringBuilder content = new StringBuilder(PREFIXES);
            for (Plugin plugin : Plugin.values()) {
                manifest.append(plugin.entry(preset, file));
                content.append(plugin.preset(preset));
            }
            files.put(file, content.toString());
        }
        files.put("manifest.ttl", manifest.toString());
        return files;
    }

    private enum Plugin {
        STEREO(PluginIds.LV2_URI_STEREO),
        MONO(PluginIds.LV2_URI_MONO);

        private final String uri;

        Plugin(String uri) {
            this.uri = uri;
        }

        private String presetUri(HostPreset preset) {
            return uri + ":preset:" + preset.id();
        }

        String entry(HostPreset preset, String file) {
            return """

                    <%s>
                        a pset:Preset ;
                        lv2:appliesTo <%s> ;
                        rdfs:label "%s" ;
                        rdfs:seeAlso <%s> .
                    """.formatted(presetUri(preset), uri, text(preset.label()), file);
        }

        String preset(HostPreset preset) {
            return """

                    <%s>
                        a pset:Preset ;
                        lv2:appliesTo <%s> ;
                        rdfs:label "%s" ;
                        rdfs:comment "%s" ;
                        lv2:port [
                            lv2:symbol "%s" ;
                            pset:value 0.0
                        ] ;
                        state:state [
                            <%s> "%s"^^xsd:base64Binary
                        ] .
                    """.formatted(
                            presetUri(preset),
                            uri,
                            text(preset.label()),
                            text(preset.doc()),
                            MacroTable.SLOT.spec().id(),
                            STATE_KEY,
                            Base64.getEncoder().encodeToString(preset.state()));
        }

        /** As it stands between quotation marks in Turtle. */
        private static String text(String text) {
            return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        }
    }
}
