package attune.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code attune mic remove}. */
@Command(name = "remove", description = "Takes the source '" + Microphone.NAME + "' away again.")
final class MicRemoveCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    MicRemoveCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Microphone microphone = new Microphone(places);
        if (!microphone.remove()) {
            terminal.out().println("There is no " + Microphone.NAME + ".");
            return 0;
        }
        terminal.out().println("Removed " + microphone.file() + ". " + PipeWireService.restart(places));
        return 0;
    }
}
