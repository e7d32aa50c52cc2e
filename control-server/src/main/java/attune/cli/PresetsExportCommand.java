package attune.cli;

import attune.control.store.Preset;
import attune.control.store.PresetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets export}. */
@Command(name = "export", description = "Writes a preset to a file that 'attune presets import' reads.")
final class PresetsExportCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Preset that is meant.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FILE",
            description = "File to write (default: NAME.json here).")
    private @Nullable Path file;

    @Option(names = "--overwrite", description = "Replace the file where it exists.")
    private boolean overwrite;

    @Option(names = "--json", description = "The file's name, as one JSON object.")
    private boolean json;

    PresetsExportCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Preset preset = SoundSettings.find(PresetFiles.store(places), name);
        Path target = file == null ? Path.of(preset.id() + ".json") : file;
        NewFile.requireFolder(target);
        NewFile.requireFree(target, null, overwrite);
        try (NewFile fresh = NewFile.of(target)) {
            Files.writeString(fresh.temporary(), PresetStore.fileOf(preset));
            fresh.commit();
        }
        if (json) {
            JsonText.print(terminal, Map.of("file", target.toString()));
        } else {
            terminal.out().println("Wrote " + target + ".");
        }
        return 0;
    }
}
