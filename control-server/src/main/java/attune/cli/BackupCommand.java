package attune.cli;

import attune.api.Backup;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune backup}: copies of the database. */
@Command(
        name = "backup",
        description = "Lists the backups of the database, newest first; makes one, or brings one back.",
        footer = {
            "",
            "  list       numbers, times and sizes",
            "  make       makes one now; the server makes one a day, and keeps them for 30 days",
            "  restore N  brings history, opinions, what was learned and preferences back to number N of the list, after a backup",
            "             of what is now; your sound, the audit log and what you switched off stay"
        })
final class BackupCommand implements Callable<Integer> {
    private static final List<String> WORDS = List.of("list", "make", "restore");

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", arity = "0..1", paramLabel = "WHAT", description = "One of the words below.")
    private String what = "list";

    @Parameters(index = "1", arity = "0..1", paramLabel = "N", description = "For restore.")
    private @Nullable String number;

    @Option(names = "--json", description = "The backups, as one JSON list; of make, the new one.")
    private boolean json;

    BackupCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!WORDS.contains(what)) {
            throw CliException.usage("'" + what + "' is nothing that backup can do; there are "
                    + String.join(", ", WORDS) + "." + CloseNames.hint(what, WORDS));
        }
        if (number != null && !what.equals("restore")) {
            throw CliException.usage("'" + number + "' has no meaning after '" + what + "'.");
        }
        ServerClient server = ServerLauncher.require(places);
        return switch (what) {
            case "make" -> make(server);
            case "restore" -> restore(server);
            default -> list(all(server));
        };
    }

    private static List<Backup> all(ServerClient server) {
        return server.list("/backups", new TypeReference<List<Backup>>() {});
    }

    private int list(List<Backup> backups) throws IOException {
        if (json) {
            JsonText.print(terminal, backups);
            return 0;
        }
        if (backups.isEmpty()) {
            terminal.out().println("There is no backup yet; 'attune backup make' makes one.");
        }
        for (int i = 0; i < backups.size(); i++) {
            Backup backup = backups.get(i);
            terminal.out()
                    .println((i + 1) + "  " + Timeline.time(backup.at()) + "  " + PrivacyCommand.bytes(backup.bytes()));
        }
        return 0;
    }

    private int make(ServerClient server) throws IOException {
        Backup backup = server.post("/backups", null, Backup.class);
        if (json) {
            JsonText.print(terminal, backup);
        } else {
            terminal.out().println("Made a backup, " + PrivacyCommand.bytes(backup.bytes()) + ".");
        }
        return 0;
    }

    private int restore(ServerClient server) throws IOException {
        List<Backup> backups = all(server);
        if (number == null || !number.matches("[1-9][0-9]{0,5}") || Integer.parseInt(number) > backups.size()) {
            throw CliException.usage(
                    "restore takes a number of 'attune backup list', which has " + backups.size() + ".");
        }
        Backup backup = backups.get(Integer.parseInt(number) - 1);
        JsonNode after =
                server.post("/backups/" + ServerClient.segment(backup.name()) + "/restore", null, JsonNode.class);
        if (json) {
            JsonText.print(terminal, after);
        } else {
            terminal.out()
                    .println("All is as it was at " + Timeline.time(backup.at())
                            + "; what was until now is number 1 of the list. Your sound goes on as it is.");
        }
        return 0;
    }
}
