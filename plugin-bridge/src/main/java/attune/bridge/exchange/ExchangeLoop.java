package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.*;

import attune.bridge.jna.NativeCalls;
import attune.bridge.shm.ExchangeSegment;
import attune.bridge.shm.RecallState;
import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.CaptureRing;
import attune.bridge.telemetry.EngineSegment;
import attune.bridge.telemetry.MacroOverrides;
import attune.bridge.telemetry.MacroTouches;
import attune.bridge.telemetry.ParamMailbox;
import attune.bridge.telemetry.ParamMessage;
import attune.dsp.chain.Engine;
import attune.dsp.core.ExactMath;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Scale;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import org.jspecify.annotations.Nullable;

/**
 * One instance's sound: waits for posts, plays each through the engine, answers. Everything that happens in {@link #turn}
 * happens on the engine thread and allocates nothing; the same code is warmed up on a private segment.
 *
 * <p>A post is taken in this order: the host's macros; a start or a changed recall; the macros touched elsewhere; the
 * mailbox (the last two not while a render goes on, {@link OfflineRender}); audio in chunks of at most {@link
 * attune.bridge.shm.ExchangeLayout#SLOT_FRAMES}, copied to the capture ring before anything is done to it, and between
 * them the macros that change at a quantum inside the post; what the shim needs for a dry path; counters; the answer. A failure
 * of the engine is counted and heard as the aligned dry sound at the last gain until a restarted engine has filled its
 * latency again.
 */
public final class ExchangeLoop {
    /** Steps of a learned change, in frames (8 quanta): a change of coefficients costs more than a quantum of sound. */
    private static final int STEP_FRAMES = 8 * ProcessSpec.QUANTUM_FRAMES;

    private static final int FADE_FRAMES = ProcessSpec.QUANTUM_FRAMES;

    private final NativeCalls calls;
    private final ExchangeSegment segment;
    private final SoundEngine engine;
    private final ParamMailbox mailbox;
    private final MacroOverrides touched;
    private final MetricPublisher metrics;
    private final CaptureTap capture = new CaptureTap();
    private final AlignedDryPath dryPath;
    private final LoadGuard load;
    private final OfflineRender render = new OfflineRender();
    private final SafetyEnvelope envelope;
    private final int latencyFrames;

    private final float[][] audio;
    private final RecallState recall = new RecallState();
    private final ParamSnapshot[] kept = new ParamSnapshot[Engine.SLOTS];
    private final ParamSnapshot effective = new ParamSnapshot();
    private final MacroSnapshot hostMacros = new MacroSnapshot();
    private final EffectiveMacros effectiveMacros = new EffectiveMacros();
    private final MacroTouches touches = new MacroTouches();
    /** Macros in force. */
    private final MacroSnapshot macros = new MacroSnapshot();

    private final ParamMessage message = new ParamMessage();

    private int answered;
    private int playingSlot;
    /** The first stream has begun. */
    private boolean started;

    /** The leveler's gain with which the last stream began, dB. */
    private double startGainDb;

    /** The slot that the envelope's move belongs to. */
    private int movingSlot;

    private final CommitCounter commits = new CommitCounter();

    /** Changes of macros in the post that is played, and how many of them are in force. */
    private int events;

    private int eventsTaken;
    private int framesSinceStep;
    private long captureFirstFrame = CaptureLayout.NOTHING;
    private boolean faulted;
    private int dryFramesLeft;
    private float dryGainLinear = 1;
    private float ceilingLinear = 1;
    private long scrubbedBefore;

    /**
     * @param engine prepared for the segment's format
     * @param telemetry this instance's own segment
     */
    @ControlThread
    public ExchangeLoop(NativeCalls calls, ExchangeSegment segment, SoundEngine engine, EngineSegment telemetry) {
        this.calls = calls;
        this.segment = segment;
        this.engine = engine;
        this.mailbox = telemetry.mailbox();
        this.touched = telemetry.overrides();
        this.metrics = new MetricPublisher(segment, telemetry.ring());
        this.latencyFrames = engine.latencyFrames();
        this.dryPath = new AlignedDryPath(segment.spec(), latencyFrames, SLOT_FRAMES);
        this.envelope = new SafetyEnvelope(segment.spec());
        this.load = new LoadGuard(segment.spec().sampleRateHz());
        this.audio = new float[segment.spec().channels()][SLOT_FRAMES];
        this.answered = segment.responseSequenceAcquire();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = new ParamSnapshot();
        }
        publishAllSets();
    }

    /** Where the control thread lends this loop a capture ring. */
    @ControlThread
    public CaptureTap capture() {
        return capture;
    }

    /**
     * Waits for posts, at most {@code timeoutMs}, and serves them.
     *
     * @return false when the shim asks the thread to leave
     */
    @AudioThread
    public boolean turn(int timeoutMs) {
        long newest = calls.engineWait(segment.address(), answered, timeoutMs);
        segment.heartbeatRelease(System.nanoTime());
        if (newest == NativeCalls.QUIT) {
            return false;
        }
        if (newest >= 0) {
            serve((int) newest);
        }
        long nowNs = System.nanoTime();
        if (metrics.isDue(nowNs)) {
            metrics.rendering(render.isRendering());
            metrics.publish(nowNs, macros, kept[playingSlot], envelope.isMoving(), captureFirstFrame, engine);
            engine.markMetersRead();
        }
        return true;
    }

    /** Plays every post up to {@code newest} in order; the shim never posts more than there are slots. */
    @AudioThread
    private void serve(int newest) {
        int pending = newest - answered;
        if (pending < 0 || pending > SLOTS) { // not by our shim: nothing in between can be trusted
            count(SKIPPED_POSTS_OFFSET, 1);
            answered = newest - 1;
        }
        while (answered != newest) {
            int sequence = answered + 1;
            int slot = ExchangeSegment.slotOf(sequence);
            if (isPlayable(slot, sequence)) {
                playPost(slot);
            } else {
                count(SKIPPED_POSTS_OFFSET, 1);
            }
            answered = sequence;
            calls.engineComplete(segment.address(), sequence);
        }
    }

    @AudioThread
    private boolean isPlayable(int slot, int sequence) {
        int frames = segment.slotFrames(slot);
        return segment.slotHolds(slot, sequence)
                && frames > 0
                && frames <= SLOT_FRAMES
                && frames % ProcessSpec.QUANTUM_FRAMES == 0;
    }

    @AudioThread
    private void playPost(int slot) {
        long startNs = System.nanoTime();
        segment.slotStarted(slot, startNs);
        int frames = segment.slotFrames(slot);
        int flags = segment.slotFlags(slot);
        boolean start = (flags & FLAG_START) != 0;
        render.next((flags & FLAG_OFFLINE) != 0);
        boolean recalled = takeRecall(start);
        takeMacros(slot, recalled);
        takeSettings(start, recalled);
        events = segment.slotEventCount(slot);
        eventsTaken = 0;
        // A learner hears what people hear, not what a host renders.
        CaptureRing ring = render.isRendering() ? null : capture.hold();
        int offset = 0;
        while (offset < frames) {
            takeEvents(slot, offset);
            int rest = framesToNextEvent(slot, offset, frames);
            int chunk = isMoving() ? Math.min(rest, STEP_FRAMES) : rest;
            playChunk(slot, offset, chunk, ring);
            offset += chunk;
        }
        captureFirstFrame = ring == null ? CaptureLayout.NOTHING : ring.oldestFrame();
        capture.release();
        publishEffective();
        publishDryPath();
        finish(slot, frames, startNs, render.isRendering());
    }

    /** Whether a learned change goes on its way in this post; a render holds it where it is. */
    @AudioThread
    private boolean isMoving() {
        return envelope.isMoving() && !render.isRendering();
    }

    // ---- what the sound is set to ----

    /** Whether {@link #recall} holds something to take: at the first start, and whenever it has changed. */
    @AudioThread
    private boolean takeRecall(boolean start) {
        boolean fresh = segment.recallLockAcquire() != recall.version && segment.readRecall(recall);
        boolean first = start && !started;
        started |= start;
        return first || fresh;
    }

    @AudioThread
    private void takeMacros(int slot, boolean recalled) {
        segment.slotMacros(slot, hostMacros);
        effectiveMacros.host(hostMacros);
        if (recalled) {
            effectiveMacros.recall(recall.overrides);
        }
        if (!render.isRendering() && touched.take(touches)) {
            effectiveMacros.touch(touches);
            commits.chosen();
        }
        useMacros();
    }

    @AudioThread
    private void useMacros() {
        macros.copyFrom(effectiveMacros.inForce());
        playingSlot = (int) macros.get(MacroTable.SLOT);
    }

    /** Takes the host's changes in the quantum at {@code offset}. */
    @AudioThread
    private void takeEvents(int slot, int offset) {
        int end = offset + ProcessSpec.QUANTUM_FRAMES;
        while (eventsTaken < events && segment.eventFrame(slot, eventsTaken) < end) {
            int macro = segment.eventMacro(slot, eventsTaken);
            if (macro >= 0 && macro < MacroTable.COUNT) {
                int frame = Math.max(0, segment.eventFrame(slot, eventsTaken) - offset);
                takeEvent(macro, segment.eventValue(slot, eventsTaken), frame);
            }
            eventsTaken++;
        }
    }

    @AudioThread
    private void takeEvent(int macro, double value, int frame) {
        keepWhatPlays();
        setHostMacro(macro, value, frame);
        if (MacroTable.all().get(macro).spec().scale() == Scale.TRIGGER) {
            setHostMacro(macro, 0, frame); // pressed and let go
        }
    }

    @AudioThread
    private void setHostMacro(int macro, double value, int frame) {
        hostMacros.set(macro, value);
        effectiveMacros.host(hostMacros);
        useMacros();
        try {
            applyMacros(frame);
        } catch (Throwable failure) { // the boundary
            fault();
        }
    }

    /** Whole quanta until the next change of a macro, at most the rest of the post. */
    @AudioThread
    private int framesToNextEvent(int slot, int offset, int frames) {
        int rest = frames - offset;
        if (eventsTaken == events) {
            return rest;
        }
        int quanta = (segment.eventFrame(slot, eventsTaken) - offset) / ProcessSpec.QUANTUM_FRAMES;
        return Math.min(rest, quanta * ProcessSpec.QUANTUM_FRAMES);
    }

    @AudioThread
    private void takeSettings(boolean start, boolean recalled) {
        try {
            if (start) {
                start(recalled);
            } else {
                if (recalled) {
                    recallSets();
                }
                applyMacros(0);
            }
            turnRender(start, recalled);
            if (!start && !render.isRendering()) {
                takeMailbox();
            }
        } catch (Throwable failure) { // the boundary: whatever it is, the host must not hear of it
            fault();
        }
    }

    /** A render in the middle of live sound begins as the next one will; behind it the level is that of before. */
    @AudioThread
    private void turnRender(boolean start, boolean recalled) {
        if (render.begins()) {
            render.rememberGainDb(start ? startGainDb : engine.levelerGainDb());
            engine.setEconomy(false);
            if (!start) {
                dryPath.clear();
                dryFramesLeft = 0;
                restartEngine(render.gainBeforeDb());
            }
        } else if (render.ends() && !start) {
            engine.setEconomy(load.economy());
            if (!recalled) {
                engine.settle(render.gainBeforeDb());
            }
        }
    }

    /** A stream without history; of a stream that begins anew the settings are those of before. */
    @AudioThread
    private void start(boolean recalled) {
        if (recalled) {
            for (int i = 0; i < kept.length; i++) {
                kept[i].copyFrom(recall.set(i));
                segment.writeEffectiveSet(i, kept[i]);
            }
        }
        if (recalled || playingSlot != movingSlot) {
            envelope.settle(kept[playingSlot]);
            movingSlot = playingSlot;
        }
        dryPath.clear();
        dryFramesLeft = 0;
        boolean betweenRenders = render.isRendering() && !render.begins();
        startGainDb = recalled ? recall.levelerGainDb : betweenRenders ? render.gainBeforeDb() : engine.levelerGainDb();
        restartEngine(startGainDb);
    }

    @AudioThread
    private void restartEngine(double levelerGainDb) {
        for (int i = 0; i < kept.length; i++) {
            engine.recall(i, kept[i]);
        }
        engine.rememberLevelerGainDb(levelerGainDb);
        engine.start(macros);
        faulted = false;
    }

    @AudioThread
    private void recallSets() {
        for (int i = 0; i < kept.length; i++) {
            keep(i, recall.set(i));
        }
        if (recall.exact) {
            engine.settle(recall.levelerGainDb);
        }
        envelope.settle(kept[playingSlot]);
    }

    /**
     * Slot changes and Reset-to-safe end a learned move: what plays from then on is what people chose.
     *
     * @param frame of the next quantum, from which on the macros are in force
     */
    @AudioThread
    private void applyMacros(int frame) {
        engine.setMacros(macros, frame);
        if (keepWhatPlays()) {
            commits.chosen();
            envelope.settle(effective);
        } else if (playingSlot != movingSlot) {
            envelope.settle(effective);
        }
        movingSlot = playingSlot;
    }

    @AudioThread
    private void takeMailbox() {
        if (!mailbox.take(message)) {
            return;
        }
        metrics.took(message.generation);
        if (message.kind == ParamMailbox.KIND_CHOSEN) {
            if (!kept[message.slot].sameAs(message.params)) {
                commits.chosen();
            }
            keep(message.slot, message.params);
            if (message.slot == playingSlot) {
                envelope.settle(message.params);
            }
        } else if (message.slot == playingSlot) { // a learner hears only what plays
            envelope.request(kept[playingSlot], message.params);
            framesSinceStep = STEP_FRAMES;
            if (message.kind == ParamMailbox.KIND_ACCEPTED) {
                commits.chosen();
            } else {
                commits.learned();
            }
        }
    }

    @AudioThread
    private void keep(int slot, ParamSnapshot params) {
        kept[slot].copyFrom(params);
        engine.recall(slot, params);
        segment.writeEffectiveSet(slot, params);
    }

    // ---- sound ----

    @AudioThread
    private void playChunk(int slot, int offset, int frames, @Nullable CaptureRing ring) {
        for (int channel = 0; channel < audio.length; channel++) {
            segment.readInput(slot, channel, offset, audio[channel], frames);
        }
        if (ring != null) {
            ring.write(audio, frames, metrics.processedFrames() + offset);
        }
        dryPath.feed(audio, frames);
        if (!processed(frames)) {
            dryPath.play(audio, frames, dryGainLinear, ceilingLinear, frames, FADE_FRAMES);
        } else if (dryFramesLeft > 0) {
            dryPath.play(audio, frames, dryGainLinear, ceilingLinear, dryFramesLeft - FADE_FRAMES, FADE_FRAMES);
            dryFramesLeft -= Math.min(dryFramesLeft, frames);
        }
        for (int channel = 0; channel < audio.length; channel++) {
            segment.writeOutput(slot, channel, offset, audio[channel], frames);
        }
    }

    @AudioThread
    private boolean processed(int frames) {
        try {
            if (faulted) {
                restartEngine(engine.levelerGainDb());
            }
            if (isMoving() && framesSinceStep >= STEP_FRAMES) {
                engine.push(envelope.advance(STEP_FRAMES));
                framesSinceStep = 0;
            }
            framesSinceStep += frames;
            engine.process(audio, frames);
            return true;
        } catch (Throwable failure) { // the boundary: whatever it is, the quantum passes dry
            fault();
            return false;
        }
    }

    @AudioThread
    private void fault() {
        count(ENGINE_FAULTS_OFFSET, 1);
        faulted = true;
        dryFramesLeft = latencyFrames + FADE_FRAMES;
    }

    // ---- what others need to know ----

    /** {@link #effective} is the playing set, kept from now on; whether it was not kept before. */
    @AudioThread
    private boolean keepWhatPlays() {
        engine.effective(effective);
        if (effective.sameAs(kept[playingSlot])) {
            return false;
        }
        kept[playingSlot].copyFrom(effective);
        segment.writeEffectiveSet(playingSlot, effective);
        return true;
    }

    @AudioThread
    private void publishEffective() {
        keepWhatPlays();
        if (effectiveMacros.takeChanged()) {
            segment.writeEffectiveOverrides(effectiveMacros.overrides());
        }
        segment.writeEffective(playingSlot, engine.levelerGainDb(), Engine.SOUND_VERSION);
    }

    @ControlThread
    private void publishAllSets() {
        for (int i = 0; i < kept.length; i++) {
            segment.writeEffectiveSet(i, kept[i]);
        }
        segment.writeEffective(playingSlot, 0, Engine.SOUND_VERSION);
        segment.dryPath(dryGainLinear, ceilingLinear);
    }

    @AudioThread
    private void publishDryPath() {
        if (dryFramesLeft == 0) {
            dryGainLinear = (float) ExactMath.dbToLinear(engine.meters().broadbandGainDb);
        }
        ceilingLinear = (float) ExactMath.dbToLinear(kept[playingSlot].get(ParamTable.LIMITER_CEILING));
        segment.dryPath(dryGainLinear, ceilingLinear);
    }

    @AudioThread
    private void finish(int slot, int frames, long startNs, boolean offline) {
        if (commits.isCommitted(startNs)) {
            count(COMMITS_OFFSET, 1);
        }
        count(PROCESSED_QUANTA_OFFSET, frames / ProcessSpec.QUANTUM_FRAMES);
        long scrubbed = engine.meters().scrubbedSamples;
        count(ENGINE_SCRUBBED_OFFSET, scrubbed - scrubbedBefore);
        scrubbedBefore = scrubbed;
        long doneNs = System.nanoTime();
        long deadlineNs = segment.slotDeadlineNs(slot);
        boolean late = !offline && deadlineNs > 0 && doneNs - deadlineNs > 0;
        if (late) {
            count(OVERRUNS_OFFSET, 1);
        }
        if (!offline) {
            guardLoad(frames, doneNs - startNs, late);
        }
        metrics.played(frames, doneNs - startNs, doneNs - segment.slotPostNs(slot));
    }

    /** From the next post on. A bounce is never played at less cost. */
    @AudioThread
    private void guardLoad(int frames, long ns, boolean late) {
        long before = load.switches();
        load.played(frames, ns, late);
        if (load.switches() != before) {
            engine.setEconomy(load.economy());
            metrics.economy(load.economy(), load.switches());
        }
    }

    @AudioThread
    private void count(int counter, long more) {
        segment.engineCounter(counter, segment.engineCounter(counter) + more);
    }
}
