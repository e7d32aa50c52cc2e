package attune.control.http;

import attune.control.problem.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One request as handlers see it: path, query, body in; a record out. */
final class Call {
    private final Context context;
    private final Scope scope;

    Call(Context context, Scope scope) {
        this.context = context;
        this.scope = scope;
    }

    Context context() {
        return context;
    }

    Scope scope() {
        return scope;
    }

    /** A part of the path. */
    String path(String name) {
        return context.pathParam(name);
    }

    /** A number in the path; a word there is an unknown id. */
    long number(String name, String thing) {
        String text = path(name);
        if (!text.matches("[0-9]{1,18}")) {
            throw ProblemException.unknown(thing, text, "");
        }
        return Long.parseLong(text);
    }

    /** A query parameter; null where absent. */
    @Nullable
    String query(String name) {
        return context.queryParam(name);
    }

    /**
     * A whole number in the query.
     *
     * @throws ProblemException 422 outside {@code least} to {@code most}
     */
    long query(String name, long otherwise, long least, long most) {
        String text = query(name);
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,18}")) {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw ProblemException.invalid(
                name,
                text,
                least + " to " + most,
                "The query's \"" + name + "\" is \"" + text.substring(0, Math.min(40, text.length()))
                        + "\"; allowed are " + least + " to " + most + ".");
    }

    /** Whether the query says so; absent is no. @throws ProblemException 422 for anything but true and false */
    boolean flag(String name) {
        String text = query(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw ProblemException.invalid(
                    name, text, "true, false", "The query's \"" + name + "\" is neither true nor false.");
        }
        return "true".equals(text);
    }

    <T> T body(Class<T> type) {
        return Json.read(bytes(), type);
    }

    <T> T body(TypeReference<T> type) {
        return Json.read(bytes(), type);
    }

    /** Nothing to say: no body, or an empty object; anything else is refused before anything is done. */
    void nothing() {
        bodyOr(Nothing.class, new Nothing());
    }

    /** The empty object. */
    record Nothing() {}

    /** Body, where one may be absent. */
    <T> T bodyOr(Class<T> type, T otherwise) {
        byte[] bytes = bytes();
        return bytes.length == 0 ? otherwise : Json.read(bytes, type);
    }

    private byte[] bytes() {
        return bytes((int) RequestChecks.LARGEST_BODY);
    }

    /** The body as it is. @throws ProblemException 413 where it is longer */
    byte[] bytes(int most) {
        try {
            byte[] bytes = context.req().getInputStream().readNBytes(most + 1);
            if (bytes.length > most) {
                throw RequestChecks.tooLarge(most);
            }
            return bytes;
        } catch (IOException e) {
            throw ProblemException.malformed("The body broke off.", null);
        }
    }

    void answer(Object value) {
        answer(200, value);
    }

    /** Answers with what is JSON already. */
    void answerJson(byte[] json) {
        context.status(200).contentType("application/json").result(json);
    }

    void answer(int status, Object value) {
        try {
            context.status(status).contentType("application/json").result(Json.MAPPER.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answer of type " + value.getClass() + " can't be written", e);
        }
    }

    /** Where a person's request comes from: browsers name their origin with every write, programs don't. */
    String source() {
        return context.header("Origin") == null ? "cli" : "panel";
    }

    /** Who asks, for the audit log: a person is "you" there, wherever the request comes from. */
    String who() {
        return scope == Scope.AGENT ? "agent" : "you";
    }

    /** A constant of an enum in the query; null where absent. @throws ProblemException 422 naming the choices */
    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = query(name);
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        String choices = Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT);
        throw ProblemException.invalid(name, text, choices, "The query's \"" + name + "\" is none of " + choices + ".");
    }
}
