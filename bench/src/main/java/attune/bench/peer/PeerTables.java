package attune.bench.peer;

import attune.bench.Figure;
import attune.bench.TextTable;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Figures of {@link PeerBench} from several Javas, side by side. */
public final class PeerTables {
    private final List<String> javas;
    private final Map<String, Map<String, Figure>> byRow = new LinkedHashMap<>();

    /** @param javas feature versions, in order of columns */
    public PeerTables(List<String> javas) {
        this.javas = List.copyOf(javas);
    }

    /** Takes one figure. */
    public void add(Figure figure) {
        String row = figure.name() + "\t" + (figure.peer() == null ? "" : figure.peer());
        byRow.computeIfAbsent(row, any -> new LinkedHashMap<>()).put(String.valueOf(figure.jdk()), figure);
    }

    /** Two tables: stages beside their peers; what must not depend on the signal. */
    public void print(PrintStream out) {
        out.println("ns for each stereo frame at 48 kHz; 417 ns are two percent of a core");
        List<String> headers = new ArrayList<>(List.of("stage"));
        javas.forEach(java -> headers.add("Attune, JDK " + java));
        headers.add("peer");
        javas.forEach(java -> headers.addAll(List.of("beside " + java, "ratio")));
        TextTable peers = new TextTable(headers.toArray(String[]::new));
        byRow.forEach((row, figures) -> {
            if (row.contains(".ns_per_frame") && (row.split("\t", -1)[1].isEmpty() ? isAlone(row) : true)) {
                peers.row(peerRow(row, figures));
            }
        });
        peers.print(out);
        out.println();
        out.println("Silence after the signal against the signal, and what is allocated");
        List<String> columns = new ArrayList<>(List.of("stage"));
        javas.forEach(java -> columns.addAll(List.of("silence, JDK " + java, "of signal", "B/quantum")));
        TextTable silence = new TextTable(columns.toArray(String[]::new));
        byRow.forEach((row, figures) -> {
            if (row.contains(".silence_ns_per_frame")) {
                silence.row(silenceRow(row, figures));
            }
        });
        silence.print(out);
    }

    /** Whether no peer stands beside this stage: then its own row is the only one. */
    private boolean isAlone(String row) {
        return byRow.keySet().stream().filter(other -> other.startsWith(row)).count() == 1;
    }

    private String[] peerRow(String row, Map<String, Figure> figures) {
        String[] parts = row.split("\t", -1);
        List<String> cells = new ArrayList<>(List.of(stage(parts[0])));
        javas.forEach(java -> cells.add(number(value(figures.get(java)))));
        cells.add(parts[1]);
        for (String java : javas) {
            Figure figure = figures.get(java);
            cells.add(number(figure == null ? null : figure.peerValue()));
            cells.add(
                    figure == null || figure.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", figure.ratio()));
        }
        return cells.toArray(String[]::new);
    }

    private String[] silenceRow(String row, Map<String, Figure> figures) {
        String name = row.split("\t", -1)[0];
        Map<String, Figure> bytes =
                byRow.getOrDefault(name.replace("silence_ns_per_frame", "bytes_per_quantum") + "\t", Map.of());
        List<String> cells = new ArrayList<>(List.of(stage(name)));
        for (String java : javas) {
            Figure figure = figures.get(java);
            cells.add(number(value(figure)));
            cells.add(
                    figure == null || figure.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", figure.ratio()));
            cells.add(number(value(bytes.get(java))));
        }
        return cells.toArray(String[]::new);
    }

    private static String stage(String name) {
        return name.replace("chain.peers.", "").replaceAll("\\..*", "").replace('_', ' ');
    }

    private static @Nullable Double value(@Nullable Figure figure) {
        return figure == null ? null : (Double) figure.value();
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.1f", value);
    }
}
