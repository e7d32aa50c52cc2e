package attune.cli;

import attune.api.LearnedPattern;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune patterns delete}. */
@Command(
        name = "delete",
        description =
                "Deletes a pattern with everything that was tried for it; learning goes on as if it had never been"
                        + " tried. It can't be undone.")
final class PatternsDeleteCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Mixin
    final PatternName pattern = new PatternName();

    @Option(names = "--yes", description = "Yes, for good.")
    private boolean yes;

    @Option(names = "--json", description = "The patterns that are left, as one JSON list.")
    private boolean json;

    PatternsDeleteCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!yes) {
            throw CliException.usage(
                    "What was tried for " + pattern.id + " would be gone for good; --yes does it, 'attune"
                            + " patterns disable " + pattern.id + "' only has it tried no more.");
        }
        LearnedPattern[] left = ServerLauncher.require(places).delete(pattern.path(), LearnedPattern[].class);
        if (json) {
            JsonText.print(terminal, left);
        } else {
            terminal.out().printf("%s is deleted; %d are left.%n", pattern.id, left.length);
        }
        return 0;
    }
}
