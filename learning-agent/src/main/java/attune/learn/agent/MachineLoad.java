package attune.learn.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How much of all cores other programs leave: from {@code /proc/stat}, this process's own time given back, because the
 * agent must not take its own work for somebody else's. Measured over at least a quarter of a second. One thread.
 */
final class MachineLoad {
    private static final Path STAT = Path.of("/proc/stat");
    private static final Path OWN = Path.of("/proc/self/stat");
    private static final long INTERVAL_NS = 250_000_000;
    private static final int OWN_USER_FIELD = 11;

    private final Path stat;
    private final Path own;
    private final LongSupplier nanoTime;
    private long readAtNs;
    private long total;
    private long idle;
    private long mine;
    private double freeShare = 1;
    private boolean known;

    MachineLoad() {
        this(STAT, OWN, System::nanoTime);
    }

    MachineLoad(Path stat, Path own, LongSupplier nanoTime) {
        this.stat = stat;
        this.own = own;
        this.nanoTime = nanoTime;
    }

    /** Share of all cores that is idle or ours, 0 to 1; 1 where the system does not tell. */
    double freeShare() {
        long now = nanoTime.getAsLong();
        if (!known || now - readAtNs >= INTERVAL_NS) {
            read();
            readAtNs = now;
        }
        return freeShare;
    }

    private void read() {
        try {
            String[] fields = Files.readAllLines(stat).get(0).trim().split("\\s+", -1);
            long newTotal = 0;
            for (int i = 1; i < Math.min(fields.length, 9); i++) {
                newTotal += Long.parseLong(fields[i]);
            }
            long newIdle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]);
            long newMine = ownTicks();
            if (known && newTotal > total) {
                freeShare = Math.min(1, (double) (newIdle - idle + newMine - mine) / (newTotal - total));
            }
            total = newTotal;
            idle = newIdle;
            mine = newMine;
            known = true;
        } catch (IOException | RuntimeException e) {
            freeShare = 1; // a system that does not tell is taken for a free one; late blocks still count
        }
    }

    private long ownTicks() throws IOException {
        String line = Files.readString(own);
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return Long.parseLong(fields[OWN_USER_FIELD]) + Long.parseLong(fields[OWN_USER_FIELD + 1]);
    }
}
