package attune.learn.agent;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The agent over its life: finds the server, connects, works, connects again when the server was started anew, and ends
 * ten seconds after the last one is gone. What it has learned stays in memory over a reconnection.
 */
final class Agent {
    /** A server whose process is gone for longer does not come back; one that lives and does not answer is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long TICK_MS = 1_000;
    private static final long STATUS_MS = 1_000;
    private static final long FIRST_WAIT_MS = 250;
    private static final long LONGEST_WAIT_MS = 2_000;

    private final Path folder;
    private final Duration patience;
    private final Learning learning;
    private final String version;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final LiveBudget budget = new LiveBudget(new MachineLoad()::freeShare);
    private final ScheduledExecutorService teller = teller();
    private volatile @Nullable AgentLoop current;
    private volatile @Nullable ServerLink currentLink;

    /**
     * An agent.
     *
     * @param folder runtime folder with server.json
     */
    Agent(Path folder, long seed, String version) {
        this(folder, seed, version, PATIENCE);
    }

    /** The same, with another patience. */
    Agent(Path folder, long seed, String version, Duration patience) {
        this.folder = folder;
        this.patience = patience;
        this.learning = new Learning(seed);
        this.version = version;
    }

    private static ScheduledExecutorService teller() {
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "attune-status");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    /**
     * Works until the server's process has been gone for ten seconds.
     *
     * @return the last sentence about the server, for the log
     * @throws ServerPlace.VersionMismatch when the server speaks another version
     */
    String run() throws InterruptedException, LinkException {
        ScheduledFuture<?> telling =
                teller.scheduleAtFixedRate(this::tellStatus, STATUS_MS, STATUS_MS, TimeUnit.MILLISECONDS);
        long goneSinceNs = System.nanoTime();
        long waitMs = FIRST_WAIT_MS;
        String why = "";
        while (System.nanoTime() - goneSinceNs < patience.toNanos()) {
            try {
                ServerPlace place = ServerPlace.in(folder);
                boolean served = connected(place);
                if (served || place.isAlive()) {
                    goneSinceNs = System.nanoTime();
                }
                if (served) {
                    waitMs = FIRST_WAIT_MS;
                } else {
                    why = "It did not answer on port " + place.server().port() + ".";
                }
            } catch (ServerPlace.VersionMismatch e) {
                throw e;
            } catch (LinkException e) {
                why = String.valueOf(e.getMessage());
            } finally {
                current = null;
                currentLink = null;
            }
            TimeUnit.MILLISECONDS.sleep(waitMs);
            waitMs = Math.min(LONGEST_WAIT_MS, 2 * waitMs);
        }
        telling.cancel(false);
        teller.shutdownNow();
        return why;
    }

    /**
     * One connection, from its begin to its end.
     *
     * @return whether the server was there
     */
    private boolean connected(ServerPlace place) throws InterruptedException, LinkException {
        ServerLink link = new HttpServerLink(client, place);
        AgentLoop loop = new AgentLoop(link, learning, budget, System::currentTimeMillis, version, this::tellStatusNow);
        try (EventSocket socket = EventSocket.open(client, place, loop)) {
            link.status(loop.status());
            loop.remember();
            current = loop;
            currentLink = link;
            while (!socket.isClosed()) {
                long begin = System.nanoTime();
                stepOver(loop);
                long left = TICK_MS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                TimeUnit.MILLISECONDS.sleep(Math.max(10, left));
            }
            return true;
        } catch (LinkException e) {
            if (e.status() == 409 && e.getMessage() != null && e.getMessage().contains("version")) {
                throw e;
            }
            return false;
        }
    }

    /** A refusal concerns one step, not the connection; only a server that does not answer ends it. */
    private static void stepOver(AgentLoop loop) throws InterruptedException, LinkException {
        try {
            loop.step();
        } catch (LinkException e) {
            if (e.status() == 0) {
                throw e;
            }
            System.err.println("attune-agent: " + e.getMessage());
        }
    }

    private void tellStatusNow() {
        teller.execute(this::tellStatus);
    }

    private void tellStatus() {
        AgentLoop loop = current;
        ServerLink link = currentLink;
        if (loop == null || link == null) {
            return;
        }
        try {
            link.status(loop.status());
        } catch (LinkException e) {
            // the main thread sees the same and connects again
        }
    }
}
