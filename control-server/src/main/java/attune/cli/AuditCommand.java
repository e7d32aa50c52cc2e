package attune.cli;

import attune.api.AuditCheck;
import attune.api.AuditEntry;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune audit}: what was learned, decided, read, taken out or erased. */
@Command(
        name = "audit",
        description = "Lists the audit log, newest first; 'audit verify' checks that every entry is there and as it was"
                + " written, and ends with 1 where it is not.")
final class AuditCommand implements Callable<Integer> {
    private static final int MOST = 1000;

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "verify", description = "Checks it instead.")
    private String what = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = HistoryCommand.Limit.class,
            description = "How many (default: ${DEFAULT-VALUE}).")
    private long limit = 50;

    @Option(names = "--json", description = "One JSON list; of verify, one object.")
    private boolean json;

    AuditCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (what.equals("verify")) {
            return verify();
        }
        if (!what.isEmpty()) {
            throw CliException.usage("'" + what + "' has no meaning after audit; only verify has.");
        }
        if (limit < 1 || limit > MOST) {
            throw NumberText.refused("--limit", limit, "1 to " + MOST);
        }
        List<AuditEntry> entries =
                ServerLauncher.require(places).list("/audit?limit=" + limit, new TypeReference<List<AuditEntry>>() {});
        if (json) {
            JsonText.print(terminal, entries);
            return 0;
        }
        if (entries.isEmpty()) {
            terminal.out().println("Nothing is in the audit log yet.");
        }
        entries.forEach(entry -> terminal.out().println(line(entry)));
        return 0;
    }

    private static String line(AuditEntry entry) {
        String detail = new TreeMap<>(entry.detail())
                .entrySet().stream()
                        .map(part -> part.getKey() + " " + part.getValue())
                        .collect(Collectors.joining(", "));
        return "#" + entry.number() + "  " + Timeline.time(entry.at()) + "  " + entry.event() + "  by " + entry.who()
                + (entry.engineId() == null ? "" : "  " + entry.engineId()) + (detail.isEmpty() ? "" : "  " + detail);
    }

    private int verify() throws IOException {
        AuditCheck check = ServerLauncher.require(places).get("/audit/verify", AuditCheck.class);
        if (json) {
            JsonText.print(terminal, check);
        } else {
            terminal.out().println(check.sentence());
        }
        return check.whole() ? 0 : CliException.FAILED;
    }
}
