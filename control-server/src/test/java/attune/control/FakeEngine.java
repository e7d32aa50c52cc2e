package attune.control;

import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.BlockTimes;
import attune.bridge.telemetry.CapturedInput;
import attune.bridge.telemetry.EngineSegmentLayout;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.MetricRing;
import attune.control.problem.ProblemException;
import attune.control.registry.EngineAccess;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An engine without a process: takes sets at once, shows frames through a real ring when told to play. */
public final class FakeEngine implements EngineAccess {
    /** One post. */
    public record Posted(long generation, int kind, int slot, ParamSnapshot params, long atNs) {}

    private static final int FRAMES_OF_AUDIO = 2400;

    private final Announcement announcement;
    private final MetricRing ring = new MetricRing(ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES));
    private final MetricFrame frame = new MetricFrame();
    private final List<Posted> posts = new ArrayList<>();
    private final ParamSnapshot[] slots = {
        new ParamSnapshot(), new ParamSnapshot(), new ParamSnapshot(), new ParamSnapshot()
    };
    private long next;
    private boolean captures;
    private boolean refusesMacros;
    private boolean refusesPosts;
    private boolean takesMacrosLate;

    public FakeEngine(Announcement announcement) {
        this.announcement = announcement;
        for (MacroTable macro : MacroTable.all()) {
            frame.macros[macro.index()] = macro.spec().defaultValue();
        }
        frame.captureFirstFrame = -1;
        Arrays.fill(frame.noiseProfileDb, ParamTable.NO_NOISE_DB);
        frame.inputShortTermLufs = -30;
        frame.outputShortTermLufs = -20;
    }

    /** Shows one more frame, 50 ms of sound later. */
    public synchronized FakeEngine play() {
        frame.processedFrames += FRAMES_OF_AUDIO;
        frame.hostBlocks += 5;
        frame.timeNs = System.nanoTime();
        frame.slot = (int) frame.macros[MacroTable.SLOT.index()];
        frame.bypass = (int) frame.macros[MacroTable.BYPASS.index()];
        for (int i = 0; i < frame.params.length; i++) {
            frame.params[i] = slots[frame.slot].get(i);
        }
        frame.captureFirstFrame = captures ? Math.max(0, frame.processedFrames - 30 * 48_000) : -1;
        ring.publish(frame);
        return this;
    }

    /** What the host does to its own controls. */
    public synchronized void host(MacroTable macro, double value) {
        frame.macros[macro.index()] = value;
    }

    /** What the host recalls into the playing slot. */
    public synchronized void recall(ParamSnapshot params) {
        slots[frame.slot].copyFrom(params);
    }

    /** What noise reduction tracks from the next frame on: the same in each band. */
    public synchronized void hearNoise(double bandDb) {
        Arrays.fill(frame.noiseProfileDb, bandDb);
    }

    public synchronized void press(boolean like) {
        if (like) {
            frame.likes++;
        } else {
            frame.dislikes++;
        }
    }

    /** A press of Open panel. */
    public synchronized void askForPanel() {
        frame.panelRequests++;
    }

    public synchronized long position() {
        return frame.processedFrames;
    }

    /** As if it ended just before a macro reaches it. */
    public synchronized void refuseMacros() {
        refusesMacros = true;
    }

    /** As an engine that has not come to what was set: its frames show its macros as they were. */
    public synchronized void takeMacrosLate() {
        takesMacrosLate = true;
    }

    /** As an engine that ends just before a set is posted to it. */
    public synchronized void refusePosts(boolean refuses) {
        refusesPosts = refuses;
    }

    public synchronized void setLateBlocks(long late) {
        frame.lateBlocks = late;
    }

    /** As an engine whose host has real-time priority, and which was refused it or has it as well. */
    public synchronized void setScheduling(int hostPolicy, int enginePolicy) {
        frame.hostPolicy = hostPolicy;
        frame.enginePolicy = enginePolicy;
    }

    /** Each frame from now on has so many blocks that took so long, of ten milliseconds each. */
    public synchronized void setRoundTrips(int blocks, long ns) {
        BlockTimes times = new BlockTimes();
        for (int i = 0; i < blocks; i++) {
            times.record(ns);
        }
        times.copyTo(frame.roundTripCounts);
        frame.roundTripMaxNs = ns;
    }

    public synchronized List<Posted> posts() {
        return List.copyOf(posts);
    }

    public synchronized Posted lastPost() {
        return posts.get(posts.size() - 1);
    }

    public synchronized boolean captures() {
        return captures;
    }

    @Override
    public Announcement announcement() {
        return announcement;
    }

    @Override
    public int latencyFrames() {
        return 1280;
    }

    @Override
    public synchronized boolean next(MetricFrame destination) {
        next = Math.max(next, ring.oldest());
        if (next >= ring.publishedAcquire() || !ring.read(next, destination)) {
            return false;
        }
        next++;
        return true;
    }

    @Override
    public synchronized void post(long generation, int kind, int slot, ParamSnapshot params) {
        if (refusesPosts) {
            throw ProblemException.conflict("gone", "The plugin instance is gone.");
        }
        posts.add(new Posted(generation, kind, slot, new ParamSnapshot(params), System.nanoTime()));
        slots[slot].copyFrom(params);
        frame.mailboxGeneration = generation;
    }

    @Override
    public synchronized void setMacro(MacroTable macro, double value) {
        if (refusesMacros) {
            throw ProblemException.conflict("gone", "The plugin instance is gone.");
        }
        if (!takesMacrosLate) {
            frame.macros[macro.index()] = value;
        }
    }

    @Override
    public synchronized void wantCapture(boolean wanted) {
        captures = wanted;
    }

    @Override
    public synchronized CapturedInput captured(double seconds) throws IOException {
        if (!captures) {
            throw new IOException("the engine has not made room for it yet");
        }
        int frames = (int) Math.min((long) (seconds * announcement.sampleRateHz()), frame.processedFrames);
        float[][] channels = new float[announcement.channels()][frames];
        for (int channel = 0; channel < channels.length; channel++) {
            for (int i = 0; i < frames; i++) {
                channels[channel][i] = channel + i / 1e6f;
            }
        }
        return new CapturedInput(frame.processedFrames - frames, announcement.sampleRateHz(), channels);
    }

    @Override
    public void close() {
        wantCapture(false);
    }
}
