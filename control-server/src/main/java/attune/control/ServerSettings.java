package attune.control;

import attune.control.settings.Setting;
import attune.control.settings.SettingException;
import attune.control.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the server behaves.
 *
 * @param port on 127.0.0.1
 * @param portIsFixed whether a person named the port; otherwise any free one will do where it is taken
 * @param idle how long it stays after the last engine, panel or command
 * @param keep whether it stays for good
 * @param busyMs how long a write waits for another program that holds the database
 * @param agentOptions options of the learning agent's JVM
 */
public record ServerSettings(
        int port, boolean portIsFixed, Duration idle, boolean keep, int busyMs, List<String> agentOptions) {
    private static final int BUSY_MS = 2_000;

    public ServerSettings {
        agentOptions = List.copyOf(agentOptions);
    }

    /** With an agent as it is. */
    ServerSettings(int port, boolean portIsFixed, Duration idle, boolean keep, int busyMs) {
        this(port, portIsFixed, idle, keep, busyMs, List.of());
    }

    /** From the person's settings. @throws StartException naming what is wrong */
    static ServerSettings of(Map<String, String> environment) {
        Settings settings = Settings.of(environment);
        try {
            Settings.Value port = settings.value(Setting.PORT);
            return new ServerSettings(
                    port.whole(),
                    port.chosen(),
                    Duration.ofSeconds(settings.value(Setting.IDLE_SECONDS).whole()),
                    settings.value(Setting.KEEP).on(),
                    BUSY_MS,
                    agentOptions(settings));
        } catch (SettingException e) {
            throw new StartException(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> agentOptions(Settings settings) {
        Settings.Value judge = settings.value(Setting.JUDGE);
        Settings.Value search = settings.value(Setting.IDLE_SEARCH);
        List<String> options = new ArrayList<>();
        if (judge.chosen()) {
            options.add("-Dattune.judge=" + judge.text());
        }
        if (search.chosen()) {
            options.add("-Dattune.idleSearch=" + search.on());
        }
        return options;
    }

    /** The same with another port to try first; a port outside the range changes nothing. */
    ServerSettings at(int other) {
        return other > 0 && other <= 65_535
                ? new ServerSettings(other, portIsFixed, idle, keep, busyMs, agentOptions)
                : this;
    }
}
