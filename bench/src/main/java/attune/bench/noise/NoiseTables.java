package attune.bench.noise;

import attune.bench.Figure;
import attune.bench.TextTable;
import attune.learn.truth.Bootstrap;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** A table for each noise: a row for the input and each reducer, means over the clips, differences with intervals. */
final class NoiseTables {
    /** Row of the input. */
    static final int INPUT = 0;
    /** {@link Reducer#id} of the one that all are compared with. */
    static final String PEER = "afftdn";

    private static final List<Measure> MEASURES = List.of(
            new Measure("seg. SNR dB", "segmental_snr", "dB", 2, NoiseScore::segmentalSnrDb),
            new Measure("ESTOI", "estoi", "", 3, NoiseScore::estoi),
            new Measure("LSD dB", "log_spectral_distance", "dB", 2, NoiseScore::distanceDb));

    private final List<Reducer> reducers;
    private final String split;
    private final Consumer<Figure> figures;
    private final PrintStream out;

    /** One of the three that have intervals. */
    private record Measure(String title, String id, String unit, int digits, ToDoubleFunction<NoiseScore> value) {
        String number(double x) {
            return String.format(Locale.ROOT, "%." + digits + "f", x);
        }

        String signed(double x) {
            return String.format(Locale.ROOT, "%+." + digits + "f", x);
        }
    }

    /**
     * For one part of the recordings.
     *
     * @param split its name
     * @param figures told every mean
     */
    NoiseTables(List<Reducer> reducers, String split, Consumer<Figure> figures, PrintStream out) {
        this.reducers = reducers;
        this.split = split;
        this.figures = figures;
        this.out = out;
    }

    /**
     * Prints one.
     *
     * @param title for people
     * @param id for figures
     * @param conditions of each the scores by row and clip; what is shown is the mean over them
     */
    void print(String title, String id, List<NoiseScore[][]> conditions) {
        out.printf("%n%s%n", title);
        List<String> headers = new ArrayList<>(List.of(""));
        for (Measure measure : MEASURES) {
            headers.addAll(List.of(measure.title(), "− input", "− afftdn"));
        }
        headers.addAll(List.of("onsets dB", "median", "pauses dB"));
        TextTable table = new TextTable(headers.toArray(String[]::new));
        for (int row = 0; row <= reducers.size(); row++) {
            table.row(cells(row, conditions));
            String name = "noise." + id + "."
                    + (row == INPUT ? "input" : reducers.get(row - 1).id());
            tell(name, row, conditions, title + ", " + split + " recordings");
        }
        table.print(out);
    }

    private String[] cells(int row, List<NoiseScore[][]> conditions) {
        List<String> cells = new ArrayList<>(
                List.of(row == INPUT ? "input" : reducers.get(row - 1).name()));
        for (Measure measure : MEASURES) {
            double[] own = byClip(conditions, row, measure.value());
            double[] input = byClip(conditions, INPUT, measure.value());
            double[] peer = byClip(conditions, peerRow(), measure.value());
            cells.add(measure.number(mean(own)));
            cells.add(row == INPUT ? "" : difference(own, input, measure));
            cells.add(row == INPUT || row == peerRow() ? "" : difference(own, peer, measure));
        }
        cells.add(String.format(Locale.ROOT, "%.2f", mean(byClip(conditions, row, NoiseScore::onsetsDb))));
        cells.add(String.format(Locale.ROOT, "%.2f", mean(byClip(conditions, row, NoiseScore::medianOnsetDb))));
        cells.add(String.format(Locale.ROOT, "%.1f", mean(byClip(conditions, row, NoiseScore::pausesDb))));
        return cells.toArray(String[]::new);
    }

    private void tell(String name, int row, List<NoiseScore[][]> conditions, String how) {
        String peer = reducers.get(peerRow() - 1).name();
        for (Measure measure : MEASURES) {
            double own = mean(byClip(conditions, row, measure.value()));
            double other = mean(byClip(conditions, peerRow(), measure.value()));
            figures.accept(new Figure(name + "." + measure.id(), own, measure.unit(), peer, other, null, null, how));
        }
        double onsets = mean(byClip(conditions, row, NoiseScore::onsetsDb));
        double pauses = mean(byClip(conditions, row, NoiseScore::pausesDb));
        figures.accept(Figure.of(name + ".onsets", onsets, "dB", null, how));
        figures.accept(Figure.of(name + ".pauses", pauses, "dB", null, how));
    }

    private int peerRow() {
        for (int r = 0; r < reducers.size(); r++) {
            if (reducers.get(r).id().equals(PEER)) {
                return r + 1;
            }
        }
        throw new IllegalStateException("reducers has no " + PEER);
    }

    /** Mean over the conditions for each clip: clips are independent, a clip in nine noises is not nine. */
    private static double[] byClip(List<NoiseScore[][]> conditions, int row, ToDoubleFunction<NoiseScore> measure) {
        double[] values = new double[conditions.get(0)[row].length];
        for (NoiseScore[][] scores : conditions) {
            for (int clip = 0; clip < values.length; clip++) {
                values[clip] += measure.applyAsDouble(scores[row][clip]) / conditions.size();
            }
        }
        return values;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static String difference(double[] own, double[] other, Measure measure) {
        double[] differences = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            differences[i] = own[i] - other[i];
        }
        Bootstrap interval = Bootstrap.of(differences);
        return measure.signed(interval.mean()) + " (" + measure.signed(interval.low()) + " … "
                + measure.signed(interval.high()) + ")";
    }
}
