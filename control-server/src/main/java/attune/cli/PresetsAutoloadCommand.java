package attune.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune presets autoload}. */
@Command(
        name = "autoload",
        description = "Which preset is loaded by itself; without a command it lists the rules.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {
            AutoloadListCommand.class,
            AutoloadAddCommand.class,
            AutoloadRemoveCommand.class,
            AutoloadTestCommand.class
        })
final class PresetsAutoloadCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON list.")
    private boolean json;

    PresetsAutoloadCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return new AutoloadListCommand(places, terminal).list(json);
    }
}
