package attune.control.http;

import attune.api.AgentStatus;
import attune.api.Heard;
import attune.api.Learner;
import attune.api.LearnerRest;
import attune.api.LearnerState;
import attune.control.change.Preferences;
import attune.control.registry.EngineSession;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the learner hears, and who proposes changes: what the person wants, and who rests by what the agent says. */
final class LearnerHandlers {
    private final Handlers with;

    LearnerHandlers(Handlers with) {
        this.with = with;
    }

    void all(Call call) {
        call.answer(states());
    }

    void set(Call call) {
        Preferences preferences = with.services().preferences();
        preferences.setLearners(call.body(new TypeReference<Map<String, @Nullable Boolean>>() {}));
        with.hub().tell("preferences", null, preferences.all());
        call.answer(states());
    }

    void heard(Call call) {
        Map<String, Heard> byEngine = new LinkedHashMap<>();
        for (EngineSession session : with.registry().sessions()) {
            Heard heard = session.lastHeard();
            if (session.isConnected() && heard != null) {
                byEngine.put(session.id(), heard);
            }
        }
        call.answer(byEngine);
    }

    void dismissTip(Call call) {
        EngineSession session = with.engine(call);
        Heard left = with.services().tips().dismiss(session, call.path("kind"));
        with.hub().tell("heard", session.id(), left);
        call.answer(left);
    }

    private List<LearnerState> states() {
        AgentStatus agent = with.system().agent();
        List<LearnerRest> resting = agent == null ? List.of() : agent.resting();
        return Arrays.stream(Learner.values())
                .map(learner -> new LearnerState(
                        learner.id(),
                        learner.label(),
                        learner.about(),
                        learner.strategies(),
                        with.services().preferences().isLearnerOn(learner.id()),
                        resting.stream()
                                .filter(rest -> rest.learner().equals(learner.id()))
                                .findFirst()
                                .orElse(null)))
                .toList();
    }
}
