package attune.control.http;

import attune.api.Problem;
import attune.control.problem.FileTrouble;
import attune.control.problem.ProblemException;
import attune.control.store.PresetException;
import attune.control.store.StorageException;
import attune.control.store.TargetException;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where exceptions become answers. */
final class ProblemMapper {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemMapper.class);

    private ProblemMapper() {}

    static void register(RoutesConfig routes) {
        routes.exception(ProblemException.class, (e, context) -> answer(context, e));
        routes.exception(StorageException.class, (e, context) -> answer(context, ofStorage(e)));
        routes.exception(PresetException.class, (e, context) -> answer(context, ofPreset(e)));
        routes.exception(
                TargetException.class, (e, context) -> answer(context, ProblemException.status(422, sentence(e))));
        routes.exception(HttpResponseException.class, (e, context) -> answer(context, ofHttp(e, context)));
        routes.exception(UncheckedIOException.class, (e, context) -> {
            IOException cause = e.getCause();
            answer(context, cause == null ? failed(e, context) : ofFiles(cause, context));
        });
        routes.exception(IOException.class, (e, context) -> answer(context, ofFiles(e, context)));
        routes.exception(Exception.class, (e, context) -> answer(context, failed(e, context)));
    }

    private static ProblemException ofFiles(IOException e, Context context) {
        if (!FileTrouble.isOfFiles(e)) {
            return failed(e, context);
        }
        String why = FileTrouble.why(e);
        LOG.warn("{} {} is not possible: {}.", context.method(), context.path(), why);
        return ProblemException.status(507, "This is not possible now: " + why + ". Sound goes on.");
    }

    private static ProblemException failed(Exception e, Context context) {
        LOG.error("{} {} failed.", context.method(), context.path(), e);
        return ProblemException.status(500, "The server failed at this; its log says more. Sound goes on.");
    }

    private static ProblemException ofStorage(StorageException e) {
        LOG.warn("{}", e.getMessage());
        return switch (e.kind()) {
            case LOCKED -> ProblemException.status(503, sentence(e));
            case FULL -> ProblemException.status(507, sentence(e));
            case NEWER, BROKEN -> ProblemException.status(500, sentence(e));
        };
    }

    private static ProblemException ofPreset(PresetException e) {
        return switch (e.kind()) {
            case UNKNOWN -> ProblemException.status(404, sentence(e));
            case REFUSED -> ProblemException.conflict("preset", sentence(e));
            case INVALID -> ProblemException.status(422, sentence(e));
            case FAILED -> ProblemException.status(507, sentence(e));
        };
    }

    private static ProblemException ofHttp(HttpResponseException e, Context context) {
        return switch (e.getStatus()) {
            case 404 -> ProblemException.unknown("address", context.path(), "");
            case 405 -> ProblemException.status(405, context.method() + " is not possible at " + context.path() + ".");
            default -> ProblemException.status(e.getStatus(), "The request is refused: " + e.getMessage() + ".");
        };
    }

    /** Our own exceptions always carry one. */
    private static String sentence(Exception e) {
        return String.valueOf(e.getMessage());
    }

    static void answer(Context context, ProblemException e) {
        Problem problem = e.problem();
        try {
            context.status(problem.status());
            if (problem.status() == 401) {
                context.header("WWW-Authenticate", "Bearer");
                // A stranger who sends on and on, and reads nothing, would hold a thread.
                context.header("Connection", "close");
            }
            if (problem.status() == 429) {
                context.header("Retry-After", "1");
            }
            context.contentType("application/problem+json").result(Json.MAPPER.writeValueAsBytes(problem));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem can't be written", impossible);
        }
    }
}
