package attune.cli.audio;

import attune.dsp.core.ProcessSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/** Opens and writes audio files. Every failure is an {@link AudioFileException} with a sentence that names the file. */
public final class AudioFiles {
    /** Sizes in the header that Java Sound writes are signed 32-bit numbers. */
    private static final long LARGEST_JAVA_SOUND_BYTES = Integer.MAX_VALUE - 4096L;

    private static final List<String> JAVA_SOUND_ENDINGS = List.of("wav", "wave", "aif", "aiff");
    private static final String NEEDS_FFMPEG =
            "Attune reads and writes WAV and AIFF by itself; for other types install ffmpeg (apt-get install ffmpeg).";

    private final Optional<Ffmpeg> ffmpeg;

    /** @param ffmpeg the helper for everything that is not plain WAV or AIFF, where there is one */
    public AudioFiles(Optional<Ffmpeg> ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /** Opens {@code file} for reading, whatever its name ends in. */
    public AudioSource open(Path file) throws IOException {
        requireReadable(file);
        try {
            return openReadable(file);
        } catch (IOException e) {
            throw AudioFileException.unreadable(file, e);
        }
    }

    private AudioSource openReadable(Path file) throws IOException {
        byte[] start = firstBytes(file);
        if (isWave(start) || isAiff(start)) {
            Optional<JavaSoundSource> source = JavaSoundSource.open(file, isAiff(start));
            if (source.isPresent()) {
                return requireSound(source.get());
            }
        }
        if (ffmpeg.isEmpty()) {
            throw new AudioFileException(
                    file + " is not a WAV or AIFF file with uncompressed samples. " + NEEDS_FFMPEG);
        }
        return requireSound(FfmpegSource.open(ffmpeg.get(), file));
    }

    /** Whether the beginning of {@code file} or its name looks like sound; for walking through folders. */
    public boolean looksLikeAudio(Path file) throws IOException {
        byte[] start = firstBytes(file);
        if (isWave(start) || isAiff(start)) {
            return true;
        }
        return ffmpeg.isPresent() && AudioNames.isAudio(ending(file));
    }

    /**
     * Writes all of {@code frames} to {@code out}, an existing or new file, which is of the type that {@code typeName}
     * ends in.
     *
     * @param original what the frames were made from: rate, channels, tags
     * @return frames written
     */
    public long write(FrameStream frames, AudioInfo original, SampleFormat samples, Path out) throws IOException {
        return write(frames, original, samples, out, out);
    }

    /** As the other, for a file that gets another name later: {@code shown}, by which people know it. */
    public long write(FrameStream frames, AudioInfo original, SampleFormat samples, Path out, Path shown)
            throws IOException {
        String ending = ending(out);
        long bytes = original.frames() * samples.bytes() * original.channels();
        boolean aiff = ending.startsWith("aif");
        if (JAVA_SOUND_ENDINGS.contains(ending) && bytes < LARGEST_JAVA_SOUND_BYTES && !(aiff && samples.isFloat())) {
            return writeJavaSound(frames, original, samples, aiff, out);
        }
        if (ffmpeg.isEmpty()) {
            throw new AudioFileException(shown + " cannot be written. " + reasonWithoutFfmpeg(ending));
        }
        return writeFfmpeg(ffmpeg.get(), frames, original, samples, out, shown);
    }

    /** Whether the name alone says that {@code file} is sound. */
    public static boolean isSoundName(Path file) {
        return AudioNames.isAudio(ending(file));
    }

    /** Whether a file of this name can be written on this machine; refused before any work is done. */
    public void requireWritable(Path out) throws IOException {
        String ending = ending(out);
        if (ending.isEmpty()) {
            throw new AudioFileException(out + " has no ending that says which type of file it should be, like .wav.");
        }
        if (!AudioNames.isAudio(ending)) {
            throw new AudioFileException(out + " cannot be written: ." + ending
                    + " is no type of sound file that Attune knows; .wav, .flac and .mp3 are some.");
        }
        if (!JAVA_SOUND_ENDINGS.contains(ending) && ffmpeg.isEmpty()) {
            throw new AudioFileException(out + " cannot be written. " + NEEDS_FFMPEG);
        }
    }

    private static String reasonWithoutFfmpeg(String ending) {
        return JAVA_SOUND_ENDINGS.contains(ending)
                ? "Files above 2 GB and AIFF with float samples need ffmpeg (apt-get install ffmpeg)."
                : NEEDS_FFMPEG;
    }

    private static long writeJavaSound(
            FrameStream frames, AudioInfo original, SampleFormat samples, boolean aiff, Path out) throws IOException {
        boolean unsigned = samples == SampleFormat.INT8 && !aiff;
        AudioFormat.Encoding encoding = samples.isFloat()
                ? AudioFormat.Encoding.PCM_FLOAT
                : unsigned ? AudioFormat.Encoding.PCM_UNSIGNED : AudioFormat.Encoding.PCM_SIGNED;
        float rate = (float) original.sampleRateHz();
        AudioFormat format = new AudioFormat(
                encoding, rate, samples.bits(), original.channels(), samples.bytes() * original.channels(), rate, aiff);
        PcmBytes pcm = new PcmBytes(samples, unsigned, aiff ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        PcmInputStream bytes = new PcmInputStream(frames, pcm, original.channels());
        try (AudioInputStream stream = new AudioInputStream(bytes, format, AudioSystem.NOT_SPECIFIED)) {
            AudioSystem.write(stream, aiff ? AudioFileFormat.Type.AIFF : AudioFileFormat.Type.WAVE, out.toFile());
        }
        return bytes.framesRead();
    }

    private static long writeFfmpeg(
            Ffmpeg ffmpeg, FrameStream frames, AudioInfo original, SampleFormat wanted, Path out, Path shown)
            throws IOException {
        SampleFormat samples = pipeFormat(wanted, out);
        PcmInputStream bytes =
                new PcmInputStream(frames, new PcmBytes(samples, false, ByteOrder.LITTLE_ENDIAN), original.channels());
        try (Ffmpeg.Child encoder = ffmpeg.encode(original, samples, out)) {
            boolean refused = !feed(bytes, encoder);
            if (encoder.finish() != 0 || refused) {
                String why = encoder.lastWords()
                        .replace("file:", "")
                        .replace(out.toAbsolutePath().toString(), "it");
                throw new AudioFileException(shown + " cannot be written by ffmpeg: " + why);
            }
        }
        return bytes.framesRead();
    }

    /** False where ffmpeg hung up; then its exit status tells. */
    private static boolean feed(PcmInputStream bytes, Ffmpeg.Child encoder) throws IOException {
        byte[] chunk = new byte[1 << 16];
        try (OutputStream pipe = new BufferedOutputStream(encoder.input(), chunk.length)) {
            for (int count = bytes.read(chunk, 0, chunk.length);
                    count >= 0;
                    count = bytes.read(chunk, 0, chunk.length)) {
                try {
                    pipe.write(chunk, 0, count);
                } catch (IOException brokenPipe) {
                    return false;
                }
            }
        } catch (IOException e) {
            if (e instanceof AudioFileException) {
                throw e;
            }
            return false;
        }
        return true;
    }

    /** Lossless files get words of their own length, dithered here; lossy encoders take floats. */
    private static SampleFormat pipeFormat(SampleFormat wanted, Path out) {
        Ffmpeg.Container container = Ffmpeg.Container.of(out);
        if (!container.lossless()) {
            return SampleFormat.FLOAT32;
        }
        boolean wordsOnly = List.of("flac", "tta").contains(container.ending());
        SampleFormat words = wordsOnly && wanted.isFloat() ? SampleFormat.INT24 : wanted;
        return words == SampleFormat.INT8 ? SampleFormat.INT16 : words;
    }

    private static void requireReadable(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new AudioFileException(file + " does not exist.");
        }
        if (Files.isDirectory(file)) {
            throw new AudioFileException(file + " is a folder, not a file.");
        }
        if (!Files.isReadable(file)) {
            throw new AudioFileException(file + " may not be read by this user.");
        }
        if (Files.isRegularFile(file) && Files.size(file) == 0) {
            throw new AudioFileException(file + " is empty.");
        }
    }

    private static AudioSource requireSound(AudioSource source) throws IOException {
        if (source.info().frames() == 0) {
            source.close();
            throw new AudioFileException(source.info().file() + " has a header but no sound.");
        }
        return source;
    }

    static void requirePlayable(AudioInfo info) throws AudioFileException {
        if (info.channels() < 1 || info.channels() > ProcessSpec.MAX_CHANNELS) {
            throw new AudioFileException(
                    info.file() + " has " + info.channels() + " channels; Attune plays mono and stereo.");
        }
        if (!(info.sampleRateHz() >= ProcessSpec.MIN_SAMPLE_RATE_HZ
                && info.sampleRateHz() <= ProcessSpec.MAX_SAMPLE_RATE_HZ)) {
            throw new AudioFileException("%s has a sample rate of %.0f Hz; Attune plays %.0f to %.0f Hz."
                    .formatted(
                            info.file(),
                            info.sampleRateHz(),
                            ProcessSpec.MIN_SAMPLE_RATE_HZ,
                            ProcessSpec.MAX_SAMPLE_RATE_HZ));
        }
    }

    private static byte[] firstBytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(12);
        }
    }

    private static boolean isWave(byte[] start) {
        return tag(start, 0).equals("RIFF") && tag(start, 8).equals("WAVE");
    }

    private static boolean isAiff(byte[] start) {
        return tag(start, 0).equals("FORM") && tag(start, 8).startsWith("AIF");
    }

    private static String tag(byte[] start, int offset) {
        return start.length < offset + 4 ? "" : new String(start, offset, 4, StandardCharsets.US_ASCII);
    }

    /** Ending of a file's name in lower case, without the dot; empty where there is none. */
    public static String ending(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
