package attune.cli.audio;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An AIFF file reduced to its COMM and SSND chunks, in this order. Java Sound's own reader loses its way behind chunks
 * of odd length (names, authors, remarks) and where the sound comes first; both are valid. Source: Apple, Audio
 * Interchange File Format AIFF-C, 1991, "Chunks": a chunk is padded to even length, their order is free.
 */
final class AiffChunks {
    private static final int FORM_BYTES = 12;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int LONGEST_COMM_BYTES = 1024;

    private AiffChunks() {}

    /** The reduced file, at its beginning; the file itself from its beginning where it has no such chunks. */
    static InputStream open(Path file) throws IOException {
        byte[] type = new byte[4];
        byte[] comm = new byte[0];
        long soundAt = -1;
        int soundBytes = 0;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            in.seek(FORM_BYTES - type.length);
            in.readFully(type);
            long at = FORM_BYTES;
            while (at + CHUNK_HEADER_BYTES <= in.length() && (comm.length == 0 || soundAt < 0)) {
                in.seek(at);
                byte[] id = new byte[4];
                in.readFully(id);
                int size = in.readInt();
                String name = new String(id, StandardCharsets.US_ASCII);
                at += CHUNK_HEADER_BYTES;
                if (name.equals("COMM") && size > 0 && size <= LONGEST_COMM_BYTES && at + size <= in.length()) {
                    comm = new byte[size];
                    in.readFully(comm);
                } else if (name.equals("SSND")) {
                    soundAt = at;
                    soundBytes = size;
                }
                long unsigned = Integer.toUnsignedLong(size);
                at += unsigned + unsigned % 2;
            }
        }
        InputStream whole = Files.newInputStream(file);
        if (comm.length == 0 || soundAt < 0) {
            return new BufferedInputStream(whole, JavaSoundSource.MARK_BYTES);
        }
        try {
            whole.skipNBytes(soundAt);
        } catch (IOException e) {
            whole.close();
            throw e;
        }
        InputStream header = new ByteArrayInputStream(header(type, comm, soundBytes));
        return new BufferedInputStream(new SequenceInputStream(header, whole), JavaSoundSource.MARK_BYTES);
    }

    private static byte[] header(byte[] type, byte[] comm, int soundBytes) {
        int padded = comm.length + comm.length % 2;
        ByteBuffer header = ByteBuffer.allocate(FORM_BYTES + CHUNK_HEADER_BYTES + padded + CHUNK_HEADER_BYTES);
        header.put("FORM".getBytes(StandardCharsets.US_ASCII));
        header.putInt(header.capacity() - CHUNK_HEADER_BYTES + soundBytes).put(type);
        header.put("COMM".getBytes(StandardCharsets.US_ASCII)).putInt(padded).put(comm);
        header.position(header.capacity() - CHUNK_HEADER_BYTES);
        header.put("SSND".getBytes(StandardCharsets.US_ASCII)).putInt(soundBytes);
        return header.array();
    }
}
