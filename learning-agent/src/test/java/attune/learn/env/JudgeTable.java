package attune.learn.env;

import attune.learn.judge.JudgeFeatures;
import attune.learn.judge.Measures;
import attune.learn.policy.PolicyFeatures;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link JudgeStudy} wrote, item by item. */
final class JudgeTable {
    private static final int MEASURES = JudgeFeatures.MEASURES.size();
    private static final int FIRST_NUMBER = 5;
    private static final int FIRST_MEASURE = 9;
    private static final int FIRST_INPUT = FIRST_MEASURE + 6 * MEASURES;

    private JudgeTable() {}

    /** One candidate; measures of it and of dry over the whole, the first and the second half. */
    record Row(
            String candidate,
            double truth,
            double likeness,
            double lsd,
            double sdr,
            List<Measures> heard,
            List<Measures> dry,
            ParamSnapshot params) {}

    /** All candidates of one item, the sound in force first. */
    record Item(String name, String voice, String fault, boolean sure, List<Double> input, List<Row> rows) {}

    /** Items of voices. */
    static List<Item> read(Path file) throws IOException {
        return read(file, PolicyFeatures.COUNT);
    }

    /**
     * Items.
     *
     * @param inputs how many values a row holds of the input
     */
    static List<Item> read(Path file, int inputs) throws IOException {
        int firstParam = FIRST_INPUT + inputs;
        Map<String, Item> items = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            if (cells.length != firstParam + ItemRows.params().size()) {
                continue; // the last line of a run that was cut off
            }
            Item item = items.computeIfAbsent(
                    cells[0],
                    name -> new Item(
                            name,
                            cells[1],
                            cells[2],
                            cells[3].equals("1"),
                            Arrays.stream(numbers(cells, FIRST_INPUT, firstParam))
                                    .boxed()
                                    .toList(),
                            new ArrayList<>()));
            double[] v = numbers(cells, FIRST_NUMBER, FIRST_INPUT);
            item.rows()
                    .add(new Row(
                            cells[4], v[0], v[1], v[2], v[3], parts(v, 0), parts(v, 3), params(cells, firstParam)));
        }
        return new ArrayList<>(items.values());
    }

    private static double[] numbers(String[] cells, int from, int to) {
        return Arrays.stream(cells, from, to).mapToDouble(Double::parseDouble).toArray();
    }

    private static ParamSnapshot params(String[] cells, int from) {
        ParamSnapshot params = new ParamSnapshot();
        int at = from;
        for (ParamTable param : ItemRows.params()) {
            params.set(param, Double.parseDouble(cells[at++]));
        }
        return params;
    }

    private static List<Measures> parts(double[] values, int first) {
        List<Measures> out = new ArrayList<>();
        for (int p = 0; p < 3; p++) {
            int from = FIRST_MEASURE - FIRST_NUMBER + (first + p) * MEASURES;
            out.add(JudgeFeatures.fromMeasures(Arrays.copyOfRange(values, from, from + MEASURES)));
        }
        return out;
    }
}
