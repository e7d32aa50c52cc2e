package attune.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One installed file as it was right after it was written. Sizes and dates tell quickly that it is untouched: no program
 * can set the date of change (ctime) back. Where they differ the digest decides.
 *
 * @param path absolute
 * @param sizeBytes its length
 * @param modifiedNs date of the content, since 1970
 * @param changedNs date of the last change of content or attributes, since 1970
 * @param sha256 digest of the content, hexadecimal
 */
record InstalledFile(Path path, long sizeBytes, long modifiedNs, long changedNs, String sha256) {
    private static final String MARK = "file";
    private static final int FIELDS = 6;

    static InstalledFile of(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:size,lastModifiedTime,ctime");
        return new InstalledFile(
                path,
                (Long) attributes.getOrDefault("size", 0L),
                nanos(attributes.get("lastModifiedTime")),
                nanos(attributes.get("ctime")),
                digest(path));
    }

    /** The same file under another name. */
    InstalledFile at(Path other) {
        return new InstalledFile(other, sizeBytes, modifiedNs, changedNs, sha256);
    }

    /** Reads what {@link #line} wrote; nothing where the line is of another kind. */
    static Optional<InstalledFile> parse(String line) {
        String[] fields = line.split("\t", FIELDS);
        if (fields.length != FIELDS || !fields[0].equals(MARK)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InstalledFile(
                    Path.of(fields[5]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Long.parseLong(fields[3]),
                    fields[4]));
        } catch (NumberFormatException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    String line() {
        return String.join(
                "\t",
                MARK,
                Long.toString(sizeBytes),
                Long.toString(modifiedNs),
                Long.toString(changedNs),
                sha256,
                path.toString());
    }

    /** Whether size and dates are those of the installation, so that the content is too. */
    boolean isUntouched() {
        try {
            Map<String, Object> attributes = Files.readAttributes(path, "unix:size,lastModifiedTime,ctime");
            return Files.isRegularFile(path)
                    && Files.isReadable(path)
                    && Long.valueOf(sizeBytes).equals(attributes.get("size"))
                    && modifiedNs == nanos(attributes.get("lastModifiedTime"))
                    && changedNs == nanos(attributes.get("ctime"));
        } catch (IOException e) {
            return false;
        }
    }

    /** What is wrong with it, one sentence without full stop; nothing where it holds what was installed. */
    Optional<String> damage() {
        if (isUntouched()) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(path)) {
            return Optional.of(path + (Files.exists(path) ? " is not a file" : " is missing"));
        }
        try {
            if (sizeBytes > 0 && Files.size(path) == 0) {
                return Optional.of(path + " is empty");
            }
            return Files.size(path) == sizeBytes && digest(path).equals(sha256)
                    ? Optional.empty()
                    : Optional.of(path + " is not what was installed");
        } catch (IOException e) {
            return Optional.of(path + " cannot be read");
        }
    }

    /** Whether the content is what was installed and, as class caches look at it, its date. */
    boolean isSound() {
        try {
            return damage().isEmpty() && modifiedNs == nanos(Files.getLastModifiedTime(path));
        } catch (IOException e) {
            return false;
        }
    }

    private static long nanos(@org.jspecify.annotations.Nullable Object time) {
        return time instanceof FileTime date ? date.to(TimeUnit.NANOSECONDS) : 0;
    }

    private static String digest(Path path) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
