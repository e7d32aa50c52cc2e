package attune.control.http;

import attune.api.TasteFailure;
import attune.api.VersionDifference;
import attune.api.VersionPairRequest;
import attune.control.store.StoredChange;
import attune.control.version.VersionPairs;

/** Versions of the sound: what was changed, the way back to it, and how it sounds beside another. */
final class VersionHandlers {
    private static final long LARGEST_PAGE = 1000;

    private final Handlers with;
    private final VersionPairs pairs;

    VersionHandlers(Handlers with) {
        this.with = with;
        this.pairs = with.services().versions();
    }

    void list(Call call) {
        long before = call.query("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        int limit = (int) call.query("limit", 50, 1, LARGEST_PAGE);
        call.answerJson(with.changes().versionsJson(call.query("engineId"), before, limit));
    }

    void returnTo(Call call) {
        call.nothing();
        StoredChange version = pairs.version(call.number("version", "version"));
        call.answer(with.services().manual().returnTo(with.engine(call), version));
    }

    void ask(Call call) {
        VersionPairRequest request = call.body(VersionPairRequest.class);
        call.answer(201, pairs.ask(with.engine(call), request, with.system().agent() != null));
    }

    void asked(Call call) {
        call.answer(pairs.asked());
    }

    void pair(Call call) {
        call.answer(pairs.pair(call.path("id")));
    }

    void sound(Call call) {
        byte[] wav = pairs.sound(call.path("id"), call.path("side"));
        call.context().contentType("audio/wav").result(wav);
    }

    void putSound(Call call) {
        pairs.put(call.path("id"), call.path("side"), call.bytes(VersionPairs.LARGEST_SOUND));
        call.context().status(204);
    }

    void differ(Call call) {
        call.answer(pairs.differ(call.path("id"), call.body(VersionDifference.class)));
    }

    void fail(Call call) {
        call.answer(pairs.fail(call.path("id"), call.body(TasteFailure.class).sentence()));
    }

    void forget(Call call) {
        pairs.forget(call.path("id"));
        call.context().status(204);
    }
}
