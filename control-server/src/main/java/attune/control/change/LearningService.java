package attune.control.change;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.LearningRequest;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineSession;
import attune.control.store.ExperienceStore;
import attune.control.stream.Events;
import attune.param.GentlePreset;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What learning may do: mode, freeze, on-air lock, reset. Any thread. */
public final class LearningService {
    private final Preferences preferences;
    private final ExperienceStore experiences;
    private final ManualService manual;
    private final Events events;
    private final Clock clock;

    LearningService(
            Preferences preferences, ExperienceStore experiences, ManualService manual, Events events, Clock clock) {
        this.preferences = preferences;
        this.experiences = experiences;
        this.manual = manual;
        this.events = events;
        this.clock = clock;
    }

    /** Whether an engine that appears is frozen from before. */
    public boolean isFrozen(String engineId) {
        return preferences.isFrozen(engineId);
    }

    /** Whether an engine that appears is on air from before. */
    public boolean isOnAir(String engineId) {
        return preferences.isOnAir(engineId);
    }

    /**
     * For one engine. Freezing holds at once, even where it could not be remembered.
     *
     * @throws ProblemException 409 where the instance is gone for good; where only its engine is,
     *     the mode can't be set, but it can be frozen
     */
    public EngineInfo set(EngineSession session, LearningRequest request) {
        session.requireHost();
        apply(session, request);
        preferences.remember(List.of(session.id()), false, request.frozen(), request.onAir());
        events.tell("engine", session.id(), session.info());
        return session.info();
    }

    /**
     * For all engines that are here; freeze and on-air lock for those that will come, too. A mode reaches those that play:
     * it is a control of the plugin's own, which the host keeps.
     */
    public List<EngineInfo> setAll(List<EngineSession> sessions, LearningRequest request) {
        List<String> ids = new ArrayList<>();
        LearningRequest forAll = new LearningRequest(null, request.frozen(), request.onAir());
        for (EngineSession session : sessions) {
            try {
                apply(session, request);
            } catch (ProblemException gone) {
                // One whose engine is just being started anew, or ends this moment, is frozen with the others.
                apply(session, forAll);
            }
            if (session.hasHost()) {
                ids.add(session.id());
            }
        }
        preferences.remember(ids, true, request.frozen(), request.onAir());
        List<EngineInfo> infos = new ArrayList<>();
        for (EngineSession session : sessions) {
            events.tell("engine", session.id(), session.info());
            infos.add(session.info());
        }
        return infos;
    }

    private static void apply(EngineSession session, LearningRequest request) {
        // The only one that may be refused comes first: nothing is done by halves.
        if (request.mode() != null) {
            session.setMacros(Map.of(MacroTable.LEARN, (double) request.mode().ordinal()));
        }
        if (request.frozen() != null) {
            session.setFrozen(request.frozen());
        }
        if (request.onAir() != null) {
            session.setOnAir(request.onAir());
        }
    }

    /**
     * Back to the gentle preset on all engines that play; what was learned so far does not count any more. The history
     * stays.
     *
     * @param who of the audit log
     */
    public List<Change> reset(List<EngineSession> sessions, String who) {
        preferences.setReset(clock.millis(), experiences.last(), who);
        List<Change> changes = gentle(sessions);
        events.tell("preferences", null, preferences.all());
        return changes;
    }

    /** Back to the gentle preset on all engines that play. */
    public List<Change> gentle(List<EngineSession> sessions) {
        List<Change> changes = new ArrayList<>();
        ParamSnapshot gentle = GentlePreset.params();
        for (EngineSession session : sessions) {
            if (session.isConnected() && session.hasPlayed()) {
                changes.add(manual.recallAll(session, "Gentle", gentle, session.slot()));
            }
        }
        return changes;
    }
}
