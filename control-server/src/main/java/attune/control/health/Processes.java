package attune.control.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What processes of this user take, from /proc/PID (proc(5)). Samples every five seconds, keeps six hours. Any thread. */
final class Processes {
    /** Seconds between two looks at the time that a process took. */
    static final int EVERY_SECONDS = 5;

    private static final int SAMPLES_A_MINUTE = 60 / EVERY_SECONDS;
    private static final int KEPT_MINUTES = 360;
    private static final int LEAST_MINUTES = 30;
    private static final double NS_PER_TICK = 1e9 / 100; // USER_HZ is 100 on every Linux that we run on
    private static final long KIB = 1024;
    private static final String RESIDENT = "VmRSS:";
    // fields behind the name in parentheses, from 0
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int START = 19;

    /**
     * One reading.
     *
     * @param ticks of processor time that it took so far
     * @param start what tells it from a later process with its number
     */
    record Reading(long atNs, long ticks, long start, long memoryBytes) {}

    /** What is known of one process. Guarded by the map. */
    private static final class Past {
        final List<Long> memoryEachMinute = new ArrayList<>();

        @Nullable
        Reading before;

        @Nullable
        Reading last;

        int samples;
    }

    /**
     * What one takes.
     *
     * @param growthBytes least of the newest third of what is kept less least of the oldest; null in the first half hour
     */
    record Use(
            double cpuPercent, long memoryBytes, @Nullable Long growthBytes) {}

    private final Map<Long, Past> known = new HashMap<>();

    /** Looks at these, and forgets all others. */
    void sample(Collection<Long> pids) {
        synchronized (known) {
            known.keySet().retainAll(pids);
            for (long pid : pids) {
                Reading reading = read(pid).orElse(null);
                if (reading == null) {
                    known.remove(pid);
                } else {
                    Past past = known.computeIfAbsent(pid, one -> new Past());
                    if (past.last != null && past.last.start() != reading.start()) {
                        past = new Past();
                        known.put(pid, past);
                    }
                    past.before = past.last;
                    past.last = reading;
                    if (past.samples++ % SAMPLES_A_MINUTE == 0) {
                        keep(past.memoryEachMinute, reading.memoryBytes());
                    }
                }
            }
        }
    }

    private static void keep(List<Long> minutes, long bytes) {
        if (minutes.size() >= KEPT_MINUTES) {
            minutes.remove(0);
        }
        minutes.add(bytes);
    }

    /** Empty where it has ended. */
    Optional<Use> use(long pid) {
        Reading now = read(pid).orElse(null);
        if (now == null) {
            return Optional.empty();
        }
        synchronized (known) {
            Past past = known.get(pid);
            Reading from = past == null ? null : past.before == null ? past.last : past.before;
            double percent = from == null || from.start() != now.start() || now.atNs() <= from.atNs()
                    ? 0
                    : 100 * (now.ticks() - from.ticks()) * NS_PER_TICK / (now.atNs() - from.atNs());
            return Optional.of(
                    new Use(percent, now.memoryBytes(), past == null ? null : growth(past.memoryEachMinute)));
        }
    }

    static @Nullable Long growth(List<Long> eachMinute) {
        if (eachMinute.size() < LEAST_MINUTES) {
            return null;
        }
        int third = eachMinute.size() / 3;
        return least(eachMinute.subList(eachMinute.size() - third, eachMinute.size()))
                - least(eachMinute.subList(0, third));
    }

    private static long least(List<Long> values) {
        return values.stream().mapToLong(Long::longValue).min().orElse(0);
    }

    static Optional<Reading> read(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
            return Optional.of(new Reading(
                    System.nanoTime(),
                    Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]),
                    Long.parseLong(fields[START]),
                    memory(pid)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // it has ended, or there is no /proc
        }
    }

    private static long memory(long pid) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(RESIDENT))
                    .mapToLong(line -> KIB
                            * Long.parseLong(line.substring(RESIDENT.length())
                                    .replace("kB", "")
                                    .strip()))
                    .findFirst()
                    .orElse(0);
        }
    }
}
