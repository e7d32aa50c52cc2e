package attune.control.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Metrics in Prometheus' text format 0.0.4: families in the order in which they were named. One thread. */
final class PrometheusText {
    /** Kinds of metric. */
    enum Type {
        COUNTER,
        GAUGE
    }

    private record Family(Type type, String help, List<String> samples) {}

    private final Map<String, Family> families = new LinkedHashMap<>();

    /**
     * Adds one value.
     *
     * @param name with its unit; the same type and help each time
     * @param labels names and values in turn
     */
    PrometheusText add(Type type, String name, String help, double value, String... labels) {
        StringBuilder line = new StringBuilder(name);
        for (int i = 0; i + 1 < labels.length; i += 2) {
            line.append(i == 0 ? '{' : ',')
                    .append(labels[i])
                    .append("=\"")
                    .append(escaped(labels[i + 1]))
                    .append('"');
        }
        line.append(labels.length == 0 ? " " : "} ").append(number(value));
        families.computeIfAbsent(name, one -> new Family(type, help, new ArrayList<>()))
                .samples()
                .add(line.toString());
        return this;
    }

    /** The same for what is counted. */
    PrometheusText add(Type type, String name, String help, long value, String... labels) {
        return add(type, name, help, (double) value, labels);
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.9g", value);
    }

    /** All of it. */
    String text() {
        StringBuilder text = new StringBuilder();
        families.forEach((name, family) -> {
            text.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(family.help())
                    .append('\n');
            text.append("# TYPE ")
                    .append(name)
                    .append(' ')
                    .append(family.type().name().toLowerCase(Locale.ROOT))
                    .append('\n');
            family.samples().forEach(sample -> text.append(sample).append('\n'));
        });
        return text.toString();
    }
}
