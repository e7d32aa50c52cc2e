package attune.bridge;

import attune.bridge.exchange.WarmUp;
import attune.bridge.jna.NativeCalls;
import attune.bridge.shm.ExchangeLayout;
import attune.bridge.shm.ExchangeSegment;
import attune.bridge.shm.Refusal;
import attune.rt.ControlThread;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The instances of one bridge. They attach at any time and wait, alive and dry, until the warm-up is over. Called by the
 * socket's thread and once by the warm-up's; engine threads never enter here.
 */
final class Instances {
    /** More than this play better in a second JVM. */
    static final int MAX_INSTANCES = 8;

    private final NativeCalls calls;
    private final BridgeLog log;
    private final @Nullable Path announcements;
    private final RealTimeAsker realTime = new RealTimeAsker();
    private final Map<Integer, Instance> byNumber = new LinkedHashMap<>();
    private boolean warm;
    private int warmUpMs;
    private int started;

    /** @param announcements folder for {@link attune.bridge.telemetry.Announcement}, null where there is none */
    @ControlThread
    Instances(NativeCalls calls, BridgeLog log, @Nullable Path announcements) {
        this.calls = calls;
        this.log = log;
        this.announcements = announcements;
    }

    /**
     * Warms this JVM up, then starts all that wait, then goes on beside them until nothing is compiled any more. A failure
     * costs speed, not sound.
     */
    @ControlThread
    void warmUp() {
        long startNs = System.nanoTime();
        WarmUp warmUp = null;
        try {
            warmUp = new WarmUp(calls);
            int quanta = warmUp.cover();
            log.line("Warmed up with " + quanta + " quanta in " + msSince(startNs) + " ms.");
        } catch (Throwable e) { // whatever it is: instances that wait must play
            log.line("The warm-up ended early: " + e + "; the first seconds of sound may be late.");
        }
        startWaiting(startNs);
        if (warmUp != null) {
            int quanta = warmUp.settle();
            log.line("Settled after " + quanta + " quanta, " + msSince(startNs) + " ms after the start.");
        }
    }

    /** As {@link #warmUp}, but all of it beforehand: for training and measurements. */
    @ControlThread
    void warmUp(int quanta) {
        long startNs = System.nanoTime();
        new WarmUp(calls).run(quanta);
        log.line("Warmed up with " + quanta + " quanta in " + msSince(startNs) + " ms.");
        startWaiting(startNs);
    }

    private void startWaiting(long startNs) {
        System.gc(); // what was only for the warm-up goes or grows old now, while nobody listens, and not when the
        // second instance comes
        synchronized (this) {
            warm = true;
            warmUpMs = msSince(startNs);
            for (Instance instance : byNumber.values()) {
                play(instance);
            }
        }
    }

    private static int msSince(long startNs) {
        return (int) ((System.nanoTime() - startNs) / 1_000_000);
    }

    /** Takes a segment; the descriptor is closed in any case. */
    @ControlThread
    synchronized void attach(int instance, int fd) {
        long address = calls.map(fd, ExchangeLayout.SEGMENT_BYTES);
        calls.close(fd);
        if (address <= 0) {
            log.line(mapRefusal(address).reason());
            return;
        }
        ByteBuffer memory = calls.view(address, ExchangeLayout.SEGMENT_BYTES);
        Refusal refusal = ExchangeSegment.check(memory);
        if (refusal == null && byNumber.size() >= MAX_INSTANCES && !byNumber.containsKey(instance)) {
            refusal = new Refusal(
                    ExchangeLayout.REFUSED_FULL,
                    "Instance " + instance + " refused: this engine plays " + byNumber.size() + ", allowed are "
                            + MAX_INSTANCES + ".");
        }
        if (refusal != null) {
            log.line(refusal.reason());
            ExchangeSegment.publishRefusal(memory, refusal);
            calls.unmap(address, ExchangeLayout.SEGMENT_BYTES);
            return;
        }
        remove(instance);
        Instance attached = new Instance(calls, log, realTime, address, new ExchangeSegment(memory, address));
        byNumber.put(instance, attached);
        if (warm) {
            play(attached);
        }
    }

    private static Refusal mapRefusal(long code) {
        if (code == NativeCalls.WRONG_SIZE) {
            return new Refusal(
                    ExchangeLayout.REFUSED_SIZE,
                    "Exchange segment refused: its file has another size, allowed is exactly "
                            + ExchangeLayout.SEGMENT_BYTES + " bytes.");
        }
        if (code == NativeCalls.NOT_SEALED) {
            return new Refusal(
                    ExchangeLayout.REFUSED_SEALS,
                    "Exchange segment refused: its size is not sealed, needed are the seals shrink, grow and seal.");
        }
        return new Refusal(
                ExchangeLayout.REFUSED_SIZE, "Exchange segment refused: it can't be mapped, code " + code + ".");
    }

    private void play(Instance instance) {
        try {
            instance.play(++started, warmUpMs);
            ExchangeSegment segment = instance.segment();
            log.line("Instance " + segment.instance() + " epoch " + segment.epoch() + " ready: "
                    + segment.spec().sampleRateHz() + " Hz, " + segment.spec().channels() + " channels, host "
                    + segment.hostName() + " (" + segment.hostPid() + ").");
            instance.announce(announcements);
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            log.line("Instance " + instance.segment().instance() + " can't be prepared: " + e + ".");
            instance.segment().stateRelease(ExchangeLayout.STATE_DEAD);
        }
    }

    /** Ends this incarnation of an instance; a later one under the same number plays on. */
    @ControlThread
    synchronized void detach(int instance, int epoch) {
        Instance attached = byNumber.get(instance);
        if (attached != null && attached.segment().epoch() == epoch) {
            remove(instance);
        }
    }

    private void remove(int instance) {
        Instance gone = byNumber.remove(instance);
        if (gone != null) {
            gone.close();
            log.line("Instance " + instance + " detached.");
        }
    }

    /**
     * To be called at least every 250 ms: heartbeats of those that wait; captured audio and log lines of
     * those that play.
     */
    @ControlThread
    synchronized void tick() {
        for (Instance instance : byNumber.values()) {
            instance.beat();
            instance.tendCapture();
            instance.report();
        }
    }

    @ControlThread
    synchronized void closeAll() {
        for (Instance instance : byNumber.values()) {
            instance.close();
        }
        byNumber.clear();
        realTime.close();
    }
}
