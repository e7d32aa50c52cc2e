package attune.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune presets}: the folder of sounds. */
@Command(
        name = "presets",
        description = "Lists, saves, recalls and exchanges presets; without a command it lists them.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            PresetsListCommand.class,
            PresetsSaveCommand.class,
            PresetsRecallCommand.class,
            PresetsRenameCommand.class,
            PresetsDeleteCommand.class,
            PresetsTagCommand.class,
            PresetsFavouriteCommand.class,
            PresetsExportCommand.class,
            PresetsImportCommand.class,
            PresetsAutoloadCommand.class
        })
final class PresetsCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON list, with every parameter.")
    private boolean json;

    PresetsCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return new PresetsListCommand(places, terminal).list(json);
    }
}
