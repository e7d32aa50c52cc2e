package attune.cli;

import attune.api.PresetInfo;
import attune.api.PresetRequest;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets rename}. */
@Command(name = "rename", description = "Gives one of your presets another name.")
final class PresetsRenameCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Preset that is meant.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "NEW", description = "Its new name.")
    private String newName = "";

    @Option(names = "--json", description = "The preset, as one JSON object.")
    private boolean json;

    PresetsRenameCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String id = SoundSettings.find(PresetFiles.store(places), name).id();
        PresetInfo renamed = ServerLauncher.require(places)
                .put(
                        "/presets/" + ServerClient.segment(id),
                        new PresetRequest(newName, null, null, null),
                        PresetInfo.class);
        if (json) {
            JsonText.print(terminal, renamed);
        } else {
            terminal.out().println("'" + id + "' is now '" + renamed.id() + "'.");
        }
        return 0;
    }
}
