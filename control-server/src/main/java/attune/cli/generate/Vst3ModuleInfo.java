package attune.cli.generate;

import attune.cli.Version;
import attune.param.PluginIds;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * moduleinfo.json of the VST3 bundle ("ModuleInfo JSON" in the VST 3 Developer Portal): what the plugin factory says, so
 * that hosts need not load the plugin to list it. Native tests hold the factory against it.
 */
final class Vst3ModuleInfo {
    private static final String SDK_VERSION = "VST 3.8.0";

    private Vst3ModuleInfo() {}

    static String json() {
        Map<String, Boolean> flags = new LinkedHashMap<>();
        flags.put("Unicode", true);
        flags.put("Classes Discardable", false);
        flags.put("Component Non Discardable", false);
        Map<String, Object> factory = new LinkedHashMap<>();
        factory.put("Vendor", PluginIds.VENDOR);
        factory.put("URL", "");
        factory.put("E-Mail", "");
        factory.put("Flags", flags);
        Map<String, Object> plugin = new LinkedHashMap<>();
        plugin.put("CID", PluginIds.VST3_PROCESSOR_CLASS);
        plugin.put("Category", "Audio Module Class");
        plugin.put("Name", PluginIds.NAME);
        plugin.put("Vendor", PluginIds.VENDOR);
        plugin.put("Version", Version.number());
        plugin.put("SDKVersion", SDK_VERSION);
        plugin.put("Sub Categories", List.of(PluginIds.VST3_CATEGORY.split("\\|", -1)));
        plugin.put("Class Flags", 0);
        plugin.put("Cardinality", Integer.MAX_VALUE);
        plugin.put("Snapshots", List.of());
        Map<String, Object> module = new LinkedHashMap<>();
        module.put("Name", PluginIds.NAME);
        module.put("Version", Version.number());
        module.put("Factory Info", factory);
        module.put("Compatibility", List.of());
        module.put("Classes", List.of(plugin));
        try {
            return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(module) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts and numbers are JSON", e);
        }
    }
}
