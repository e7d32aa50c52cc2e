package attune.cli;

import attune.api.PresetInfo;
import attune.control.store.PresetException;
import attune.control.store.PresetFilter;
import attune.control.store.PresetStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets list}. */
@Command(name = "list", description = "Lists presets: yours and those that came with Attune.")
final class PresetsListCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "TEXT",
            description = "Only those with these words in name, purpose or tags.")
    private List<String> words = List.of();

    @Option(names = "--tag", paramLabel = "TAG", description = "Only those with this tag.")
    private @Nullable String tag;

    @Option(names = "--favourites", description = "Only those that you marked.")
    private boolean favouritesOnly;

    @Option(names = "--json", description = "One JSON list, with every parameter.")
    private boolean json;

    PresetsListCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return list(json);
    }

    /** Also where the command is named without a word behind it. */
    int list(boolean asJson) {
        PresetStore store = PresetFiles.store(places);
        PresetStore.Listing listing = listing(store);
        PresetFilter filter = new PresetFilter(String.join(" ", words), tag, favouritesOnly);
        Set<String> favourites = store.favourites();
        List<PresetInfo> presets = listing.presets().stream()
                .filter(preset -> filter.accepts(preset, favourites.contains(preset.id())))
                .map(preset -> store.info(preset, favourites))
                .toList();
        if (asJson) {
            JsonText.print(terminal, presets);
        } else {
            presets.forEach(preset -> terminal.out()
                    .printf(
                            "%-20s %-8s %s%s%s%n",
                            preset.id(),
                            preset.factory() ? "factory" : "yours",
                            preset.favourite() ? "★ " : "",
                            preset.doc(),
                            preset.tags().isEmpty() ? "" : " [" + String.join(", ", preset.tags()) + "]"));
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
