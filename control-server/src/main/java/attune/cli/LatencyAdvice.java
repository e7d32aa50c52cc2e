package attune.cli;

import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.EngineDirectory;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.MetricReader;
import attune.cli.DoctorCommand.Finding;
import attune.cli.DoctorCommand.Level;
import attune.param.MacroTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which hosts that play now do better with the latency Safe, and why. */
final class LatencyAdvice {
    /** What {@code status} says of an engine without the priority of its host. */
    static final String LACKS_REAL_TIME =
            "Its host has real-time priority and it was refused one, so it may be late under load: ./attune doctor says how"
                    + " to allow it; until then the latency Safe helps.";

    /** Instances that a host can call one after the other at blocks of 128 frames, measured on two cores (docs/benchmarks.md). */
    static final int MOST_IN_TURN = 4;

    private static final String CHECK = "latency";
    private static final int SAFE = 2;

    /**
     * One host process.
     *
     * @param instances that are not in the latency Safe
     * @param lackRealTime how many of them were refused the real-time priority that their host has
     */
    record HostLoad(String name, int pid, int instances, int lackRealTime) {
        HostLoad with(MetricFrame frame) {
            boolean safe = (int) frame.macros[MacroTable.LATENCY_MODE.index()] == SAFE;
            return safe ? this : new HostLoad(name, pid, instances + 1, lackRealTime + (frame.lacksRealTime() ? 1 : 0));
        }
    }

    private LatencyAdvice() {}

    /** Nothing where nothing plays or all is well. */
    static List<Finding> now() throws IOException {
        Map<Integer, HostLoad> hosts = new LinkedHashMap<>();
        for (Announcement engine : EngineDirectory.engines()) {
            MetricFrame frame = new MetricFrame();
            try {
                if (MetricReader.open(engine).newest(frame)) {
                    HostLoad host =
                            hosts.computeIfAbsent(engine.hostPid(), pid -> new HostLoad(engine.hostName(), pid, 0, 0));
                    hosts.put(engine.hostPid(), host.with(frame));
                }
            } catch (IOException e) {
                // it has ended since it was found: nothing to advise
            }
        }
        return of(List.copyOf(hosts.values()));
    }

    static List<Finding> of(List<HostLoad> hosts) {
        List<Finding> findings = new ArrayList<>();
        for (HostLoad host : hosts) {
            String who = host.name() + " (process " + host.pid() + ")";
            if (host.lackRealTime() > 0) {
                findings.add(new Finding(
                        CHECK,
                        Level.WARN,
                        who + " has real-time priority and its engines were refused it: whatever else works on this"
                                + " computer can make their blocks late.",
                        "allow it (see real time), or set Latency to Safe in its instances: 1024 frames later, a call"
                                + " waits only for what is overdue"));
            }
            if (host.instances() > MOST_IN_TURN) {
                findings.add(new Finding(
                        CHECK,
                        Level.WARN,
                        who + " plays " + host.instances() + " instances: where it calls them one after the other, more"
                                + " than " + MOST_IN_TURN + " can't all be waited for within a block of 128 frames.",
                        "set Latency to Safe in them, so that they work at the same time, or choose larger blocks"));
            }
        }
        return findings;
    }
}
