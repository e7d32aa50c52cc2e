package attune.cli;

import attune.control.store.FactorySlots;
import attune.control.store.Preset;
import attune.control.store.PresetException;
import attune.control.store.PresetStore;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * A file with the plugin's state as hosts keep it (its layout is in native/src/state.rs), so that a preset plays from the
 * first sample: from its own slot, or from slot A where it has none. Deleted when closed.
 */
final class StartState implements AutoCloseable {
    private static final byte[] MAGIC = "ATTS".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SETS = "SETS".getBytes(StandardCharsets.US_ASCII);
    private static final short VERSION = 1;
    private static final int HEADER_BYTES = 16;

    private final Path file;
    private final int slot;

    private StartState(Path file, int slot) {
        this.file = file;
        this.slot = slot;
    }

    /** @throws PresetException where a preset of the other slots can't be used */
    static StartState of(Preset preset, PresetStore presets) throws IOException, PresetException {
        int slots = FactorySlots.PRESETS.size();
        ParamSnapshot[] sets = new ParamSnapshot[slots];
        for (int i = 0; i < slots; i++) {
            sets[i] = presets.find(FactorySlots.PRESETS.get(i)).params();
        }
        int slot = Math.max(0, FactorySlots.PRESETS.indexOf(preset.id()));
        sets[slot] = preset.params();
        Path file = Files.createTempFile("attune-start", ".state");
        Files.write(file, encode(sets));
        return new StartState(file, slot);
    }

    /** The blob: header, then one chunk with all sets. */
    static byte[] encode(ParamSnapshot... sets) {
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
        CRC32 crc = new CRC32();
        crc.update(blob.array(), HEADER_BYTES, length - HEADER_BYTES);
        return blob.putInt(HEADER_BYTES - Integer.BYTES, (int) crc.getValue()).array();
    }

    /** For {@code attune-host --load-state}. */
    Path file() {
        return file;
    }

    /** Where the preset is, 0 to 3. */
    int slot() {
        return slot;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
