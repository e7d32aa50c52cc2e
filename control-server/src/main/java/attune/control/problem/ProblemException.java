package attune.control.problem;

import attune.api.Problem;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A request that can't be served; carries what the caller is told. Thrown anywhere below the handlers. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_DETAIL = 1000;
    private static final Pattern LONG_WORD = Pattern.compile("(\\S{79})\\S{2,}");

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** The answer's body; its status is the answer's. */
    public Problem problem() {
        return problem;
    }

    /** 400: the request can't be read. */
    public static ProblemException malformed(String detail, @Nullable String field) {
        return of(400, "about:blank", detail, field, null, null);
    }

    /** 404 naming the id, and what there is. */
    public static ProblemException unknown(String thing, String id, String known) {
        String choices = known.isEmpty() ? "" : "; there " + known;
        return of(
                404,
                "about:blank",
                "There is no " + thing + " \"" + shortened(id) + "\"" + choices + ".",
                null,
                id,
                null);
    }

    /**
     * 409: well formed, but not now.
     *
     * @param name our name of the conflict, as "stale"
     */
    public static ProblemException conflict(String name, String detail) {
        return of(409, "urn:attune:" + name, detail, null, null, null);
    }

    /** 422: a value outside its bounds. */
    public static ProblemException invalid(String field, String value, @Nullable String allowed, String detail) {
        return of(422, "urn:attune:bounds", detail, field, shortened(value), allowed);
    }

    /** Any status, with a sentence and nothing else. */
    public static ProblemException status(int status, String detail) {
        return of(status, "about:blank", detail, null, null, null);
    }

    private static ProblemException of(
            int status,
            String type,
            String detail,
            @Nullable String field,
            @Nullable String value,
            @Nullable String allowed) {
        return new ProblemException(new Problem(
                type,
                title(status),
                status,
                sentence(detail),
                field == null ? null : shortened(field),
                value,
                allowed));
    }

    /** What was sent is quoted, but not a whole body of it. */
    private static String sentence(String detail) {
        return detail.length() <= LONGEST_DETAIL
                ? detail
                : ended(cut(LONG_WORD.matcher(detail).replaceAll("$1…"), LONGEST_DETAIL));
    }

    private static String ended(String sentence) {
        return sentence.endsWith(".") ? sentence : sentence + ".";
    }

    private static String shortened(String text) {
        return cut(text, LONGEST_NAME);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 2)) ? most - 2 : most - 1;
        return text.substring(0, end) + "…";
    }

    /** Name of a status as RFC 9110 has it. */
    public static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 409 -> "Conflict";
            case 413 -> "Content Too Large";
            case 415 -> "Unsupported Media Type";
            case 421 -> "Misdirected Request";
            case 422 -> "Unprocessable Content";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            case 507 -> "Insufficient Storage";
            default -> status < 500 ? "Refused" : "Internal Server Error";
        };
    }
}
