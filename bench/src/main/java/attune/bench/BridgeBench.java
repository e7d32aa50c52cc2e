package attune.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Round trip of {@code run()} at real-time pace: the Java engine beside an echo engine in Rust over the same exchange. Runs
 * alternate (echo, Java, echo, Java, …) so that both see the same machine; the median over the runs is printed.
 *
 * <p>Round trip holds the sound's own computation; {@code exchange} is the round trip less the time between the engine's
 * start and done stamps: what the way there and back costs.
 */
record BridgeBench(BenchEnvironment environment, int seconds) {
    private static final int[] BLOCK_FRAMES = {64, 128, 256, 512};
    private static final int REPEATS = 3;

    void run(Consumer<Figure> print) throws IOException, BenchException {
        HostRun echo = new HostRun(environment, environment.echoRuntime());
        for (JavaHome java : environment.javas()) {
            HostRun engine = new HostRun(environment, environment.bridgeRuntime(java));
            for (int frames : BLOCK_FRAMES) {
                compare(java, frames, engine, echo, print);
            }
        }
    }

    private void compare(JavaHome java, int frames, HostRun engine, HostRun echo, Consumer<Figure> print)
            throws IOException, BenchException {
        JsonNode[] ours = new JsonNode[REPEATS];
        JsonNode[] floor = new JsonNode[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            floor[i] = play(echo, frames);
            ours[i] = play(engine, frames);
        }
        String how = String.format(
                Locale.ROOT,
                "%d frames at 48 kHz stereo, SCHED_FIFO where allowed, median of %d runs of %d s",
                frames,
                REPEATS,
                seconds);
        for (String measure : new String[] {"exchange_us", "call_us"}) {
            for (String percentile : new String[] {"p50", "p99", "p99_9", "max"}) {
                ToDoubleFunction<JsonNode> value =
                        report -> report.path(measure).path(percentile).asDouble();
                print.accept(Figure.against(
                        "bridge." + frames + "." + measure.replace("_us", "") + "_" + percentile,
                        median(ours, value),
                        "µs",
                        "echo in Rust",
                        median(floor, value),
                        java.name(),
                        how));
            }
        }
        ToDoubleFunction<JsonNode> late = report -> report.path("late_blocks").asDouble();
        print.accept(new Figure(
                "bridge." + frames + ".late_blocks",
                Arrays.stream(ours).mapToDouble(late).sum(),
                "",
                "echo in Rust",
                Arrays.stream(floor).mapToDouble(late).sum(),
                null,
                java.name(),
                how + ", all runs together"));
    }

    private JsonNode play(HostRun host, int frames) throws IOException, BenchException {
        return host.play(
                "--realtime",
                "--seconds",
                Integer.toString(seconds),
                "--blocks",
                Integer.toString(frames),
                "--priority",
                "60",
                "--wait-ready",
                "10");
    }

    private static double median(JsonNode[] reports, ToDoubleFunction<JsonNode> value) {
        double[] values = Arrays.stream(reports).mapToDouble(value).sorted().toArray();
        return values[values.length / 2];
    }
}
