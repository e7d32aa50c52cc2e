package attune.learn.agent;

import attune.api.HealthSample;
import attune.learn.env.RenderBudget;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * Lets auditions go on only as long as live sound has room. Stopped: for two seconds after a late block, and while the
 * slowest engine's exchange takes more than half of its block. Slow: while other programs leave less than 15 % of the
 * cores, one piece in four of the time. {@link #health} from the socket's thread, the rest from the thread that renders.
 */
final class LiveBudget implements RenderBudget {
    /** Less of all cores than this left by others: slow. */
    static final double TIGHT_SHARE = 0.15;
    /** More of a block's time than this in the exchange: stopped. */
    static final double TIGHT_BLOCK = 0.5;

    private static final long LATE_PAUSE_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long STALE_HEALTH_NS = TimeUnit.SECONDS.toNanos(3);
    private static final long LOOK_MS = 50;
    private static final long TOLD_AFTER_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int SLOW_RATIO = 3;

    private final DoubleSupplier freeShare;
    private volatile BooleanSupplier abandoned = () -> false;
    private volatile Runnable meanwhile = () -> {};
    private volatile long stoppedUntilNs = Long.MIN_VALUE;
    private volatile boolean limited;
    private volatile boolean told;
    private long lastTurnNs;

    /** @param freeShare share of all cores that others leave, 0 to 1 */
    LiveBudget(DoubleSupplier freeShare) {
        this.freeShare = freeShare;
    }

    /** Takes one second of one engine in. */
    void health(HealthSample health) {
        long now = System.nanoTime();
        boolean tight = health.blockPeriodUs() > 0 && health.roundTripP99Us() > TIGHT_BLOCK * health.blockPeriodUs();
        if (health.newLateBlocks() > 0 || tight) {
            long until = now + (health.newLateBlocks() > 0 ? LATE_PAUSE_NS : STALE_HEALTH_NS / 2);
            stoppedUntilNs = limited ? Math.max(stoppedUntilNs, until) : until;
            limited = true;
        }
    }

    /** What ends an audition early: freeze, learning off, an engine gone. Asked before every piece. */
    void abandonWhen(BooleanSupplier condition) {
        abandoned = condition;
    }

    /** What is to go on while an audition works or stands: called before every piece, by the thread that renders. */
    void meanwhile(Runnable task) {
        meanwhile = task;
    }

    /** Whether an audition has been standing for a second because the machine is busy. */
    boolean isPaused() {
        return told;
    }

    /** Whether a whole audition is too much now. */
    boolean isTight() {
        return isStopped() || freeShare.getAsDouble() < TIGHT_SHARE;
    }

    @Override
    public void awaitTurn() throws InterruptedException {
        long arrived = System.nanoTime();
        try {
            requireWanted();
            meanwhile.run();
            while (isStopped()) {
                told = System.nanoTime() - arrived > TOLD_AFTER_NS;
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                requireWanted();
                meanwhile.run();
            }
            if (freeShare.getAsDouble() < TIGHT_SHARE) {
                long worked = Math.max(0, Math.min(arrived - lastTurnNs, TimeUnit.MILLISECONDS.toNanos(LOOK_MS)));
                TimeUnit.NANOSECONDS.sleep(SLOW_RATIO * worked);
            }
        } finally {
            told = false;
            lastTurnNs = System.nanoTime();
        }
    }

    private boolean isStopped() {
        return limited && System.nanoTime() - stoppedUntilNs < 0;
    }

    private void requireWanted() throws InterruptedException {
        if (Thread.interrupted() || abandoned.getAsBoolean()) {
            throw new InterruptedException("audition abandoned");
        }
    }
}
