package attune.cli;

import attune.api.AutoloadRule;
import attune.control.autoload.RuleJudge;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune presets autoload list}. */
@Command(name = "list", description = "Lists the rules, the one that goes first at the top.")
final class AutoloadListCommand implements Callable<Integer> {
    private static final TypeReference<List<AutoloadRule>> RULES = new TypeReference<>() {};

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON list.")
    private boolean json;

    AutoloadListCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        return list(json);
    }

    /** Also where the command is named without a word behind it. */
    int list(boolean asJson) throws IOException {
        List<AutoloadRule> rules = ServerLauncher.require(places).list("/autoload", RULES);
        if (asJson) {
            JsonText.print(terminal, rules);
        } else if (rules.isEmpty()) {
            terminal.out()
                    .println("There are no rules; 'attune presets autoload add PRESET --class speech' makes one.");
        } else {
            rules.forEach(rule -> terminal.out().println(line(rule)));
        }
        return 0;
    }

    /** "#3  host obs*, speech → podcast-voice  priority 5". */
    static String line(AutoloadRule rule) {
        return "#" + rule.id() + "  " + RuleJudge.conditionsOf(rule) + " → " + rule.preset()
                + (rule.priority() == 0 ? "" : "  priority " + rule.priority());
    }
}
