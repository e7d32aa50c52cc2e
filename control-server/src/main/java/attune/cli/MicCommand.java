package attune.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

    @Option(names = "--json", description = "Whether it is there, and its file, as one JSON object.")
    private boolean json;

    MicCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Microphone microphone = new Microphone(places);
        if (json) {
            JsonText.print(
                    terminal,
                    Map.of(
                            "installed",
                            microphone.isInstalled(),
                            "file",
                            microphone.file().toString()));
            return 0;
        }
        terminal.out()
                .println(
                        microphone.isInstalled()
                                ? "PipeWire has the source '" + Microphone.NAME + "', by " + microphone.file() + "."
                                : "There is no " + Microphone.NAME + "; 'attune mic install' makes one.");
        return 0;
    }
}
