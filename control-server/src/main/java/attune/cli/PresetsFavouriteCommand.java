package attune.cli;

import attune.api.PresetInfo;
import attune.api.PresetRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets favourite}. */
@Command(name = "favourite", description = "Marks a preset as a favourite.")
final class PresetsFavouriteCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Preset that is meant.")
    private String name = "";

    @Option(names = "--off", description = "Take the mark away.")
    private boolean off;

    @Option(names = "--json", description = "The preset, as one JSON object.")
    private boolean json;

    PresetsFavouriteCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String id = SoundSettings.find(PresetFiles.store(places), name).id();
        PresetInfo marked = ServerLauncher.require(places)
                .put(
                        "/presets/" + ServerClient.segment(id),
                        new PresetRequest(null, null, null, null, null, !off, null),
                        PresetInfo.class);
        if (json) {
            JsonText.print(terminal, marked);
        } else {
            terminal.out().println("'" + id + "' is " + (off ? "no favourite any more." : "a favourite."));
        }
        return 0;
    }
}
