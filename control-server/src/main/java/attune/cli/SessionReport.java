package attune.cli;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.EngineInfo;
import attune.api.LoudnessTarget;
import attune.api.TargetList;
import attune.api.TelemetryPoint;
import attune.control.store.MeasuredLoudness;
import attune.control.store.TargetCheck;
import attune.control.words.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code attune report} says of one instance over some time.
 *
 * @param engineId plugin instance
 * @param engine what the server knows of it; null where it no longer does
 * @param fromMs beginning of what was asked for
 * @param toMs end
 * @param seconds one point for each second that was played, oldest first
 * @param targets what loudness platforms want; null where there is no list
 * @param timeline changes and abstentions, oldest first
 * @param missing what could not be said, one sentence each
 */
record SessionReport(
        String engineId,
        @Nullable EngineInfo engine,
        long fromMs,
        long toMs,
        List<TelemetryPoint> seconds,
        @Nullable TargetList targets,
        List<Change> timeline,
        List<String> missing) {
    static final String METHOD =
            "Loudness is of what the control server keeps: short-term loudness and true peak of each"
                    + " second. Integrated loudness is gated on windows of 3 s in place of 400 ms: where pauses are of a second"
                    + " and more, up to 2 LU lower than a meter's. Loudness range is after EBU Tech 3342.";

    SessionReport {
        seconds = List.copyOf(seconds);
        timeline = List.copyOf(timeline);
        missing = List.copyOf(missing);
    }

    MeasuredLoudness input() {
        return SessionLoudness.input(seconds);
    }

    MeasuredLoudness output() {
        return SessionLoudness.output(seconds);
    }

    String host() {
        return engine == null ? "unknown host" : engine.hostName();
    }

    long blocks() {
        return seconds.stream().mapToLong(TelemetryPoint::blocks).sum();
    }

    long lateBlocks() {
        return seconds.stream().mapToLong(TelemetryPoint::lateBlocks).sum();
    }

    /** Longest round trip of a block, microseconds; NaN where none was measured. */
    double slowestUs() {
        double slowest = Double.NaN;
        for (TelemetryPoint second : seconds) {
            Double time = second.roundTripMaxUs();
            if (time != null && !(time <= slowest)) {
                slowest = time;
            }
        }
        return slowest;
    }

    List<Change> changes() {
        return timeline.stream()
                .filter(change -> change.kind() != ChangeKind.abstained)
                .toList();
    }

    /** Changes, and what was left alone, many in a row as one; oldest first. */
    List<Timeline.Row> rows() {
        List<Change> newestFirst = new ArrayList<>(timeline);
        Collections.reverse(newestFirst);
        List<Timeline.Row> rows = new ArrayList<>(Timeline.rows(newestFirst));
        Collections.reverse(rows);
        return rows;
    }

    /** Why the sound was left alone, with how often, the most frequent first. */
    Map<String, Integer> leftAlone() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        timeline.stream()
                .filter(change -> change.kind() == ChangeKind.abstained)
                .forEach(change -> counts.merge(change.explanation().sentence(), 1, Integer::sum));
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** The output held against every target. */
    List<TargetCheck> checks() {
        MeasuredLoudness measured = output();
        return targets == null
                ? List.of()
                : targets.targets().stream()
                        .map(target -> check(target, measured))
                        .toList();
    }

    /** Open where it turns on more than is known of the integrated loudness. */
    static TargetCheck check(LoudnessTarget target, MeasuredLoudness measured) {
        TargetCheck check = TargetCheck.of(target, measured);
        boolean sure = check.outcome() == outcome(target, measured, SessionLoudness.MOST_BELOW_LU)
                && check.outcome() == outcome(target, measured, -SessionLoudness.MOST_ABOVE_LU);
        if (sure) {
            return check;
        }
        List<String> reasons = new ArrayList<>(check.reasons());
        reasons.add("too close to tell from telemetry; ./attune measure tells of a recording");
        return new TargetCheck(target, TargetCheck.Outcome.open, check.gainDb(), reasons);
    }

    /** As it would be for sound of which integrated loudness is that much higher. */
    private static TargetCheck.Outcome outcome(LoudnessTarget target, MeasuredLoudness measured, double lu) {
        MeasuredLoudness shifted = new MeasuredLoudness(
                measured.seconds(),
                measured.integratedLufs() + lu,
                measured.maximumMomentaryLufs(),
                measured.maximumShortTermLufs(),
                measured.rangeLu(),
                measured.truePeakDbtp());
        return TargetCheck.of(target, shifted).outcome();
    }

    /** For JSON, keys in a fixed order, numbers rounded to a hundredth. */
    Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("version", Version.number());
        map.put("engine", engineId);
        map.put("host", host());
        map.put("fromMs", fromMs);
        map.put("toMs", toMs);
        map.put("playedSeconds", seconds.size());
        map.put("input", toMap(input()));
        map.put("output", toMap(output()));
        map.put("targets", checks().stream().map(MeasureReport::toMap).toList());
        map.put("blocks", blocks());
        map.put("lateBlocks", lateBlocks());
        map.put("slowestBlockUs", RunSummary.rounded(slowestUs()));
        map.put("changes", changes());
        map.put("leftAlone", leftAlone());
        map.put("method", METHOD);
        map.put("missing", missing);
        return map;
    }

    private static Map<String, @Nullable Object> toMap(MeasuredLoudness measured) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("integratedLufs", RunSummary.rounded(measured.integratedLufs()));
        map.put("loudnessRangeLu", RunSummary.rounded(measured.rangeLu()));
        map.put("loudnessRangeStable", measured.rangeStable());
        map.put("maximumShortTermLufs", RunSummary.rounded(measured.maximumShortTermLufs()));
        map.put("truePeakDbtp", RunSummary.rounded(measured.truePeakDbtp()));
        return map;
    }

    /** "−16.2 LUFS"; a dash where there is none. */
    static String level(double value, String unit) {
        return Double.isFinite(value) ? Numbers.plain(value, 1) + " " + unit : "–";
    }
}
