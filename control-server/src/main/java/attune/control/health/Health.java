package attune.control.health;

import attune.api.AgentStatus;
import attune.api.AlertKind;
import attune.api.HealthReport;
import attune.api.HealthReport.Engine;
import attune.api.HealthReport.Heap;
import attune.api.HealthReport.Part;
import attune.api.HealthReport.Program;
import attune.api.HealthReport.Storage;
import attune.control.registry.EngineRegistry;
import attune.control.registry.EngineSession;
import attune.control.registry.EngineState;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How well everything works. Reports are made when somebody asks; {@link #everySecond} looks for alerts. Any thread. */
public final class Health {
    /** What health looks at beside the engines. */
    public interface Surroundings {
        /** Folder of the databases. */
        Path data();

        Map<String, String> environment();

        /** The agent's last word; null where it is not here. */
        @Nullable
        AgentStatus agent();

        /** Why there is no agent though one is wanted: one sentence; null where all is well. */
        @Nullable
        String agentTrouble();

        /** Whether the last write to a database found no room. */
        boolean isStorageFull();

        long databaseBytes();

        long telemetryBytes();
    }

    private final EngineRegistry registry;
    private final Surroundings surroundings;
    private final Alerts alerts;
    private final ChangeWatch changes;
    private final AlertWatch watch;
    private final Clock clock;
    private final RouteTimes routes = new RouteTimes();
    private final Processes processes = new Processes();
    private int seconds;

    public Health(EngineRegistry registry, Alerts alerts, ChangeWatch changes, Surroundings surroundings, Clock clock) {
        this.registry = registry;
        this.surroundings = surroundings;
        this.alerts = alerts;
        this.changes = changes;
        this.clock = clock;
        this.watch = new AlertWatch(registry, alerts, surroundings);
    }

    public Alerts alerts() {
        return alerts;
    }

    public RouteTimes routes() {
        return routes;
    }

    /** One thread, which may wait for a disk. */
    public void everySecond() {
        if (seconds++ % Processes.EVERY_SECONDS == 0) {
            processes.sample(programs().keySet());
        }
        watch.everySecond();
    }

    public HealthReport report() {
        long now = clock.millis();
        List<Engine> engines = registry.sessions().stream()
                .map(session -> session.times(now))
                .filter(Objects::nonNull)
                .toList();
        List<Program> programs = new ArrayList<>();
        programs()
                .forEach((pid, named) -> processes
                        .use(pid)
                        .ifPresent(use -> programs.add(new Program(
                                named.role(),
                                named.detail(),
                                pid,
                                use.cpuPercent(),
                                use.memoryBytes(),
                                use.growthBytes(),
                                pid == ownPid() ? heap() : null))));
        Storage storage = new Storage(
                surroundings.databaseBytes(), surroundings.telemetryBytes(), AlertWatch.free(surroundings.data()));
        List<Part> parts = List.of(
                HealthScore.onTime(engines, alerts.isFault(AlertKind.engine_gone)),
                HealthScore.headroom(engines),
                HealthScore.learning(learning()),
                HealthScore.memory(programs),
                HealthScore.storage(storage, surroundings.isStorageFull()));
        int score = parts.stream().mapToInt(Part::points).sum();
        return new HealthReport(now, score, parts, engines, programs, routes.list(), storage);
    }

    /** The same for Prometheus, in its text format 0.0.4. */
    public String metrics() {
        return Metrics.text(
                report(), registry.sessions().stream().map(EngineSession::state).toList(), alerts.list());
    }

    private HealthScore.Learning learning() {
        ChangeWatch.Counts counts = changes.counts();
        return new HealthScore.Learning(
                counts.learned(),
                counts.takenBack(),
                alerts.isFault(AlertKind.agent_failing),
                alerts.isActive(AlertKind.breaker_open));
    }

    /** What a process is. */
    private record Named(String role, String detail) {}

    /** Processes by number: server, agent, engines, hosts. */
    private Map<Long, Named> programs() {
        Map<Long, Named> programs = new LinkedHashMap<>();
        Map<Long, Integer> instances = new LinkedHashMap<>();
        Map<Long, String> hosts = new LinkedHashMap<>();
        for (EngineSession session : registry.sessions()) {
            EngineState state = session.state();
            if (state.connected()) {
                instances.merge((long) state.pid(), 1, Integer::sum);
                hosts.put((long) state.hostPid(), state.hostName());
            }
        }
        hosts.forEach((pid, name) -> programs.put(pid, new Named("host", name)));
        instances.forEach((pid, count) ->
                programs.put(pid, new Named("engine", count == 1 ? "one instance" : count + " instances")));
        AgentStatus agent = surroundings.agent();
        if (agent != null) {
            programs.put((long) agent.pid(), new Named("agent", agent.state()));
        }
        programs.put(ownPid(), new Named("server", "this panel's"));
        return programs;
    }

    private static long ownPid() {
        return ProcessHandle.current().pid();
    }

    private static Heap heap() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        long collections = 0;
        long pausedMs = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += Math.max(0, collector.getCollectionCount());
            pausedMs += Math.max(0, collector.getCollectionTime());
        }
        return new Heap(heap.getUsed(), heap.getMax(), collections, pausedMs);
    }
}
