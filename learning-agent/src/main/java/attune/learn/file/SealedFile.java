package attune.learn.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file with kind, version and checksum, written whole or not at all.
 *
 * <pre>
 *   0  int kind | 4  int version | 8  long bytes of the content | 16  long CRC-32C of the 16 bytes before and the content
 *   24 content
 * </pre>
 *
 * Little-endian. Any thread, one writer to a file.
 */
public final class SealedFile {
    private static final int CHECKED_HEADER_BYTES = 2 * Integer.BYTES + Long.BYTES;
    private static final int HEADER_BYTES = CHECKED_HEADER_BYTES + Long.BYTES;

    private SealedFile() {}

    /**
     * Writes a file.
     *
     * @param kind four letters
     * @param content one after the other, each from its position to its limit; positions stay
     */
    public static void write(Path file, String kind, int version, List<ByteBuffer> content) throws IOException {
        List<ByteBuffer> parts = new ArrayList<>(content);
        parts.add(0, header(kind, version, content));
        WholeFile.write(file, parts);
    }

    /** The bytes of a file with this content, from its position to its limit; the position stays. */
    public static byte[] sealed(String kind, int version, ByteBuffer content) {
        ByteBuffer header = header(kind, version, List.of(content));
        return ByteBuffer.allocate(header.remaining() + content.remaining())
                .put(header)
                .put(content.duplicate())
                .array();
    }

    private static ByteBuffer header(String kind, int version, List<ByteBuffer> content) {
        long bytes = content.stream().mapToLong(ByteBuffer::remaining).sum();
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number(kind))
                .putInt(version)
                .putLong(bytes);
        CRC32C check = new CRC32C();
        check.update(header.duplicate().flip());
        content.forEach(part -> check.update(part.duplicate()));
        return header.putLong(check.getValue()).flip();
    }

    /**
     * The content of a file, little-endian, mapped.
     *
     * @throws SealedFileException when the file is of another kind or version, or damaged
     */
    public static ByteBuffer read(Path file, String kind, int version) throws IOException, SealedFileException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            requireWhole(size);
            return content(channel.map(FileChannel.MapMode.READ_ONLY, 0, size), kind, version);
        }
    }

    /**
     * The content of a file that was read already, little-endian.
     *
     * @param all of it, from the first byte on
     * @throws SealedFileException when the file is of another kind or version, or damaged
     */
    public static ByteBuffer content(ByteBuffer all, String kind, int version) throws SealedFileException {
        requireWhole(all.limit());
        ByteBuffer file = all.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (file.getInt(0) != number(kind)) {
            throw new SealedFileException("is something else than expected here, or damaged");
        }
        int found = file.getInt(Integer.BYTES);
        if (found != version) {
            throw new SealedFileException("has version " + found + ", this program reads version " + version);
        }
        CRC32C check = new CRC32C();
        check.update(file.slice(0, CHECKED_HEADER_BYTES));
        ByteBuffer content = file.slice(HEADER_BYTES, file.limit() - HEADER_BYTES);
        check.update(content.duplicate());
        if (file.getLong(2 * Integer.BYTES) != content.remaining()
                || file.getLong(CHECKED_HEADER_BYTES) != check.getValue()) {
            throw new SealedFileException("is damaged: its checksum does not fit");
        }
        return content.order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void requireWhole(long size) throws SealedFileException {
        if (size < HEADER_BYTES || size > Integer.MAX_VALUE) {
            throw new SealedFileException("is damaged: its " + size + " bytes can't be a whole file");
        }
    }

    /**
     * Puts a file that can't be used out of the way, under the first free name FILE.old-1, FILE.old-2, …
     *
     * @return where it is now
     */
    public static Path keepBeside(Path file) throws IOException {
        int number = 1;
        Path kept = beside(file, number);
        while (Files.exists(kept)) {
            kept = beside(file, ++number);
        }
        return Files.move(file, kept);
    }

    private static Path beside(Path file, int number) {
        return file.resolveSibling(file.getFileName() + ".old-" + number);
    }

    private static int number(String kind) {
        if (kind.length() != Integer.BYTES) {
            throw new IllegalArgumentException("kind=" + kind + ", allowed are four letters");
        }
        int number = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            number |= (kind.charAt(i) & 0xff) << (Byte.SIZE * i);
        }
        return number;
    }
}
