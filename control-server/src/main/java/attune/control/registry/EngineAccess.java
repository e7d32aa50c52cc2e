package attune.control.registry;

import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.CapturedInput;
import attune.bridge.telemetry.MetricFrame;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.io.IOException;

/**
 * One engine as the server reaches it: what it shows, and the two places where the server may write. Only one process
 * may write, which the server's lock makes sure. {@link #next} by one thread; the rest by any.
 */
public interface EngineAccess extends AutoCloseable {
    /** What the engine said about itself. */
    Announcement announcement();

    /** What the plugin reports to its host. */
    int latencyFrames();

    /** Copies the next frame not read yet; false where there is none, {@code destination} then holds nothing useful. */
    boolean next(MetricFrame destination);

    /** Leaves a set for the engine; it takes it within a quantum while it plays. */
    void post(long generation, int kind, int slot, ParamSnapshot params);

    /** Puts a macro's value over the host's until the host moves that macro. Not for triggers. */
    void setMacro(MacroTable macro, double value);

    /** Says whether captured audio is wanted; repeated every second while it is. */
    void wantCapture(boolean wanted);

    /**
     * Newest captured audio.
     *
     * @throws IOException with one sentence where there is none or it can't be read
     */
    CapturedInput captured(double seconds) throws IOException;

    @Override
    void close();
}
