package attune.control.health;

import attune.api.AgentStatus;
import attune.api.AlertKind;
import attune.api.AlertLevel;
import attune.api.LearnerRest;
import attune.control.registry.EngineRegistry;
import attune.control.registry.EngineSession;
import attune.control.registry.EngineState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks every second for what people should know of engines, agent and disk. One thread. */
final class AlertWatch {
    private static final int LATE_SECONDS = 10;
    /** Fewer late blocks in that time are a hiccup of the computer, which nobody can mend. */
    private static final long LEAST_LATE = 3;

    private static final long OVER_AFTER_MS = 60_000;
    /** An engine that died is started anew within this. */
    private static final int GONE_SECONDS = 3;
    /** Who has taken the plugin out of a host that lives knows it by then. */
    private static final long GONE_TOLD_MS = 600_000;

    private static final int DISK_EVERY_SECONDS = 10;
    private static final long LOW_BYTES = 500_000_000;
    private static final double ENOUGH = 1.2;
    private static final double MEGA = 1e6;

    /** One second of one engine. */
    private record Second(long late, long blocks) {}

    /** What is remembered of one engine. */
    private static final class Past {
        final Deque<Second> seconds = new ArrayDeque<>();

        @Nullable
        EngineState before;

        int goneSeconds;
    }

    private final EngineRegistry registry;
    private final Alerts alerts;
    private final Health.Surroundings surroundings;
    private final Map<String, Past> past = new HashMap<>();
    private int seconds;
    private boolean low;

    AlertWatch(EngineRegistry registry, Alerts alerts, Health.Surroundings surroundings) {
        this.registry = registry;
        this.alerts = alerts;
        this.surroundings = surroundings;
    }

    void everySecond() {
        Set<String> known = registry.sessions().stream().map(EngineSession::id).collect(Collectors.toSet());
        past.keySet().retainAll(known);
        for (EngineSession session : registry.sessions()) {
            EngineState now = session.state();
            Past its = past.computeIfAbsent(now.id(), id -> new Past());
            look(now, its);
            its.before = now;
        }
        lookAtAgent();
        lookAtLearners();
        lookAtDatabases();
        if (seconds++ % DISK_EVERY_SECONDS == 0) {
            lookAtDisk();
        }
        alerts.everySecond();
    }

    private void look(EngineState now, Past its) {
        lookAtBlocks(now, its);
        lookAtPresence(now, its);
        if (now.lacksRealTime()) {
            alerts.raise(
                    AlertKind.no_real_time,
                    AlertLevel.warning,
                    now.id(),
                    named(now) + " has real-time priority and its engine was refused it: sound may be late while this"
                            + " computer is busy.",
                    RealTimeFix.now(now.pid(), surroundings.environment()));
        } else {
            alerts.clear(AlertKind.no_real_time, now.id());
        }
    }

    private void lookAtBlocks(EngineState now, Past its) {
        EngineState before = its.before;
        boolean goesOn = before != null
                && now.connected()
                && before.connected()
                && now.pid() == before.pid()
                && now.lateBlocks() >= before.lateBlocks()
                && !now.rendering();
        if (!goesOn || before == null) {
            its.seconds.clear();
            return;
        }
        long late = now.lateBlocks() - before.lateBlocks();
        its.seconds.addLast(new Second(late, now.hostBlocks() - before.hostBlocks()));
        if (its.seconds.size() > LATE_SECONDS) {
            its.seconds.removeFirst();
        }
        long lateLately = its.seconds.stream().mapToLong(Second::late).sum();
        long blocksLately = its.seconds.stream().mapToLong(Second::blocks).sum();
        if (late > 0 && lateLately >= LEAST_LATE) {
            boolean isNew = !alerts.isActive(AlertKind.late_blocks, now.id());
            alerts.happened(
                    AlertKind.late_blocks,
                    AlertLevel.warning,
                    now.id(),
                    String.format(
                            Locale.ROOT,
                            "%s: %d of %d blocks were answered too late within %d s and were played unprocessed.",
                            named(now),
                            lateLately,
                            blocksLately,
                            its.seconds.size()),
                    "larger blocks in the host, or Latency: Safe in the plugin",
                    isNew ? lateLately : late,
                    OVER_AFTER_MS);
        }
    }

    private void lookAtPresence(EngineState now, Past its) {
        EngineState before = its.before;
        if (before != null && now.connected() && before.connected() && now.restarts() > before.restarts()) {
            alerts.happened(
                    AlertKind.engine_gone,
                    AlertLevel.warning,
                    now.id(),
                    "The engine of " + named(now) + " ended and was started anew; sound was unprocessed meanwhile.",
                    "",
                    now.restarts() - before.restarts(),
                    OVER_AFTER_MS);
        }
        its.goneSeconds = now.connected() || !now.hostLives() ? 0 : its.goneSeconds + 1;
        if (its.goneSeconds == GONE_SECONDS && !now.engineLives()) {
            alerts.happened(
                    AlertKind.engine_gone,
                    AlertLevel.fault,
                    now.id(),
                    "The engine of " + named(now)
                            + " is gone: while the plugin is in that host, sound passes through it unprocessed.",
                    "./attune doctor; without the plugin in it, nothing",
                    1,
                    GONE_TOLD_MS);
        }
        boolean back = before != null && now.connected() && !before.connected();
        if (back || !(now.connected() || now.hostLives())) {
            alerts.clear(AlertKind.engine_gone, now.id());
        }
        if (!now.connected()) {
            alerts.clear(AlertKind.late_blocks, now.id());
        }
    }

    private void lookAtAgent() {
        String trouble = surroundings.agentTrouble();
        if (trouble == null) {
            alerts.clear(AlertKind.agent_failing, null);
        } else {
            alerts.raise(
                    AlertKind.agent_failing,
                    AlertLevel.fault,
                    null,
                    trouble + " Your sound keeps its last settings.",
                    "./attune doctor; the server's log says why it ended");
        }
    }

    /** Learners that rest after harm. */
    private void lookAtLearners() {
        AgentStatus agent = surroundings.agent();
        List<LearnerRest> resting = agent == null
                ? List.of()
                : agent.resting().stream()
                        .filter(rest -> rest.state().equals(LearnerRest.RESTING))
                        .toList();
        if (resting.isEmpty()) {
            alerts.clear(AlertKind.breaker_open, null);
            return;
        }
        String sentence = resting.stream()
                .map(rest -> rest.label() + " proposes nothing for a while: " + rest.why())
                .collect(Collectors.joining(" "));
        alerts.raise(
                AlertKind.breaker_open,
                AlertLevel.warning,
                null,
                sentence,
                "nothing needs to be done: it tries again by itself (./attune learn learners)");
    }

    private void lookAtDatabases() {
        boolean full = surroundings.isStorageFull();
        if (full) {
            alerts.raise(
                    AlertKind.disk_full,
                    AlertLevel.fault,
                    null,
                    "There was no room for the last write to " + surroundings.data()
                            + ": nothing new is remembered; sound and live view go on.",
                    "make room on that disk (df -h " + surroundings.data() + ")");
        } else {
            alerts.clear(AlertKind.disk_full, null);
        }
    }

    private void lookAtDisk() {
        long free = free(surroundings.data());
        low = free < (low ? ENOUGH * LOW_BYTES : LOW_BYTES);
        if (low) {
            alerts.raise(
                    AlertKind.disk_low,
                    AlertLevel.warning,
                    null,
                    String.format(
                            Locale.ROOT,
                            "Only %.0f MB are left on the disk of %s; below %.0f MB little fits.",
                            Math.floor(free / MEGA / 10) * 10,
                            surroundings.data(),
                            LOW_BYTES / MEGA),
                    "make room on that disk (df -h " + surroundings.data() + ")");
        } else {
            alerts.clear(AlertKind.disk_low, null);
        }
    }

    /** Bytes that this user may still write there. */
    static long free(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE; // nobody knows: no reason to warn
        }
    }

    private static String named(EngineState engine) {
        return engine.hostName() + " (process " + engine.hostPid() + ")";
    }
}
