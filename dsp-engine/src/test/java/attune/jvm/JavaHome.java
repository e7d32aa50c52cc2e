package attune.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An installed Java, for tests and benchmarks that try every one there is.
 *
 * @param home its folder
 * @param feature feature version, 17 or above
 */
public record JavaHome(Path home, int feature) {
    private static final Path FOLDER = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;
    /** Of the file {@code release} in a Java's folder. */
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d{1,6})");

    /** The Java that runs this. */
    public static JavaHome running() {
        return new JavaHome(
                Path.of(System.getProperty("java.home")), Runtime.version().feature());
    }

    /** The Java that runs this, then one of every other feature version from 17 on. */
    public static List<JavaHome> all() throws IOException {
        Map<Integer, JavaHome> found = new LinkedHashMap<>();
        found.put(running().feature(), running());
        if (Files.isDirectory(FOLDER)) {
            try (Stream<Path> homes = Files.list(FOLDER)) {
                for (Path home : homes.sorted().toList()) {
                    int feature = featureOf(home);
                    if (feature >= OLDEST) {
                        found.putIfAbsent(feature, new JavaHome(home, feature));
                    }
                }
            }
        }
        return List.copyOf(found.values());
    }

    private static int featureOf(Path home) throws IOException {
        Path release = home.resolve("release");
        if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
            return 0;
        }
        Matcher version = VERSION.matcher(Files.readString(release));
        return version.find() ? Integer.parseInt(version.group(1)) : 0;
    }

    public Path launcher() {
        return home.resolve("bin/java");
    }

    /** Its feature version. */
    public String name() {
        return Integer.toString(feature);
    }
}
