package attune.control.http;

import attune.api.ApiVersion;
import attune.api.Problem;
import attune.control.problem.ProblemException;
import attune.control.taste.TasteService;
import attune.control.version.VersionPairs;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What is checked before anything else, for pages, REST and WebSocket alike: that the request means us (Host: loopback
 * names with any port, against DNS rebinding), comes from us (Origin, Sec-Fetch-Site, against other sites), and is small.
 * One thing may come from elsewhere: opening the panel's page itself, which holds nothing, so that a link or a redirect
 * file can lead to it. Serves the panel's files, and sets the headers that every answer carries.
 */
final class RequestChecks extends Handler.Wrapper {
    /** Largest body of a request. */
    static final long LARGEST_BODY = 256 * 1024;

    private static final Pattern OUR_HOST = Pattern.compile("(127\\.0\\.0\\.1|localhost|\\[::1\\])(:[0-9]{1,5})?");
    private static final Set<String> OUR_SITES = Set.of("same-origin", "none");
    private static final Set<String> PAGES = Set.of("/", "/index.html");

    /** A body that never ends holds a thread: not more of them than these. */
    private static final int STRANGERS = 2;

    private final Semaphore strangers = new Semaphore(STRANGERS);
    private final ObjectMapper json;
    private final String contentSecurityPolicy = PanelFiles.contentSecurityPolicy();
    private final PanelFiles panel = new PanelFiles();

    RequestChecks(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Content-Security-Policy", contentSecurityPolicy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Cross-Origin-Resource-Policy", "same-origin");
        headers.put("Cross-Origin-Opener-Policy", "same-origin");
        headers.put("Cache-Control", "no-store");
        ProblemException problem = problemOf(request);
        if (problem == null && isOfStranger(request)) {
            if (strangers.tryAcquire()) {
                Request.addCompletionListener(request, failure -> strangers.release());
            } else {
                problem = ProblemException.status(429, "Too many sessions are being opened at once; try again.");
            }
        }
        if (problem == null) {
            return panel.answer(request, response, callback) || super.handle(request, response, callback);
        }
        answer(problem.problem(), response, callback);
        return true;
    }

    /** The one request whose body is read before it is known who sends it. */
    private static boolean isOfStranger(Request request) {
        return isSession(Request.getPathInContext(request));
    }

    /** Whether a path is the one that is served without a token. */
    static boolean isSession(String path) {
        return path.equals(ApiVersion.REST_PREFIX + "/session");
    }

    private static @Nullable ProblemException problemOf(Request request) {
        HttpFields headers = request.getHeaders();
        String host = headers.get(HttpHeader.HOST);
        if (host == null || !OUR_HOST.matcher(host).matches()) {
            return ProblemException.status(
                    421, "This server answers to 127.0.0.1 and localhost only, not to \"" + shown(host) + "\".");
        }
        String origin = headers.get(HttpHeader.ORIGIN);
        if (origin != null && !origin.equals("http://" + host)) {
            return ProblemException.status(403, "Requests from \"" + shown(origin) + "\" are refused.");
        }
        String site = headers.get("Sec-Fetch-Site");
        if (site != null && !OUR_SITES.contains(site) && !opensThePage(request)) {
            return ProblemException.status(403, "Requests from another site are refused.");
        }
        long most = largestBody(Request.getPathInContext(request));
        if (headers.getLongField(HttpHeader.CONTENT_LENGTH) > most) {
            return tooLarge(most);
        }
        return null;
    }

    private static boolean opensThePage(Request request) {
        HttpFields headers = request.getHeaders();
        return request.getMethod().equals("GET")
                && PAGES.contains(Request.getPathInContext(request))
                && "navigate".equals(headers.get("Sec-Fetch-Mode"))
                && "document".equals(headers.get("Sec-Fetch-Dest"));
    }

    /** Sounds of pairs are longer than words; they are read only once it is known that the agent sends them. */
    private static long largestBody(String path) {
        if (!path.contains("/sounds/")) {
            return LARGEST_BODY;
        }
        return path.startsWith(ApiVersion.REST_PREFIX + "/taste/questions/")
                ? TasteService.LARGEST_SOUND
                : path.startsWith(ApiVersion.REST_PREFIX + "/versions/pairs/")
                        ? VersionPairs.LARGEST_SOUND
                        : LARGEST_BODY;
    }

    static ProblemException tooLarge(long most) {
        return ProblemException.status(413, "A request's body has at most " + most / 1024 + " KiB here.");
    }

    private static String shown(@Nullable String text) {
        return text == null ? "" : text.substring(0, Math.min(text.length(), 80));
    }

    private void answer(Problem problem, Response response, Callback callback) throws Exception {
        response.setStatus(problem.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        // What comes behind is not read.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.write(true, ByteBuffer.wrap(json.writeValueAsBytes(problem)), callback);
    }
}
