package attune.cli;

import attune.api.PrivacyState;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune privacy erase}. */
@Command(
        name = "erase",
        description =
                "Erases everything that Attune has stored of you: history, opinions, what was learned and measured, your"
                        + " presets, preferences, backups, logs, the audit log. The gentle preset plays. It can't be undone.",
        footer = {
            "",
            "What stays: what you switched off stays off, and figures and choices in attune.conf. Presets that you exported into hosts, files that you exported, and"
                    + " what hosts keep in their projects are not touched."
        })
final class PrivacyEraseCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--yes", description = "Yes, everything.")
    private boolean yes;

    @Option(names = "--json", description = "What is stored after it, as one JSON object.")
    private boolean json;

    PrivacyEraseCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!yes) {
            throw CliException.usage(
                    "Everything would be erased, and can't come back; --yes does it, 'attune privacy export"
                            + " FILE' keeps a copy first.");
        }
        ServerClient server = ServerLauncher.require(places);
        String phrase = server.get("/privacy", PrivacyState.class).erasePhrase();
        PrivacyState state = server.post("/privacy/erase", Map.of("confirm", phrase), PrivacyState.class);
        if (json) {
            JsonText.print(terminal, state);
        } else {
            terminal.out().println("Everything is erased. The gentle preset plays; learning begins with nothing.");
        }
        return 0;
    }
}
