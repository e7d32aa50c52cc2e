package attune.control.http;

import io.javalin.http.HandlerType;
import org.jspecify.annotations.Nullable;

/**
 * One line of the route table.
 *
 * @param method GET, POST, PUT or DELETE
 * @param path behind {@link attune.api.ApiVersion#REST_PREFIX}, parts that vary in braces
 * @param needs scope that a token must have
 * @param summary one sentence
 * @param request record that the body holds; {@code byte[]} where it is a sound; null where there is none
 * @param response class of the answer; {@code byte[]} where it is not JSON
 * @param many whether the answer is a list of these
 * @param handler what is done
 */
record Route(
        HandlerType method,
        String path,
        Scope needs,
        String summary,
        @Nullable Class<?> request,
        Class<?> response,
        boolean many,
        Handler handler) {
    /** Type of a body that is no JSON. */
    static final String SOUND = "audio/wav";

    /** Parse, validate, one service, respond. */
    interface Handler {
        void handle(Call call) throws Exception;
    }

    /** Method and path, as people read them. */
    String name() {
        return method.name() + " " + path;
    }

    /** Whether it changes anything, and so has a body of its type, and counts against the rate limit. */
    boolean isWrite() {
        return !method.equals(HandlerType.GET);
    }
}
