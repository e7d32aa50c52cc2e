package attune.control.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** How a refused real-time priority is allowed on this machine. */
public final class RealTimeFix {
    /** Our own: other files there belong to packages, as audio.conf does to jackd2. */
    public static final String LIMITS = "/etc/security/limits.d/99-attune.conf";

    private static final Path GROUPS = Path.of("/etc/group");

    private RealTimeFix() {}

    /** For the engine process {@code pid}, which was refused it. */
    public static String now(int pid, Map<String, String> environment) {
        return of(
                ProcessLimits.soft(Integer.toString(pid), ProcessLimits.REAL_TIME),
                ProcessLimits.soft(ProcessLimits.REAL_TIME),
                RealtimeKit.isInstalled(environment),
                inGroupAudio());
    }

    /**
     * The step that is missing.
     *
     * @param engine limit of the engine that was refused it, as the kernel says it: a number, "unlimited" or "unknown"
     * @param here limit of this login
     * @param hasKit whether rtkit is installed, which the engine has asked
     * @param inAudio whether this user is in group audio already
     */
    static String of(String engine, String here, boolean hasKit, boolean inAudio) {
        if (ProcessLimits.allows(engine)) {
            return "the limit allows it (" + engine + "), so the host runs in a container or group that does not:"
                    + " start the host outside of it";
        }
        if (ProcessLimits.allows(here)) {
            return "the limit allows it by now (" + here + "): start the host anew from this login";
        }
        return hasKit
                ? "sudo systemctl restart rtkit-daemon, then start the host anew; or " + limit(inAudio)
                : limit(inAudio);
    }

    /** Allows it by the limit. */
    public static String limit(boolean inAudio) {
        return "echo '@audio - rtprio 90' | sudo tee -a " + LIMITS
                + (inAudio ? "" : ", sudo usermod -aG audio " + System.getProperty("user.name")) + ", log in again";
    }

    /** Whether this user is in group audio. */
    public static boolean inGroupAudio() {
        try {
            return isIn("audio", System.getProperty("user.name"), Files.readAllLines(GROUPS));
        } catch (IOException e) {
            return false;
        }
    }

    /** @param groups lines of group(5) */
    static boolean isIn(String group, String user, List<String> groups) {
        return groups.stream()
                .map(line -> line.split(":", -1))
                .anyMatch(fields -> fields.length == 4
                        && fields[0].equals(group)
                        && List.of(fields[3].split(",", -1)).contains(user));
    }
}
