package attune.control.health;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** rtkit, a service of most desktops, which gives real-time priority where the limit does not; engines ask it. */
public final class RealtimeKit {
    private static final String SERVICE = "dbus-1/system-services/org.freedesktop.RealtimeKit1.service";
    /** Where the system bus starts services from: {@code XDG_DATA_DIRS} where it is unset. */
    private static final String DATA_FOLDERS = "/usr/local/share:/usr/share";

    private RealtimeKit() {}

    /** Whether it is installed, and so started when it is asked. */
    public static boolean isInstalled(Map<String, String> environment) {
        String folders = environment.getOrDefault("XDG_DATA_DIRS", "");
        return Stream.of((folders.isEmpty() ? DATA_FOLDERS : folders).split(":", -1))
                .filter(folder -> folder.startsWith("/"))
                .anyMatch(folder -> Files.isRegularFile(Path.of(folder, SERVICE)));
    }
}
