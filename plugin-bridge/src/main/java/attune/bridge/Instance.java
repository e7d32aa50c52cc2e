package attune.bridge;

import attune.bridge.exchange.EngineThread;
import attune.bridge.exchange.ExchangeLoop;
import attune.bridge.exchange.SoundEngine;
import attune.bridge.jna.NativeCalls;
import attune.bridge.shm.ExchangeLayout;
import attune.bridge.shm.ExchangeSegment;
import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.EngineSegment;
import attune.bridge.telemetry.EngineSegmentLayout;
import attune.dsp.chain.Engine;
import attune.rt.ControlThread;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * One attached instance with everything that belongs to it: exchange mapping, engine, telemetry segment, announcement,
 * captured audio, thread. Control thread only, except for what {@link EngineThread} does.
 */
final class Instance {
    private static final long JOIN_MS = 2_000;
    private static final int NO_DESCRIPTOR = -1;

    private final NativeCalls calls;
    private final BridgeLog log;
    private final RealTimeAsker realTime;
    private final long address;
    private final ExchangeSegment segment;
    private int telemetryFd = NO_DESCRIPTOR;
    private long telemetryAddress;
    private @Nullable Path announcement;
    private @Nullable EngineThread thread;
    private @Nullable CaptureKeeper capture;
    private boolean failureTold;
    private @Nullable Asked asked;

    /** What rtkit was asked for, and its answer once it is there. */
    private record Asked(EngineThread.Outcome refused, Future<Integer> priority) {}

    /** @param address of the mapped exchange, now this object's to unmap */
    @ControlThread
    Instance(NativeCalls calls, BridgeLog log, RealTimeAsker realTime, long address, ExchangeSegment segment) {
        this.calls = calls;
        this.log = log;
        this.realTime = realTime;
        this.address = address;
        this.segment = segment;
        segment.enginePidRelease((int) ProcessHandle.current().pid());
        segment.engineScheduling(-1, 0);
        beat();
        segment.stateRelease(ExchangeLayout.STATE_WARMING);
    }

    ExchangeSegment segment() {
        return segment;
    }

    /** Shows life while the engine thread does not run yet. */
    void beat() {
        if (thread == null) {
            segment.heartbeatRelease(System.nanoTime());
        }
    }

    /** Prepares the engine and starts its thread; ready when it runs. */
    void play(int number, int warmUpMs) {
        Engine engine = new Engine();
        engine.prepare(segment.spec());
        ByteBuffer telemetry = telemetryMemory();
        EngineSegment own = EngineSegment.initialise(
                telemetry, (int) ProcessHandle.current().pid(), segment);
        ExchangeLoop loop = new ExchangeLoop(calls, segment, SoundEngine.of(engine), own);
        EngineThread started = new EngineThread(calls, segment, loop, number);
        capture = new CaptureKeeper(calls, log, own, segment.spec(), loop.capture());
        segment.warmUpMs(warmUpMs);
        started.start();
        thread = started;
    }

    /** A shared segment, or private memory when the kernel refuses one: the sound needs no reader. */
    private ByteBuffer telemetryMemory() {
        int fd = calls.createSegment(EngineSegmentLayout.SEGMENT_BYTES, "attune-engine");
        if (fd >= 0) {
            long mapped = calls.map(fd, EngineSegmentLayout.SEGMENT_BYTES);
            if (mapped > 0) {
                telemetryFd = fd;
                telemetryAddress = mapped;
                return calls.view(mapped, EngineSegmentLayout.SEGMENT_BYTES);
            }
            calls.close(fd);
        }
        log.line("No shared telemetry segment (code " + fd + "): instance " + segment.instance()
                + " plays without meters for others.");
        return ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES);
    }

    /** Tells the other processes of the user; where there is no folder or no segment, nobody. */
    void announce(@Nullable Path folder) {
        if (folder == null || telemetryFd == NO_DESCRIPTOR) {
            return;
        }
        int pid = (int) ProcessHandle.current().pid();
        Announcement text = new Announcement(
                pid,
                Announcement.startTicks(pid).orElse(0L),
                telemetryFd,
                EngineSegmentLayout.VERSION,
                segment.instance(),
                segment.epoch(),
                segment.hostName(),
                segment.hostPid(),
                segment.spec().sampleRateHz(),
                segment.spec().channels());
        try {
            announcement = text.write(folder);
        } catch (IOException e) {
            log.line("Can't announce the engine in " + folder + ": " + e.getMessage()
                    + "; it plays, but status and panel don't see it.");
        }
    }

    /** Begins or ends capturing, as the control server asks. */
    void tendCapture() {
        CaptureKeeper keeper = capture;
        if (keeper != null) {
            keeper.tick(System.nanoTime());
        }
    }

    /** Logs what happened on the engine thread since the last call. */
    void report() {
        EngineThread running = thread;
        if (running == null) {
            return;
        }
        EngineThread.Outcome outcome = running.takeOutcome();
        if (outcome != null && outcome.granted()) {
            asked = null;
            tellPriority(outcome.wantedPolicy(), outcome.wantedPriority(), "");
        } else if (outcome != null) {
            asked = new Asked(
                    outcome,
                    outcome.lacksRealTime()
                            ? realTime.ask(running, outcome)
                            : CompletableFuture.completedFuture(NativeCalls.CLOSED));
        }
        tellAnswer(running);
        Throwable failure = running.failure();
        if (failure != null && !failureTold) {
            log.line("The engine thread of instance " + segment.instance() + " ended: " + failure);
            failureTold = true; // the thread is joined in close: it may still be writing its last word
        }
    }

    /** Logs and publishes what rtkit has said, once it has. */
    private void tellAnswer(EngineThread running) {
        Asked question = asked;
        if (question == null || !question.priority().isDone()) {
            return;
        }
        asked = null;
        int priority = answer(question.priority());
        if (priority > 0) {
            running.tookRealTime(priority);
            tellPriority(NativeCalls.SCHED_RR, priority, ", given by rtkit");
        } else {
            EngineThread.Outcome refused = question.refused();
            log.line("Real-time priority refused (wanted policy " + refused.wantedPolicy() + " priority "
                    + refused.wantedPriority() + ", code " + refused.obtained()
                    + ", rtkit gives none either): instance "
                    + segment.instance()
                    + " plays at normal priority and may be late under load; the latency Safe helps.");
            calls.giveWay();
        }
    }

    private static int answer(Future<Integer> priority) {
        try {
            return priority.get();
        } catch (ExecutionException | CancellationException e) { // as good as a refusal
            return NativeCalls.CLOSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return NativeCalls.CLOSED;
        }
    }

    private void tellPriority(int policy, int priority, String by) {
        log.line(
                "Instance " + segment.instance() + " plays with policy " + policy + " priority " + priority + by + ".");
        if (policy == NativeCalls.SCHED_OTHER) {
            calls.giveWay(); // what is still to be compiled must not hold it up; real-time threads it can't
        }
    }

    /** Ends thread, announcement and mappings. The quit flag is set, or the shim is gone. */
    void close() {
        EngineThread running = thread;
        if (running != null) {
            running.requestLeave();
            try {
                if (!running.join(JOIN_MS)) {
                    log.line("The engine thread of instance " + segment.instance() + " didn't leave in " + JOIN_MS
                            + " ms; its memory stays mapped.");
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        report();
        segment.stateRelease(ExchangeLayout.STATE_DEAD);
        removeAnnouncement();
        CaptureKeeper keeper = capture;
        if (keeper != null) {
            keeper.close();
        }
        if (telemetryFd != NO_DESCRIPTOR) {
            calls.unmap(telemetryAddress, EngineSegmentLayout.SEGMENT_BYTES);
            calls.close(telemetryFd);
            telemetryFd = NO_DESCRIPTOR;
        }
        calls.unmap(address, ExchangeLayout.SEGMENT_BYTES);
    }

    private void removeAnnouncement() {
        Path file = announcement;
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                log.line("Can't remove " + file + ": " + e.getMessage() + "; the next engine sweeps it.");
            }
        }
    }
}
