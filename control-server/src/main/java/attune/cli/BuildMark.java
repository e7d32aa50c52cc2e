package attune.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The build that a native library or the engine's jars are of, as their files say it: nothing of them is loaded, so that a
 * foreign one can't do harm here. Shim and engine fit together where their tables are the same.
 *
 * @param version of the release
 * @param tables checksum of the tables that both sides must share, eight hexadecimal digits
 */
record BuildMark(String version, String tables) {
    private static final Pattern MARK = Pattern.compile("attune-build:([0-9.]{5,11}):([0-9a-f]{8})");
    private static final String CLASS = "attune/bridge/shm/Build.class";
    /** Larger files are none of ours. */
    private static final long LARGEST_BYTES = 1 << 28;

    /** Nothing where the file can't be read, is none of ours or of a build before there were marks. */
    static Optional<BuildMark> ofLibrary(Path library) {
        try {
            return Files.size(library) <= LARGEST_BYTES ? in(Files.readAllBytes(library)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** As {@link #ofLibrary}, of the jar that has the engine's build in it; nothing for all others. */
    static Optional<BuildMark> ofJar(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(CLASS);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return in(in.readNBytes(1 << 16));
            }
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<BuildMark> in(byte[] bytes) {
        Matcher mark = MARK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        return mark.find() ? Optional.of(new BuildMark(mark.group(1), mark.group(2))) : Optional.empty();
    }

    /** As native/src/build.rs says it. */
    String named() {
        return "Attune " + version + " (build " + tables + ")";
    }
}
