package attune.control.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel allows a process of this user. */
public final class ProcessLimits {
    /** Name of the limit of real-time priority in /proc/PID/limits. */
    public static final String REAL_TIME = "Max realtime priority";

    private static final int CAP_SYS_NICE = 23;

    private ProcessLimits() {}

    /** Soft limit of this process by its name in /proc/self/limits; "unknown" where it can't be read. */
    public static String soft(String name) {
        return soft("self", name);
    }

    /** The same of another process. */
    public static String soft(String pid, String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", pid, "limits"))) {
                if (line.startsWith(name)) {
                    return line.substring(name.length()).strip().split("\\s+", 2)[0];
                }
            }
        } catch (IOException e) {
            return "unknown";
        }
        return "unknown";
    }

    /** Whether real-time scheduling will be granted, by limit or by privilege. */
    public static boolean realTimeAllowed() {
        return mayRaisePriority() || allows(soft(REAL_TIME));
    }

    /** Whether this limit lets anything be raised. */
    public static boolean allows(String limit) {
        return limit.equals("unlimited") || (limit.matches("[0-9]+") && Integer.parseInt(limit) > 0);
    }

    /** Whether this process has CAP_SYS_NICE, as root has: then the limit does not count. */
    public static boolean mayRaisePriority() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapEff:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> CAP_SYS_NICE & 1) == 1);
        } catch (IOException e) {
            return false;
        }
    }
}
