package attune.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of the bundled host with the real plugin. */
final class HostRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BenchEnvironment environment;
    private final Path runtime;

    /** @param runtime the runtime.json that says which engine plays */
    HostRun(BenchEnvironment environment, Path runtime) {
        this.environment = environment;
        this.runtime = runtime;
    }

    /** The host's report. */
    JsonNode play(String... options) throws IOException, BenchException {
        return JSON.readTree(Program.output(variables(), command(options)));
    }

    List<String> command(String... options) {
        List<String> command = new ArrayList<>(List.of(
                environment.nativeFolder().resolve("attune-host").toString(),
                "--plugin",
                environment.library().toString(),
                "--uri",
                "urn:attune:stereo",
                "--json"));
        command.addAll(List.of(options));
        return command;
    }

    Map<String, String> variables() {
        return Map.of(
                "ATTUNE_RUNTIME", runtime.toString(),
                "XDG_RUNTIME_DIR", environment.work().resolve("runtime").toString(),
                "XDG_STATE_HOME", environment.work().toString());
    }
}
