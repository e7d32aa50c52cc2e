package attune.control.http;

import attune.control.problem.ProblemException;
import attune.control.store.StoredChange;

/** Versions of the sound: what was changed, and the way back to it. */
final class VersionHandlers {
    private static final long LARGEST_PAGE = 1000;

    private final Handlers with;

    VersionHandlers(Handlers with) {
        this.with = with;
    }

    void list(Call call) {
        long before = call.query("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        int limit = (int) call.query("limit", 50, 1, LARGEST_PAGE);
        call.answer(with.changes().versions(call.query("engineId"), before, limit).stream()
                .map(StoredChange::change)
                .toList());
    }

    void returnTo(Call call) {
        call.nothing();
        call.answer(with.services().manual().returnTo(with.engine(call), version(call.number("version", "version"))));
    }

    private StoredChange version(long id) {
        return with.changes()
                .version(id)
                .orElseThrow(() -> ProblemException.unknown(
                        "version", Long.toString(id), "are the numbers that GET /versions lists"));
    }
}
