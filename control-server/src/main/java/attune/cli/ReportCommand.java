package attune.cli;

import attune.control.store.TargetCheck;
import attune.control.words.Numbers;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune report}: what was played, how loud, what was changed and why. */
@Command(
        name = "report",
        description = "Reports on a session: loudness, delivery targets, what was changed and why, late blocks.",
        footer = {"", "Of what the control server has kept: seconds for two days. Nothing is measured again."})
final class ReportCommand implements Callable<Integer> {
    private static final String SCREEN = "";

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--engine", paramLabel = "ID", description = "Plugin instance (default: the one that played last).")
    private @Nullable String engine;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Beginning: 90m, 8h, 2d, 14:30, a date, or date and time (default: ${DEFAULT-VALUE}).")
    private String since = "24h";

    @Option(names = "--html", paramLabel = "FILE.html", description = "Write a page that stands for itself.")
    private @Nullable Path html;

    @Option(
            names = "--json",
            arity = "0..1",
            paramLabel = "FILE.json",
            fallbackValue = SCREEN,
            description = "Everything as one JSON object, printed, or into a file.")
    private @Nullable Path json;

    @Option(names = "--overwrite", description = "Replace files that exist.")
    private boolean overwrite;

    ReportCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Instant now = Instant.now();
        long sinceMs = SinceTime.parse(since, now, ZoneId.systemDefault()).toEpochMilli();
        requireFree(html);
        requireFree(json);
        SessionReport report =
                new SessionSource(ServerLauncher.require(places)).report(engine, sinceMs, now.toEpochMilli());
        if (html != null) {
            write(html, SessionPage.of(report, ZoneId.systemDefault()));
        }
        if (json != null && isFile(json)) {
            write(
                    json,
                    ServerClient.JSON.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsString(report.toMap())
                            + "\n");
        }
        if (json != null && !isFile(json)) {
            JsonText.print(terminal, report.toMap());
        } else if (html == null && json == null) {
            print(report, terminal.out());
        }
        return 0;
    }

    private static boolean isFile(Path path) {
        return !path.toString().equals(SCREEN);
    }

    private void requireFree(@Nullable Path file) throws IOException {
        if (file != null && isFile(file)) {
            NewFile.requireFolder(file);
            NewFile.requireFree(file, null, overwrite);
        }
    }

    private void write(Path file, String text) throws IOException {
        try (NewFile fresh = NewFile.of(file)) {
            Files.writeString(fresh.temporary(), text);
            fresh.commit();
        }
        boolean printsJson = json != null && !isFile(json);
        (printsJson ? terminal.err() : terminal.out()).println("Wrote " + file + ".");
    }

    private static void print(SessionReport report, PrintWriter out) {
        out.println("Engine " + report.engineId() + " (" + report.host() + "), "
                + SessionPage.duration(report.seconds().size()) + " played.");
        out.printf("  %-20s %14s %14s%n", "", "before", "after");
        row(
                out,
                "integrated loudness",
                report.input().integratedLufs(),
                report.output().integratedLufs(),
                "LUFS");
        row(out, "loudness range", report.input().rangeLu(), report.output().rangeLu(), "LU");
        row(
                out,
                "short-term, most",
                report.input().maximumShortTermLufs(),
                report.output().maximumShortTermLufs(),
                "LUFS");
        row(out, "true peak", report.input().truePeakDbtp(), report.output().truePeakDbtp(), "dBTP");
        out.println("  " + report.lateBlocks() + " of " + report.blocks() + " blocks were late"
                + (Double.isFinite(report.slowestUs())
                        ? "; the slowest took " + Numbers.plain(report.slowestUs() / 1000, 1) + " ms."
                        : "."));
        out.println();
        for (TargetCheck check : report.checks()) {
            String reasons = String.join("; ", check.reasons());
            out.printf(
                    "  %-18s %-5s %s%n",
                    check.target().id(),
                    check.outcome(),
                    check.prediction() + (reasons.isEmpty() ? "" : ": " + reasons));
        }
        out.println();
        if (report.changes().isEmpty()) {
            out.println("Nothing was changed.");
        }
        for (Timeline.Row row : report.rows()) {
            out.println(Timeline.line(row.change()));
            if (row.more() > 0) {
                out.println("     " + Timeline.more(row, Timeline.time(row.sinceMs())));
            }
        }
        report.missing().forEach(out::println);
    }

    private static void row(PrintWriter out, String name, double before, double after, String unit) {
        out.printf("  %-20s %14s %14s%n", name, SessionReport.level(before, unit), SessionReport.level(after, unit));
    }
}
