package attune.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The bundled host with the installed plugin. */
final class HostRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TestBed bed;
    private final Map<String, String> environment;

    HostRun(TestBed bed) {
        this.bed = bed;
        this.environment = bed.environment();
    }

    /** The same host where a variable is set. */
    HostRun with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    List<String> command(Object... options) {
        List<String> command = new ArrayList<>(
                List.of(bed.attuneHost().toString(), "--plugin", bed.plugin().toString(), "--uri", TestBed.STEREO_URI));
        for (Object option : options) {
            command.add(option.toString());
        }
        return command;
    }

    Map<String, String> environment() {
        return environment;
    }

    /** Plays to the end; what the host and the plugin said on the error output is in the result. */
    Command.Result play(Object... options) {
        List<String> command = command(options);
        command.add("--json");
        return Command.run(environment, Duration.ofMinutes(2), command);
    }

    /** Plays to the end and reads the host's report. */
    JsonNode report(Object... options) throws IOException {
        return JSON.readTree(play(options).expectSuccess().output());
    }

    /** Renders as offline programs do, as fast as the engine can. */
    void render(Path input, Path output, Object... more) {
        List<Object> options = new ArrayList<>(List.of("--in", input, "--out", output, "--free", "--freewheel"));
        options.addAll(List.of(more));
        play(options.toArray()).expectSuccess();
    }
}
