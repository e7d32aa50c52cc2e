package attune.bridge.exchange;

import attune.bridge.telemetry.CaptureRing;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import org.jspecify.annotations.Nullable;

/**
 * Lends a capture ring from the control thread to the engine thread, so that its memory is never unmapped while the engine
 * may write there. The engine thread says in {@code held} what it is about to use, and uses it only if that is still
 * offered then; so a ring that is neither offered nor held is out of use for good (a hazard pointer; both fields are
 * volatile, which orders the engine's store before its second look and the control thread's store before its own).
 */
public final class CaptureTap {
    private volatile @Nullable CaptureRing offered;
    private volatile @Nullable CaptureRing held;

    /** Lets the engine thread write to this ring from its next post on, or to none. */
    @ControlThread
    public void offer(@Nullable CaptureRing ring) {
        offered = ring;
    }

    /** Whether the engine thread may still write to a ring that is not offered any more. */
    @ControlThread
    public boolean isHeld(CaptureRing ring) {
        return held == ring;
    }

    /** The ring to write to until {@link #release}; null for none. */
    @AudioThread
    public @Nullable CaptureRing hold() {
        CaptureRing ring = offered;
        held = ring;
        if (offered != ring) {
            held = null;
            return null; // just withdrawn or replaced: from the next post on
        }
        return ring;
    }

    /** What {@link #hold} gave is not used any more. */
    @AudioThread
    public void release() {
        held = null;
    }
}
