package attune.bridge;

import attune.bridge.shm.Build;
import attune.bridge.shm.ExchangeLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * One message on the socket between shim and bridge: 32 bytes, little endian, as in native/src/wire.rs.
 *
 * <pre>
 *    0 int magic "ATTC"   4 int type          8 int instance   12 int epoch
 *   16 long segment bytes                    24 int layout version   28 int 0
 * </pre>
 */
record ControlMessage(int type, int instance, int epoch, long segmentBytes, int layoutVersion) {
    static final int BYTES = 32;
    static final int MAGIC = 0x43545441;
    /** Shim to bridge, with the segment's descriptor: play this instance. */
    static final int ATTACH = 1;
    /** Shim to bridge: the instance is gone. */
    static final int DETACH = 2;
    /** Bridge to shim: the process listens. Tables and release of its {@link Build} stand for instance and epoch. */
    static final int HELLO = 3;

    static ControlMessage hello() {
        return new ControlMessage(
                HELLO, Build.TABLES, Build.RELEASE, ExchangeLayout.SEGMENT_BYTES, ExchangeLayout.VERSION);
    }

    byte[] encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(MAGIC).putInt(type).putInt(instance).putInt(epoch);
        bytes.putLong(segmentBytes).putInt(layoutVersion).putInt(0);
        return bytes.array();
    }

    /** The message, or empty when it is not one of ours. */
    static Optional<ControlMessage> decode(byte[] message) {
        ByteBuffer bytes = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        if (message.length < BYTES || bytes.getInt(0) != MAGIC) {
            return Optional.empty();
        }
        return Optional.of(new ControlMessage(
                bytes.getInt(4), bytes.getInt(8), bytes.getInt(12), bytes.getLong(16), bytes.getInt(24)));
    }
}
