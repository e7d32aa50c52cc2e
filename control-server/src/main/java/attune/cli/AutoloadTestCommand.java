package attune.cli;

import attune.api.AutoloadContext;
import attune.api.AutoloadTrial;
import attune.api.EngineInfo;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune presets autoload test}. */
@Command(
        name = "test",
        description =
                "Says which rule would win and why the others would not; loads nothing. What is not named is taken from"
                        + " the instance that plays, where there is one.")
final class AutoloadTestCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Mixin
    private final AutoloadOptions tried = new AutoloadOptions();

    @Option(names = "--time", paramLabel = "HH:MM", description = "Time of day (default: now).")
    private @Nullable String time;

    @Option(names = "--json", description = "The answer, as one JSON object.")
    private boolean json;

    AutoloadTestCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ServerClient server = ServerLauncher.require(places);
        AutoloadContext context =
                new AutoloadContext(tried.host, engine(server), tried.contentClass, tried.rateHz, time);
        AutoloadTrial trial = server.post("/autoload/test", context, AutoloadTrial.class);
        if (json) {
            JsonText.print(terminal, trial);
            return 0;
        }
        terminal.out().println(trial.sentence());
        if (trial.held() != null) {
            terminal.out().println("Now it would load nothing: " + trial.held());
        }
        for (AutoloadTrial.Verdict verdict : trial.rules()) {
            terminal.out()
                    .printf(
                            "%-8s  %s%n          %s%n",
                            verdict.outcome(), AutoloadListCommand.line(verdict.rule()), verdict.why());
        }
        return 0;
    }

    /** The one named, or the only one that plays. */
    private @Nullable String engine(ServerClient server) {
        if (tried.engine != null) {
            return tried.engine;
        }
        List<EngineInfo> playing = EngineOption.connected(server);
        return playing.size() == 1 ? playing.get(0).id() : null;
    }
}
