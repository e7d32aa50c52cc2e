package attune.control.store;

import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the audit log says of the timeline: the settings that moved, what that was to bring, and why, in the learner's own words.
 * Sentences about presets and rules name what a person named, so they stay in the timeline. Any thread.
 */
final class ChangeAudit {
    private ChangeAudit() {}

    /** Of a new entry; empty for what is in the timeline alone: hands on the controls, and what was left alone. */
    static Optional<AuditEvent> of(long number, NewChange draft) {
        String event = switch (draft.kind()) {
            case learned -> draft.status() == ChangeStatus.proposed ? "proposed" : "applied";
            case undo -> "undone";
            case rollback -> "rolled-back";
            case preset -> "recalled";
            case manual -> draft.parent() == null ? "" : "lessened";
            case abstained -> "";
        };
        if (event.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("change", Long.toString(number));
        if (draft.parent() != null) {
            detail.put("of", draft.parent().toString());
        }
        detail.putAll(moved(draft.before(), draft.after()));
        if (draft.evidence() != null) {
            detail.put(
                    "impact",
                    String.format(
                            Locale.ROOT,
                            "promised %+.2f steps, noise %.2f",
                            draft.evidence().promised(),
                            draft.evidence().noise()));
        }
        if (draft.kind() == ChangeKind.learned || draft.kind() == ChangeKind.rollback) {
            detail.put("reason", draft.explanation().sentence());
        }
        return Optional.of(new AuditEvent(event, draft.who(), draft.engineId(), detail));
    }

    /** "before" and "after": "eq1_gain 0.0, hpf_corner 20.0", each with what moved only. */
    static Map<String, String> moved(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> was = new TreeMap<>();
        Map<String, Double> is = new TreeMap<>();
        after.forEach((id, value) -> {
            Double earlier = before.get(id);
            if (earlier != null && !Objects.equals(earlier, value)) {
                was.put(id, earlier);
                is.put(id, value);
            }
        });
        return Map.of("before", values(was), "after", values(is));
    }

    private static String values(Map<String, Double> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** What the watcher found, as "impact". */
    static Map<String, String> impact(@Nullable Double measured, String verdict) {
        String found =
                measured == null ? "measured nothing" : String.format(Locale.ROOT, "measured %+.2f steps", measured);
        return Map.of("impact", found + ", " + verdict);
    }
}
