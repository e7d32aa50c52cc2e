package attune.cli;

import attune.api.Experience;
import attune.learn.explain.Wording;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune experiments}: what was tried, and how it went. */
@Command(
        name = "experiments",
        description = "Lists the settings that were tried on your own sound, also those that lost; the newest first.")
final class ExperimentsCommand implements Callable<Integer> {
    private static final TypeReference<List<Experience>> EXPERIMENTS = new TypeReference<>() {};
    private static final int MOST = 10_000;
    private static final int PAGE = 1000;

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--won", description = "Only those that won.")
    private boolean won;

    @Option(names = "--strategy", paramLabel = "NAME", description = "Only of this strategy, as 'noise-mild'.")
    private @Nullable String strategy;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = HistoryCommand.Limit.class,
            description = "How many (default: ${DEFAULT-VALUE}).")
    private long limit = 20;

    @Option(names = "--json", description = "One JSON list, with all settings of each.")
    private boolean json;

    ExperimentsCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (limit < 1 || limit > MOST) {
            throw NumberText.refused("--limit", limit, "1 to " + MOST);
        }
        List<Experience> experiments = fetch(ServerLauncher.require(places));
        if (json) {
            JsonText.print(terminal, experiments);
        } else if (experiments.isEmpty()) {
            terminal.out().println("Nothing like that was tried yet.");
        } else {
            experiments.forEach(one -> terminal.out().println(line(one)));
        }
        return 0;
    }

    private List<Experience> fetch(ServerClient server) {
        String which =
                (won ? "&won=true" : "") + (strategy == null ? "" : "&strategy=" + ServerClient.segment(strategy));
        List<Experience> all = new ArrayList<>();
        long before = Long.MAX_VALUE;
        while (all.size() < limit) {
            long wanted = Math.min(PAGE, limit - all.size());
            String below = all.isEmpty() ? "" : "&before=" + before;
            List<Experience> page = server.list("/experiments?limit=" + wanted + below + which, EXPERIMENTS);
            all.addAll(page);
            if (page.size() < wanted) {
                break;
            }
            before = page.get(page.size() - 1).number();
        }
        return all;
    }

    /** "#12  2026-11-27 11:42:03  speech  noise-mild  +0.31 steps over the sound then; won, measured +0.22 steps". */
    private static String line(Experience one) {
        String end = !one.chosen()
                ? ""
                : one.measured() == null
                        ? "; won"
                        : "; won, measured " + Wording.scoreChange(one.measured()) + " steps";
        return String.format(
                Locale.ROOT,
                "#%-6d %s  %-7s %-20s %s steps over the sound then%s",
                one.number(),
                Timeline.time(one.at()),
                one.situation().contentClass(),
                one.strategy(),
                Wording.scoreChange(one.overIncumbent()),
                end);
    }
}
