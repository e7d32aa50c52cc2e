package attune.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code attune presets}: the folder of sounds. */
@Command(
        name = "presets",
        description = "Lists, saves, recalls and exchanges presets.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PresetsListCommand.class,
            PresetsSaveCommand.class,
            PresetsRecallCommand.class,
            PresetsRenameCommand.class,
            PresetsDeleteCommand.class,
            PresetsExportCommand.class,
            PresetsImportCommand.class
        })
final class PresetsCommand implements Runnable {
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Spec
    @Nullable
    CommandSpec spec;

    PresetsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(terminal.out());
        }
    }
}
