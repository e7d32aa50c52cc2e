package attune.cli;

import attune.api.EngineInfo;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which plugin instance a command is about, where several play. */
final class EngineOption {
    private static final TypeReference<List<EngineInfo>> ENGINES = new TypeReference<>() {};

    @Option(
            names = "--engine",
            paramLabel = "ID",
            description = "Plugin instance that is meant; needed where several play ('attune status' lists them).")
    @Nullable
    String id;

    /** Engines that play now. */
    static List<EngineInfo> connected(ServerClient server) {
        return server.list("/engines", ENGINES).stream()
                .filter(EngineInfo::connected)
                .toList();
    }

    /**
     * The engine named, or the only one.
     *
     * @throws CliException naming the engines there are
     */
    EngineInfo choose(ServerClient server) {
        List<EngineInfo> engines = connected(server);
        if (engines.isEmpty()) {
            throw CliException.failed("No engine plays; start a host with the plugin, or ./attune run.");
        }
        if (id == null && engines.size() > 1) {
            throw CliException.usage(engines.size() + " engines play; name one with --engine: " + names(engines) + ".");
        }
        return engines.stream()
                .filter(engine -> id == null || engine.id().equals(id) || isOnly(engine, engines))
                .findFirst()
                .orElseThrow(
                        () -> CliException.usage("There is no engine '" + id + "'; there are " + names(engines) + "."));
    }

    /**
     * Refuses an id that the server has never heard of: nothing found for it would be said as if it were a fact.
     *
     * @throws CliException naming the engines there are
     */
    static void requireKnown(ServerClient server, @Nullable String id) {
        List<EngineInfo> engines = server.list("/engines", ENGINES);
        if (id != null && engines.stream().noneMatch(engine -> engine.id().equals(id))) {
            throw CliException.usage("There is no engine '" + id + "'; there "
                    + (engines.isEmpty() ? "is none now." : "are " + names(engines) + "."));
        }
    }

    /** Whether it is the only one of the name that was typed. */
    private boolean isOnly(EngineInfo engine, List<EngineInfo> engines) {
        return engine.name().equalsIgnoreCase(id)
                && engines.stream()
                                .filter(other -> other.name().equalsIgnoreCase(id))
                                .count()
                        == 1;
    }

    private static String names(List<EngineInfo> engines) {
        return engines.stream()
                .map(engine -> engine.id() + " (" + engine.name() + ")")
                .collect(Collectors.joining(", "));
    }
}
