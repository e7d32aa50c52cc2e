package attune.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets delete}. */
@Command(name = "delete", description = "Deletes one of your presets.")
final class PresetsDeleteCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Preset that is meant.")
    private String name = "";

    @Option(names = "--json", description = "Its id, as one JSON object.")
    private boolean json;

    PresetsDeleteCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String id = SoundSettings.own(PresetFiles.store(places), name);
        ServerLauncher.require(places).tell("DELETE", "/presets/" + ServerClient.segment(id), null);
        if (json) {
            JsonText.print(terminal, Map.of("deleted", id));
        } else {
            terminal.out().println("Deleted '" + id + "'.");
        }
        return 0;
    }
}
