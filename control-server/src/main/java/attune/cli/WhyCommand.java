package attune.cli;

import attune.api.Change;
import attune.api.ChangeKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune why}: the proof behind a change. */
@Command(
        name = "why",
        description = "Says why the sound was changed last, with its proof, and why it was left alone last.")
final class WhyCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--engine", paramLabel = "ID", description = "Only of this plugin instance.")
    private @Nullable String engine;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            converter = ChangeNumber.class,
            description = "Number of one change.")
    private @Nullable Long id;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    WhyCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ServerClient server = ServerLauncher.require(places);
        if (id != null) {
            Change change = server.get("/changes/" + id, Change.class);
            if (json) {
                JsonText.print(terminal, change);
            } else {
                terminal.out().println(Timeline.proof(change));
            }
            return 0;
        }
        Change learned = first(Timeline.fetch(server, engine, ChangeKind.learned, 1));
        Change leftAlone = first(Timeline.fetch(server, engine, ChangeKind.abstained, 1));
        if (learned == null && leftAlone == null) {
            EngineOption.requireKnown(server, engine);
        }
        if (json) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("change", learned);
            document.put("whyNot", leftAlone);
            JsonText.print(terminal, document);
            return 0;
        }
        terminal.out().println(learned == null ? "Nothing was learned yet." : Timeline.proof(learned));
        if (leftAlone != null) {
            terminal.out().println("Why not: " + Timeline.line(leftAlone));
        }
        return 0;
    }

    private static @Nullable Change first(List<Change> changes) {
        return changes.isEmpty() ? null : changes.get(0);
    }
}
