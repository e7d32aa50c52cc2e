package attune.control.http;

import attune.control.change.Services;
import attune.control.health.Health;
import attune.control.privacy.Privacy;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineRegistry;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.ExperienceStore;
import attune.control.store.FeedbackStore;
import attune.control.store.InstanceStore;
import attune.control.store.LoudnessTargets;
import attune.control.store.PresetStore;
import attune.control.store.StoredChange;
import attune.control.store.TelemetryStore;
import attune.control.stream.StreamHub;

/**
 * What handlers work with.
 *
 * @param system what concerns the server itself
 */
public record Handlers(
        EngineRegistry registry,
        Health health,
        Services services,
        ChangeStore changes,
        InstanceStore instances,
        FeedbackStore feedback,
        ExperienceStore experiences,
        TelemetryStore telemetry,
        PresetStore presets,
        LoudnessTargets targets,
        Privacy privacy,
        StreamHub hub,
        SystemState system,
        Tokens tokens) {
    EngineSession engine(Call call) {
        return registry.session(call.path("id"));
    }

    /** The change that the path names. @throws ProblemException 404 */
    StoredChange change(Call call) {
        long id = call.number("id", "change");
        return changes.find(id).orElseThrow(() -> ProblemException.unknown("change", Long.toString(id), ""));
    }
}
