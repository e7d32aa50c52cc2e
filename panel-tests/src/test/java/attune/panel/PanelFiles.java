package attune.panel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The panel's files, as the server finds them. */
final class PanelFiles {
    private static final Path SOURCES = Path.of("../control-server/src/main/resources/panel");

    private PanelFiles() {}

    /** A resource's bytes; none where there is no such resource. */
    static byte[] read(String resource) throws IOException {
        try (InputStream stream = PanelFiles.class.getClassLoader().getResourceAsStream(resource)) {
            return stream == null ? new byte[0] : stream.readAllBytes();
        }
    }

    static String text(String resource) throws IOException {
        return new String(read(resource), StandardCharsets.UTF_8);
    }

    /** Text of every file with this ending, by path below the panel's folder. */
    static Map<String, String> all(String ending) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(SOURCES)) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(ending)).toList()) {
                files.put(SOURCES.relativize(path).toString(), Files.readString(path));
            }
        }
        return files;
    }
}
