package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.*;

import attune.bridge.shm.ExchangeSegment;
import attune.bridge.telemetry.BlockTimes;
import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.MetricRing;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.rt.AudioThread;
import attune.rt.ControlThread;

/** Collects what one engine thread sees and publishes it about twenty times a second, after the answer was given. */
final class MetricPublisher {
    private static final long INTERVAL_NS = 50_000_000;

    private final ExchangeSegment segment;
    private final MetricRing ring;
    private final MetricFrame frame = new MetricFrame();
    private final BlockTimes engineTimes = new BlockTimes();
    private final BlockTimes roundTrips = new BlockTimes();
    private long dueNs;
    private long mailboxGeneration;
    private long processedFrames;

    @ControlThread
    MetricPublisher(ExchangeSegment segment, MetricRing ring) {
        this.segment = segment;
        this.ring = ring;
    }

    @AudioThread
    void played(int frames, long engineNs, long roundTripNs) {
        processedFrames += frames;
        engineTimes.record(engineNs);
        roundTrips.record(roundTripNs);
    }

    @AudioThread
    void took(long generation) {
        mailboxGeneration = generation;
    }

    /** Whether the engine works at less cost, and how often that changed. */
    @AudioThread
    void economy(boolean on, long switches) {
        frame.economy = on ? 1 : 0;
        frame.economySwitches = switches;
    }

    /** Whether the host renders offline. */
    @AudioThread
    void rendering(boolean on) {
        frame.rendering = on ? 1 : 0;
    }

    /** Whether the time has come to {@link #publish}. */
    @AudioThread
    boolean isDue(long nowNs) {
        return nowNs - dueNs >= 0;
    }

    /** Frames of audio processed so far: the position of the next one. */
    @AudioThread
    long processedFrames() {
        return processedFrames;
    }

    /**
     * @param inForce macros in force
     * @param playing what the playing slot is set to
     * @param moving whether a learned change is still on its way
     * @param captureFirstFrame oldest captured frame, {@link CaptureLayout#NOTHING} while there is none
     */
    @AudioThread
    void publish(
            long nowNs,
            MacroSnapshot inForce,
            ParamSnapshot playing,
            boolean moving,
            long captureFirstFrame,
            SoundEngine engine) {
        dueNs = nowNs + INTERVAL_NS;
        frame.timeNs = nowNs;
        frame.processedFrames = processedFrames;
        frame.state = segment.stateAcquire();
        frame.moving = moving ? 1 : 0;
        frame.captureFirstFrame = captureFirstFrame;
        frame.likes = engine.likes();
        frame.dislikes = engine.dislikes();
        frame.panelRequests = engine.panelRequests();
        frame.mailboxGeneration = mailboxGeneration;
        frame.takeSettings(inForce, playing);
        frame.takeMeters(engine.meters());
        takeTimes();
        takeCounters();
        takeScheduling();
        ring.publish(frame);
    }

    @AudioThread
    private void takeTimes() {
        frame.blocks = engineTimes.total();
        frame.engineP50Ns = engineTimes.percentileNs(0.5);
        frame.engineP99Ns = engineTimes.percentileNs(0.99);
        frame.engineMaxNs = engineTimes.maxNs();
        frame.roundTripP50Ns = roundTrips.percentileNs(0.5);
        frame.roundTripP99Ns = roundTrips.percentileNs(0.99);
        frame.roundTripMaxNs = roundTrips.maxNs();
        roundTrips.copyTo(frame.roundTripCounts);
        engineTimes.clear();
        roundTrips.clear();
    }

    @AudioThread
    private void takeScheduling() {
        frame.hostPolicy = segment.hostPolicyAcquire();
        frame.enginePolicy = segment.enginePolicyAcquire();
        frame.enginePriority = segment.enginePriorityAcquire();
    }

    @AudioThread
    private void takeCounters() {
        frame.hostBlocks = segment.hostCounter(HOST_BLOCKS_OFFSET);
        frame.lateBlocks = segment.hostCounter(LATE_BLOCKS_OFFSET);
        frame.dryBlocks = segment.hostCounter(DRY_BLOCKS_OFFSET);
        frame.backedOffBlocks = segment.hostCounter(BACKED_OFF_BLOCKS_OFFSET);
        frame.restarts = segment.hostCounter(RESTARTS_OFFSET);
        frame.hostScrubbedSamples = segment.hostCounter(HOST_SCRUBBED_OFFSET);
        frame.processedQuanta = segment.engineCounter(PROCESSED_QUANTA_OFFSET);
        frame.skippedPosts = segment.engineCounter(SKIPPED_POSTS_OFFSET);
        frame.engineScrubbedSamples = segment.engineCounter(ENGINE_SCRUBBED_OFFSET);
        frame.overruns = segment.engineCounter(OVERRUNS_OFFSET);
        frame.engineFaults = segment.engineCounter(ENGINE_FAULTS_OFFSET);
    }
}
