package attune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel allows this process, and so the hosts of the same login. */
final class ProcessLimits {
    private static final int CAP_SYS_NICE = 23;

    private ProcessLimits() {}

    /** Soft limit by its name in /proc/self/limits; "unknown" where it can't be read. */
    static String soft(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
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
    static boolean realTimeAllowed() {
        return mayRaisePriority() || allows(soft("Max realtime priority"));
    }

    /** Whether this limit lets anything be raised. */
    static boolean allows(String limit) {
        return limit.equals("unlimited") || (limit.matches("[0-9]+") && Integer.parseInt(limit) > 0);
    }

    /** Whether this process has CAP_SYS_NICE, as root has: then the limit does not count. */
    static boolean mayRaisePriority() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("CapEff:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> CAP_SYS_NICE & 1) == 1);
        } catch (IOException e) {
            return false;
        }
    }
}
