package attune.control;

import attune.api.AgentStatus;
import attune.api.LearningMode;
import attune.api.ServerInfo;
import attune.bridge.telemetry.Announcement;
import attune.control.agent.AgentProcess;
import attune.control.autoload.RuleStore;
import attune.control.change.Services;
import attune.control.health.Alerts;
import attune.control.health.ChangeWatch;
import attune.control.health.Health;
import attune.control.http.Handlers;
import attune.control.http.HttpFront;
import attune.control.http.Json;
import attune.control.http.SystemState;
import attune.control.http.Tokens;
import attune.control.privacy.Privacy;
import attune.control.privacy.UserFiles;
import attune.control.problem.FileTrouble;
import attune.control.registry.EngineRegistry;
import attune.control.registry.EngineSource;
import attune.control.settings.Settings;
import attune.control.store.AuditStore;
import attune.control.store.ChangeStore;
import attune.control.store.Database;
import attune.control.store.DiskSync;
import attune.control.store.ExperienceStore;
import attune.control.store.FeedbackStore;
import attune.control.store.InstanceStore;
import attune.control.store.LoudnessTargets;
import attune.control.store.PreferenceStore;
import attune.control.store.PresetStore;
import attune.control.store.Schema;
import attune.control.store.TasteStore;
import attune.control.store.TelemetryStore;
import attune.control.stream.StreamHub;
import java.io.IOException;
import java.net.BindException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server as one object: stores, registry, REST, WebSocket, agent, in that order up and down. Threads: "attune-poll"
 * looks after engines, "attune-work" does once a second what may wait for a disk, "attune-http" serves.
 */
public final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

    private final ServerSettings settings;
    private final Database database;
    private final Database telemetryDatabase;
    private final StreamHub hub = new StreamHub(Json.MAPPER);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "attune-work");
        thread.setDaemon(true);
        return thread;
    });
    private final Services services;
    private final EngineEvents engineEvents;
    private final EngineRegistry registry;
    private final SystemState system;
    private final AgentProcess agent;
    private final TelemetryWriter telemetry;
    private final Health health;
    private final Privacy privacy;
    private final HttpFront front;
    private long idleSinceNs = System.nanoTime();

    /**
     * Opens everything and serves.
     *
     * @throws StartException where the port is in use
     * @throws attune.control.store.StorageException where the database can't be used
     */
    public ControlServer(ServerPlaces places, ServerSettings settings, EngineSource engines, String version)
            throws IOException {
        this(places, settings, engines, version, null, System.getenv());
    }

    /**
     * The same.
     *
     * @param disk instead of a sync of the database's log
     * @param environment of programs that are opened for the user, and where the settings are
     */
    ControlServer(
            ServerPlaces places,
            ServerSettings settings,
            EngineSource engines,
            String version,
            @Nullable DiskSync disk,
            Map<String, String> environment)
            throws IOException {
        this.settings = settings;
        Clock clock = Clock.systemUTC();
        UserFiles files = new UserFiles(places.data(), places.state(), places.runtime(), Settings.of(environment));
        boolean erased = finishErasing(files);
        try (StartProgress progress = new StartProgress(places)) {
            database = Database.open(
                    places.data().resolve("attune.db"),
                    Schema.MAIN,
                    Database.Durability.FULL,
                    settings.busyMs(),
                    disk,
                    progress::tell);
            telemetryDatabase = Database.open(
                    places.data().resolve("telemetry.db"),
                    Schema.TELEMETRY,
                    Database.Durability.NORMAL,
                    settings.busyMs(),
                    null,
                    progress::tell);
        }
        AuditStore audit = new AuditStore(database, clock);
        ChangeStore changes = new ChangeStore(database, audit);
        InstanceStore instances = new InstanceStore(database);
        FeedbackStore feedback = new FeedbackStore(database, audit);
        ExperienceStore experiences = new ExperienceStore(database);
        TelemetryStore telemetryStore = new TelemetryStore(telemetryDatabase);
        Alerts alerts = new Alerts(hub, clock);
        ChangeWatch events = new ChangeWatch(hub, alerts);
        PresetStore presets =
                new PresetStore(places.factoryPresets(), places.data().resolve("presets"));
        services = Services.of(
                changes,
                feedback,
                experiences,
                new PreferenceStore(database, audit),
                new TasteStore(database),
                presets,
                new RuleStore(places.data()),
                events,
                clock);
        telemetry = new TelemetryWriter(telemetryStore);
        agent = new AgentProcess(places.runtimeFile(), places.runtime(), settings.agentOptions());
        engineEvents = new EngineEvents(
                services, changes, instances, hub, telemetry, work, new PanelOpener(places.runtime(), environment));
        registry = new EngineRegistry(engines, engineEvents);
        system = new SystemState(version, ownStartTicks(), hub, ended::countDown);
        health = new Health(
                registry,
                alerts,
                events,
                new HealthSources(
                        places.data(), environment, system::agent, agent::trouble, database, telemetryDatabase),
                clock);
        privacy = new Privacy(
                database,
                telemetryDatabase,
                audit,
                files,
                services.preferences(),
                clock,
                work,
                new Privacy.Surroundings(
                        () -> services.learning().gentle(registry.sessions()), this::quiet, this::forget));
        if (erased) {
            privacy.erasingFinished();
        }
        Tokens tokens = Tokens.of(places.runtime(), clock);
        Handlers handlers = new Handlers(
                registry,
                health,
                services,
                changes,
                instances,
                feedback,
                experiences,
                telemetryStore,
                presets,
                new LoudnessTargets(places.factoryPresets(), places.data()),
                privacy,
                hub,
                system,
                tokens);
        front = serve(handlers);
        system.setPort(front.port());
        engineEvents.setPanel(front.port(), tokens);
        registry.start();
        var unusedToo = work.scheduleWithFixedDelay(this::backUp, 1, 60, TimeUnit.MINUTES);
        var unused = work.scheduleWithFixedDelay(this::everySecond, 200, 1000, TimeUnit.MILLISECONDS);
    }

    private static boolean finishErasing(UserFiles files) throws StartException {
        try {
            return Privacy.finishErasing(files);
        } catch (IOException e) {
            throw new StartException(
                    "What was begun to be erased can't all be: " + FileTrouble.why(e)
                            + "; take that away yourself, then start again.",
                    e);
        }
    }

    private HttpFront serve(Handlers handlers) throws IOException {
        try {
            return HttpFront.start(handlers, settings.port());
        } catch (BindException e) {
            if (!settings.portIsFixed()) {
                HttpFront elsewhere = HttpFront.start(handlers, 0);
                LOG.info(
                        "Port {} is in use by another program; the server takes {}.",
                        settings.port(),
                        elsewhere.port());
                return elsewhere;
            }
            closeStores();
            String why = String.valueOf(e.getMessage()).contains("Permission denied")
                    ? " may not be opened by this user"
                    : " is in use by another program";
            throw new StartException(
                    "Port " + settings.port() + why
                            + "; set 'port' (./attune config, ATTUNE_PORT) to a free one or unset it.",
                    e);
        }
    }

    static long ownStartTicks() {
        return Announcement.startTicks((int) ProcessHandle.current().pid()).orElse(0L);
    }

    public int port() {
        return front.port();
    }

    /** What {@code server.json} says. */
    ServerInfo info() {
        return system.info();
    }

    /** Waits until the server is to end: asked to, or idle for long enough. */
    void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Asks the server to end. */
    void end() {
        ended.countDown();
    }

    /** Makes the database full at this many pages, as a disk would be; for tests. */
    void limitPages(int pages) {
        database.write(connection -> {
            try (java.sql.Statement statement = connection.createStatement()) {
                return statement.executeUpdate("PRAGMA max_page_count = " + pages);
            }
        });
    }

    /** Before all is erased or replaced: nobody is left who would write again what it remembers. */
    private void quiet() {
        agent.close();
        AgentStatus other = system.agent();
        if (other != null) {
            AgentProcess.end(other.pid());
        }
        system.agentEnded();
    }

    /** After all was erased or replaced. */
    private void forget() {
        services.forget();
        telemetry.forget();
        registry.forget();
        registry.sessions().forEach(session -> {
            session.setName(services.preferences().engineName(session.id(), session.hostName()));
            engineEvents.note(session.id(), session.hostName());
        });
    }

    private void everySecond() {
        try {
            system.watchAgent();
            registry.sessions().stream()
                    .filter(session -> session.stopsHearing(system.isWithoutAgent()))
                    .forEach(session -> hub.tell("heard", session.id(), null));
            services.taste().everySecond();
            services.versions().everySecond();
            services.desk().everySecond();
            services.autoload().everySecond(registry.sessions());
            boolean learns = registry.sessions().stream()
                    .anyMatch(session -> session.isConnected() && session.mode() != LearningMode.off);
            agent.lookAfter(learns, system.agent() != null);
            telemetry.everySecond();
            health.everySecond();
            endWhenIdle();
        } catch (RuntimeException e) {
            LOG.error("What is done once a second failed.", e);
        }
    }

    /** A thread for each: a large database takes seconds, for which nobody waits. */
    private void backUp() {
        Thread backup = new Thread(privacy::backUpWhenDue, "attune-backup");
        backup.setDaemon(true);
        backup.start();
    }

    private void endWhenIdle() {
        boolean needed = settings.keep() || registry.isAnyConnected() || hub.isAnybodyHere();
        if (needed) {
            idleSinceNs = System.nanoTime();
        }
        long idleMs = Math.min((System.nanoTime() - idleSinceNs) / 1_000_000, system.personlessMs());
        if (idleMs >= settings.idle().toMillis()) {
            LOG.info(
                    "Nobody has needed the server for {} s; it ends.",
                    settings.idle().toSeconds());
            end();
        }
    }

    @Override
    public void close() {
        registry.close();
        hub.close();
        front.close();
        work.shutdown();
        try {
            work.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        agent.close();
        telemetry.close();
        privacy.reads().flush();
        closeStores();
    }

    private void closeStores() {
        database.close();
        telemetryDatabase.close();
    }
}
