package attune.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune patterns disable}. */
@Command(
        name = "disable",
        description = "Has a strategy not tried any more on one kind of sound, from the next decision on.")
final class PatternsDisableCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Mixin
    final PatternName pattern = new PatternName();

    @Option(names = "--json", description = "The pattern after it, as one JSON object.")
    private boolean json;

    PatternsDisableCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return PatternsCommand.set(places, terminal, pattern, false, json);
    }
}
