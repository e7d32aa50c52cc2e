package attune.bridge;

import attune.bridge.exchange.EngineThread;
import attune.bridge.exchange.EngineThread.Outcome;
import attune.rt.ControlThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks rtkit for real-time priority on a thread of its own, {@code attune-rtkit}, one instance after the other: it may take a
 * second to answer, or not answer at all, and no instance is to wait for that. The thread begins with the first question.
 */
final class RealTimeAsker {
    private final ExecutorService asker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "attune-rtkit");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * Returns at once.
     *
     * @return the priority that the thread has then, below zero where rtkit gives none or the thread has left
     */
    @ControlThread
    Future<Integer> ask(EngineThread thread, Outcome refused) {
        return CompletableFuture.supplyAsync(() -> thread.askRealtimeKit(refused), asker);
    }

    /** Questions that nobody has asked yet are dropped. */
    @ControlThread
    void close() {
        asker.shutdownNow();
    }
}
