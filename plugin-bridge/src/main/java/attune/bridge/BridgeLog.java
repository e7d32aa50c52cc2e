package attune.bridge;

import attune.rt.ControlThread;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Single lines with time, for the shim's log file. Never from an engine thread. */
public final class BridgeLog {
    private final PrintStream out;

    public BridgeLog(PrintStream out) {
        this.out = out;
    }

    /** Writes one line; line breaks inside become spaces. */
    @ControlThread
    public synchronized void line(String text) {
        out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " bridge: " + text.replaceAll("\\R", " "));
        out.flush();
    }
}
