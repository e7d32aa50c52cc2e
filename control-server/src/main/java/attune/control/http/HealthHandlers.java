package attune.control.http;

import attune.control.health.Health;

/** How well everything works, and what people should know of. */
final class HealthHandlers {
    private final Health health;

    HealthHandlers(Handlers with) {
        this.health = with.health();
    }

    void report(Call call) {
        call.answer(health.report());
    }

    void alerts(Call call) {
        call.answer(health.alerts().list());
    }

    void dismiss(Call call) {
        call.nothing();
        call.answer(health.alerts().dismiss(call.number("id", "alert")));
    }
}
