package attune.cli;

import attune.api.Change;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune history}: the timeline of changes. */
@Command(name = "history", description = "Lists what was changed, by whom and why; the newest first.")
final class HistoryCommand implements Callable<Integer> {
    private static final int MOST = 10_000;
    private static final String LIMITS = "1 to " + MOST;

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--engine", paramLabel = "ID", description = "Only of this plugin instance.")
    private @Nullable String engine;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = Limit.class,
            description = "How many (default: ${DEFAULT-VALUE}).")
    private long limit = 20;

    @Option(names = "--json", description = "One JSON list.")
    private boolean json;

    HistoryCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1 || limit > MOST) {
            throw NumberText.refused("--limit", limit, LIMITS);
        }
        ServerClient server = ServerLauncher.require(places);
        List<Change> changes = Timeline.fetch(server, engine, null, (int) limit);
        if (changes.isEmpty()) {
            EngineOption.requireKnown(server, engine);
        }
        if (json) {
            JsonText.print(terminal, changes);
            return 0;
        }
        if (changes.isEmpty()) {
            terminal.out().println("Nothing was changed yet.");
        }
        changes.forEach(change -> terminal.out().println(Timeline.line(change)));
        return 0;
    }

    /** Value of --limit. */
    static final class Limit implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return NumberText.whole("--limit", text, LIMITS);
        }
    }
}
