package attune.bridge.telemetry;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Where engines announce themselves: {@code $XDG_RUNTIME_DIR/attune/engines}, or {@code /tmp/attune-UID/engines} where
 * that variable is unset or names a folder that is not ours. Every folder on the way is ours, no link, and closed to
 * others (0700); otherwise there is none.
 */
public final class RuntimeFolder {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private RuntimeFolder() {}

    /** Folder of announcements for this process, made when missing; empty when none can be made safely. */
    public static Optional<Path> engines() {
        return engines(System.getenv("XDG_RUNTIME_DIR"), Path.of("/tmp"));
    }

    /**
     * The same for another process's environment.
     *
     * @param xdgRuntimeDir value of XDG_RUNTIME_DIR there; null where it is unset
     * @param temporary folder for temporary files
     */
    public static Optional<Path> engines(@org.jspecify.annotations.Nullable String xdgRuntimeDir, Path temporary) {
        try {
            int uid = ownUid();
            if (xdgRuntimeDir != null && !xdgRuntimeDir.isBlank()) {
                Path runtime = Path.of(xdgRuntimeDir);
                if (runtime.isAbsolute() && isOurs(runtime, uid)) {
                    return privateFolder(runtime.resolve("attune"), uid)
                            .flatMap(folder -> privateFolder(folder.resolve("engines"), uid));
                }
            }
            return privateFolder(temporary.resolve("attune-" + uid), uid)
                    .flatMap(folder -> privateFolder(folder.resolve("engines"), uid));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** User id of this process, without any native call. */
    static int ownUid() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    private static Optional<Path> privateFolder(Path folder, int uid) {
        try {
            try {
                Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
            } catch (FileAlreadyExistsException e) {
                // judged below like a new one
            }
            if (!isOurs(folder, uid)) {
                return Optional.empty();
            }
            PosixFileAttributes attributes =
                    Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.permissions().equals(PRIVATE)) {
                Files.setPosixFilePermissions(folder, PRIVATE);
            }
            return Optional.of(folder);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isOurs(Path folder, int uid) throws IOException {
        return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                && (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS) == uid;
    }
}
