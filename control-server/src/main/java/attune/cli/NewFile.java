package attune.cli;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears whole or not at all: written under another name in the same folder, renamed by {@link #commit},
 * removed by {@link #close} and when the process is asked to end.
 */
final class NewFile implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final Thread remover;

    private NewFile(Path target, Path temporary) {
        this.target = target;
        this.temporary = temporary;
        this.remover = new Thread(this::remove, "remove-half-written-file");
    }

    /** @param target the file to be; its folder exists */
    static NewFile of(Path target) throws IOException {
        NewFile file = withoutHook(target);
        Runtime.getRuntime().addShutdownHook(file.remover);
        return file;
    }

    /** As {@link #of}, for an owner that ends in good order when the process is asked to, and closes this itself. */
    static NewFile withoutHook(Path target) throws IOException {
        Path folder = requireFolder(target);
        Path absolute = target.toAbsolutePath();
        String name = absolute.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String ending = dot > 0 ? name.substring(dot) : "";
        Path temporary = folder.resolve(
                ".attune-" + ProcessHandle.current().pid() + "-" + Integer.toHexString(name.hashCode()) + ending);
        return new NewFile(absolute, temporary);
    }

    /**
     * Refuses, before any work is done, a target that is a folder or in none that can be written.
     *
     * @return the folder that the target is in
     */
    static Path requireFolder(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw CliException.failed(target + " is not a place for a file.");
        }
        if (Files.isDirectory(target)) {
            throw CliException.failed(target + " is a folder; name the file to write.");
        }
        if (!Files.isDirectory(folder)) {
            throw CliException.failed("The folder " + folder + " does not exist.");
        }
        if (!Files.isWritable(folder)) {
            throw CliException.failed("The folder " + folder + " cannot be written by this user.");
        }
        requireTakesFiles(folder);
        return folder;
    }

    /** Some folders let nobody write, whatever their permissions say: /proc, a medium that is read only. */
    private static void requireTakesFiles(Path folder) {
        Path probe = folder.resolve(".attune-" + ProcessHandle.current().pid() + "-probe");
        try {
            Files.deleteIfExists(probe);
            Files.delete(Files.createFile(probe));
        } catch (IOException e) {
            throw CliException.failed("The folder " + folder + " can't be written to.", e);
        }
    }

    /**
     * Refuses to write over the file that is read, whatever name or link leads to it, and over any other file unasked.
     *
     * @param source the file to read, if one is
     */
    static void requireFree(Path target, @Nullable Path source, boolean overwrite) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (source != null && Files.exists(source) && Files.isSameFile(source, target)) {
            throw CliException.failed(source + " and " + target + " are the same file; name another one to write.");
        }
        if (!overwrite) {
            throw CliException.failed(target + " exists already; --overwrite replaces it.");
        }
    }

    /** Where to write. */
    Path temporary() {
        return temporary;
    }

    /** The file is whole: gives it its name, replacing what had it. */
    void commit() throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void remove() {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            System.err.println("attune: " + temporary + " could not be removed.");
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(remover);
        } catch (IllegalStateException e) {
            // Going down already: the hook removes it once more.
            return;
        }
    }
}
