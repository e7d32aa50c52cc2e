package attune.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune mic remove}. */
@Command(name = "remove", description = "Takes the source '" + Microphone.NAME + "' away again.")
final class MicRemoveCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "Whether anything was removed, and its file, as one JSON object.")
    private boolean json;

    MicRemoveCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Microphone microphone = new Microphone(places);
        boolean removed = microphone.remove();
        String restarted = removed ? PipeWireService.restart(places) : "";
        if (json) {
            JsonText.print(
                    terminal,
                    Map.of("removed", removed, "file", microphone.file().toString(), "said", restarted));
            return 0;
        }
        if (!removed) {
            terminal.out().println("There is no " + Microphone.NAME + ".");
            return 0;
        }
        terminal.out().println("Removed " + microphone.file() + ". " + restarted);
        return 0;
    }
}
