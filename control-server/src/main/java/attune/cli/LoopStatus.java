package attune.cli;

import attune.api.AgentStatus;
import attune.api.Alert;
import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.ServerInfo;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Control server, learning agent and what is being learned, as they are now.
 *
 * @param server what the living server says; null where none lives or none can be talked to
 * @param starting whether one is about to come
 * @param problem one sentence where something is wrong; null where all is well
 * @param engines that play, with their learning modes
 * @param latest newest entry of each engine's timeline, by its id
 * @param alerts that hold and were not dismissed
 */
record LoopStatus(
        @Nullable ServerInfo server,
        boolean starting,
        @Nullable String problem,
        List<EngineInfo> engines,
        Map<String, Change> latest,
        List<Alert> alerts) {

    /** Asks the server that lives; starts none. */
    static LoopStatus now(Places places) {
        try {
            Optional<ServerClient> living = ServerClient.find(places);
            if (living.isEmpty()) {
                Optional<String> busy = ServerFiles.progress(places);
                String error = busy.map(what -> "The control server is starting. " + what)
                        .or(() -> ServerFiles.error(places)
                                .map(why -> "The control server could not start last time: " + why))
                        .orElse(null);
                return new LoopStatus(null, busy.isPresent(), error, List.of(), Map.of(), List.of());
            }
            ServerClient client = living.get();
            List<EngineInfo> engines = EngineOption.connected(client);
            Map<String, Change> latest = new LinkedHashMap<>();
            for (EngineInfo engine : engines) {
                Timeline.fetch(client, engine.id(), null, 1).forEach(change -> latest.put(engine.id(), change));
            }
            return new LoopStatus(
                    client.get("/health", ServerInfo.class),
                    false,
                    null,
                    engines,
                    latest,
                    AlertsCommand.unseen(client));
        } catch (CliException e) {
            return new LoopStatus(null, false, e.getMessage(), List.of(), Map.of(), List.of());
        }
    }

    /** Keys {@code server}, {@code agent}, {@code serverProblem}, {@code alerts}, {@code learning}. */
    void put(Map<String, @Nullable Object> document) {
        Map<String, @Nullable Object> server = new LinkedHashMap<>();
        if (this.server != null) {
            server.put("version", this.server.version());
            server.put("pid", this.server.pid());
            server.put("port", this.server.port());
        }
        document.put("server", this.server == null ? null : server);
        document.put("agent", agent());
        document.put("serverProblem", problem);
        document.put("alerts", alerts);
        List<Map<String, @Nullable Object>> learning = new ArrayList<>();
        for (EngineInfo engine : engines) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("id", engine.id());
            entry.put("mode", engine.mode().name());
            entry.put("frozen", engine.frozen());
            entry.put("onAir", engine.onAir());
            entry.put("captureSeconds", engine.captureSeconds());
            entry.put("latest", sentence(engine));
            learning.add(entry);
        }
        document.put("learning", learning);
    }

    void print(PrintWriter out) {
        if (problem != null) {
            out.println(problem);
        }
        if (server == null) {
            if (!starting) {
                out.println("No control server runs; the plugin starts it when it plays live.");
            }
            return;
        }
        out.println("Control server " + server.version() + " (process " + server.pid() + ") on port " + server.port()
                + "; ./attune open shows the panel.");
        AgentStatus agent = agent();
        out.println(
                agent == null
                        ? "No learning agent runs."
                        : "Learning agent (process " + agent.pid() + ") " + agent.state() + ": " + agent.detail());
        for (EngineInfo engine : engines) {
            String sentence = sentence(engine);
            out.println(LearnCommand.line(engine) + (sentence == null ? "" : "  " + sentence));
        }
        alerts.forEach(alert -> AlertsCommand.print(alert, out));
    }

    private @Nullable AgentStatus agent() {
        return server == null ? null : server.agent();
    }

    private @Nullable String sentence(EngineInfo engine) {
        Change change = latest.get(engine.id());
        return change == null ? null : change.explanation().sentence();
    }
}
