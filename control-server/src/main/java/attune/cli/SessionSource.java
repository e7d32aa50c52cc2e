package attune.cli;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.TargetList;
import attune.api.TelemetryPoint;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the control server for all that a {@link SessionReport} needs. */
final class SessionSource {
    private static final TypeReference<List<TelemetryPoint>> POINTS = new TypeReference<>() {};
    private static final TypeReference<List<EngineInfo>> ENGINES = new TypeReference<>() {};
    /** What one answer brings at most. */
    private static final int PAGE = 3600;

    private static final int MOST_CHANGES = 10_000;
    private static final long SECONDS_KEPT_MS = 2 * 86_400_000L;

    private final ServerClient server;

    SessionSource(ServerClient server) {
        this.server = server;
    }

    /**
     * @param wanted plugin instance; null: the one that played last
     * @param sinceMs beginning
     * @throws CliException where nothing played
     */
    SessionReport report(@Nullable String wanted, long sinceMs, long nowMs) {
        String id = wanted == null ? newest(sinceMs, nowMs) : wanted;
        List<TelemetryPoint> seconds = seconds(id, sinceMs, nowMs);
        List<EngineInfo> engines = server.list("/engines", ENGINES);
        Optional<EngineInfo> engine =
                engines.stream().filter(info -> info.id().equals(id)).findFirst();
        if (seconds.isEmpty() && engine.isEmpty() && wanted != null) {
            throw CliException.usage("Nothing is known of an engine '" + id + "' in this time; "
                    + (engines.isEmpty()
                            ? "no engine is there now."
                            : "there are "
                                    + String.join(
                                            ", ",
                                            engines.stream().map(EngineInfo::id).toList())
                                    + "."));
        }
        List<String> missing = new ArrayList<>();
        if (nowMs - sinceMs > SECONDS_KEPT_MS) {
            missing.add("Seconds are kept for two days; what was before is not in this report.");
        }
        if (seconds.isEmpty()) {
            missing.add("No second was measured: the instance has played nothing, or plays for less than ten seconds.");
        }
        return new SessionReport(
                id,
                engine.orElse(null),
                sinceMs,
                nowMs,
                seconds,
                targets(missing),
                timeline(id, sinceMs, missing),
                missing);
    }

    private String newest(long sinceMs, long nowMs) {
        List<TelemetryPoint> newest = server.list("/telemetry?seconds=" + secondsBetween(sinceMs, nowMs), POINTS);
        if (newest.isEmpty()) {
            throw CliException.failed(
                    "Nothing was played in this time, so there is nothing to report; --since goes further back.");
        }
        return newest.get(newest.size() - 1).engineId();
    }

    private static long secondsBetween(long sinceMs, long nowMs) {
        return Math.max(1, (nowMs - sinceMs + 999) / 1000);
    }

    /** Page by page, the newest first. */
    private List<TelemetryPoint> seconds(String id, long sinceMs, long nowMs) {
        String path = "/telemetry?engineId=" + ServerClient.segment(id) + "&seconds=" + secondsBetween(sinceMs, nowMs);
        List<TelemetryPoint> all = new ArrayList<>();
        List<TelemetryPoint> page = server.list(path, POINTS);
        while (true) {
            List<TelemetryPoint> newestFirst = new ArrayList<>(page);
            Collections.reverse(newestFirst);
            all.addAll(newestFirst);
            if (page.size() < PAGE) {
                break;
            }
            page = server.list(path + "&before=" + page.get(0).at(), POINTS);
        }
        Collections.reverse(all);
        return all.stream().filter(point -> point.at() >= sinceMs).toList();
    }

    private @Nullable TargetList targets(List<String> missing) {
        try {
            return server.get("/targets", TargetList.class);
        } catch (CliException e) {
            missing.add("Not held against targets: " + e.getMessage());
            return null;
        }
    }

    private List<Change> timeline(String id, long sinceMs, List<String> missing) {
        List<Change> changes = new ArrayList<>(Timeline.fetch(server, id, null, MOST_CHANGES));
        if (changes.size() == MOST_CHANGES) {
            missing.add("Only the newest " + MOST_CHANGES + " entries of the timeline were looked at.");
        }
        changes.removeIf(change -> change.at() < sinceMs);
        Collections.reverse(changes);
        return changes;
    }
}
