package attune.control.http;

import attune.api.ApiVersion;
import attune.control.problem.ProblemException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server: checks before routing, token, scope, rate, type of body, then the route table. */
public final class HttpFront implements AutoCloseable {
    private static final String BEARER = "Bearer ";
    private static final String METRICS = "/metrics";
    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int LARGEST_THREADS = 12;
    private static final int SOCKET_TEXT_BYTES = 16 * 1024;

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final Javalin app;

    private HttpFront(Javalin app) {
        this.app = app;
    }

    /**
     * Starts to serve on the loopback.
     *
     * @param port 0: any free one
     * @throws BindException where the port is in use
     */
    public static HttpFront start(Handlers with, int port) throws IOException {
        // Bound before the web server is made: to that a taken port is a failure worth a stack trace.
        ServerSocketChannel door = bound(port);
        try {
            Javalin app = Javalin.create(config -> configure(config, with, door));
            try {
                app.start();
            } catch (RuntimeException e) {
                app.stop();
                throw e;
            }
            return new HttpFront(app);
        } catch (RuntimeException e) {
            door.close();
            throw e;
        }
    }

    private static ServerSocketChannel bound(int port) throws IOException {
        ServerSocketChannel door = ServerSocketChannel.open();
        try {
            door.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return door.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
        } catch (IOException e) {
            door.close();
            throw e;
        }
    }

    public int port() {
        return app.port();
    }

    @Override
    public void close() {
        app.stop();
    }

    private static void configure(JavalinConfig config, Handlers with, ServerSocketChannel door) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = RequestChecks.LARGEST_BODY;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        jetty(config, door);
        routes(config, with);
    }

    private static void jetty(JavalinConfig config, ServerSocketChannel door) {
        QueuedThreadPool threads = new QueuedThreadPool(
                LARGEST_THREADS, 3, (int) Duration.ofSeconds(30).toMillis());
        threads.setName("attune-http");
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(server -> {
            server.setHandler(new RequestChecks(Json.MAPPER));
            server.setErrorHandler(new ProblemPages(Json.MAPPER));
        });
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new ProblemPages(Json.MAPPER)));
        config.jetty.addConnector((server, http) -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
            http.setRequestHeaderSize(8192);
            return connector(server, http, door);
        });
        config.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setMaxTextMessageSize(SOCKET_TEXT_BYTES);
            factory.setIdleTimeout(Duration.ofSeconds(60));
        });
    }

    private static ServerConnector connector(
            org.eclipse.jetty.server.Server server, HttpConfiguration http, ServerSocketChannel door) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        try {
            connector.open(door);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        connector.setIdleTimeout(Duration.ofSeconds(60).toMillis());
        return connector;
    }

    private static void routes(JavalinConfig config, Handlers with) {
        RateLimit rate = new RateLimit();
        ProblemMapper.register(config.routes);
        config.routes.before(ApiVersion.REST_PREFIX + "/*", context -> authenticate(context, with.tokens()));
        List<Route> routes = new RouteTable(with).routes();
        for (Route route : routes) {
            config.routes.addHttpHandler(route.method(), ApiVersion.REST_PREFIX + route.path(), context -> {
                Call call = admitted(context, route, rate);
                if (call.scope() != Scope.AGENT) {
                    with.system().personWasHere();
                }
                long start = System.nanoTime();
                try {
                    route.handler().handle(call);
                } finally {
                    with.health().routes().took(route.name(), System.nanoTime() - start);
                }
            });
        }
        config.routes.get(METRICS, context -> {
            // No person asks for them: they must not keep a server that nobody needs.
            authenticate(context, with.tokens());
            context.contentType(METRICS_TYPE).result(with.health().metrics());
        });
        SocketEndpoint socket = new SocketEndpoint(with);
        config.routes.wsBeforeUpgrade(ApiVersion.SOCKET_PATH, socket::authenticate);
        config.routes.ws(ApiVersion.SOCKET_PATH, socket::configure);
        // Those that are there were served before.
        config.routes.get("/<file>", context -> {
            throw PanelFiles.missing(context.path());
        });
    }

    /** Before routing, so that nobody without a token learns which addresses there are. */
    private static void authenticate(Context context, Tokens tokens) {
        if (RequestChecks.isSession(context.path())) {
            context.attribute("scope", Scope.NONE);
            return;
        }
        String header = context.header("Authorization");
        boolean bearer = header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
        Scope scope = !bearer || header == null
                ? null
                : tokens.scopeOf(header.substring(BEARER.length()).strip()).orElse(null);
        if (scope == null) {
            throw ProblemException.status(401, "A valid token is needed; `./attune open` opens the panel with one.");
        }
        context.attribute("scope", scope);
    }

    private static Call admitted(Context context, Route route, RateLimit rate) {
        Scope scope = context.attribute("scope");
        if (scope == null || !scope.allows(route.needs())) {
            throw ProblemException.status(
                    403,
                    "This token may "
                            + (scope == null ? "do nothing" : scope.name().toLowerCase(java.util.Locale.ROOT))
                            + "; " + route.method().name() + " " + route.path() + " needs "
                            + route.needs().name().toLowerCase(java.util.Locale.ROOT) + ".");
        }
        if (route.isWrite()) {
            rate.take(scope);
            requireType(context, route);
        }
        return new Call(context, scope);
    }

    private static void requireType(Context context, Route route) {
        String type = context.contentType();
        String wanted = route.request() == byte[].class ? Route.SOUND : "application/json";
        boolean fits = type != null && type.split(";", 2)[0].strip().equalsIgnoreCase(wanted);
        if (!fits && !route.method().equals(HandlerType.DELETE)) {
            throw ProblemException.status(
                    415, "The body must be " + wanted + ", not " + (type == null ? "nameless" : type) + ".");
        }
    }
}
