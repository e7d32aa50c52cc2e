package attune.control.http;

import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.api.ModelInUse;
import attune.control.change.LearningDesk;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;

/** Strategies that a person wants tried, and what learning has come to. */
final class DeskHandlers {
    private final Handlers with;
    private final LearningDesk desk;

    DeskHandlers(Handlers with) {
        this.with = with;
        this.desk = with.services().desk();
    }

    void ask(Call call) {
        String strategy = call.body(LearningAttempt.Request.class).strategy();
        call.answer(201, desk.ask(with.engine(call), strategy, with.system().agent() != null));
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

    void models(Call call) {
        call.answer(desk.models());
    }

    void setModels(Call call) {
        desk.setModels(call.body(new TypeReference<List<ModelInUse>>() {}));
        call.context().status(204);
    }

    void setInsights(Call call) {
        desk.setInsights(call.body(LearningInsights.class));
        call.context().status(204);
    }
}
