package attune.control;

import attune.bridge.telemetry.Announcement;
import attune.control.registry.EngineAccess;
import attune.control.registry.EngineSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Engines that a test starts, ends and plays. */
public final class FakeEngines implements EngineSource {
    private final Map<String, FakeEngine> engines = new LinkedHashMap<>();
    private int nextPid = 1000;

    /** An instance of host process 77; a new engine process each time. */
    public synchronized FakeEngine start(int instance) {
        return start(instance, 48_000, 2);
    }

    public synchronized FakeEngine start(int instance, double sampleRateHz, int channels) {
        int pid = nextPid++;
        FakeEngine engine = new FakeEngine(
                new Announcement(pid, 7_000 + pid, 5, 2, instance, 1, "jalv", 77, sampleRateHz, channels));
        engines.put("77-" + instance, engine);
        return engine;
    }

    public synchronized void end(int instance) {
        engines.remove("77-" + instance);
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
