package attune.cli;

import attune.api.PresetInfo;
import attune.api.PresetRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets save}. */
@Command(name = "save", description = "Keeps what plays now under a name.")
final class PresetsSaveCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Mixin
    private final EngineOption engine = new EngineOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Name for people.")
    private String name = "";

    @Option(names = "--doc", paramLabel = "TEXT", description = "What it is for.")
    private @Nullable String doc;

    @Option(names = "--json", description = "The preset, as one JSON object.")
    private boolean json;

    PresetsSaveCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ServerClient server = ServerLauncher.require(places);
        PresetRequest request =
                new PresetRequest(name, doc, engine.choose(server).id(), null);
        PresetInfo saved = server.post("/presets", request, PresetInfo.class);
        if (json) {
            JsonText.print(terminal, saved);
        } else {
            terminal.out().println("Saved as '" + saved.id() + "'.");
        }
        return 0;
    }
}
