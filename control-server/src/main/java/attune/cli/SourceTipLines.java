package attune.cli;

import attune.api.EngineInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What a person can do at the source of engines, a line each: of {@code attune learn status}. */
final class SourceTipLines {
    private SourceTipLines() {}

    static void print(ServerClient server, Terminal terminal, List<EngineInfo> engines) {
        JsonNode heard = server.get("/heard", JsonNode.class);
        for (EngineInfo engine : engines) {
            for (JsonNode tip : heard.path(engine.id()).path("tips")) {
                terminal.out().println(engine.id() + "  " + tip.path("sentence").asText());
            }
        }
    }
}
