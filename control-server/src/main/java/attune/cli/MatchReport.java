package attune.cli;

import attune.control.words.Numbers;
import attune.learn.match.MatchPart;
import attune.learn.match.MatchResult;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code attune match} found, for people. */
record MatchReport(MatchResult result, ParamSnapshot start) {
    void print(PrintWriter out) {
        out.println("Distance to the reference:");
        for (MatchResult.Part part : result.parts()) {
            out.printf("  %-9s %s%n", name(part.part()), distances(part));
        }
        out.println();
        if (start.sameAs(result.params())) {
            out.println("Nothing was changed.");
            return;
        }
        out.println("Settings:");
        for (ParamTable param : ParamTable.all()) {
            double value = result.params().get(param);
            if (value != start.get(param)) {
                out.printf("  %-16s %-22s %s%n", param.id(), param.spec().label(), Numbers.change(param.spec(), value));
            }
        }
    }

    /** For JSON, keys in a fixed order, numbers rounded to a hundredth. */
    Map<String, @Nullable Object> toMap() {
        List<Map<String, @Nullable Object>> parts = new ArrayList<>();
        for (MatchResult.Part part : result.parts()) {
            Map<String, @Nullable Object> entry = new LinkedHashMap<>();
            entry.put("part", name(part.part()));
            entry.put("leftAlone", part.leftAlone());
            entry.put("beforeDb", RunSummary.rounded(part.beforeDb()));
            entry.put("afterDb", RunSummary.rounded(part.afterDb()));
            parts.add(entry);
        }
        Map<String, Double> settings = new LinkedHashMap<>();
        for (ParamTable param : ParamTable.all()) {
            if (result.params().get(param) != start.get(param)) {
                settings.put(param.id(), result.params().get(param));
            }
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("parts", parts);
        map.put("settings", settings);
        return map;
    }

    static String name(MatchPart part) {
        return part.name().toLowerCase(Locale.ROOT);
    }

    private static String distances(MatchResult.Part part) {
        String reason = part.leftAlone();
        if (reason != null) {
            return "left alone: " + reason;
        }
        return String.format(
                Locale.ROOT, "%4s dB → %s dB", Numbers.plain(part.beforeDb(), 1), Numbers.plain(part.afterDb(), 1));
    }
}
