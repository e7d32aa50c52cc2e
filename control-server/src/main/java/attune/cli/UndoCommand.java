package attune.cli;

import attune.api.Change;
import attune.api.ChangeStatus;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune undo}: takes a change back. */
@Command(
        name = "undo",
        aliases = "rollback",
        description = "Takes back the last change in force, or the one with this number ('attune history' lists them).")
final class UndoCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Mixin
    private final EngineOption engine = new EngineOption();

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID",
            converter = ChangeNumber.class,
            description = "Number of the change.")
    private @Nullable Long id;

    @Option(names = "--json", description = "The change that took it back, as one JSON object.")
    private boolean json;

    UndoCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ServerClient server = ServerLauncher.require(places);
        String path = id != null
                ? "/changes/" + id + "/undo"
                : "/engines/" + ServerClient.segment(engine.choose(server).id()) + "/undo";
        boolean undoneBefore =
                id != null && server.get("/changes/" + id, Change.class).status() == ChangeStatus.undone;
        Change change = server.post(path, null, Change.class);
        if (undoneBefore) {
            // The server answers with the entry of that time.
            (json ? terminal.err() : terminal.out()).println("Change " + id + " was undone already; nothing is done.");
        }
        if (json) {
            JsonText.print(terminal, change);
        } else {
            terminal.out().println(Timeline.line(change));
        }
        return 0;
    }
}
