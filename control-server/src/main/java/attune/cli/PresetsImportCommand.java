package attune.cli;

import attune.api.PresetInfo;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets import}. */
@Command(name = "import", description = "Takes a preset file in; its name follows from its label.")
final class PresetsImportCommand implements Callable<Integer> {
    private static final String ENDING = ".json";

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "File that 'attune presets export' wrote.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "The preset, as one JSON object.")
    private boolean json;

    PresetsImportCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        PresetStore store = PresetFiles.store(places);
        try {
            Preset given = read();
            Preset taken = store.save(given);
            if (json) {
                PresetInfo info = store.info(taken);
                JsonText.print(terminal, info);
            } else {
                terminal.out().println("Imported as '" + taken.id() + "'.");
            }
            return 0;
        } catch (PresetException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }

    private Preset read() throws PresetException {
        if (Files.isDirectory(file)) {
            throw CliException.usage(file + " is a folder, not a preset file.");
        }
        if (!Files.exists(file)) {
            throw CliException.failed(file + " does not exist.");
        }
        if (!file.toString().endsWith(ENDING)) {
            throw CliException.usage("Presets are JSON; " + file + " does not end in " + ENDING + ".");
        }
        return PresetStore.requirePlayable(PresetStore.read(file));
    }
}
