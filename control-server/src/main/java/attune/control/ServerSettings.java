package attune.control;

import java.time.Duration;
import java.util.Map;

/**
 * How the server behaves.
 *
 * @param port on 127.0.0.1
 * @param portIsFixed whether a person named the port; otherwise any free one will do where it is taken
 * @param idle how long it stays after the last engine, panel or command
 * @param keep whether it stays for good
 * @param busyMs how long a write waits for another program that holds the database
 */
public record ServerSettings(int port, boolean portIsFixed, Duration idle, boolean keep, int busyMs) {
    /** Tried first where no port is named. */
    public static final int PORT = 47_800;

    private static final int BUSY_MS = 2_000;

    /** From ATTUNE_PORT, ATTUNE_KEEP and the property attune.idleSeconds. @throws StartException naming what is wrong */
    static ServerSettings of(Map<String, String> environment) {
        String port = environment.getOrDefault("ATTUNE_PORT", "");
        String idle = System.getProperty("attune.idleSeconds", "60");
        return new ServerSettings(
                port.isEmpty() ? PORT : number("ATTUNE_PORT", port, 0, 65_535),
                !port.isEmpty(),
                Duration.ofSeconds(number("attune.idleSeconds", idle, 1, 86_400)),
                environment.getOrDefault("ATTUNE_KEEP", "").equals("1"),
                BUSY_MS);
    }

    /** The same with another port to try first; a port outside the range changes nothing. */
    ServerSettings at(int other) {
        return other > 0 && other <= 65_535 ? new ServerSettings(other, portIsFixed, idle, keep, busyMs) : this;
    }

    private static int number(String name, String text, int least, int most) {
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw new StartException(name + " is \"" + text + "\"; allowed are " + least + " to " + most + ".");
    }
}
