package attune.system;

import attune.param.MacroTable;
import attune.param.ParamTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;

/** The plugin's state as a host keeps it (native/src/state.rs): changed here the way a learner would have left it. */
final class StateBlob {
    private static final int HEADER_BYTES = 16;
    private static final int LENGTH_OFFSET = 8;
    private static final int CRC_OFFSET = 12;

    private StateBlob() {}

    /** The same state with these values in slot A. */
    static byte[] withSlotA(byte[] state, Map<String, Double> values) {
        byte[] changed = state.clone();
        ByteBuffer blob = ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN);
        int set = chunk(changed, blob, "SETS") + Integer.BYTES;
        int count = blob.getInt(set - Integer.BYTES);
        values.forEach((id, value) -> {
            int index = ParamTable.byId(id).orElseThrow().index();
            for (int i = 0; i < count; i++) {
                int pair = set + i * (Integer.BYTES + Double.BYTES);
                if (blob.getInt(pair) == index) {
                    blob.putDouble(pair + Integer.BYTES, value);
                }
            }
        });
        seal(changed);
        return changed;
    }

    /** The same state with one macro set outside the host: to this value, while the host's own was that. */
    static byte[] withOverride(byte[] state, MacroTable macro, double value, double hostValue) {
        int payload = 2 * Integer.BYTES + 2 * Double.BYTES;
        byte[] changed = Arrays.copyOf(state, state.length + 8 + payload);
        ByteBuffer blob =
                ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).position(state.length);
        blob.put("OVER".getBytes(StandardCharsets.US_ASCII)).putInt(payload);
        blob.putInt(1).putInt(macro.index()).putDouble(value).putDouble(hostValue);
        seal(changed);
        return changed;
    }

    /** The macros in it, by index. */
    static double[] macros(byte[] state) {
        ByteBuffer blob = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        blob.position(chunk(state, blob, "MACR"));
        double[] values = new double[MacroTable.values().length];
        for (int count = blob.getInt(); count > 0; count--) {
            values[blob.getInt()] = blob.getDouble();
        }
        return values;
    }

    /** The parameter sets and what was set outside the host: neither macros nor the target that META repeats. */
    static byte[] soundOnly(byte[] state) {
        ByteBuffer blob = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
        return Arrays.copyOfRange(state, chunk(state, blob, "SETS"), chunk(state, blob, "META"));
    }

    private static void seal(byte[] state) {
        CRC32 crc = new CRC32();
        crc.update(state, HEADER_BYTES, state.length - HEADER_BYTES);
        ByteBuffer.wrap(state)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(LENGTH_OFFSET, state.length)
                .putInt(CRC_OFFSET, (int) crc.getValue());
    }

    /** Offset of a chunk's payload. */
    private static int chunk(byte[] bytes, ByteBuffer blob, String tag) {
        byte[] wanted = tag.getBytes(StandardCharsets.US_ASCII);
        int at = HEADER_BYTES;
        while (!Arrays.equals(bytes, at, at + 4, wanted, 0, 4)) {
            at += 8 + blob.getInt(at + 4);
        }
        return at + 8;
    }
}
