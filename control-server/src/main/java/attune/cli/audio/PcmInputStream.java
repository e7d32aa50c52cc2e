package attune.cli.audio;

import java.io.IOException;
import java.io.InputStream;

/** A {@link FrameStream} as interleaved bytes, for writers that pull bytes. */
final class PcmInputStream extends InputStream {
    private static final int CHUNK_FRAMES = 4096;

    private final FrameStream frames;
    private final PcmBytes pcm;
    private final float[][] channels;
    private final byte[] bytes;
    private int position;
    private int limit;
    private long framesRead;

    PcmInputStream(FrameStream frames, PcmBytes pcm, int channelCount) {
        this.frames = frames;
        this.pcm = pcm;
        this.channels = new float[channelCount][CHUNK_FRAMES];
        this.bytes = new byte[CHUNK_FRAMES * pcm.frameBytes(channelCount)];
    }

    /** Frames handed out or buffered so far. */
    long framesRead() {
        return framesRead;
    }

    @Override
    public int read() throws IOException {
        return fill() ? bytes[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] destination, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(bytes, position, destination, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (position < limit) {
            return true;
        }
        int count = frames.read(channels, CHUNK_FRAMES);
        if (count < 0) {
            return false;
        }
        pcm.encode(channels, count, bytes, 0);
        framesRead += count;
        position = 0;
        limit = count * pcm.frameBytes(channels.length);
        return true;
    }
}
