package attune.cli;

import attune.cli.hosts.HostPreset;
import attune.cli.hosts.VstPreset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Attune's presets in the folder that the VST 3 documentation ("Preset Locations") gives to a plugin's presets. Hosts
 * save what the user keeps there too, maybe under the name of one of ours: what is a whole preset and not as this build or
 * the last installation wrote it is the user's, and stays.
 */
final class VstPresetFolder {
    /** Of a preset; larger files are none. */
    private static final long LARGEST_BYTES = 1 << 24;

    private final Path folder;
    private final Map<Path, byte[]> wanted = new LinkedHashMap<>();

    VstPresetFolder(Path folder, List<HostPreset> presets) {
        this.folder = folder;
        for (HostPreset preset : presets) {
            wanted.put(folder.resolve(fileName(preset.label())), VstPreset.encode(preset));
        }
    }

    /** The characters that the documentation forbids in names become underscores. */
    private static String fileName(String label) {
        return label.replaceAll("[\\\\*?/:<>|\"]", "_") + VstPreset.ENDING;
    }

    /** Whether every preset is there, ours or the user's. */
    boolean isSound() {
        return wanted.keySet().stream().allMatch(VstPresetFolder::isPreset);
    }

    /**
     * Writes what is missing, damaged or of an older installation, each file in one step.
     *
     * @param recorded what the last installation wrote
     */
    void install(List<InstalledFile> recorded) throws IOException {
        for (Map.Entry<Path, byte[]> preset : wanted.entrySet()) {
            Path file = preset.getKey();
            if (!holds(file, preset.getValue()) && (!isPreset(file) || isRecorded(file, recorded))) {
                InstallFiles.replace(file, preset.getValue());
            }
        }
    }

    /** Files that are as this build writes them. */
    List<Path> own() {
        return wanted.keySet().stream()
                .filter(file -> holds(file, wanted.getOrDefault(file, new byte[0])))
                .toList();
    }

    /** What is to be removed: what is ours, or was and is no preset any more. */
    Set<Path> removable(List<InstalledFile> recorded) {
        Set<Path> files = new LinkedHashSet<>(own());
        for (InstalledFile file : recorded) {
            if (file.path().startsWith(folder) && (file.damage().isEmpty() || !isPreset(file.path()))) {
                files.add(file.path());
            }
        }
        return files;
    }

    void deleteLeftovers() throws IOException {
        for (Path file : wanted.keySet()) {
            InstallFiles.deleteLeftovers(file);
        }
    }

    private static boolean isRecorded(Path file, List<InstalledFile> recorded) {
        return recorded.stream()
                .anyMatch(installed ->
                        installed.path().equals(file) && installed.damage().isEmpty());
    }

    private static boolean holds(Path file, byte[] content) {
        try {
            return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), content);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the file is a whole preset, whoever saved it. */
    static boolean isPreset(Path file) {
        try {
            return Files.isRegularFile(file)
                    && Files.size(file) <= LARGEST_BYTES
                    && VstPreset.isWhole(Files.readAllBytes(file));
        } catch (IOException e) {
            return false;
        }
    }
}
