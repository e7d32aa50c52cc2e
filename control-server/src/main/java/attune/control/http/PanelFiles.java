package attune.control.http;

import attune.control.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The panel's files, and the few third-party modules that its import map names, out of the jars. A name is held against a
 * pattern before anything is looked up: no dots but before an ending, so no way out of the folder.
 */
final class PanelFiles {
    private static final Pattern FILE = Pattern.compile("(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\\.([a-z0-9]+)");
    private static final Pattern MODULE = Pattern.compile(
            "webjars/(?:lit|lit-html|lit-element|lit__reactive-element|chart\\.js|kurkle__color)/[0-9]+(?:\\.[0-9]+)*/"
                    + "(?:(?:dist|chunks|directives)/)*[A-Za-z-]+(?:\\.(?:dataset|esm))?\\.js");
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "json", "application/json",
            "woff2", "font/woff2");

    /** By path; files of the jars, which nobody changes while the server runs. Some sixty, half a megabyte. */
    private final Map<String, PanelFile> read = new ConcurrentHashMap<>();

    /** A file as it is answered; nobody writes to its bytes. */
    private static final class PanelFile {
        final byte[] bytes;
        final String type;
        final String tag;
        final String caching;

        PanelFile(byte[] bytes, String type, String tag, String caching) {
            this.bytes = bytes;
            this.type = type;
            this.tag = tag;
            this.caching = caching;
        }
    }

    /** Policy under which the panel runs: nothing but its own files, and its import map by its hash. */
    static String contentSecurityPolicy() {
        byte[] page = read("/panel/index.html");
        String hash = "";
        if (page != null) {
            Matcher map = IMPORT_MAP.matcher(new String(page, StandardCharsets.UTF_8));
            hash = map.find()
                    ? " 'sha256-"
                            + Base64.getEncoder()
                                    .encodeToString(sha256(map.group(1).getBytes(StandardCharsets.UTF_8))) + "'"
                    : "";
        }
        return "default-src 'none'; script-src 'self'" + hash + "; style-src 'self'; img-src 'self' data:;"
                + " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /**
     * Answers with a file; false where none is asked for. Who asks has shown no token, and may never take what is sent: no
     * thread waits for that.
     */
    boolean answer(Request request, Response response, Callback callback) {
        String address = request.getHttpURI().getPath();
        if (!request.getMethod().equals("GET") || address == null || !address.startsWith("/")) {
            return false;
        }
        PanelFile file =
                read.computeIfAbsent(address.equals("/") ? "index.html" : address.substring(1), PanelFiles::find);
        if (file == null) {
            return false;
        }
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.ETAG, file.tag);
        headers.put(HttpHeader.CACHE_CONTROL, file.caching);
        boolean known = file.tag.equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH));
        if (known) {
            response.setStatus(304);
        } else {
            headers.put(HttpHeader.CONTENT_TYPE, file.type);
        }
        response.write(true, ByteBuffer.wrap(known ? new byte[0] : file.bytes), callback);
        return true;
    }

    /** What is at an address that is no file's. */
    static ProblemException missing(String address) {
        String path = address.substring(1);
        return ProblemException.unknown(path.startsWith("api/") ? "address" : "file", path, "");
    }

    /** Null where there is no such file, or none that may be served. */
    private static @Nullable PanelFile find(String path) {
        boolean module = MODULE.matcher(path).matches();
        Matcher file = FILE.matcher(path);
        String ending = module ? "js" : file.matches() ? file.group(1) : "";
        String type = TYPES.get(ending);
        byte[] bytes = type == null || path.startsWith("api/")
                ? null
                : read(module ? "/META-INF/resources/" + path : "/panel/" + path);
        if (bytes == null || type == null) {
            return null;
        }
        String tag = '"'
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(sha256(bytes))
                        .substring(0, 22)
                + '"';
        // Modules carry their version in the path; the panel's own files may differ after the next installation.
        return new PanelFile(bytes, type, tag, module ? "public, max-age=31536000, immutable" : "no-cache");
    }

    private static byte @Nullable [] read(String resource) {
        try (InputStream in = PanelFiles.class.getResourceAsStream(resource)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            return null;
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
