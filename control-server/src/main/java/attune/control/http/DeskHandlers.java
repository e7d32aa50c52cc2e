package attune.control.http;

import attune.api.LearnedPattern;
import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.ModelInUse;
import attune.control.change.LearningDesk;
import attune.control.change.PatternService;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;

/** What a person wants tried, and what learning has come to. */
final class DeskHandlers {
    private final Handlers with;
    private final LearningDesk desk;
    private final PatternService patterns;

    DeskHandlers(Handlers with) {
        this.with = with;
        this.desk = with.services().desk();
        this.patterns = with.services().patterns();
    }

    void ask(Call call) {
        String method = call.body(LearningAttempt.Request.class).method();
        call.answer(201, desk.ask(with.engine(call), method, with.system().agent() != null));
    }

    void attempt(Call call) {
        call.answer(desk.attempt(call.path("id")));
    }

    void answer(Call call) {
        call.answer(desk.answer(call.path("id"), call.body(LearningAttempt.Outcome.class)));
    }

    void insights(Call call) {
        call.answer(desk.insights());
    }

    void patterns(Call call) {
        call.answer(patterns.all());
    }

    void setPattern(Call call) {
        boolean enabled = call.body(LearnedPattern.Switch.class).enabled();
        call.answer(patterns.set(call.path("id"), enabled, call.who()));
    }

    void deletePattern(Call call) {
        call.nothing();
        call.answer(patterns.delete(call.path("id"), call.who()));
    }

    void models(Call call) {
        call.answer(desk.models());
    }

    void setModels(Call call) {
        desk.setModels(call.body(new TypeReference<List<ModelInUse>>() {}));
        call.context().status(204);
    }

    void setInsights(Call call) {
        desk.setInsights(call.body(LearningInsights.class));
        patterns.told();
        call.context().status(204);
    }
}
