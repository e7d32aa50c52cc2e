package attune.cli;

import attune.api.Change;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune noise}: keeps the noise of a room, so that reduction works from the first moment. */
@Command(
        name = "noise",
        description = "Keeps the noise that an engine hears now as its noise profile, or lets the kept one go.",
        footer = {
            "",
            "  learn    keeps the noise that noise reduction tracks now, from the playing sound;",
            "           speech may go on, a second of the room is enough",
            "  forget   lets it go; noise is tracked as before",
            "",
            "Either is a change like others: 'attune undo' takes it back, presets and sessions keep it. Recalling a preset",
            "leaves the noise of the room as it is, unless the preset brings a noise profile of its own."
        })
final class NoiseCommand implements Callable<Integer> {
    private static final List<String> WORDS = List.of("learn", "forget");

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Mixin
    private final EngineOption engine = new EngineOption();

    @Parameters(index = "0", paramLabel = "learn|forget", description = "What to do.")
    private String what = "";

    @Option(names = "--json", description = "The change, as one JSON object.")
    private boolean json;

    NoiseCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!WORDS.contains(what)) {
            throw CliException.usage("noise takes learn or forget, not '" + what + "'." + CloseNames.hint(what, WORDS));
        }
        ServerClient server = ServerLauncher.require(places);
        String path = "/engines/" + ServerClient.segment(engine.choose(server).id()) + "/noise-profile";
        Change change =
                "learn".equals(what) ? server.post(path, null, Change.class) : server.delete(path, Change.class);
        if (json) {
            JsonText.print(terminal, change);
        } else {
            terminal.out().println(Timeline.line(change));
        }
        return 0;
    }
}
