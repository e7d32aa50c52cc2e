package attune.learn.td3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lines of numbers that a script of src/test/reference wrote. */
final class ReferenceValues {
    private ReferenceValues() {}

    /** By the name at the begin of each line. */
    static Map<String, double[]> named(String file) throws IOException {
        Map<String, double[]> values = new HashMap<>();
        for (String line : lines(file)) {
            String[] cells = line.split(",", -1);
            values.put(cells[0], numbers(Arrays.copyOfRange(cells, 1, cells.length)));
        }
        return values;
    }

    /** Without the first line. */
    static List<double[]> rows(String file) throws IOException {
        return lines(file).stream()
                .skip(1)
                .map(line -> numbers(line.split(",", -1)))
                .toList();
    }

    static void fill(FloatBuffer into, double[] values) {
        for (int i = 0; i < into.capacity(); i++) {
            into.put(i, (float) values[i]);
        }
    }

    private static double[] numbers(String[] cells) {
        return Arrays.stream(cells).mapToDouble(Double::parseDouble).toArray();
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                        ReferenceValues.class.getResourceAsStream("/attune/learn/td3/" + file), file);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }
}
