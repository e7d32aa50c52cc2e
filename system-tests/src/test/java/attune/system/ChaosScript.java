package attune.system;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Kills, stops, resumes and starves the processes behind a playing host, one after the other, by a seeded plan. What it did
 * is kept with its times, so that whatever happened to the sound can be held against it.
 */
final class ChaosScript {
    /** What can happen. */
    enum Kind {
        KILL_BRIDGE(UserSession.BRIDGE_CLASS, 15),
        STOP_BRIDGE(UserSession.BRIDGE_CLASS, 2),
        /** Longer than the shim believes in a stopped engine: it is replaced. */
        HANG_BRIDGE(UserSession.BRIDGE_CLASS, 15),
        KILL_SERVER(UserSession.SERVER_CLASS, 0),
        STOP_SERVER(UserSession.SERVER_CLASS, 0),
        KILL_AGENT(UserSession.AGENT_CLASS, 0),
        STOP_AGENT(UserSession.AGENT_CLASS, 0),
        /** Every core is busy. */
        STARVE("", 1);

        private final String victim;
        /** How long blocks may be dry afterwards; after an engine's end: the longest pause and a slow start. */
        private final int recoverySeconds;

        Kind(String victim, int recoverySeconds) {
            this.victim = victim;
            this.recoverySeconds = recoverySeconds;
        }

        /** Whether the shim has to start another engine; not where one hangs that was only starting. */
        boolean mayEndBridge() {
            return this == KILL_BRIDGE || this == HANG_BRIDGE;
        }
    }

    /** One action that was done, in nanoseconds of {@link System#nanoTime}, and whether it cost an engine its life. */
    record Deed(Kind kind, long beginNs, long endNs, boolean bridgeEnded) {
        /** Whether sound between these times may be dry because of it; what server and agent suffer is no reason. */
        boolean touches(long fromNs, long toNs) {
            boolean heard = kind.recoverySeconds > 0;
            return heard && toNs >= beginNs && fromNs <= endNs + TimeUnit.SECONDS.toNanos(kind.recoverySeconds);
        }
    }

    /** Engines that end within a minute, at most: of more the shim lets the machine rest, which is not what is tried here. */
    private static final int ENDS_A_MINUTE = 4;

    private static final int HANG_MS = 7_000;

    private final UserSession session;
    private final SplittableRandom random;
    private final List<Deed> deeds = new ArrayList<>();

    ChaosScript(UserSession session, long seed) {
        this.session = session;
        this.random = new SplittableRandom(seed);
    }

    /** Does {@code count} actions, one after the other with pauses between; what has no victim just now is left out. */
    void run(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            pause(random.nextInt(200, 1_500));
            // The first round shows every kind, the bridge's first.
            Kind kind =
                    i < Kind.values().length ? Kind.values()[i] : Kind.values()[random.nextInt(Kind.values().length)];
            if (kind.mayEndBridge() && endsWithinAMinute() >= ENDS_A_MINUTE) {
                kind = Kind.STARVE;
            }
            act(kind);
        }
    }

    /** What was done, in order. */
    List<Deed> deeds() {
        return deeds;
    }

    /** How many engines the shim had to replace. */
    long bridgeEnds() {
        return deeds.stream().filter(Deed::bridgeEnded).count();
    }

    private long endsWithinAMinute() {
        long since = System.nanoTime() - TimeUnit.SECONDS.toNanos(65);
        return deeds.stream()
                .filter(deed -> deed.bridgeEnded() && deed.endNs() - since > 0)
                .count();
    }

    private void act(Kind kind) throws IOException, InterruptedException {
        Optional<ProcessHandle> victim = session.processes(kind.victim).stream().findFirst();
        long begin = System.nanoTime();
        boolean done = switch (kind) {
            case KILL_BRIDGE, KILL_SERVER, KILL_AGENT ->
                victim.map(ProcessHandle::destroyForcibly).orElse(false);
            case STOP_BRIDGE -> stop(victim, random.nextInt(20, 1_500));
            case STOP_SERVER, STOP_AGENT -> stop(victim, random.nextInt(200, 4_000));
            case HANG_BRIDGE -> stop(victim, HANG_MS);
            case STARVE -> starve(random.nextInt(300, 1_500));
        };
        if (done) {
            boolean ended = kind == Kind.KILL_BRIDGE
                    || (kind == Kind.HANG_BRIDGE && !victim.orElseThrow().isAlive());
            deeds.add(new Deed(kind, begin, System.nanoTime(), ended));
        }
    }

    private static boolean stop(Optional<ProcessHandle> victim, int milliseconds)
            throws IOException, InterruptedException {
        if (victim.isEmpty() || !signal(victim.get(), "-STOP")) {
            return false;
        }
        pause(milliseconds);
        signal(victim.get(), "-CONT"); // fails where it was replaced meanwhile
        return true;
    }

    private static boolean signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
        return process.isAlive()
                && new ProcessBuilder("kill", signal, Long.toString(process.pid()))
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }

    private static boolean starve(int milliseconds) throws InterruptedException {
        AtomicBoolean go = new AtomicBoolean(true);
        List<Thread> hogs = new ArrayList<>();
        for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread hog = new Thread(() -> {
                while (go.get()) {
                    Thread.onSpinWait();
                }
            });
            hog.setDaemon(true);
            hog.start();
            hogs.add(hog);
        }
        pause(milliseconds);
        go.set(false);
        for (Thread hog : hogs) {
            hog.join();
        }
        return true;
    }

    private static void pause(int milliseconds) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(milliseconds);
    }
}
