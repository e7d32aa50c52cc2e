package attune.cli;

import attune.bridge.telemetry.MetricFrame;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured, gathered from metric frames while it played and from the host's own report at the end. Noise
 * floors are the level of the pauses: the loudness that momentary loudness (400 ms, BS.1770-5) stays under for a
 * twentieth of the time.
 */
final class RunSummary {
    private static final double PAUSE_SHARE = 0.05;

    private final List<Double> inputMomentary = new ArrayList<>();
    private final List<Double> outputMomentary = new ArrayList<>();
    private final MetricFrame last;
    private double inputPeakDbtp = Double.NEGATIVE_INFINITY;
    private double outputPeakDbtp = Double.NEGATIVE_INFINITY;
    private double limiterMostDb;
    private double noiseReductionSum;
    private long frames;

    /** @param last where the newest frame is read into */
    RunSummary(MetricFrame last) {
        this.last = last;
    }

    /** Takes in what {@code last} holds now. */
    void take() {
        frames++;
        add(inputMomentary, last.inputMomentaryLufs);
        add(outputMomentary, last.outputMomentaryLufs);
        inputPeakDbtp = Math.max(inputPeakDbtp, last.inputTruePeakDbtp);
        outputPeakDbtp = Math.max(outputPeakDbtp, last.outputTruePeakDbtp);
        limiterMostDb = Math.min(limiterMostDb, last.limiterGainDb);
        noiseReductionSum += last.noiseReductionDb;
    }

    private static void add(List<Double> levels, double lufs) {
        if (Double.isFinite(lufs)) {
            levels.add(lufs);
        }
    }

    boolean isEmpty() {
        return frames == 0;
    }

    /** Level that a share of {@link #PAUSE_SHARE} of all levels stays under; null without levels. */
    static @Nullable Double pauseLevel(List<Double> levels) {
        if (levels.isEmpty()) {
            return null;
        }
        List<Double> sorted = levels.stream().sorted().toList();
        return rounded(sorted.get((int) (PAUSE_SHARE * (sorted.size() - 1))));
    }

    /** To a hundredth; null where there is no number. */
    static @Nullable Double rounded(double value) {
        return Double.isFinite(value) ? Math.round(value * 100) / 100.0 : null;
    }

    /** The keys that docs/run.md explains, in this order. */
    Map<String, @Nullable Object> toMap(String input, String preset, JsonNode host) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("input", input);
        map.put("preset", preset);
        map.put("seconds", rounded(host.path("seconds").asDouble()));
        map.put("sampleRateHz", host.path("rate_hz").asInt());
        map.put("latencyFrames", host.path("latency_frames").asInt());
        map.put("inputIntegratedLufs", rounded(last.inputIntegratedLufs));
        map.put("outputIntegratedLufs", rounded(last.outputIntegratedLufs));
        map.put("inputNoiseFloorLufs", pauseLevel(inputMomentary));
        map.put("outputNoiseFloorLufs", pauseLevel(outputMomentary));
        map.put("inputTruePeakDbtp", rounded(inputPeakDbtp));
        map.put("outputTruePeakDbtp", rounded(outputPeakDbtp));
        map.put("meanNoiseReductionDb", frames == 0 ? null : rounded(noiseReductionSum / frames));
        map.put("levelerGainDb", rounded(last.levelerGainDb));
        map.put("limiterMaxReductionDb", rounded(limiterMostDb));
        map.put("blocks", host.path("blocks").asLong());
        map.put("lateBlocks", host.path("late_blocks").asLong());
        map.put("dryBlocks", host.path("dry_blocks").asLong());
        map.put("restarts", host.path("restarts").asLong());
        map.put("blockTimeP50Us", rounded(host.path("call_us").path("p50").asDouble()));
        map.put("blockTimeP99Us", rounded(host.path("call_us").path("p99").asDouble()));
        map.put("blockTimeMaxUs", rounded(host.path("call_us").path("max").asDouble()));
        return map;
    }

    /** A small table of {@link #toMap}. */
    static void print(Map<String, @Nullable Object> map, PrintWriter out) {
        out.printf(
                Locale.ROOT, "%s s of %s, preset %s%n", text(map.get("seconds")), map.get("input"), map.get("preset"));
        row(out, "integrated loudness", map.get("inputIntegratedLufs"), map.get("outputIntegratedLufs"), "LUFS");
        row(out, "level of the pauses", map.get("inputNoiseFloorLufs"), map.get("outputNoiseFloorLufs"), "LUFS");
        row(out, "true peak", map.get("inputTruePeakDbtp"), map.get("outputTruePeakDbtp"), "dBTP");
        out.printf(
                Locale.ROOT,
                "  %s blocks, %s late, %s dry, %s restarts; host's calls p50 %s µs, p99 %s µs, max %s µs%n",
                map.get("blocks"),
                map.get("lateBlocks"),
                map.get("dryBlocks"),
                map.get("restarts"),
                micros(map.get("blockTimeP50Us")),
                micros(map.get("blockTimeP99Us")),
                micros(map.get("blockTimeMaxUs")));
        printLearning(map, out);
    }

    private static void printLearning(Map<String, @Nullable Object> map, PrintWriter out) {
        if (map.get("objectivesFirst") instanceof Map<?, ?> first
                && map.get("objectivesLast") instanceof Map<?, ?> last
                && !first.isEmpty()) {
            StringBuilder line =
                    new StringBuilder("  objectives of the sound (0 worst, 1 best), first and last 10 s of the scene:");
            first.forEach((name, value) ->
                    line.append(String.format(Locale.ROOT, "  %s %s → %s", name, value, last.get(name))));
            out.println(line);
        }
        if (Boolean.TRUE.equals(map.get("server"))
                && map.get("changes") instanceof List<?> changes
                && map.get("abstentions") instanceof List<?> abstentions) {
            out.printf(
                    Locale.ROOT,
                    "  changes: %d, left alone: %d; ./attune why and ./attune history say more%n",
                    changes.size(),
                    abstentions.size());
        }
    }

    private static void row(PrintWriter out, String name, @Nullable Object in, @Nullable Object result, String unit) {
        out.printf(Locale.ROOT, "  %-20s in %7s   out %7s  %s%n", name, text(in), text(result), unit);
    }

    private static String text(@Nullable Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%.1f", number).replace('-', '\u2212')
                : "–";
    }

    private static String micros(@Nullable Object value) {
        return value instanceof Double number ? String.format(Locale.ROOT, "%.0f", number) : "–";
    }

    /**
     * One line of meters.
     *
     * @param learning what is being learned; empty where nothing is
     */
    static String line(MetricFrame frame, String learning) {
        String meters = String.format(
                Locale.ROOT,
                "in %s out %s LUFS  peak %s NR %s level %s limit %s dB late %d",
                level(frame.inputShortTermLufs),
                level(frame.outputShortTermLufs),
                level(frame.outputTruePeakDbtp),
                level(frame.noiseReductionDb),
                level(frame.levelerGainDb),
                level(frame.limiterGainDb),
                frame.lateBlocks);
        return learning.isEmpty() ? meters : meters + "  " + learning;
    }

    /** Five characters wide; a dash where there is nothing. */
    static String level(double db) {
        return Double.isFinite(db) ? String.format(Locale.ROOT, "%5.1f", db).replace('-', '\u2212') : "    –";
    }
}
