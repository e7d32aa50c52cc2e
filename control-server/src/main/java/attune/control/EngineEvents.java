package attune.control;

import attune.api.EngineLevel;
import attune.api.FeedbackRequest;
import attune.api.HealthSample;
import attune.api.LiveFrame;
import attune.api.TelemetryPoint;
import attune.control.change.Services;
import attune.control.http.Tokens;
import attune.control.registry.EngineRegistry;
import attune.control.registry.EngineSession;
import attune.control.store.ChangeStore;
import attune.control.store.InstanceStore;
import attune.control.store.StorageException;
import attune.control.stream.StreamHub;
import attune.param.ParamSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands on what the registry finds: to the hub at once, to the services by the thread that may wait for a disk. */
final class EngineEvents implements EngineRegistry.Surroundings {
    private static final Logger LOG = LoggerFactory.getLogger(EngineEvents.class);
    private static final long PARAMETERS_EVERY_NS = 100_000_000;

    private final Services services;
    private final ChangeStore changes;
    private final InstanceStore instances;
    private final StreamHub hub;
    private final TelemetryWriter telemetry;
    private final Executor work;
    private final PanelOpener opener;
    private final LiveFrame frame = new LiveFrame();
    private final Map<String, Long> parametersToldNs = new HashMap<>();

    EngineEvents(
            Services services,
            ChangeStore changes,
            InstanceStore instances,
            StreamHub hub,
            TelemetryWriter telemetry,
            Executor work,
            PanelOpener opener) {
        this.services = services;
        this.changes = changes;
        this.instances = instances;
        this.hub = hub;
        this.telemetry = telemetry;
        this.work = work;
        this.opener = opener;
    }

    void setPanel(int port, Tokens tokens) {
        opener.setPanel(port, tokens);
    }

    @Override
    public EngineRegistry.SessionStart start(String engineId, String hostName) {
        work.execute(() -> note(engineId, hostName));
        return new EngineRegistry.SessionStart(
                changes.lastGeneration(engineId),
                services.learning().isFrozen(engineId),
                services.learning().isOnAir(engineId),
                services.preferences().engineName(engineId, hostName));
    }

    /** The timeline must be able to name it once it is gone. */
    void note(String engineId, String hostName) {
        try {
            instances.add(new InstanceStore.Instance(engineId, hostName, System.currentTimeMillis()));
        } catch (StorageException e) {
            LOG.warn("The instance {} of {} can't be remembered: {}", engineId, hostName, e.getMessage());
        }
    }

    @Override
    public boolean isLive(String engineId) {
        return hub.isLive(engineId);
    }

    @Override
    public void live(EngineSession session) {
        if (session.fill(frame, System.currentTimeMillis())) {
            hub.live(session.id(), frame);
        }
    }

    @Override
    public boolean wantsLevels() {
        return hub.wantsLevels();
    }

    @Override
    public void levels(List<EngineLevel> levels) {
        hub.tell("levels", null, levels);
    }

    @Override
    public boolean wantsHealth() {
        return hub.wantsHealth();
    }

    @Override
    public void health(HealthSample sample) {
        hub.tell("health", sample.engineId(), sample);
    }

    @Override
    public void second(TelemetryPoint point) {
        if (services.preferences().keepsFeatures()) {
            telemetry.add(point);
        }
    }

    @Override
    public boolean captures() {
        return services.preferences().captures();
    }

    @Override
    public void engineChanged(EngineSession session) {
        hub.tell("engine", session.id(), session.info());
    }

    @Override
    public void parametersChanged(EngineSession session) {
        long now = System.nanoTime();
        Long told = parametersToldNs.get(session.id());
        if (session.hasPlayed() && (told == null || now - told >= PARAMETERS_EVERY_NS)) {
            parametersToldNs.put(session.id(), now);
            hub.tell("parameters", session.id(), session.parameters());
        }
    }

    @Override
    public void adopted(EngineSession session, ParamSnapshot before, ParamSnapshot after) {
        later(() -> services.manual().adopted(session, before, after));
    }

    @Override
    public void voted(EngineSession session, String vote, String id, long frameNumber) {
        FeedbackRequest request = new FeedbackRequest(id, vote, frameNumber, null);
        later(() -> services.feedback().vote(session, request, "host"));
    }

    @Override
    public void panelRequested(EngineSession session) {
        later(opener::open);
    }

    private void later(Runnable task) {
        try {
            work.execute(() -> {
                try {
                    task.run();
                } catch (StorageException e) {
                    LOG.warn("{}", e.getMessage());
                } catch (RuntimeException e) {
                    LOG.error("What an engine told could not be handled.", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The server ends; what an engine told is dropped.");
        }
    }
}
