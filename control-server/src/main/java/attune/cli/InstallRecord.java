package attune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the data folder says about the last installation. {@code installed}: a head that names build, Java and folders, then
 * a line for each file; without its head it is of an installation that did not come to its end. {@code folders}: those
 * that were made. Both are written before what they name is made, and removed after it, so that an interruption leaves
 * nothing that nobody knows the owner of.
 */
final class InstallRecord {
    /** Begins the head's second line. */
    static final String JAVA_MARK = "java ";

    private final Path file;
    private final Path foldersFile;

    InstallRecord(Places places) {
        file = places.dataHome().resolve("installed");
        foldersFile = places.dataHome().resolve("folders");
    }

    /** Version that is installed; empty text where nothing is. */
    String version() {
        List<String> lines = linesOf(file);
        return lines.size() > 1 && lines.get(1).startsWith(JAVA_MARK) ? lines.get(0) : "";
    }

    boolean exists() {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether the last installation came to its end and its record begins with this head. */
    boolean beginsWith(List<String> head) {
        List<String> lines = linesOf(file);
        return lines.size() > head.size() && lines.subList(0, head.size()).equals(head);
    }

    /** Files that were written. */
    List<InstalledFile> files() {
        return linesOf(file).stream()
                .flatMap(line -> InstalledFile.parse(line).stream())
                .toList();
    }

    /** Whether the last installation wrote files at or below this path and all of them are as they were. */
    boolean isSound(Path part) {
        List<InstalledFile> files =
                files().stream().filter(file -> file.path().startsWith(part)).toList();
        return !version().isEmpty() && !files.isEmpty() && files.stream().allMatch(InstalledFile::isSound);
    }

    /** From now on until {@link #finish} the record has no head. */
    void begin() throws IOException {
        write(List.of(), files());
    }

    /** Adds files that are about to be given their names. */
    void add(List<InstalledFile> more) throws IOException {
        Set<Path> paths = new LinkedHashSet<>();
        more.forEach(installed -> paths.add(installed.path()));
        List<InstalledFile> files = new ArrayList<>(files());
        files.removeIf(installed -> paths.contains(installed.path()));
        files.addAll(more);
        write(List.of(), files);
    }

    /**
     * The installation has come to its end.
     *
     * @param isCurrent tells which of the files that were added belong to it; others are forgotten
     */
    void finish(List<String> head, Predicate<Path> isCurrent, List<Path> more) throws IOException {
        Set<Path> paths = new LinkedHashSet<>();
        for (InstalledFile installed : files()) {
            if (isCurrent.test(installed.path()) && Files.isRegularFile(installed.path(), LinkOption.NOFOLLOW_LINKS)) {
                paths.add(installed.path());
            }
        }
        paths.addAll(more);
        List<InstalledFile> files = new ArrayList<>();
        for (Path path : paths) {
            files.add(InstalledFile.of(path));
        }
        write(head, files);
    }

    private void write(List<String> head, List<InstalledFile> files) throws IOException {
        List<String> lines = new ArrayList<>(head);
        files.forEach(installed -> lines.add(installed.line()));
        InstallFiles.replace(file, lines);
    }

    /** Folders that installations have made, in the order in which they were found missing. */
    Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        for (String line : linesOf(foldersFile)) {
            if (line.startsWith("/") && line.indexOf('\0') < 0) {
                folders.add(Path.of(line));
            }
        }
        return folders;
    }

    void replaceFolders(Set<Path> folders) throws IOException {
        InstallFiles.replace(foldersFile, folders.stream().map(Path::toString).toList());
    }

    /** Both files, to be removed last. */
    List<Path> ownFiles() {
        return List.of(file, foldersFile);
    }

    /** Lines of a file of ours; none where it is missing or no text. */
    private static List<String> linesOf(Path file) {
        try {
            return List.of(Files.readString(file).split("\n", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What a path would break, which holds the character that ends the record's lines. */
    static Optional<String> problemOf(Path path) {
        return path.toString().indexOf('\n') < 0
                ? Optional.empty()
                : Optional.of('"' + path.toString().replace("\n", "\\n") + "\" has a line break in its name");
    }
}
