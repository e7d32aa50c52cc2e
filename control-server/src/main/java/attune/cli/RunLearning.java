package attune.cli;

import attune.api.Change;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The control server beside a run: started while the host starts, listened to while it plays, found again when it was
 * replaced. Whatever goes wrong here, the sound goes on. One thread calls.
 */
final class RunLearning implements AutoCloseable {
    private static final long RECONNECT_NS = 1_000_000_000;
    /** Entries of the timeline that a summary holds at most. */
    private static final int MOST_CHANGES = 1000;

    private static final long LAST_WORD_SECONDS = 5;

    private final Places places;
    private final Terminal terminal;
    private final boolean silent;
    private final CompletableFuture<ServerClient> starting;
    private @Nullable LearningJournal journal;
    private @Nullable ServerClient server;
    private @Nullable ServerEvents events;
    private boolean told;
    private long retryAtNs = System.nanoTime();

    private RunLearning(Places places, Terminal terminal, boolean silent, CompletableFuture<ServerClient> starting) {
        this.places = places;
        this.terminal = terminal;
        this.silent = silent;
        this.starting = starting;
    }

    /**
     * Starts the server in the background.
     *
     * @param silent whether only failures are told
     */
    static RunLearning start(Places places, Terminal terminal, boolean silent) {
        if ("1".equals(places.environment().get("ATTUNE_NO_SERVER"))) {
            return new RunLearning(
                    places,
                    terminal,
                    silent,
                    CompletableFuture.failedFuture(
                            CliException.failed("ATTUNE_NO_SERVER=1 is set, so there is no control server.")));
        }
        AtomicBoolean told = new AtomicBoolean(silent);
        Consumer<String> once = sentence -> {
            if (!told.getAndSet(true)) {
                terminal.showSentence("No learning yet. " + sentence);
            }
        };
        return new RunLearning(places, terminal, silent, CompletableFuture.supplyAsync(() -> {
            try {
                return ServerLauncher.require(places, once);
            } catch (IOException e) {
                throw CliException.failed("The control server cannot be started: " + Attune.explanation(e), e);
            }
        }));
    }

    /** The host has started. */
    void follow(long hostPid) {
        journal = new LearningJournal(hostPid);
    }

    /** Now and then while it plays: connects, tells the link once. */
    void look() {
        if (journal == null || !starting.isDone() || System.nanoTime() - retryAtNs < 0) {
            return;
        }
        if (events != null && !events.isClosed()) {
            return;
        }
        retryAtNs = System.nanoTime() + RECONNECT_NS;
        try {
            // A server that died is started again by the plugin's supervisor.
            connect(told ? ServerClient.find(places).orElse(null) : started());
        } catch (CliException e) {
            tellOnce(e);
        }
    }

    private ServerClient started() {
        try {
            return starting.join();
        } catch (java.util.concurrent.CompletionException e) {
            throw e.getCause() instanceof CliException said
                    ? said
                    : CliException.failed("The control server cannot be started.", e);
        }
    }

    private void connect(@Nullable ServerClient living) {
        LearningJournal listener = journal;
        if (living == null || listener == null) {
            return;
        }
        server = living;
        events = living.events(message -> listener.take(message, System.nanoTime() / 1_000_000));
        catchUp();
        if (!told) {
            told = true;
            if (!silent) {
                terminal.out().println("Panel: " + living.panelLink());
                terminal.flush();
            }
        }
    }

    private void tellOnce(CliException e) {
        if (!told) {
            told = true;
            terminal.err().println("attune: " + e.getMessage() + " The sound plays without learning.");
            terminal.flush();
        }
    }

    /** What is in the timeline already, as after a server was replaced. */
    private void catchUp() {
        LearningJournal listener = journal;
        String id = listener == null ? null : listener.engineId();
        if (server != null && listener != null && id != null) {
            List<Change> changes = Timeline.fetch(server, id, null, MOST_CHANGES);
            for (int i = changes.size() - 1; i >= 0; i--) {
                listener.take(changes.get(i));
            }
        }
    }

    /** Sentences since the last call. */
    List<String> news() {
        return journal == null ? List.of() : journal.news();
    }

    /** What is being learned, in a few words. */
    String line() {
        return journal == null ? "" : journal.line();
    }

    /** Whether a server was there. */
    boolean isConnected() {
        return server != null;
    }

    /** The account of the run; brings the timeline up to date first. */
    @Nullable
    LearningJournal account() {
        try {
            starting.get(LAST_WORD_SECONDS, TimeUnit.SECONDS);
            catchUp();
        } catch (CliException | TimeoutException | ExecutionException e) {
            // What came by event is all there is.
            return journal;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return journal;
    }

    @Override
    public void close() {
        if (events != null) {
            events.close();
        }
    }
}
