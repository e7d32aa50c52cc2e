package attune.cli;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.control.store.Preset;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets recall}. */
@Command(name = "recall", description = "Plays a preset in a living engine.")
final class PresetsRecallCommand implements Callable<Integer> {
    private static final String SLOTS = "ABCD";

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Mixin
    private final EngineOption engine = new EngineOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Preset to play.")
    private String name = "";

    @Option(names = "--slot", paramLabel = "A..D", description = "Into this slot (default: the playing one).")
    private @Nullable String slot;

    @Option(names = "--json", description = "The change it made, as one JSON object.")
    private boolean json;

    PresetsRecallCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        Preset preset = SoundSettings.find(PresetFiles.store(places), name);
        request.put("preset", preset.id());
        request.put("slot", slotNumber());
        ServerClient server = ServerLauncher.require(places);
        EngineInfo chosen = engine.choose(server);
        Change change = server.post("/engines/" + ServerClient.segment(chosen.id()) + "/recall", request, Change.class);
        if (json) {
            JsonText.print(terminal, change);
        } else {
            terminal.out().println(Timeline.line(change));
        }
        return 0;
    }

    private @Nullable Integer slotNumber() {
        if (slot == null) {
            return null;
        }
        int number = slot.length() == 1 ? SLOTS.indexOf(Character.toUpperCase(slot.charAt(0))) : -1;
        if (number < 0) {
            throw CliException.usage("--slot=" + slot + " is not allowed; there are A, B, C and D.");
        }
        return number;
    }
}
