package attune.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune config}: what holds for all programs of Attune. */
@Command(
        name = "config",
        description = "Shows and changes settings; without a command it lists them.",
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Settings are in ~/.config/attune/attune.conf. ATTUNE_* variables go before the file, options of a command"
                    + " before both."
        },
        subcommands = {ConfigListCommand.class, ConfigGetCommand.class, ConfigSetCommand.class, ConfigUnsetCommand.class
        })
final class ConfigCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    ConfigCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return new ConfigListCommand(places, terminal).list(json);
    }
}
