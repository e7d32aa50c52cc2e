package attune.learn.agent;

import attune.api.PresetInfo;
import attune.learn.strategy.ParamMaps;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The presets of the folder {@code presets}, as the server hands them out. */
final class FactoryPresets {
    private FactoryPresets() {}

    static List<PresetInfo> all() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<PresetInfo> out = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("../presets"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                JsonNode node = json.readTree(file.toFile());
                ParamSnapshot params = new ParamSnapshot();
                for (Map.Entry<String, JsonNode> value : node.get("params").properties()) {
                    params.set(
                            ParamTable.byId(value.getKey()).orElseThrow(),
                            value.getValue().asDouble());
                }
                String id = file.getFileName().toString().replace(".json", "");
                out.add(new PresetInfo(id, id, "", true, ParamMaps.map(params), 0));
            }
        }
        return out;
    }
}
