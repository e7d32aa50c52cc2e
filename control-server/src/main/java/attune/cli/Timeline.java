package attune.cli;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.Evidence;
import attune.api.Explanation;
import attune.control.words.Numbers;
import attune.learn.explain.Wording;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Changes as people read them, newest first. */
final class Timeline {
    private static final int ROWS_LEFT_ALONE = 2;

    static final TypeReference<List<Change>> CHANGES = new TypeReference<>() {};
    /** What one request brings at most. */
    static final int PAGE = 100;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private Timeline() {}

    /**
     * @param engineId of one engine; null: of all
     * @param kind of one kind; null: of all
     * @param limit at most this many, from 1
     */
    static List<Change> fetch(ServerClient server, @Nullable String engineId, @Nullable ChangeKind kind, int limit) {
        StringBuilder path = new StringBuilder("/changes?limit=" + Math.min(limit, PAGE));
        if (engineId != null) {
            path.append("&engineId=").append(ServerClient.segment(engineId));
        }
        if (kind != null) {
            path.append("&kind=").append(kind.name());
        }
        List<Change> changes = new ArrayList<>(server.list(path.toString(), CHANGES));
        int page = changes.size();
        while (page == PAGE && changes.size() < limit) {
            List<Change> older = server.list(
                    path + "&before=" + changes.get(changes.size() - 1).id(), CHANGES);
            page = older.size();
            changes.addAll(older.subList(0, Math.min(page, limit - changes.size())));
        }
        return changes;
    }

    /** "2026-11-25 16:20:03", where this machine is. */
    static String time(long atMs) {
        return TIME.format(Instant.ofEpochMilli(atMs));
    }

    /** "#12 2026-11-25 16:20:03  learned, in force  −3.1 dB at 6.8 kHz …". */
    static String line(Change change) {
        return "#" + change.id() + "  " + time(change.at()) + "  " + state(change) + "  "
                + change.explanation().sentence();
    }

    /**
     * One row of a timeline.
     *
     * @param change what it tells
     * @param more how many older ones, right before it, were left alone too and have no row
     * @param sinceMs time of the oldest of them, or of the change
     */
    record Row(Change change, int more, long sinceMs) {}

    /** Where many in a row were left alone, one row for the newest of them. Newest first. */
    static List<Row> rows(List<Change> changes) {
        List<Row> rows = new ArrayList<>();
        int from = 0;
        while (from < changes.size()) {
            int to = from;
            while (to < changes.size() && changes.get(to).kind() == ChangeKind.abstained) {
                to++;
            }
            int folded = to - from > ROWS_LEFT_ALONE ? to - from : 1;
            Change oldest = changes.get(from + folded - 1);
            rows.add(new Row(changes.get(from), folded - 1, oldest.at()));
            from += folded;
        }
        return rows;
    }

    /** One line for each of {@link #rows}, and how many more. */
    static List<String> folded(List<Change> changes) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows(changes)) {
            lines.add(line(row.change()));
            if (row.more() > 0) {
                lines.add("     " + more(row, time(row.sinceMs())) + " (--json tells each)");
            }
        }
        return lines;
    }

    /** "and 3 more left alone, since …". */
    static String more(Row row, String since) {
        return "and " + row.more() + " more left alone, since " + since;
    }

    /** Kind and what became of it. */
    static String state(Change change) {
        return change.kind() == ChangeKind.abstained
                ? "left alone"
                : change.kind().name() + ", " + change.status().name().replace('_', ' ');
    }

    /** Everything that speaks for a change: its moves with their reasons, what was promised, what was measured. */
    static String proof(Change change) {
        StringBuilder text = new StringBuilder(line(change)).append('\n');
        for (Explanation.Part part : change.explanation().parts()) {
            text.append(String.format(
                    Locale.ROOT,
                    "    %s: %s %s. %s (%s steps)%n",
                    part.stage(),
                    part.headline(),
                    part.place(),
                    part.reason(),
                    Wording.scoreChange(part.effect())));
        }
        if (change.evidence() != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "    Promised %s (noise ±%.2f) of %d candidates on %.0f s of your sound, judge %s.%n",
                    promised(change.evidence()),
                    change.evidence().noise(),
                    change.evidence().candidates(),
                    change.evidence().seconds(),
                    change.evidence().judge()));
        }
        if (change.verdict() != null) {
            text.append(
                    String.format(Locale.ROOT, "    After the change: %s (%s).%n", measured(change), change.verdict()));
        }
        moved(change)
                .forEach((id, values) -> text.append(
                        String.format(Locale.ROOT, "    %s %s → %s%n", id, number(values[0]), number(values[1]))));
        return text.toString().stripTrailing();
    }

    /** What the watcher measured, or that it had nothing to compare. */
    static String measured(Change change) {
        return change.measured() == null
                ? "measured: unclear, too little of the same sound was heard"
                : "measured " + Wording.scoreChange(change.measured()) + " steps";
    }

    /** Steps over the sound before; what a rule does by itself promises none. */
    static String promised(Evidence evidence) {
        return evidence.promised() > evidence.noise() ? Wording.scoreChange(evidence.promised()) + " steps" : "no gain";
    }

    /** Parameters that it moved, with the value before and after. */
    private static Map<String, double[]> moved(Change change) {
        Map<String, double[]> moved = new TreeMap<>();
        change.after().forEach((id, after) -> {
            Double before = change.before().get(id);
            if (before != null && !Objects.equals(before, after)) {
                moved.put(id, new double[] {before, after});
            }
        });
        return moved;
    }

    private static String number(double value) {
        return Numbers.plain(value, value == Math.rint(value) ? 0 : 2);
    }
}
