package attune.cli;

import attune.api.LearnedPattern;
import attune.learn.explain.Wording;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune patterns}: what each strategy did for each kind of sound. */
@Command(
        name = "patterns",
        description =
                "Lists what was learned: what each strategy did for each kind of sound, the surest first; one can be"
                        + " switched off, on again, or deleted.",
        synopsisSubcommandLabel = "[COMMAND]",
        subcommands = {PatternsDisableCommand.class, PatternsEnableCommand.class, PatternsDeleteCommand.class})
final class PatternsCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON list.")
    private boolean json;

    PatternsCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<LearnedPattern> patterns =
                ServerLauncher.require(places).list("/patterns", new TypeReference<List<LearnedPattern>>() {});
        if (json) {
            JsonText.print(terminal, patterns);
        } else if (patterns.isEmpty()) {
            terminal.out().println("Nothing was learned yet, or the learning agent is not running.");
        } else {
            patterns.forEach(pattern -> terminal.out().println(line(pattern)));
        }
        return 0;
    }

    /** "speech:noise-mild             on   9 of 10 better, surely in 60 %, +0.40 steps on average". */
    private static String line(LearnedPattern pattern) {
        String known = pattern.tries() == 0
                ? "nothing known now"
                : pattern.successes() + " of " + pattern.tries() + " better, surely in "
                        + Math.round(100 * pattern.confidence()) + "\u202F%, "
                        + Wording.scoreChange(pattern.improvement()) + " steps on average";
        return String.format(Locale.ROOT, "%-28s %-4s %s", pattern.id(), pattern.enabled() ? "on" : "off", known);
    }

    /** Switches one, and says what that means. */
    static int set(Places places, Terminal terminal, PatternName name, boolean enabled, boolean json)
            throws IOException {
        LearnedPattern pattern = ServerLauncher.require(places)
                .put(name.path(), new LearnedPattern.Switch(enabled), LearnedPattern.class);
        if (json) {
            JsonText.print(terminal, pattern);
        } else if (enabled) {
            terminal.out().printf("%s may be tried on %s again.%n", pattern.strategy(), pattern.contentClass());
        } else {
            terminal.out()
                    .printf(
                            "%s is not tried on %s any more; 'attune patterns enable %s' takes that back.%n",
                            pattern.strategy(), pattern.contentClass(), pattern.id());
        }
        return 0;
    }
}
