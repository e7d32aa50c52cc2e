package attune.bridge.jna;

import static attune.bridge.shm.ExchangeLayout.REQUEST_SEQUENCE_OFFSET;
import static attune.bridge.shm.ExchangeLayout.SEGMENT_BYTES;

import attune.bridge.exchange.PrivateHost;
import attune.dsp.core.ProcessSpec;
import java.nio.ByteBuffer;

/** A host over a real sealed memfd that wakes the engine as the shim does. Close unmaps its own view. */
public final class SharedHost implements AutoCloseable {
    private final NativeCalls calls;
    private final int fd;
    private final long address;
    private final ByteBuffer memory;
    private final PrivateHost host;

    public SharedHost(NativeCalls calls, ProcessSpec spec) {
        this.calls = calls;
        this.fd = calls.createSegment(SEGMENT_BYTES, "attune-test");
        this.address = calls.map(fd, SEGMENT_BYTES);
        if (address <= 0) {
            throw new IllegalStateException("no segment: fd " + fd + ", map " + address);
        }
        this.memory = calls.view(address, SEGMENT_BYTES);
        this.host = new PrivateHost(memory, spec);
    }

    public int fd() {
        return fd;
    }

    public long address() {
        return address;
    }

    public ByteBuffer memory() {
        return memory;
    }

    public PrivateHost host() {
        return host;
    }

    /** Posts and wakes. */
    public int post(float[][] input, int frames, int flags) {
        int sequence = host.post(input, 0, frames, flags, 0);
        Libc.wake(address + REQUEST_SEQUENCE_OFFSET);
        return sequence;
    }

    public void quit() {
        host.quit();
        Libc.wake(address + REQUEST_SEQUENCE_OFFSET);
    }

    @Override
    public void close() {
        calls.unmap(address, SEGMENT_BYTES);
        calls.close(fd);
    }
}
