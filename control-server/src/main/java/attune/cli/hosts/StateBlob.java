package attune.cli.hosts;

import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** The plugin's state as hosts keep it; native/src/state.rs draws the layout and reads it. */
public final class StateBlob {
    private static final byte[] MAGIC = "ATTS".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SETS = "SETS".getBytes(StandardCharsets.US_ASCII);
    private static final short VERSION = 1;
    private static final int HEADER_BYTES = 16;
    private static final int LENGTH_OFFSET = 8;
    private static final int CRC_OFFSET = 12;

    private StateBlob() {}

    /**
     * A state of nothing but parameter sets; what it leaves out, macros among it, is at its default.
     *
     * @param sets of the slots A to D
     */
    public static byte[] encode(ParamSnapshot... sets) {
        int payload = sets.length * (Integer.BYTES + ParamTable.COUNT * (Integer.BYTES + Double.BYTES));
        int length = HEADER_BYTES + SETS.length + Integer.BYTES + payload;
        ByteBuffer blob = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        blob.put(MAGIC).putShort(VERSION).putShort((short) 0).putInt(length).putInt(0);
        blob.put(SETS).putInt(payload);
        for (ParamSnapshot set : sets) {
            blob.putInt(ParamTable.COUNT);
            for (int index = 0; index < ParamTable.COUNT; index++) {
                blob.putInt(index).putDouble(set.get(index));
            }
        }
        return blob.putInt(CRC_OFFSET, checksum(blob.array())).array();
    }

    /** Whether these bytes are a state of any version, neither cut off nor damaged. */
    static boolean isWhole(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return false;
        }
        ByteBuffer blob = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return blob.getInt(LENGTH_OFFSET) == bytes.length && blob.getInt(CRC_OFFSET) == checksum(bytes);
    }

    private static int checksum(byte[] blob) {
        CRC32 crc = new CRC32();
        crc.update(blob, HEADER_BYTES, blob.length - HEADER_BYTES);
        return (int) crc.getValue();
    }
}
