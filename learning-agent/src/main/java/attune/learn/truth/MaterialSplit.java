package attune.learn.truth;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Which recordings are for development and which are only for checking: anything may be tuned on the first, nothing on
 * the second. A recording's place follows from its name alone, so that all tools and tests agree without a list.
 */
public enum MaterialSplit {
    /** May be listened to, measured and tuned on: two recordings of three. */
    DEVELOPMENT,
    /** Never tuned on: one recording of three. */
    HELD_OUT;

    private static final int PARTS = 3;

    /**
     * Where a recording belongs.
     *
     * @param name its file name without folder and ending, or for synthesised speech the sentence
     */
    public static MaterialSplit of(String name) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        return crc.getValue() % PARTS == 0 ? HELD_OUT : DEVELOPMENT;
    }
}
