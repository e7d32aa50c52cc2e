package attune.control;

import attune.bridge.telemetry.Announcement;
import attune.control.registry.EngineAccess;
import attune.control.registry.EngineSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Engines that a test starts, ends and plays. */
public final class FakeEngines implements EngineSource {
    private static final int HOST = 77;

    private final Map<String, FakeEngine> engines = new LinkedHashMap<>();
    private int nextPid = 1000;

    /** An instance of host process 77; a new engine process each time. */
    public synchronized FakeEngine start(int instance) {
        return start(instance, 48_000, 2);
    }

    public synchronized FakeEngine start(int instance, double sampleRateHz, int channels) {
        return start(HOST, instance, sampleRateHz, channels);
    }

    /** An instance of another host. */
    public synchronized FakeEngine startIn(int hostPid, int instance) {
        return start(hostPid, instance, 48_000, 2);
    }

    private FakeEngine start(int hostPid, int instance, double sampleRateHz, int channels) {
        int pid = nextPid++;
        FakeEngine engine = new FakeEngine(
                new Announcement(pid, 7_000 + pid, 5, 2, instance, 1, "jalv", hostPid, sampleRateHz, channels));
        engines.put(hostPid + "-" + instance, engine);
        return engine;
    }

    public synchronized void end(int instance) {
        endIn(HOST, instance);
    }

    public synchronized void endIn(int hostPid, int instance) {
        engines.remove(hostPid + "-" + instance);
    }

    @Override
    public synchronized List<Announcement> engines() {
        return engines.values().stream().map(FakeEngine::announcement).toList();
    }

    @Override
    public synchronized EngineAccess open(Announcement engine) {
        return engines.values().stream()
                .filter(one -> one.announcement().equals(engine))
                .findFirst()
                .orElseThrow();
    }
}
