package attune.control.http;

import attune.control.problem.ProblemException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What the web server itself refuses, before any route: a request that is none, an address that can't be read. */
final class ProblemPages extends ErrorHandler {
    private static final String TYPE = "application/problem+json";

    private final ObjectMapper json;

    ProblemPages(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, TYPE);
        response.write(true, problem(code, message), callback);
    }

    private ByteBuffer problem(int code, @Nullable String message) {
        try {
            return ByteBuffer.wrap(json.writeValueAsBytes(
                    ProblemException.status(code, sentence(code, message)).problem()));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem can't be written", impossible);
        }
    }

    private static String sentence(int code, @Nullable String message) {
        return switch (code) {
            case 414 -> "The address is too long.";
            case 431 -> "The request's headers are too large; they have at most 8 KiB.";
            case 505 -> "This server speaks HTTP/1.1 only.";
            default ->
                code >= 500
                        ? "The server failed at this; its log says more. Sound goes on."
                        : "The request can't be read" + reason(code, message) + ".";
        };
    }

    private static String reason(int code, @Nullable String message) {
        return message == null || message.isBlank() || message.equals(ProblemException.title(code))
                ? ""
                : ": " + message.strip();
    }
}
