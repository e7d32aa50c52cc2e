package attune.cli;

import attune.api.AutoloadRule;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets autoload remove}. */
@Command(name = "remove", description = "Removes a rule; what plays stays.")
final class AutoloadRemoveCommand implements Callable<Integer> {
    private static final String RANGE = "1 to the newest rule's number ('attune presets autoload list' has them)";

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(
            index = "0",
            paramLabel = "N",
            description = "Number of the rule ('attune presets autoload list' has them).")
    private String id = "";

    @Option(names = "--json", description = "The rules that are left, as one JSON list.")
    private boolean json;

    AutoloadRemoveCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        long number = NumberText.whole("N", id, RANGE);
        if (number < 1) {
            throw NumberText.refused("N", id, RANGE);
        }
        List<AutoloadRule> left =
                List.of(ServerLauncher.require(places).delete("/autoload/" + number, AutoloadRule[].class));
        if (json) {
            JsonText.print(terminal, left);
        } else {
            terminal.out().println("Rule " + number + " is removed.");
        }
        return 0;
    }
}
