package attune.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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

    @Option(names = "--json", description = "What was removed and what stays, as one JSON object.")
    private boolean json;

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
        String restarted = hadMicrophone ? PipeWireService.restart(places) : "";
        boolean any = hadMicrophone;
        Uninstallation uninstallation = new Uninstallation(places);
        any |= uninstallation.run(all);
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("removed", any);
            document.put("microphone", hadMicrophone);
            document.put(
                    "kept", uninstallation.kept().stream().map(Path::toString).toList());
            JsonText.print(terminal, document);
            return 0;
        }
        if (hadMicrophone) {
            terminal.out().println("Removed " + microphone.file() + ". " + restarted);
        }
        terminal.out().println(any ? "Attune was removed." : "Attune is not installed.");
        for (Path file : uninstallation.kept()) {
            terminal.out().println(file + " stays: it was not written by Attune.");
        }
        return 0;
    }
}
