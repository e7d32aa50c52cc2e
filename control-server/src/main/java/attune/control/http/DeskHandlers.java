package attune.control.http;

import attune.api.LearningAttempt;
import attune.api.LearningInsights;
import attune.control.change.LearningDesk;

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

    void setInsights(Call call) {
        desk.setInsights(call.body(LearningInsights.class));
        call.context().status(204);
    }
}
