package attune.cli;

import attune.api.PresetInfo;
import attune.api.PresetRequest;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets tag}. */
@Command(
        name = "tag",
        description = "Gives one of your presets these tags, in place of those that it has; none takes them away.")
final class PresetsTagCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Preset that is meant.")
    private String name = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "TAG", description = "Words to find it by.")
    private List<String> tags = List.of();

    @Option(names = "--json", description = "The preset, as one JSON object.")
    private boolean json;

    PresetsTagCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        String id = SoundSettings.find(PresetFiles.store(places), name).id();
        PresetInfo tagged = ServerLauncher.require(places)
                .put(
                        "/presets/" + ServerClient.segment(id),
                        new PresetRequest(null, null, null, null, tags, null, null),
                        PresetInfo.class);
        if (json) {
            JsonText.print(terminal, tagged);
        } else {
            terminal.out()
                    .println("'" + id + "' has "
                            + (tagged.tags().isEmpty()
                                    ? "no tags."
                                    : "the tags " + String.join(", ", tagged.tags()) + "."));
        }
        return 0;
    }
}
