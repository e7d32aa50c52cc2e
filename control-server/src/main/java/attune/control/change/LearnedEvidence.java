package attune.control.change;

import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.PresetEvidence;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.StoredChange;
import attune.param.ParamSnapshot;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What speaks for the sound that an instance plays: the learned changes that are heard in it. Any thread. */
public final class LearnedEvidence {
    private final ChangeStore store;

    public LearnedEvidence(ChangeStore store) {
        this.store = store;
    }

    /** Null where nothing was learned in the slot that plays. */
    public @Nullable PresetEvidence of(EngineSession session) {
        ParamSnapshot plays = session.wanted();
        List<StoredChange> learned =
                store.withStatus(session.id(), ChangeStatus.in_force, ChangeStatus.watching).stream()
                        .filter(change -> change.change().kind() == ChangeKind.learned
                                && change.slot() == session.slot()
                                && change.isHeardIn(plays))
                        .toList();
        List<Evidence> evidence = learned.stream()
                .map(change -> change.change().evidence())
                .filter(Objects::nonNull)
                .toList();
        if (evidence.isEmpty()) {
            return null;
        }
        List<Double> measured = learned.stream()
                .map(change -> change.change().measured())
                .filter(Objects::nonNull)
                .toList();
        List<String> heard = learned.stream()
                .map(change -> change.change().situation())
                .filter(Objects::nonNull)
                .map(situation -> situation.contentClass())
                .distinct()
                .sorted()
                .toList();
        return new PresetEvidence(
                learned.size(),
                evidence.stream().mapToDouble(Evidence::promised).sum(),
                measured.isEmpty()
                        ? null
                        : measured.stream().mapToDouble(Double::doubleValue).sum(),
                measured.size(),
                evidence.stream().mapToDouble(Evidence::seconds).sum(),
                heard,
                evidence.get(0).judge());
    }
}
