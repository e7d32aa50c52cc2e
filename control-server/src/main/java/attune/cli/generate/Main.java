package attune.cli.generate;

import attune.control.store.PresetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code ./attune generate}: writes every generated file into the repository it is given. */
public final class Main {
    private Main() {}

    /**
     * Refuses to write when a permanent id would be lost.
     *
     * @param args the repository's folder
     */
    public static void main(String[] args) throws IOException, PresetException {
        Path repository = Path.of(args.length > 0 ? args[0] : ".");
        Path lock = repository.resolve(LockFile.PATH);
        List<String> broken = LockFile.broken(Files.exists(lock) ? Files.readAllLines(lock) : List.of());
        if (!broken.isEmpty()) {
            System.err.println("These permanent ids were changed or removed, which breaks saved sessions: " + broken);
            System.exit(1);
        }
        write(lock, String.join("\n", LockFile.current()) + "\n");
        for (Map.Entry<String, String> file : GeneratedFiles.of(repository).entrySet()) {
            Path path = repository.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            write(path, file.getValue());
        }
    }

    /** What is so already is left as it is: a newer date would have everything built again. */
    private static void write(Path path, String text) throws IOException {
        if (!Files.exists(path) || !Files.readString(path).equals(text)) {
            Files.writeString(path, text);
        }
    }
}
