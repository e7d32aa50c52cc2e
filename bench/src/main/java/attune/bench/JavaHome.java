package attune.bench;

import java.nio.file.Path;

/**
 * An installed Java.
 *
 * @param home its folder
 * @param feature feature version, 17 or above
 */
public record JavaHome(Path home, int feature) {
    Path launcher() {
        return home.resolve("bin/java");
    }

    String name() {
        return Integer.toString(feature);
    }
}
