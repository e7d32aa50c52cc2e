package attune.cli;

import attune.api.Alert;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune alerts}: what people should know of. */
@Command(name = "alerts", description = "Shows what is wrong now, what mends it, and what was wrong in the last day.")
final class AlertsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON array.")
    private boolean json;

    @Option(names = "--dismiss", paramLabel = "NUMBER", description = "Shows this one no more while it lasts.")
    private @Nullable Long dismiss;

    AlertsCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Optional<ServerClient> living = ServerClient.find(places);
        if (living.isEmpty()) {
            throw CliException.failed("No control server runs, so nothing is watched; ./attune open starts it.");
        }
        ServerClient client = living.get();
        if (dismiss != null) {
            Alert alert = client.post("/alerts/" + dismiss + "/dismiss", Map.of(), Alert.class);
            terminal.out().println("Noted: " + alert.sentence());
            return 0;
        }
        List<Alert> alerts = list(client);
        if (json) {
            JsonText.print(terminal, alerts);
        } else if (alerts.isEmpty()) {
            terminal.out().println("Nothing is wrong, and nothing was in the last day.");
        } else {
            alerts.forEach(alert -> print(alert, terminal.out()));
        }
        return 0;
    }

    /** Those that hold and were not dismissed. */
    static List<Alert> unseen(ServerClient client) {
        return list(client).stream()
                .filter(alert -> alert.active() && !alert.dismissed())
                .toList();
    }

    private static List<Alert> list(ServerClient client) {
        return client.list("/alerts", new TypeReference<List<Alert>>() {});
    }

    /** One line, and below it what mends it. */
    static void print(Alert alert, PrintWriter out) {
        String state = !alert.active()
                ? "over"
                : alert.dismissed() ? "seen" : alert.level().name();
        out.printf(
                Locale.ROOT,
                "%4d  %-7s  %s  %s%s%n",
                alert.id(),
                state,
                TIME.format(Instant.ofEpochMilli(alert.last())),
                alert.sentence(),
                alert.count() > 1 ? " (" + alert.count() + " times)" : "");
        if (alert.active() && !alert.remedy().isEmpty()) {
            out.printf("%6s%s%n", "→ ", alert.remedy());
        }
    }
}
