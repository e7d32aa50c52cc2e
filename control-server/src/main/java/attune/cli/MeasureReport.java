package attune.cli;

import attune.api.LoudnessTarget;
import attune.control.store.MeasuredLoudness;
import attune.control.store.TargetCheck;
import attune.control.words.Numbers;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code attune measure} says of one file. Values that do not exist, like the loudness of silence, are null. */
record MeasureReport(
        Path file,
        int channels,
        MeasuredLoudness measured,
        List<TargetCheck> checks,
        @Nullable String warning) {
    private static final String NOT_STABLE = "not stable under 60 s";

    /** For JSON, keys in a fixed order, numbers rounded to a hundredth. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("file", file.toString());
        map.put("seconds", Math.round(measured.seconds() * 1000) / 1000.0);
        map.put("channels", channels);
        map.put("integratedLufs", RunSummary.rounded(measured.integratedLufs()));
        map.put("maximumMomentaryLufs", RunSummary.rounded(measured.maximumMomentaryLufs()));
        map.put("maximumShortTermLufs", RunSummary.rounded(measured.maximumShortTermLufs()));
        map.put("loudnessRangeLu", RunSummary.rounded(measured.rangeLu()));
        map.put("loudnessRangeStable", measured.rangeStable());
        map.put("truePeakDbtp", RunSummary.rounded(measured.truePeakDbtp()));
        map.put("targets", checks.stream().map(MeasureReport::toMap).toList());
        map.put("warning", warning);
        return map;
    }

    static Map<String, @Nullable Object> toMap(TargetCheck check) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Double gain = check.gainDb();
        map.put("id", check.target().id());
        map.put("outcome", check.outcome().name());
        map.put("gainDb", gain == null ? null : RunSummary.rounded(gain));
        map.put("reasons", check.reasons());
        return map;
    }

    /** Whether it was held against one target and does not meet it. */
    boolean fails() {
        return checks.stream().anyMatch(check -> check.outcome() == TargetCheck.Outcome.fail);
    }

    /** Two small tables for people. */
    void print(PrintWriter out) {
        out.println(file + (channels == 1 ? ", mono" : ", stereo"));
        row(out, "integrated loudness", measured.integratedLufs(), "LUFS");
        row(out, "momentary, most", measured.maximumMomentaryLufs(), "LUFS");
        row(out, "short-term, most", measured.maximumShortTermLufs(), "LUFS");
        row(out, "loudness range", measured.rangeLu(), "LU" + (measured.rangeStable() ? "" : " (" + NOT_STABLE + ")"));
        row(out, "true peak", measured.truePeakDbtp(), "dBTP");
        out.println();
        for (TargetCheck check : checks) {
            String reasons = String.join("; ", check.reasons());
            out.printf(
                    "  %-18s %-26s %-5s %s%n",
                    check.target().id(),
                    wanted(check.target()),
                    check.outcome(),
                    check.prediction() + (reasons.isEmpty() ? "" : ": " + reasons));
        }
    }

    private static String wanted(LoudnessTarget target) {
        Double tolerance = target.toleranceLu();
        Double peak = target.maxTruePeakDbtp();
        String spread = tolerance == null ? "" : " ±" + (tolerance % 1 == 0 ? Numbers.plain(tolerance, 0) : tolerance);
        return Numbers.plain(target.integratedLufs(), 0) + spread + " LUFS"
                + (peak == null ? "" : ", " + Numbers.plain(peak, 0) + " dBTP");
    }

    private static void row(PrintWriter out, String name, double value, String unit) {
        out.printf("  %-20s %7s %s%n", name, Double.isFinite(value) ? Numbers.plain(value, 1) : "–", unit);
    }
}
