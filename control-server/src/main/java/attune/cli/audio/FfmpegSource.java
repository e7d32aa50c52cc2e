package attune.cli.audio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;

/** Any type of file that ffmpeg can decode. */
final class FfmpegSource implements AudioSource {
    private static final int CHUNK_FRAMES = 4096;
    /** Lengths in headers are rounded, to frames of a codec or to the film that goes along. */
    private static final double LENGTH_TOLERANCE = 0.005;

    private final AudioInfo info;
    private final Ffmpeg.Child decoder;
    private final InputStream stream;
    private final PcmBytes pcm = new PcmBytes(SampleFormat.FLOAT32, false, ByteOrder.LITTLE_ENDIAN);
    private final byte[] bytes;
    private long framesRead;
    private Optional<String> warning = Optional.empty();

    private FfmpegSource(AudioInfo info, Ffmpeg.Child decoder) {
        this.info = info;
        this.decoder = decoder;
        this.stream = decoder.output();
        this.bytes = new byte[CHUNK_FRAMES * pcm.frameBytes(info.channels())];
    }

    static FfmpegSource open(Ffmpeg ffmpeg, Path file) throws IOException {
        AudioInfo info = ffmpeg.probe(file)
                .orElseThrow(() -> new AudioFileException(file + " has no sound in it that ffmpeg can read."));
        AudioFiles.requirePlayable(info);
        return new FfmpegSource(info, ffmpeg.decode(file));
    }

    @Override
    public AudioInfo info() {
        return info;
    }

    @Override
    public int read(float[][] channels, int frames) throws IOException {
        int frameBytes = pcm.frameBytes(info.channels());
        int count = stream.readNBytes(bytes, 0, Math.min(frames, CHUNK_FRAMES) * frameBytes) / frameBytes;
        if (count > 0) {
            pcm.decode(bytes, channels, count);
            framesRead += count;
            return count;
        }
        boolean failed = decoder.finish() != 0;
        if (decoder.complained() && framesRead > 0 && framesRead < info.frames() * (1 - LENGTH_TOLERANCE)) {
            warning = Optional.of("%s is cut short: %.1f of %.1f seconds are there and were used."
                    .formatted(info.file(), framesRead / info.sampleRateHz(), info.seconds()));
        } else if (failed) {
            if (framesRead == 0) {
                throw new AudioFileException(info.file() + " cannot be decoded: " + decoder.lastWords());
            }
            warning = Optional.of(info.file() + " is damaged, what could be decoded was used: " + decoder.lastWords());
        }
        return -1;
    }

    @Override
    public Optional<String> warning() {
        return warning;
    }

    @Override
    public void close() throws IOException {
        decoder.close();
        stream.close();
    }
}
