package attune.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune mic install}. */
@Command(
        name = "install",
        description = "Makes the source '" + Microphone.NAME + "': the default microphone, through the plugin.")
final class MicInstallCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(
            names = "--slot",
            defaultValue = "C",
            description = "Sound to begin with: A gentle, B podcast voice, C noisy room, D music (${DEFAULT-VALUE}).")
    private Microphone.Slot slot = Microphone.Slot.C;

    @Option(names = "--json", description = "What was written where, as one JSON object.")
    private boolean json;

    MicInstallCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<MicrophoneNeeds.Missing> missing = new MicrophoneNeeds(places).missing();
        if (!missing.isEmpty()) {
            MicrophoneNeeds.Missing first = missing.get(0);
            throw CliException.failed(first.sentence() + " Try: " + first.command());
        }
        Microphone microphone = new Microphone(places);
        Microphone.Outcome outcome = microphone.install(slot);
        String restarted = outcome == Microphone.Outcome.UNCHANGED ? "" : PipeWireService.restart(places);
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("outcome", outcome.name().toLowerCase(Locale.ROOT));
            document.put("file", microphone.file().toString());
            document.put("source", Microphone.NAME);
            document.put("latencyMs", Math.round(100 * Microphone.latencyMs()) / 100.0);
            document.put("said", restarted);
            JsonText.print(terminal, document);
            return 0;
        }
        if (outcome == Microphone.Outcome.UNCHANGED) {
            terminal.out().println("Already there: " + microphone.file() + ".");
            return 0;
        }
        terminal.out().println("Wrote " + microphone.file() + ".");
        if (outcome == Microphone.Outcome.WRITTEN_OVER_EDITS) {
            terminal.out().println("You had edited it; as it was, it is now " + microphone.copy() + ".");
        }
        terminal.out()
                .println(restarted + " Then choose '" + Microphone.NAME
                        + "' in OBS, the browser or the call; it adds "
                        + String.format(Locale.ROOT, "%.0f", Microphone.latencyMs()) + " ms.");
        return 0;
    }
}
