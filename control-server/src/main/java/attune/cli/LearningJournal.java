package attune.cli;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Heard;
import attune.api.SocketMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was heard and decided for the engine of one host, gathered from the server's events: the line for people while it
 * plays, the account at the end. Any thread.
 */
final class LearningJournal {
    /** Length of the beginning and of the end whose objectives are compared, in milliseconds. */
    private static final long EDGE_MS = 10_000;

    private record Moment(long atMs, Map<String, Double> objectives) {}

    private final String idStart;
    private final Map<Long, Change> changes = new TreeMap<>();
    private final List<Moment> moments = new ArrayList<>();
    private final Deque<String> news = new ArrayDeque<>();
    private @Nullable Heard heard;
    private @Nullable String engineId;

    /** @param hostPid process of the host whose engine is followed */
    LearningJournal(long hostPid) {
        this.idStart = hostPid + "-";
    }

    /** Whether an engine is that of the host. */
    boolean follows(String id) {
        return id.startsWith(idStart);
    }

    /** Takes in one event of the server. */
    synchronized void take(SocketMessage message, long nowMs) {
        String id = message.engineId();
        if (id == null || !follows(id) || !(message.data() instanceof JsonNode data)) {
            return;
        }
        engineId = id;
        try {
            if (message.type().equals("heard")) {
                Heard told = ServerClient.JSON.treeToValue(data, Heard.class);
                heard = told; // null: nobody listens any more
                if (told != null && !told.objectives().isEmpty()) {
                    moments.add(new Moment(nowMs, heard.objectives()));
                }
            } else if (message.type().equals("change")) {
                take(ServerClient.JSON.treeToValue(data, Change.class));
            }
        } catch (JsonProcessingException e) {
            // A later server's kind of message: the sound and the other messages go on.
            return;
        }
    }

    /** Takes in an entry of the timeline, new or with another status. */
    synchronized void take(Change change) {
        engineId = change.engineId();
        Change before = changes.put(change.id(), change);
        if (before == null) {
            news.add(sentence(change));
        } else if (change.verdict() != null && before.verdict() == null) {
            news.add("#" + change.id() + " " + Timeline.measured(change) + promised(change));
        } else if (before.status() != change.status() && isTakenBack(change.status())) {
            news.add("#" + change.id() + " " + change.status().name().replace('_', ' ') + ": "
                    + change.explanation().sentence());
        }
    }

    private static String sentence(Change change) {
        String label = change.kind() == ChangeKind.abstained
                ? "left alone"
                : change.status() == ChangeStatus.proposed
                        ? "proposed"
                        : change.kind().name();
        return "#" + change.id() + " " + label + ": " + change.explanation().sentence();
    }

    private static String promised(Change change) {
        return change.evidence() == null ? "" : ", promised " + Timeline.promised(change.evidence());
    }

    private static boolean isTakenBack(ChangeStatus status) {
        return status == ChangeStatus.taken_back || status == ChangeStatus.undone || status == ChangeStatus.rejected;
    }

    /** Sentences that were not given out yet. */
    synchronized List<String> news() {
        List<String> all = List.copyOf(news);
        news.clear();
        return all;
    }

    /** Engine that is followed; null until the server knows it. */
    synchronized @Nullable String engineId() {
        return engineId;
    }

    /** "heard speech 94 % · Hum, 50 Hz · auditioning"; empty until something was heard. */
    synchronized String line() {
        if (heard == null) {
            return "";
        }
        String degradations = heard.degradations().stream()
                .limit(2)
                .map(degradation -> " · " + degradation.label())
                .collect(Collectors.joining());
        return String.format(
                Locale.ROOT,
                "heard %s %.0f %%%s · %s",
                heard.contentClass(),
                heard.confidence() * 100,
                degradations,
                heard.doing());
    }

    /** Keys {@code objectivesFirst}, {@code objectivesLast}, {@code changes}, {@code abstentions}. */
    synchronized void put(Map<String, @Nullable Object> map) {
        long first = moments.isEmpty() ? 0 : moments.get(0).atMs();
        long last = moments.isEmpty() ? 0 : moments.get(moments.size() - 1).atMs();
        map.put("objectivesFirst", mean(moment -> moment.atMs() - first <= EDGE_MS));
        map.put("objectivesLast", mean(moment -> last - moment.atMs() <= EDGE_MS));
        List<Map<String, @Nullable Object>> made = new ArrayList<>();
        List<Map<String, @Nullable Object>> leftAlone = new ArrayList<>();
        for (Change change : changes.values()) {
            (change.kind() == ChangeKind.abstained ? leftAlone : made).add(entry(change));
        }
        map.put("changes", made);
        map.put("abstentions", leftAlone);
    }

    private static Map<String, @Nullable Object> entry(Change change) {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("id", change.id());
        if (change.kind() == ChangeKind.abstained) {
            // The short stable name of the reason.
            entry.put("reason", change.strategy());
            entry.put("sentence", change.explanation().sentence());
            return entry;
        }
        entry.put("kind", change.kind().name());
        entry.put("status", change.status().name());
        entry.put("strategy", change.strategy());
        entry.put("sentence", change.explanation().sentence());
        entry.put(
                "promised",
                change.evidence() == null
                        ? null
                        : RunSummary.rounded(change.evidence().promised()));
        entry.put("measured", change.measured() == null ? null : RunSummary.rounded(change.measured()));
        entry.put("verdict", change.verdict());
        return entry;
    }

    /** Mean of each objective over some moments; empty where there are none. */
    private Map<String, @Nullable Double> mean(Predicate<Moment> which) {
        Map<String, double[]> sums = new TreeMap<>();
        for (Moment moment : moments) {
            if (which.test(moment)) {
                moment.objectives().forEach((name, value) -> {
                    double[] sum = sums.computeIfAbsent(name, key -> new double[2]);
                    sum[0] += value;
                    sum[1]++;
                });
            }
        }
        Map<String, @Nullable Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, RunSummary.rounded(sum[0] / sum[1])));
        return means;
    }
}
