package attune.cli;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * One line that says how far a file or folder is: share, speed in times real time, time left. Silent unless a person
 * watches. At most ten updates a second.
 */
final class ProgressBar implements AutoCloseable {
    private static final int CELLS = 24;
    private static final long INTERVAL_NS = 100_000_000;

    private final boolean visible;
    private final PrintWriter out;
    private final long startNs = System.nanoTime();
    private long lastNs = startNs - INTERVAL_NS;
    private int widest;

    ProgressBar(boolean visible, PrintWriter out) {
        this.visible = visible;
        this.out = out;
    }

    /**
     * @param label what is being worked on
     * @param doneSeconds sound finished
     * @param totalSeconds sound in all, NaN where unknown
     */
    void show(String label, double doneSeconds, double totalSeconds) {
        long now = System.nanoTime();
        if (!visible || now - lastNs < INTERVAL_NS) {
            return;
        }
        lastNs = now;
        print(line(label, doneSeconds, totalSeconds, (now - startNs) * 1e-9));
    }

    /** Says what is waited for, where no share of it is known. */
    void show(String sentence) {
        long now = System.nanoTime();
        if (visible && now - lastNs >= INTERVAL_NS) {
            lastNs = now;
            print(sentence);
        }
    }

    static String line(String label, double doneSeconds, double totalSeconds, double elapsedSeconds) {
        double speed = elapsedSeconds <= 0 ? 0 : doneSeconds / elapsedSeconds;
        String name = label.length() <= 20 ? label : label.substring(0, 8) + "…" + label.substring(label.length() - 11);
        if (!(totalSeconds > 0)) {
            return String.format(Locale.ROOT, "%s  %s  %.0f× real time", name, clock(doneSeconds), speed);
        }
        double share = Math.min(1, doneSeconds / totalSeconds);
        int full = (int) (share * CELLS);
        double left = speed <= 0 ? 0 : (totalSeconds - doneSeconds) / speed;
        return String.format(
                Locale.ROOT,
                "%s  %s%s %3.0f %%  %.0f× real time  %s left",
                name,
                "█".repeat(full),
                "░".repeat(CELLS - full),
                share * 100,
                speed,
                clock(Math.max(0, left)));
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    private void print(String line) {
        widest = Math.max(widest, line.length());
        out.print("\r" + line + " ".repeat(widest - line.length()));
        out.flush();
    }

    /** Clears the line. */
    @Override
    public void close() {
        if (visible && widest > 0) {
            out.print("\r" + " ".repeat(widest) + "\r");
            out.flush();
        }
    }
}
