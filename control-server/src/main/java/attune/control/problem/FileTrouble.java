package attune.control.problem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** What a disk has against something, in words: Java's own messages are often a path and nothing else. */
public final class FileTrouble {
    private static final List<String> FULL = List.of("No space left on device", "Disk quota exceeded");

    private FileTrouble() {}

    /** The end of a sentence behind a colon, without the full stop: "the disk is full", "/a/b may not be read …". */
    public static String why(IOException e) {
        String text = String.valueOf(e.getMessage());
        if (isFull(e)) {
            return "the disk is full";
        }
        if (!(e instanceof FileSystemException trouble)) {
            return e.getMessage() == null ? e.getClass().getSimpleName() : text;
        }
        String path = trouble.getOtherFile() == null ? trouble.getFile() : trouble.getOtherFile();
        if (text.contains("Read-only file system")) {
            return path + " is on a file system that is read-only";
        }
        if (e instanceof AccessDeniedException || text.contains("Operation not permitted")) {
            return path + " may not be read or written by this user";
        }
        if (e instanceof NoSuchFileException) {
            return path + " is not there";
        }
        return path + " can't be used" + (trouble.getReason() == null ? "" : " (" + trouble.getReason() + ")");
    }

    /** Whether there is no room left. */
    public static boolean isFull(IOException e) {
        return FULL.stream().anyMatch(String.valueOf(e.getMessage())::contains);
    }

    /** Whether it is of a disk, and not of a connection that broke off. */
    public static boolean isOfFiles(IOException e) {
        return e instanceof FileSystemException || isFull(e);
    }
}
