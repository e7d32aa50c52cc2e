package attune.control.registry;

import attune.api.EngineLevel;
import attune.api.HealthSample;
import attune.api.LearningMode;
import attune.api.TelemetryPoint;
import attune.bridge.telemetry.Announcement;
import attune.control.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All plugin instances of this user. One thread of its own finds engines twice a second, reads their frames 20 times a second
 * while somebody looks or a set is on its way and 5 times otherwise (no frame is lost either way: the ring holds three
 * seconds), and shares the memory for captured audio out.
 */
public final class EngineRegistry implements AutoCloseable {
    /** Engines let go of captured input within half a second. */
    private static final long LETS_GO_MS = 1_500;

    private static final Logger LOG = LoggerFactory.getLogger(EngineRegistry.class);
    private static final long LOOKED_AT_MS = 50;
    private static final long UNSEEN_MS = 200;
    private static final long LEVELS_MS = 100;
    private static final long EMPTY_MS = 500;
    private static final long DISCOVERY_MS = 500;
    private static final int LARGEST_MEMORY = 64;

    /** What the registry asks and tells; called by its thread, must not wait for a disk. */
    public interface Surroundings extends SessionListener {
        /** Prepares a new session: its last generation, what was frozen. */
        SessionStart start(String engineId, String hostName);

        /** Whether anybody looks at this engine's live frames. */
        boolean isLive(String engineId);

        /** A new reading of an engine at which somebody looks. */
        void live(EngineSession session);

        /** Whether anybody wants the levels of all engines. */
        boolean wantsLevels();

        /** New readings of all engines. */
        void levels(List<EngineLevel> levels);

        /** Whether anybody wants health. */
        boolean wantsHealth();

        /** A second was played. */
        void second(TelemetryPoint point);

        /** Health of one engine's last second. */
        void health(HealthSample sample);

        /** Whether captured audio is switched on. */
        boolean captures();
    }

    /**
     * How a session begins.
     *
     * @param lastGeneration highest that was ever posted to this instance
     * @param name that a person gave it; "" where nobody did
     */
    public record SessionStart(long lastGeneration, boolean frozen, boolean onAir, String name) {}

    private final EngineSource source;
    private final Surroundings surroundings;
    private final CaptureBudget budget = new CaptureBudget();
    private final CpuIdle cpuIdle = new CpuIdle();
    private final Map<String, EngineSession> sessions = new LinkedHashMap<>();
    private final Set<String> refused = new HashSet<>();
    private final Map<String, Long> numbersSent = new LinkedHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread poll = new Thread(task, "attune-poll");
        poll.setDaemon(true);
        return poll;
    });
    private volatile long capturesAgainMs;
    private long discoveredMs = -DISCOVERY_MS;
    private long secondMs;
    private long levelsMs;

    public EngineRegistry(EngineSource source, Surroundings surroundings) {
        this.source = source;
        this.surroundings = surroundings;
    }

    /** Begins to look for engines. */
    public void start() {
        thread.execute(this::run);
    }

    /** All instances, oldest first; also those that are gone since. */
    public List<EngineSession> sessions() {
        synchronized (sessions) {
            return List.copyOf(sessions.values());
        }
    }

    /**
     * Forgets instances that are gone, what was heard of those that are here, and what is captured: engines keep no input for a
     * second, in which they let go of what they have.
     */
    public void forget() {
        capturesAgainMs = System.currentTimeMillis() + LETS_GO_MS;
        synchronized (sessions) {
            sessions.values().removeIf(session -> !session.isConnected());
            sessions.values().forEach(EngineSession::forget);
        }
    }

    /** Whether any engine is linked. */
    public boolean isAnyConnected() {
        return sessions().stream().anyMatch(EngineSession::isConnected);
    }

    /**
     * The instance with this id.
     *
     * @throws ProblemException 404 naming the id and those there are
     */
    public EngineSession session(String id) {
        synchronized (sessions) {
            EngineSession session = sessions.get(id);
            if (session == null) {
                throw ProblemException.unknown(
                        "plugin instance",
                        id,
                        sessions.isEmpty() ? "is none" : "are " + String.join(", ", sessions.keySet()));
            }
            return session;
        }
    }

    private void run() {
        long start = System.nanoTime() / 1_000_000;
        try {
            turn(start);
        } catch (RuntimeException e) {
            LOG.error("One turn of looking after engines failed.", e);
        }
        boolean looked = sessions().stream().anyMatch(session -> surroundings.isLive(session.id()));
        long period = looked
                ? LOOKED_AT_MS
                : surroundings.wantsLevels() ? LEVELS_MS : isAnyConnected() ? UNSEEN_MS : EMPTY_MS;
        long spent = System.nanoTime() / 1_000_000 - start;
        if (!thread.isShutdown()) {
            var unused = thread.schedule(this::run, Math.max(5, period - spent), TimeUnit.MILLISECONDS);
        }
    }

    private void turn(long nowMs) {
        if (nowMs - discoveredMs >= DISCOVERY_MS) {
            discoveredMs = nowMs;
            discover();
        }
        Collection<EngineSession> all = sessions();
        for (EngineSession session : all) {
            session.poll(surroundings);
            if (surroundings.isLive(session.id()) && isNew(session)) {
                surroundings.live(session);
            }
        }
        if (nowMs - levelsMs >= LEVELS_MS - 5 && surroundings.wantsLevels()) {
            levelsMs = nowMs;
            levels(all);
        }
        if (nowMs - secondMs >= 1000) {
            secondMs = nowMs;
            second(all);
        }
    }

    private void levels(Collection<EngineSession> all) {
        List<EngineLevel> levels = new ArrayList<>();
        for (EngineSession session : all) {
            EngineLevel level = session.isConnected() ? session.level() : null;
            if (level != null) {
                levels.add(level);
            }
        }
        surroundings.levels(levels);
    }

    private boolean isNew(EngineSession session) {
        Long sent = numbersSent.put(session.id(), session.newestNumber());
        return session.newestNumber() >= 0 && (sent == null || sent != session.newestNumber());
    }

    private void second(Collection<EngineSession> all) {
        long now = System.currentTimeMillis();
        boolean healthWanted = surroundings.wantsHealth();
        double idle = healthWanted ? cpuIdle.sinceLast() : 0;
        for (EngineSession session : all) {
            HealthSample health = healthWanted ? session.health(now, idle) : null;
            if (health != null) {
                surroundings.health(health);
            }
            TelemetryPoint point = session.endSecond(now);
            if (point != null) {
                surroundings.second(point);
            }
            if (session.hasNews()) {
                surroundings.engineChanged(session);
            }
        }
        shareCapture(all);
    }

    private void shareCapture(Collection<EngineSession> all) {
        List<CaptureBudget.Wish> wishes = new ArrayList<>();
        boolean on = surroundings.captures();
        boolean lettingGo = System.currentTimeMillis() < capturesAgainMs;
        for (EngineSession session : all) {
            if (on && !lettingGo && session.isConnected() && session.mode() != LearningMode.off) {
                wishes.add(new CaptureBudget.Wish(session.id(), session.captureBytes()));
            }
        }
        Set<String> holders = budget.decide(wishes, System.currentTimeMillis());
        for (EngineSession session : all) {
            boolean holds = holders.contains(session.id());
            session.wantCapture(holds);
            session.setCaptureWhy(holds ? null : whyNot(session, on, lettingGo));
        }
    }

    private static String whyNot(EngineSession session, boolean on, boolean lettingGo) {
        if (!session.isConnected()) {
            return "the plugin instance is gone";
        }
        if (!on) {
            return "capture is switched off ('attune learn capture on' turns it on)";
        }
        if (lettingGo) {
            return "it was erased just now";
        }
        return session.mode() == LearningMode.off
                ? "learning is off"
                : "the memory for captured audio is used by other instances; they take turns of a minute";
    }

    private void discover() {
        List<Announcement> engines;
        try {
            engines = source.engines();
        } catch (IOException e) {
            LOG.warn("Engines can't be looked for: {}", e.getMessage());
            return;
        }
        Set<String> here = new HashSet<>();
        for (Announcement engine : engines) {
            here.add(engine.instanceId());
            link(engine);
        }
        for (EngineSession session : sessions()) {
            if (session.isConnected() && !here.contains(session.id())) {
                session.unlink();
                surroundings.engineChanged(session);
            }
        }
    }

    private void link(Announcement engine) {
        String id = engine.instanceId();
        EngineSession known;
        synchronized (sessions) {
            known = sessions.get(id);
        }
        if (known != null && known.isLinkedTo(engine)) {
            return;
        }
        try {
            EngineAccess access = source.open(engine);
            EngineSession session = known == null ? appeared(engine) : known;
            session.link(access);
            tellApart(session);
            surroundings.engineChanged(session);
        } catch (IOException e) {
            if (refused.add(engine.id() + " " + engine.startTicks())) {
                LOG.warn("An engine was passed over: {}", e.getMessage());
            }
        }
    }

    /** Instances of one host that nobody named are told by a number: that of their name if it is free, else the first free one. */
    private void tellApart(EngineSession session) {
        String host = session.hostName();
        List<EngineSession> others = sessions().stream()
                .filter(other -> other != session
                        && other.isConnected()
                        && other.hostName().equals(host))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        Set<Integer> taken = new HashSet<>();
        others.forEach(other -> taken.add(other.number()));
        int number = session.number();
        for (int next = 1; taken.contains(number); next++) {
            number = next;
        }
        session.setNumber(number);
        session.isFirstToldApart();
        others.stream().filter(EngineSession::isFirstToldApart).forEach(surroundings::engineChanged);
    }

    private EngineSession appeared(Announcement engine) {
        String id = engine.instanceId();
        SessionStart start = surroundings.start(id, engine.hostName());
        EngineSession session = new EngineSession(engine, start.lastGeneration(), System.currentTimeMillis());
        session.setName(start.name());
        session.setFrozen(start.frozen());
        session.setOnAir(start.onAir());
        synchronized (sessions) {
            forgetOldest();
            sessions.put(id, session);
        }
        return session;
    }

    /** Hosts come and go for months: those gone longest are forgotten; the history keeps what was done. */
    private void forgetOldest() {
        if (sessions.size() >= LARGEST_MEMORY) {
            sessions.values().stream()
                    .filter(session -> !session.isConnected())
                    .findFirst()
                    .ifPresent(gone -> sessions.remove(gone.id()));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            thread.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sessions().forEach(EngineSession::unlink);
    }
}
