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

/** {@code attune history}: the timeline of changes, the way back to a point of it, and how two differ. */
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

    @Option(
            names = "--compare",
            paramLabel = "N[,N]",
            split = ",",
            converter = ChangeNumber.class,
            description =
                    "How the sound after change N differs from what plays now, or from that after another: in dB by"
                            + " stage and band, on the last half minute.")
    private List<Long> compared = List.of();

    @Option(
            names = "--return",
            paramLabel = "N",
            converter = ChangeNumber.class,
            description = "Goes back to the sound after change N, all of its settings; 'attune undo' takes that back.")
    private @Nullable Long returned;

    @Option(names = "--json", description = "One JSON list; of --compare and --return, one object.")
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
        if (compared.size() > 2 || (returned != null && !compared.isEmpty())) {
            throw CliException.usage("--compare takes one or two numbers, and not with --return.");
        }
        ServerClient server = ServerLauncher.require(places);
        VersionReport versions = new VersionReport(server, terminal, json);
        if (returned != null) {
            versions.returnTo(engine, returned);
            return 0;
        }
        if (!compared.isEmpty()) {
            versions.compare(engine, compared.get(0), compared.size() < 2 ? null : compared.get(1));
            return 0;
        }
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
        Timeline.folded(changes).forEach(terminal.out()::println);
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
