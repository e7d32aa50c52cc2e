package attune.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code attune mic}: the enhanced microphone for OBS, browsers and calls. */
@Command(
        name = "mic",
        description =
                "Gives PipeWire a source '" + Microphone.NAME + "'; without a command it says whether there is one.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {MicInstallCommand.class, MicRemoveCommand.class})
final class MicCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    MicCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Microphone microphone = new Microphone(places);
        terminal.out()
                .println(
                        microphone.isInstalled()
                                ? "PipeWire has the source '" + Microphone.NAME + "', by " + microphone.file() + "."
                                : "There is no " + Microphone.NAME + "; 'attune mic install' makes one.");
        return 0;
    }
}
