package attune.cli;

import attune.api.Consent;
import attune.api.PrivacyState;
import attune.api.StoredPart;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune privacy}: what may be kept and what is. */
@Command(
        name = "privacy",
        description =
                "Says what may be kept of your sound, and what is stored now; export takes it out, erase erases it.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {PrivacyAllowCommand.class, PrivacyExportCommand.class, PrivacyEraseCommand.class})
final class PrivacyCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    PrivacyCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        PrivacyState state = ServerLauncher.require(places).get("/privacy", PrivacyState.class);
        if (json) {
            JsonText.print(terminal, state);
            return 0;
        }
        print(terminal, state);
        return 0;
    }

    static void print(Terminal terminal, PrivacyState state) {
        for (Consent consent : state.consents()) {
            terminal.out().printf("%-9s %-4s %s%n", consent.purpose(), consent.on() ? "on" : "off", consent.sentence());
        }
        terminal.out().println();
        for (StoredPart part : state.stored()) {
            terminal.out().println(line(part));
        }
    }

    /** "Opinions: 412 entries, 4.1 kB, since 2026-11-25 16:20:03; kept until you erase it". */
    private static String line(StoredPart part) {
        return part.label() + ": " + part.count() + " " + part.unit()
                + (part.bytes() == 0 ? "" : ", " + bytes(part.bytes()))
                + (part.oldest() == null ? "" : ", since " + Timeline.time(part.oldest())) + "; kept " + part.kept();
    }

    static String bytes(long bytes) {
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
