package attune.learn.judge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What trained judges are given of an output: the differences of all measures but loudness and peak to those of dry, and some of
 * dry's own, which say what kind of sound it is. The order is part of the model's format.
 */
public final class JudgeFeatures {
    /** Names of the measures, in the order of {@link #measures}. */
    public static final List<String> MEASURES = measureNames();
    /** How many values {@link #of} gives. */
    public static final int COUNT;

    /** Measures of dry that are given as they are, by their place in {@link #MEASURES}. */
    private static final int[] CONTEXT;

    static {
        List<String> context = List.of("sure", "fwseg", "lsdt", "level-variation", "hum", "pauses", "sibilance");
        CONTEXT = context.stream().mapToInt(MEASURES::indexOf).toArray();
        COUNT = MEASURES.size() + CONTEXT.length;
    }

    private JudgeFeatures() {}

    private static List<String> measureNames() {
        List<String> names = new ArrayList<>(List.of("loudd", "sure", "fwseg", "lsdt", "level-variation", "hum"));
        names.addAll(Detail.NAMES);
        return List.copyOf(names);
    }

    /** Names in the order of {@link #of}. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        MEASURES.forEach(name -> names.add("d-" + name));
        for (int i : CONTEXT) {
            names.add(MEASURES.get(i));
        }
        return names;
    }

    /** All measures in a row. */
    public static double[] measures(Measures m) {
        double[] out = new double[MEASURES.size()];
        double[] first = {m.loudd(), m.sure(), m.fwseg(), m.lsdt(), m.levelVariation(), m.hum()};
        double[] rest = m.detail().values();
        System.arraycopy(first, 0, out, 0, first.length);
        System.arraycopy(rest, 0, out, first.length, rest.length);
        return out;
    }

    /** Measures from such a row; loudness and peak, which no judge of sound weighs, are NaN. */
    public static Measures fromMeasures(double[] row) {
        if (row.length != MEASURES.size()) {
            throw new IllegalArgumentException("row=" + row.length + " values, " + MEASURES.size() + " are needed");
        }
        Detail detail = Detail.of(Arrays.copyOfRange(row, row.length - Detail.NAMES.size(), row.length));
        return new Measures(row[0], row[1], row[2], row[3], row[4], row[5], Double.NaN, Double.NaN, detail);
    }

    /** Values for one output. */
    public static double[] of(Measures candidateMeasures, Measures dryMeasures) {
        double[] candidate = measures(candidateMeasures);
        double[] dry = measures(dryMeasures);
        double[] out = new double[COUNT];
        for (int i = 0; i < dry.length; i++) {
            out[i] = candidate[i] - dry[i];
        }
        for (int i = 0; i < CONTEXT.length; i++) {
            out[dry.length + i] = dry[CONTEXT[i]];
        }
        return out;
    }
}
