package attune.control.health;

import attune.api.HealthReport.Engine;
import attune.api.HealthReport.Part;
import attune.api.HealthReport.Program;
import attune.api.HealthReport.Storage;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The score and what it is made of: 100 points in five parts, each of which says why it lacks some. What is not known or
 * not in use costs nothing, and says so.
 */
final class HealthScore {
    private static final int ON_TIME = 40;
    private static final int HEADROOM = 20;
    private static final int LEARNING = 20;
    private static final int MEMORY = 10;
    private static final int STORAGE = 10;

    /** One late block in a million costs nothing, each ten times as many ten points. */
    private static final double FREE_SHARE = 1e-6;

    private static final double POINTS_A_DECADE = 10;
    private static final double FREE_BUDGET = 0.1;
    private static final double FREE_GROWTH_BYTES = 20e6;
    private static final double WORST_GROWTH_BYTES = 120e6;
    private static final double ENOUGH_BYTES = 1e9;
    private static final double LEAST_BYTES = 100e6;
    private static final double MEGA = 1e6;

    /**
     * What learning did and how the agent is.
     *
     * @param learned changes since the server started
     * @param takenBack of those, by the watcher
     * @param failing whether the agent is wanted and can't be had
     * @param resting whether learning has stopped itself
     */
    record Learning(int learned, int takenBack, boolean failing, boolean resting) {}

    private HealthScore() {}

    static Part onTime(List<Engine> engines, boolean anyGone) {
        long blocks = engines.stream().mapToLong(Engine::blocks).sum();
        long late = engines.stream().mapToLong(Engine::lateBlocks).sum();
        String detail = blocks == 0
                ? "nothing has played in the last hour"
                : String.format(Locale.ROOT, "%d late of %d blocks in the last hour", late, blocks);
        double points = ON_TIME;
        if (late > 0) {
            double share = (double) late / Math.max(late, blocks);
            points -= POINTS_A_DECADE * Math.log10(share / FREE_SHARE);
        }
        return anyGone
                ? new Part("on_time", "Sound on time", "an engine is gone; " + detail, 0, ON_TIME)
                : part("on_time", "Sound on time", detail, points, ON_TIME);
    }

    static Part headroom(List<Engine> engines) {
        Double worst = engines.stream()
                .map(Engine::budgetShare)
                .filter(share -> share != null)
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (worst == null) {
            return new Part("headroom", "Headroom", "nothing plays now", HEADROOM, HEADROOM);
        }
        return part(
                "headroom",
                "Headroom",
                String.format(Locale.ROOT, "p99.9 of a block uses %.0f %% of its deadline", 100 * worst),
                HEADROOM * (1 - (worst - FREE_BUDGET) / (1 - FREE_BUDGET)),
                HEADROOM);
    }

    static Part learning(Learning learning) {
        String changes = learning.learned() == 0
                ? "no change since the server started"
                : learning.takenBack() + " of " + learning.learned() + " changes taken back";
        if (learning.failing()) {
            return new Part(
                    "learning", "Learning", "the learning agent can't be kept running; " + changes, 0, LEARNING);
        }
        String rest = learning.resting() ? "some of it rests after harm; " : "";
        double points = learning.resting() ? LEARNING / 2.0 : LEARNING;
        double share = learning.learned() == 0 ? 0 : Math.min(1, (double) learning.takenBack() / learning.learned());
        return part("learning", "Learning", rest + changes, points * (1 - share), LEARNING);
    }

    static Part memory(List<Program> programs) {
        Program worst = programs.stream()
                .filter(program -> !program.role().equals("host") && program.growthBytes() != null)
                .max(Comparator.comparingLong(HealthScore::growth))
                .orElse(null);
        if (worst == null) {
            return new Part("memory", "Memory", "known after half an hour", MEMORY, MEMORY);
        }
        long growth = growth(worst);
        String detail = growth <= FREE_GROWTH_BYTES
                ? "no growth that counts in up to six hours"
                : String.format(Locale.ROOT, "%s grew by %.0f MB in up to six hours", worst.role(), growth / MEGA);
        double share = (growth - FREE_GROWTH_BYTES) / (WORST_GROWTH_BYTES - FREE_GROWTH_BYTES);
        return part("memory", "Memory", detail, MEMORY * (1 - share), MEMORY);
    }

    private static long growth(Program program) {
        Long growth = program.growthBytes();
        return growth == null ? 0 : growth;
    }

    static Part storage(Storage storage, boolean full) {
        if (full) {
            return new Part("storage", "Storage", "the last write found no room", 0, STORAGE);
        }
        double share = (storage.freeBytes() - LEAST_BYTES) / (ENOUGH_BYTES - LEAST_BYTES);
        String detail = String.format(
                Locale.ROOT,
                "databases take %.0f MB, %s free",
                (storage.databaseBytes() + storage.telemetryBytes()) / MEGA,
                size(storage.freeBytes()));
        return part("storage", "Storage", detail, STORAGE * share, STORAGE);
    }

    private static String size(long bytes) {
        return bytes >= ENOUGH_BYTES
                ? String.format(Locale.ROOT, "%.0f GB", bytes / ENOUGH_BYTES)
                : String.format(Locale.ROOT, "%.0f MB", bytes / MEGA);
    }

    private static Part part(String id, String name, String detail, double points, int of) {
        double bounded = Math.max(0, Math.min(of, points));
        return new Part(id, name, detail, (int) Math.floor(bounded + 1e-9), of);
    }
}
