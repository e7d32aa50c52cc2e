package attune.cli.audio;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** WAV or AIFF with uncompressed samples, read by Java Sound. */
final class JavaSoundSource implements AudioSource {
    private static final int CHUNK_FRAMES = 4096;
    /** Java Sound's readers look for the format one after the other and go back; chunks before it may be long. */
    static final int MARK_BYTES = 1 << 20;

    private final AudioInputStream stream;
    private final AudioInfo info;
    private final PcmBytes pcm;
    private final byte[] bytes;
    private final long promisedFrames;
    private long framesRead;
    private boolean ended;

    private JavaSoundSource(AudioInputStream stream, AudioInfo info, PcmBytes pcm, long promisedFrames) {
        this.stream = stream;
        this.info = info;
        this.pcm = pcm;
        this.promisedFrames = promisedFrames;
        this.bytes = new byte[CHUNK_FRAMES * pcm.frameBytes(info.channels())];
    }

    /** Opens {@code file}, or nothing where Java Sound does not know its kind of samples or its header is no use. */
    static Optional<JavaSoundSource> open(Path file, boolean aiff) throws IOException {
        InputStream bytes =
                aiff ? AiffChunks.open(file) : new BufferedInputStream(Files.newInputStream(file), MARK_BYTES);
        AudioInputStream stream;
        try {
            stream = AudioSystem.getAudioInputStream(bytes);
        } catch (UnsupportedAudioFileException | IOException | IllegalArgumentException | ArithmeticException e) {
            // Also what Java Sound throws at headers that it does not expect: no channels, no end of the chunks.
            bytes.close();
            return Optional.empty();
        }
        try {
            AudioFormat format = stream.getFormat();
            Optional<SampleFormat> sampleFormat = sampleFormat(format);
            if (sampleFormat.isEmpty() || headerSaysNothing(file, stream)) {
                stream.close();
                return Optional.empty();
            }
            return Optional.of(open(file, stream, format, sampleFormat.get()));
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private static JavaSoundSource open(
            Path file, AudioInputStream stream, AudioFormat format, SampleFormat sampleFormat) throws IOException {
        boolean unsigned = format.getEncoding().equals(AudioFormat.Encoding.PCM_UNSIGNED);
        PcmBytes pcm = new PcmBytes(
                sampleFormat, unsigned, format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        // A recorder that writes to a pipe leaves the largest number as length: no promise.
        long promised = stream.getFrameLength() >= Integer.MAX_VALUE / format.getFrameSize()
                        && stream.getFrameLength() > Files.size(file)
                ? -1
                : stream.getFrameLength();
        long atMost = Files.size(file) / format.getFrameSize();
        long frames = promised < 0 ? atMost : Math.min(promised, atMost);
        AudioInfo info = new AudioInfo(file, format.getSampleRate(), format.getChannels(), frames, sampleFormat, false);
        AudioFiles.requirePlayable(info);
        return new JavaSoundSource(stream, info, pcm, promised);
    }

    private static Optional<SampleFormat> sampleFormat(AudioFormat format) {
        int bits = format.getSampleSizeInBits();
        if (bits % 8 != 0 || format.getFrameSize() != bits / 8 * format.getChannels()) {
            return Optional.empty();
        }
        if (format.getEncoding().equals(AudioFormat.Encoding.PCM_FLOAT)) {
            return bits == 32
                    ? Optional.of(SampleFormat.FLOAT32)
                    : bits == 64 ? Optional.of(SampleFormat.FLOAT64) : Optional.empty();
        }
        boolean whole = format.getEncoding().equals(AudioFormat.Encoding.PCM_SIGNED)
                || (format.getEncoding().equals(AudioFormat.Encoding.PCM_UNSIGNED) && bits == 8);
        return whole && bits <= 32 ? Optional.of(SampleFormat.integer(bits)) : Optional.empty();
    }

    /** A crashed recorder leaves 0 as length before the sound: ffmpeg reads on, Java Sound does not. */
    private static boolean headerSaysNothing(Path file, AudioInputStream stream) throws IOException {
        return stream.getFrameLength() == 0 && Files.size(file) > 4096;
    }

    @Override
    public AudioInfo info() {
        return info;
    }

    @Override
    public int read(float[][] channels, int frames) throws IOException {
        int frameBytes = pcm.frameBytes(info.channels());
        int wanted = Math.min(frames, CHUNK_FRAMES) * frameBytes;
        int count;
        try {
            count = stream.readNBytes(bytes, 0, wanted) / frameBytes;
        } catch (IOException e) {
            throw AudioFileException.unreadable(info.file(), e);
        }
        if (count == 0) {
            ended = true;
            return -1;
        }
        pcm.decode(bytes, channels, count);
        framesRead += count;
        return count;
    }

    @Override
    public Optional<String> warning() {
        if (!ended || promisedFrames < 0 || framesRead >= promisedFrames) {
            return Optional.empty();
        }
        return Optional.of("%s is cut short: %.1f of %.1f seconds are there and were used."
                .formatted(info.file(), framesRead / info.sampleRateHz(), promisedFrames / info.sampleRateHz()));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
