package attune.panel;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Serves the panel's own files and the libraries, and nothing else, so that single modules can be tried: {@code
 * /bench.html} is the panel's page without its start.
 */
final class PanelSite implements AutoCloseable {
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private final HttpServer server;

    PanelSite() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String bench() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/bench.html";
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = path.equals("/bench.html") ? benchPage() : file(path);
        String ending = path.substring(path.lastIndexOf('.') + 1);
        exchange.getResponseHeaders().set("Content-Type", TYPES.getOrDefault(ending, "application/octet-stream"));
        exchange.sendResponseHeaders(body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] benchPage() throws IOException {
        String page = new String(file("/index.html"), StandardCharsets.UTF_8);
        return page.replace("<script type=\"module\" src=\"js/main.js\"></script>", "")
                .replaceAll("(?s)<attune-app>.*</attune-app>", "")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] file(String path) throws IOException {
        String resource = path.startsWith("/webjars/") ? "META-INF/resources" + path : "panel" + path;
        return PanelFiles.read(resource);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
