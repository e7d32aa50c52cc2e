package attune.control.privacy;

import attune.control.settings.Settings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A person's files: in the data folder all that the installation did not lay there, the logs in the state folder, what may hold
 * names in the runtime folder, and the settings. Whatever nobody knows of is a person's. Links are not followed. Any thread.
 */
public final class UserFiles {
    /** Below this name are the backups. */
    static final String BACKUPS = "backups";

    static final String PRESETS = "presets";

    /** What `./attune install` lays into the data folder; uninstalling takes it away. */
    private static final Set<String> INSTALLED =
            Set.of("lib", "jvm", "runtime.json", "installed", "folders", ".training");

    private static final List<String> DATABASES = List.of("attune.db", "telemetry.db");
    /** Redirect files that open a panel, and why a server could not start. */
    private static final List<String> RUNTIME = List.of("server.error", "open-panel.html", "open.html");

    private final Path data;
    private final Path state;
    private final Path runtime;
    private final Settings settings;

    /**
     * @param data {@code $XDG_DATA_HOME/attune}
     * @param state {@code $XDG_STATE_HOME/attune}
     * @param runtime {@code $XDG_RUNTIME_DIR/attune}
     * @param settings with their file
     */
    public UserFiles(Path data, Path state, Path runtime, Settings settings) {
        this.data = data;
        this.state = state;
        this.runtime = runtime;
        this.settings = settings;
    }

    Path data() {
        return data;
    }

    Path state() {
        return state;
    }

    Path backups() {
        return data.resolve(BACKUPS);
    }

    Path presets() {
        return data.resolve(PRESETS);
    }

    /** Files in the data folder but databases and backups: presets, targets, and whatever else lies there. */
    List<Path> files() throws IOException {
        return below(data, top -> !INSTALLED.contains(top) && !isOfDatabase(top) && !top.equals(BACKUPS));
    }

    /** The logs. */
    List<Path> logs() throws IOException {
        return below(state, top -> true);
    }

    /** The file of settings; none where there is none. */
    List<Path> settings() {
        return Files.isRegularFile(settings.path()) ? List.of(settings.path()) : List.of();
    }

    private static boolean isOfDatabase(String top) {
        return DATABASES.stream().anyMatch(top::startsWith);
    }

    private static boolean isLiveDatabase(String top) {
        return DATABASES.stream()
                .anyMatch(name -> top.equals(name) || top.equals(name + "-wal") || top.equals(name + "-shm"));
    }

    static List<Path> below(Path folder, Predicate<String> top) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path entry : entries(folder)) {
            if (top.test(entry.getFileName().toString())) {
                addAll(entry, files);
            }
        }
        return files;
    }

    /** A folder that can't be looked into stands for what is in it. */
    private static void addAll(Path top, List<Path> files) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                if (!(e instanceof NoSuchFileException)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(null);
        files.addAll(found);
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    /**
     * Deletes all of it but the databases that are open; logs that somebody writes to are emptied; of settings figures and
     * choices stay, since what was switched off stays off. What can't be deleted holds up nothing else.
     *
     * @param databasesToo where nobody has them open
     * @throws IOException of the first that could not be deleted
     */
    void erase(boolean databasesToo) throws IOException {
        List<IOException> failed = new ArrayList<>();
        for (Path entry : entries(data)) {
            String top = entry.getFileName().toString();
            boolean stays =
                    INSTALLED.contains(top) || top.equals(Erasure.BEGUN) || (!databasesToo && isLiveDatabase(top));
            if (!stays) {
                attempt(failed, () -> delete(entry));
            }
        }
        for (Path log : logs()) {
            attempt(failed, () -> forget(log));
        }
        for (String name : RUNTIME) {
            attempt(failed, () -> Files.deleteIfExists(runtime.resolve(name)));
        }
        attempt(failed, settings::forgetWords);
        if (!failed.isEmpty()) {
            throw failed.get(0);
        }
    }

    private interface Deed {
        void run() throws IOException;
    }

    private static void attempt(List<IOException> failed, Deed deed) {
        try {
            deed.run();
        } catch (IOException e) {
            failed.add(e);
        }
    }

    private static void forget(Path log) throws IOException {
        if (log.getFileName().toString().endsWith(".log")) {
            FileChannel.open(log, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
        } else {
            delete(log);
        }
    }

    /** With all below it. */
    static void delete(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // somebody was faster
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, java.io.IOException e) throws IOException {
                Files.deleteIfExists(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
