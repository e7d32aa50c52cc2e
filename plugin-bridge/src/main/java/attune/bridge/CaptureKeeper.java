package attune.bridge;

import attune.bridge.exchange.CaptureTap;
import attune.bridge.jna.NativeCalls;
import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.CaptureRing;
import attune.bridge.telemetry.EngineSegment;
import attune.dsp.core.ProcessSpec;
import attune.rt.ControlThread;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes and drops the captured audio of one instance as the control server asks for it: a sealed, fully allocated memfd,
 * lent to the engine thread through a {@link CaptureTap}. Control thread only.
 */
final class CaptureKeeper {
    private final NativeCalls calls;
    private final BridgeLog log;
    private final EngineSegment segment;
    private final ProcessSpec spec;
    private final CaptureTap tap;
    private final int capacityFrames;
    private final int bytes;
    private @Nullable Capture current;
    /** Not offered any more; the engine thread may be in the middle of a write. */
    private final List<Capture> leaving = new ArrayList<>();

    private int serial;
    private boolean refused;

    /** One mapped file. */
    private record Capture(CaptureRing ring, int fd, long address) {}

    @ControlThread
    CaptureKeeper(NativeCalls calls, BridgeLog log, EngineSegment segment, ProcessSpec spec, CaptureTap tap) {
        this.calls = calls;
        this.log = log;
        this.segment = segment;
        this.spec = spec;
        this.tap = tap;
        this.capacityFrames = CaptureLayout.capacityFrames(spec.sampleRateHz());
        this.bytes = CaptureLayout.bytes(spec.channels(), capacityFrames);
    }

    /** Several times a second: does what the server has asked for. */
    @ControlThread
    void tick(long nowNs) {
        boolean wanted = segment.captureIsWanted(nowNs);
        if (wanted && current == null && !refused) {
            begin();
        } else if (!wanted) {
            refused = false; // who asks again later is answered again
            end();
        }
        releaseUnused();
    }

    private void begin() {
        int fd = calls.createSegment(bytes, "attune-capture");
        long address = fd < 0 ? fd : calls.map(fd, bytes);
        if (address <= 0) {
            if (fd >= 0) {
                calls.close(fd);
            }
            refused = true;
            log.line("No memory for captured audio (" + bytes + " bytes, code " + address + "): instance "
                    + segment.instance() + " plays on, but nothing can be learned from it.");
            return;
        }
        serial++;
        ByteBuffer memory = calls.view(address, bytes);
        CaptureRing ring = CaptureRing.initialise(memory, spec, capacityFrames, segment, serial);
        current = new Capture(ring, fd, address);
        tap.offer(ring);
        segment.captureRelease(fd, bytes, serial);
    }

    private void end() {
        Capture ending = current;
        if (ending != null) {
            segment.captureGone();
            tap.offer(null);
            leaving.add(ending);
            current = null;
        }
    }

    private void releaseUnused() {
        leaving.removeIf(capture -> {
            if (tap.isHeld(capture.ring())) {
                return false;
            }
            release(capture);
            return true;
        });
    }

    private void release(Capture capture) {
        calls.unmap(capture.address(), bytes);
        calls.close(capture.fd());
    }

    /** Drops everything. The engine thread has left. */
    @ControlThread
    void close() {
        end();
        leaving.forEach(this::release);
        leaving.clear();
    }
}
