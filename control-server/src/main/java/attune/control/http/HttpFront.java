package attune.control.http;

import attune.api.ApiVersion;
import attune.control.problem.ProblemException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server: checks before routing, token, scope, rate, type of body, then the route table. */
public final class HttpFront implements AutoCloseable {
    private static final String BEARER = "Bearer ";
    private static final int LARGEST_THREADS = 12;
    private static final int SOCKET_TEXT_BYTES = 16 * 1024;

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
    public static HttpFront start(Handlers with, int port) throws BindException {
        Javalin app = Javalin.create(config -> configure(config, with, port));
        try {
            app.start();
        } catch (RuntimeException e) {
            app.stop();
            if (isPortInUse(e)) {
                BindException inUse = new BindException("port " + port + " is in use");
                inUse.initCause(e);
                throw inUse;
            }
            throw e;
        }
        return new HttpFront(app);
    }

    private static boolean isPortInUse(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException
                    || cause.getClass().getSimpleName().equals("JavalinBindException")) {
                return true;
            }
        }
        return false;
    }

    public int port() {
        return app.port();
    }

    @Override
    public void close() {
        app.stop();
    }

    private static void configure(JavalinConfig config, Handlers with, int port) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = RequestChecks.LARGEST_BODY;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        jetty(config, port);
        routes(config, with);
    }

    private static void jetty(JavalinConfig config, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(
                LARGEST_THREADS, 3, (int) Duration.ofSeconds(30).toMillis());
        threads.setName("attune-http");
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(
                server -> server.setHandler(new RequestChecks(Json.MAPPER, PanelFiles.contentSecurityPolicy())));
        config.jetty.addConnector((server, http) -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(false);
            http.setRequestHeaderSize(8192);
            return connector(server, http, port);
        });
        config.jetty.modifyWebSocketServletFactory(factory -> {
            factory.setMaxTextMessageSize(SOCKET_TEXT_BYTES);
            factory.setIdleTimeout(Duration.ofSeconds(60));
        });
    }

    private static ServerConnector connector(org.eclipse.jetty.server.Server server, HttpConfiguration http, int port) {
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
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
                route.handler().handle(call);
            });
        }
        SocketEndpoint socket = new SocketEndpoint(with);
        config.routes.wsBeforeUpgrade(ApiVersion.SOCKET_PATH, socket::authenticate);
        config.routes.ws(ApiVersion.SOCKET_PATH, socket::configure);
        config.routes.get("/", PanelFiles::serve);
        config.routes.get("/<file>", PanelFiles::serve);
    }

    /** Before routing, so that nobody without a token learns which addresses there are. */
    private static void authenticate(Context context, Tokens tokens) {
        if (context.path().equals(ApiVersion.REST_PREFIX + "/session")) {
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
            requireJson(context, route);
        }
        return new Call(context, scope);
    }

    private static void requireJson(Context context, Route route) {
        String type = context.contentType();
        boolean json = type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
        if (!json && !route.method().equals(HandlerType.DELETE)) {
            throw ProblemException.status(
                    415, "The body must be application/json, not " + (type == null ? "nameless" : type) + ".");
        }
    }
}
