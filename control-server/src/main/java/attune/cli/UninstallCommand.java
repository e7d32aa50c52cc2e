package attune.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune uninstall}. */
@Command(name = "uninstall", description = "Removes what install wrote; your own presets and what was learned stay.")
final class UninstallCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--all", description = "Remove your own presets, settings, what was learned and the logs too.")
    private boolean all;

    UninstallCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        // They would run on from files that are gone.
        StopCommand.stopLoop(places);
        Microphone microphone = new Microphone(places);
        boolean hadMicrophone = microphone.isInstalled() && microphone.remove();
        if (hadMicrophone) {
            terminal.out().println("Removed " + microphone.file() + ". " + PipeWireService.restart(places));
        }
        boolean any = hadMicrophone;
        Uninstallation uninstallation = new Uninstallation(places);
        any |= uninstallation.run(all);
        terminal.out().println(any ? "Attune was removed." : "Attune is not installed.");
        for (Path file : uninstallation.kept()) {
            terminal.out().println(file + " stays: it was not written by Attune.");
        }
        return 0;
    }
}
