package attune.control.http;

import attune.control.privacy.Privacy;
import attune.control.problem.ProblemException;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What is stored of a person: shown, taken out, erased; and who did what. */
final class PrivacyHandlers {
    /** {@code POST /privacy/erase}. */
    record EraseRequest(@Nullable String confirm) {}

    private static final long LARGEST_PAGE = 1000;

    private final Handlers with;

    PrivacyHandlers(Handlers with) {
        this.with = with;
    }

    void state(Call call) {
        call.answer(with.privacy().state());
    }

    void export(Call call) throws IOException {
        call.nothing();
        with.privacy().export(call.who(), () -> {
            call.context().contentType("application/zip");
            call.context()
                    .header(
                            "Content-Disposition",
                            "attachment; filename=\"attune-" + LocalDate.now(ZoneOffset.UTC) + ".zip\"");
            return call.context().res().getOutputStream();
        });
    }

    void erase(Call call) {
        String said = call.bodyOr(EraseRequest.class, new EraseRequest(null)).confirm();
        if (!Privacy.ERASE_PHRASE.equals(said)) {
            throw ProblemException.invalid(
                    "confirm",
                    String.valueOf(said),
                    Privacy.ERASE_PHRASE,
                    "Erasing can't be undone: say so with \"confirm\": \"" + Privacy.ERASE_PHRASE + "\".");
        }
        with.privacy().erase();
        with.hub().tell("erased", null, null);
        call.answer(with.privacy().state());
    }

    void backups(Call call) throws IOException {
        call.answer(with.privacy().backups());
    }

    void backUp(Call call) throws IOException {
        call.nothing();
        call.answer(201, with.privacy().backUp(call.who()));
    }

    void restore(Call call) throws IOException {
        call.nothing();
        with.privacy().restore(call.path("name"), call.who());
        with.hub().tell("restored", null, null);
        call.answer(with.privacy().backups());
    }

    void audit(Call call) {
        long before = call.query("before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        call.answer(with.privacy().audit().page(before, (int) call.query("limit", 50, 1, LARGEST_PAGE)));
    }

    void verify(Call call) {
        call.answer(with.privacy().audit().verify());
    }
}
