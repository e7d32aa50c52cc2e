package attune.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune privacy allow}. */
@Command(
        name = "allow",
        description =
                "Says what may be kept: features (measurements, and what was tried on them) or capture (the last 30 s"
                        + " of input, in memory).")
final class PrivacyAllowCommand implements Callable<Integer> {
    private static final List<String> PURPOSES = List.of("features", "capture");

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "features|capture", description = "What for.")
    private String purpose = "";

    @Parameters(index = "1", paramLabel = "on|off", description = "Whether it may be kept.")
    private String state = "";

    @Option(names = "--json", description = "The preferences after it, as one JSON object.")
    private boolean json;

    PrivacyAllowCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!PURPOSES.contains(purpose)) {
            throw CliException.usage("There is nothing called '" + purpose + "' to allow; there are "
                    + String.join(" and ", PURPOSES) + "." + CloseNames.hint(purpose, PURPOSES));
        }
        if (!state.equals("on") && !state.equals("off")) {
            throw CliException.usage(purpose + " takes on or off, not '" + state + "'.");
        }
        ServerClient server = ServerLauncher.require(places);
        JsonNode preferences = server.put("/preferences", Map.of(purpose, state.equals("on")), JsonNode.class);
        if (json) {
            JsonText.print(terminal, preferences);
        } else {
            terminal.out()
                    .println(
                            state.equals("on")
                                    ? "From now on it is kept (" + purpose + ")."
                                    : "From now on it is not kept any more (" + purpose
                                            + "); what is stored stays until" + " 'attune privacy erase'.");
        }
        return 0;
    }
}
