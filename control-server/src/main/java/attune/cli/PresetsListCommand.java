package attune.cli;

import attune.api.PresetInfo;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune presets list}. */
@Command(name = "list", description = "Lists all presets: yours and those that came with Attune.")
final class PresetsListCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON list, with every parameter.")
    private boolean json;

    PresetsListCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PresetStore store = PresetFiles.store(places);
        PresetStore.Listing listing = listing(store);
        List<PresetInfo> presets = listing.presets().stream()
                .map(preset -> PresetFiles.info(store, preset))
                .toList();
        if (json) {
            JsonText.print(terminal, presets);
        } else {
            presets.forEach(preset -> terminal.out()
                    .printf("%-20s %-8s %s%n", preset.id(), preset.factory() ? "factory" : "yours", preset.doc()));
        }
        listing.passedOver().forEach(sentence -> terminal.err().println("attune: " + sentence));
        return 0;
    }

    private static PresetStore.Listing listing(PresetStore store) {
        try {
            return store.all();
        } catch (PresetException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }
}
