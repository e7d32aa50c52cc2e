package attune.control.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How much of all cores was idle, from the first line of /proc/stat (proc(5)). One thread. */
final class CpuIdle {
    private static final Path STAT = Path.of("/proc/stat");
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;

    private long idleBefore;
    private long totalBefore;

    /** Share of the time since the last call, 0 to 1; since boot at the first call, 0 where it can't be read. */
    double sinceLast() {
        try (var lines = Files.lines(STAT)) {
            String[] fields = SPACES.split(lines.findFirst().orElse(""), -1);
            long idle = Long.parseLong(fields[IDLE]) + Long.parseLong(fields[IOWAIT]);
            long total = 0;
            for (int i = 1; i <= STEAL; i++) {
                total += Long.parseLong(fields[i]);
            }
            double share = total == totalBefore ? 0 : (double) (idle - idleBefore) / (total - totalBefore);
            idleBefore = idle;
            totalBefore = total;
            return Math.max(0, Math.min(1, share));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
