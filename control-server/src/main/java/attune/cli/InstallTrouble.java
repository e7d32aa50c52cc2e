package attune.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What files can do against an installation, as sentences: path, what is wrong with it, what to do. */
final class InstallTrouble {
    private static final String START = "Nothing can be installed: ";
    private static final String OTHER_FOLDER = "; set HOME or XDG_DATA_HOME to a folder of yours.";
    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");

    private InstallTrouble() {}

    /**
     * What to tell of a failure.
     *
     * @param e what went wrong
     * @param folder what is named where the exception names nothing
     * @return the sentence; nothing where the exception is of no known kind
     */
    static Optional<CliException> of(IOException e, Path folder) {
        Path path = pathOf(e).orElse(folder);
        String text = String.valueOf(e.getMessage());
        Optional<String> blocked = blocked(path);
        if (FULL.stream().anyMatch(text::contains)) {
            return said(path + " cannot be written, because the disk is full; make room, then install again.", e);
        }
        if (text.contains("Read-only file system")) {
            return said(path + " may not be written: the file system is read-only" + OTHER_FOLDER, e);
        }
        if (blocked.isPresent() && (e instanceof FileAlreadyExistsException || text.contains("Not a directory"))) {
            return said(blocked.get() + ", where a folder is needed; move it away first.", e);
        }
        if (e instanceof AccessDeniedException) {
            return said(path + " may not be written by this user" + OTHER_FOLDER, e);
        }
        return Optional.empty();
    }

    private static Optional<CliException> said(String rest, IOException e) {
        return Optional.of(CliException.failed(START + rest, e));
    }

    /** What was to be written: of a copy the second path. */
    private static Optional<Path> pathOf(IOException e) {
        if (!(e instanceof FileSystemException trouble)) {
            return Optional.empty();
        }
        String name = trouble.getOtherFile() == null ? trouble.getFile() : trouble.getOtherFile();
        return Optional.ofNullable(name).map(Path::of);
    }

    /** The outermost part of a path that is there and neither is a folder nor leads to one. */
    private static Optional<String> blocked(Path path) {
        Optional<String> found = Optional.empty();
        for (@Nullable Path part = path; part != null; part = part.getParent()) {
            if (Files.exists(part, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(part)) {
                found = Optional.of(part + (Files.exists(part) ? " is a file" : " is a link to nothing"));
            }
        }
        return found;
    }
}
