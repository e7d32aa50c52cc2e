package attune.bench;

import attune.jvm.JavaHome;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** How soon the plugin sounds: from activation to the first processed block, in a live host that doesn't wait. */
record StartBench(BenchEnvironment environment) {
    private static final int REPEATS = 3;
    private static final String SECONDS = "6";

    void run(Consumer<Figure> print) throws IOException, BenchException {
        for (JavaHome java : environment.javas()) {
            HostRun engine = new HostRun(environment, environment.bridgeRuntime(java));
            JsonNode[] reports = new JsonNode[REPEATS];
            for (int i = 0; i < REPEATS; i++) {
                reports[i] = engine.play("--realtime", "--priority", "60", "--blocks", "256", "--seconds", SECONDS);
            }
            String how = "live host, 48 kHz stereo, 256 frames, median of " + REPEATS + " starts";
            print.accept(figure(
                    "first_wet_ms",
                    "ms",
                    java,
                    how,
                    reports,
                    r -> r.path("first_wet_ms").asDouble(Double.POSITIVE_INFINITY)));
            print.accept(figure(
                    "activate_ms",
                    "ms",
                    java,
                    how,
                    reports,
                    r -> r.path("activate_us").asDouble() / 1_000));
            print.accept(figure(
                    "late_blocks",
                    "",
                    java,
                    how,
                    reports,
                    r -> r.path("late_blocks").asDouble()));
        }
    }

    private static Figure figure(
            String name, String unit, JavaHome java, String how, JsonNode[] reports, ToDoubleFunction<JsonNode> value) {
        double[] values = Arrays.stream(reports).mapToDouble(value).sorted().toArray();
        return Figure.of("start." + name, values[values.length / 2], unit, java.name(), how);
    }
}
