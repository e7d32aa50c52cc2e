package attune.control.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Tells how far a database is on its way to a newer version: the copy that is made first, and a script over millions of
 * rows, may take minutes. One sentence where a step begins, then two a second from a thread of its own.
 */
final class Migration implements AutoCloseable {
    private static final long TELL_MS = 500;
    private static final double BYTES_PER_MB = 1e6;

    private final Consumer<String> progress;
    private final String what;
    private final long startNs = System.nanoTime();
    private final Thread teller = new Thread(this::tellAgainAndAgain, "attune-migration");
    private volatile Supplier<String> step = () -> "it begins";

    /**
     * @param bytes of the database
     * @param newest version that it is brought to
     */
    Migration(long bytes, int newest, Consumer<String> progress) {
        this.progress = progress;
        this.what = String.format(
                Locale.ROOT,
                "The database of %,.0f MB is being brought to version %d of its schema: ",
                bytes / BYTES_PER_MB,
                newest);
        teller.setDaemon(true);
        teller.start();
    }

    /** From now on a copy is written. */
    void copies(Path copy, long ofBytes) {
        step = () -> String.format(
                Locale.ROOT, "a copy first, %.0f %%", Math.min(99, 100.0 * Database.bytes(copy) / ofBytes));
        tell();
    }

    /** From now on a script runs. */
    void runs(int script, int scripts) {
        step = () -> "step " + script + " of " + scripts;
        tell();
    }

    private void tell() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs);
        progress.accept(what + step.get() + ", for " + seconds + " s so far.");
    }

    private void tellAgainAndAgain() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(TELL_MS);
                tell();
            }
        } catch (InterruptedException e) {
            // it is there
        }
    }

    @Override
    public void close() {
        teller.interrupt();
        try {
            teller.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
