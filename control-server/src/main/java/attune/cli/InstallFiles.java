package attune.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Steps on files of which an interruption leaves the old or the new behind, never half of one. */
final class InstallFiles {
    private InstallFiles() {}

    /** An empty folder beside {@code target}, to be filled and then swapped in. */
    static Path freshFolder(Path target) throws IOException {
        return Files.createDirectory(fresh(target));
    }

    /** A name beside {@code target} that nothing has. */
    static Path fresh(Path target) throws IOException {
        Path fresh = beside(target, ".new");
        deleteTree(fresh);
        return fresh;
    }

    private static Path beside(Path target, String ending) {
        return parentOf(target).resolve("." + target.getFileName() + ending);
    }

    /** Removes what an interruption has left beside {@code target}. */
    static void deleteLeftovers(Path target) throws IOException {
        deleteTree(beside(target, ".new"));
        deleteTree(beside(target, ".old"));
    }

    /** A folder cannot replace a full one in one step: the old one steps aside first. */
    static void swap(Path fresh, Path target) throws IOException {
        Path old = beside(target, ".old");
        deleteTree(old);
        if (Files.isDirectory(fresh) || Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        deleteTree(old);
    }

    static void replace(Path file, List<String> lines) throws IOException {
        Path fresh = fresh(file);
        Files.writeString(fresh, String.join("\n", lines));
        swap(fresh, file);
    }

    static void replace(Path file, byte[] content) throws IOException {
        Path fresh = fresh(file);
        Files.write(fresh, content);
        swap(fresh, file);
    }

    static void copyFiles(Path from, Path to) throws IOException {
        for (Path file : filesIn(from)) {
            copy(file, to.resolve(file.getFileName()));
        }
    }

    static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        if (Files.mismatch(from, to) != -1) {
            throw new IOException(to + " was not written whole");
        }
    }

    /** Files right in a folder, in order of their names. */
    static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** A file, or all files in a folder and the folders in it, in order of their names. */
    static List<Path> filesBelow(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static void deleteIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(folder);
    }

    static Path parentOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw CliException.failed(path + " has no folder above it.");
        }
        return parent;
    }
}
