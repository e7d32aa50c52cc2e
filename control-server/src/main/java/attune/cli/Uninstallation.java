package attune.cli;

import attune.bridge.telemetry.Announcement;
import attune.cli.hosts.HostPreset;
import attune.control.store.PresetException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes what {@link Installation} wrote, and nothing else. First goes what hosts find, last the record that tells what is
 * ours, which stays where anything else did: what is in the way once can be removed the next time.
 */
final class Uninstallation {
    /** What the control server leaves in the runtime folder, beside the pid of a run, which removes that itself. */
    private static final List<String> RUNTIME_FILES = List.of(
            ServerFiles.TOKEN,
            ServerFiles.AGENT_TOKEN,
            ServerFiles.LOCK,
            ServerFiles.SERVER,
            ServerFiles.ERROR,
            ServerFiles.PROGRESS);

    private final Places places;
    private final InstallRecord record;
    private final InstalledEngine engine;
    private final List<String> failures = new ArrayList<>();
    private final List<Path> kept = new ArrayList<>();
    private boolean any;

    Uninstallation(Places places) {
        this.places = places;
        this.record = new InstallRecord(places);
        this.engine = new InstalledEngine(places);
    }

    private interface Step {
        void run() throws IOException;
    }

    /** Files of others that lie where formats of ours belong, and so stayed. */
    List<Path> kept() {
        return List.copyOf(kept);
    }

    /**
     * Removes all that it can.
     *
     * @param all the user's presets, settings, what was learned and the logs too
     * @return whether there was anything
     * @throws CliException where something could not be removed
     */
    boolean run(boolean all) throws IOException {
        Set<Path> madeFolders = record.folders();
        for (PluginFormat format : PluginFormat.values()) {
            attempt(() -> remove(format));
        }
        removeVstPresets();
        removeShellHelp();
        engine.parts().forEach(this::remove);
        remove(engine.training());
        remove(places.cacheHome());
        attempt(this::emptyRuntimeFolder);
        if (failures.isEmpty()) {
            record.ownFiles().forEach(this::remove);
        }
        if (all && failures.isEmpty()) {
            remove(places.dataHome());
            remove(places.stateHome());
            remove(places.configHome());
        }
        removeEmpty(all, madeFolders);
        if (!failures.isEmpty()) {
            String more = failures.size() == 1 ? "" : " (and " + (failures.size() - 1) + " more)";
            throw CliException.failed("Not everything could be removed: " + failures.get(0) + more
                    + "; mend that, then run ./attune uninstall again.");
        }
        return any;
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            failures.add(reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof DirectoryNotEmptyException) {
            return e.getMessage() + " is a folder with files in it";
        }
        if (e instanceof FileSystemException trouble && trouble.getFile() != null) {
            String why = trouble.getReason();
            return trouble.getFile() + (why == null ? " may not be removed by this user" : ": " + why);
        }
        return String.valueOf(e.getMessage());
    }

    private void remove(Path part) {
        attempt(() -> {
            boolean there = Files.exists(part, LinkOption.NOFOLLOW_LINKS);
            InstallFiles.deleteTree(part);
            InstallFiles.deleteLeftovers(part);
            any |= there;
        });
    }

    /** Files of ours, then the folders that have nothing in them any more. */
    private void remove(PluginFormat format) throws IOException {
        Path target = format.target(places);
        FormatFiles files = FormatFiles.of(format, places, record);
        kept.addAll(files.foreign());
        for (Path file : files.own()) {
            attempt(() -> any |= Files.deleteIfExists(file));
        }
        InstallFiles.deleteLeftovers(target);
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(target)) {
            for (Path folder : walk.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                InstallFiles.deleteIfEmpty(folder);
            }
        }
    }

    private void removeVstPresets() {
        VstPresetFolder presets = vstPresets();
        for (Path file : presets.removable(record.files())) {
            attempt(() -> any |= Files.deleteIfExists(file));
        }
        attempt(presets::deleteLeftovers);
    }

    private void removeShellHelp() {
        ShellHelp shells = new ShellHelp(places);
        for (Path file : shells.own(record)) {
            attempt(() -> any |= Files.deleteIfExists(file));
        }
        attempt(shells::deleteLeftovers);
    }

    /** What a build that has lost its presets would not find is found by the record. */
    private VstPresetFolder vstPresets() {
        try {
            return new VstPresetFolder(places.vst3Presets(), HostPreset.all(places.factoryPresets()));
        } catch (PresetException e) {
            return new VstPresetFolder(places.vst3Presets(), List.of());
        }
    }

    /** Nothing is taken from a server that lives; announcements of engines that play on in their hosts stay. */
    private void emptyRuntimeFolder() throws IOException {
        Optional<Path> found = places.runtimeFolder();
        if (found.isEmpty() || ServerFiles.living(places).isPresent()) {
            return;
        }
        Path folder = found.get();
        for (String name : RUNTIME_FILES) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Path engines = folder.resolve("engines");
        Announcement.sweep(engines);
        InstallFiles.deleteIfEmpty(engines);
        InstallFiles.deleteIfEmpty(folder);
    }

    private void removeEmpty(boolean all, Set<Path> madeFolders) {
        List<Path> folders = new ArrayList<>(madeFolders);
        Path states = InstallFiles.parentOf(places.stateHome());
        if (all && madeFolders.contains(InstallFiles.parentOf(states))) {
            folders.add(states); // made by the first plugin that had something to log
        }
        folders.sort(Comparator.comparingInt(Path::getNameCount).reversed());
        for (Path folder : folders) {
            attempt(() -> InstallFiles.deleteIfEmpty(folder));
        }
    }
}
