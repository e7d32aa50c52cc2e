package attune.control.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Factory presets and the user's own, one JSON file each. A user's preset hides a factory preset of the same id. Reads
 * files at each call, so that an edited preset is heard at once; holds no state but the folders.
 */
public final class PresetStore {
    private static final String ENDING = ".json";
    private static final long MAX_FILE_BYTES = 1 << 20;

    private final List<Path> folders;

    /**
     * @param factoryFolder presets that come with Attune
     * @param userFolder the user's own; may not exist yet
     */
    public PresetStore(Path factoryFolder, Path userFolder) {
        this.folders = List.of(factoryFolder, userFolder);
    }

    /** Ids of all presets, sorted; broken files are listed too. */
    public List<String> ids() throws PresetException {
        return List.copyOf(files().keySet());
    }

    /**
     * The preset with this id or label; case, spaces, underscores and hyphens don't matter.
     *
     * @throws PresetException when there is none, naming those there are, or when its file is broken
     */
    public Preset find(String name) throws PresetException {
        Map<String, Path> files = files();
        // A file's own name first: it may hold letters and spaces that an id has otherwise not.
        Path file = files.containsKey(name) ? files.get(name) : sameButForSpelling(files, name);
        if (file == null) {
            throw new PresetException("There is no preset '" + name + "'; there are "
                    + files.keySet().stream().collect(Collectors.joining(", ")) + ".");
        }
        return read(file);
    }

    private static @Nullable Path sameButForSpelling(Map<String, Path> files, String name) {
        String wanted = idOf(name);
        Path exact = files.get(wanted);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, Path> entry : files.entrySet()) {
            if (idOf(entry.getKey()).equals(wanted)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** All presets by id. */
    public List<Preset> all() throws PresetException {
        List<Preset> presets = new ArrayList<>();
        for (Path file : files().values()) {
            presets.add(read(file));
        }
        return List.copyOf(presets);
    }

    private Map<String, Path> files() throws PresetException {
        Map<String, Path> files = new TreeMap<>();
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> entries = Files.list(folder)) {
                    entries.filter(PresetStore::isPreset).forEach(file -> files.put(idOf(file), file));
                } catch (IOException e) {
                    throw new PresetException("The preset folder " + folder + " can't be read: " + e.getMessage(), e);
                }
            }
        }
        return files;
    }

    private static boolean isPreset(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING);
    }

    private static Preset read(Path file) throws PresetException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new PresetException("Preset file " + file + " is larger than " + MAX_FILE_BYTES + " bytes.");
            }
            return PresetCodec.read(idOf(file), Files.readString(file));
        } catch (IOException e) {
            throw new PresetException("Preset file " + file + " can't be read: " + e.getMessage(), e);
        }
    }

    private static String idOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ENDING.length());
    }

    private static String idOf(String name) {
        // Some systems store ü in file names as u and two dots.
        return Normalizer.normalize(name, Normalizer.Form.NFC)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replace(' ', '-')
                .replace('_', '-');
    }
}
