package attune.cli.audio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ffmpeg and ffprobe programs of this machine, as a decoder and encoder of every other type of file. */
public final class Ffmpeg {
    private static final List<String> LOSSLESS_CODECS =
            List.of("flac", "alac", "wavpack", "tta", "ape", "mlp", "truehd");

    private final Path ffmpeg;
    private final Path ffprobe;

    private Ffmpeg(Path ffmpeg, Path ffprobe) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
    }

    /** Both programs in the folders of a PATH variable. */
    public static Optional<Ffmpeg> find(String pathVariable) {
        Optional<Path> ffmpeg = program(pathVariable, "ffmpeg");
        Optional<Path> ffprobe = program(pathVariable, "ffprobe");
        return ffmpeg.isPresent() && ffprobe.isPresent()
                ? Optional.of(new Ffmpeg(ffmpeg.get(), ffprobe.get()))
                : Optional.empty();
    }

    /** An executable of this name in the folders of a PATH variable. */
    public static Optional<Path> program(String pathVariable, String name) {
        for (String folder : pathVariable.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder.isEmpty() ? "." : folder, name);
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** What ffprobe knows about the first sound of {@code file}; empty where there is none. */
    Optional<AudioInfo> probe(Path file) throws IOException {
        List<String> command = List.of(
                ffprobe.toString(),
                "-v",
                "error",
                "-of",
                "json",
                "-show_entries",
                "stream=codec_type,codec_name,sample_rate,channels,sample_fmt,bits_per_sample,bits_per_raw_sample"
                        + ":stream_disposition=attached_pic:format=duration",
                "-i",
                url(file));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        JsonNode root;
        try (InputStream out = process.getInputStream()) {
            root = new ObjectMapper().readTree(out.readAllBytes());
        } catch (JsonProcessingException e) {
            // It broke off in the middle of its answer: nothing it knows.
            return Optional.empty();
        } finally {
            process.getOutputStream().close();
        }
        JsonNode sound = null;
        boolean video = false;
        for (JsonNode stream : root.path("streams")) {
            String type = stream.path("codec_type").asText();
            if (sound == null && type.equals("audio")) {
                sound = stream;
            }
            video |= type.equals("video");
        }
        return sound == null ? Optional.empty() : Optional.of(info(file, root, sound, video));
    }

    private static AudioInfo info(Path file, JsonNode root, JsonNode sound, boolean video) {
        double rate = sound.path("sample_rate").asDouble();
        double seconds = root.path("format").path("duration").asDouble(-1);
        long frames = seconds < 0 ? -1 : Math.round(seconds * rate);
        return new AudioInfo(file, rate, sound.path("channels").asInt(), frames, sampleFormat(sound), video);
    }

    /** Word length of a lossless codec; 24 bit for lossy ones, which have none of their own, 16 for telephone ones. */
    private static SampleFormat sampleFormat(JsonNode sound) {
        int bits = Math.max(
                sound.path("bits_per_sample").asInt(),
                sound.path("bits_per_raw_sample").asInt());
        String codec = sound.path("codec_name").asText();
        if (codec.startsWith("pcm_f")) {
            return bits == 64 ? SampleFormat.FLOAT64 : SampleFormat.FLOAT32;
        }
        if (codec.equals("pcm_alaw") || codec.equals("pcm_mulaw")) {
            return SampleFormat.INT16;
        }
        boolean words = codec.startsWith("pcm_") || LOSSLESS_CODECS.contains(codec);
        return words && bits > 0 ? SampleFormat.integer(bits) : SampleFormat.INT24;
    }

    /** Starts decoding; raw little-endian floats come out. */
    Child decode(Path file) throws IOException {
        // Warnings too: that a file is cut short is one for ffmpeg.
        return start(
                "level+warning",
                List.of("-i", url(file), "-map", "0:a:0", "-f", "f32le", "-c:a", "pcm_f32le", "pipe:1"));
    }

    /**
     * Starts encoding raw little-endian samples into {@code out}, whose name says which type of file.
     *
     * @param original file whose tags, pictures and film go along
     */
    Child encode(AudioInfo original, SampleFormat samples, Path out) throws IOException {
        List<String> arguments = new ArrayList<>();
        String raw = samples.isFloat() ? "f" + samples.bits() + "le" : "s" + samples.bits() + "le";
        arguments.addAll(List.of("-f", raw, "-ar", Long.toString(Math.round(original.sampleRateHz()))));
        arguments.addAll(List.of("-ac", Integer.toString(original.channels()), "-i", "pipe:0"));
        arguments.addAll(List.of("-i", url(original.file()), "-map", "0:a", "-map_metadata", "1"));
        // Tags of Ogg files belong to the stream, all others' to the file.
        arguments.addAll(List.of("-map_metadata:s:a", "1:s:a"));
        Container container = Container.of(out);
        if (original.hasVideo() && container.takesPictures) {
            arguments.addAll(List.of("-map", "1:v?", "-c:v", "copy"));
        }
        container.sampleArguments(samples, arguments);
        arguments.addAll(List.of("-y", url(out)));
        return start("level+error", arguments);
    }

    private Child start(String logLevel, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ffmpeg.toString(), "-v", logLevel, "-nostdin"));
        command.addAll(arguments);
        return new Child(new ProcessBuilder(command).start());
    }

    /** Keeps names that start with a dash or look like a protocol what they are: files. */
    private static String url(Path file) {
        return "file:" + file.toAbsolutePath();
    }

    /** What matters about a type of file, by the ending of its name. */
    record Container(String ending, boolean takesPictures, boolean lossless) {
        private static final List<String> WITH_PICTURES = List.of("mp3", "m4a", "mp4", "m4v", "mov", "mkv", "flac");
        private static final List<String> LOSSLESS =
                List.of("flac", "wav", "w64", "rf64", "aif", "aiff", "aifc", "caf", "wv", "tta", "au");

        static Container of(Path file) {
            String ending = AudioFiles.ending(file);
            return new Container(ending, WITH_PICTURES.contains(ending), LOSSLESS.contains(ending));
        }

        void sampleArguments(SampleFormat samples, List<String> arguments) {
            String little = samples.isFloat() ? "pcm_f" : "pcm_s";
            switch (ending) {
                case "flac" -> arguments.addAll(List.of("-sample_fmt", samples.bits() <= 16 ? "s16" : "s32"));
                case "wav", "w64", "rf64", "caf" -> arguments.addAll(List.of("-c:a", little + samples.bits() + "le"));
                case "aif", "aiff", "aifc", "au" -> arguments.addAll(List.of("-c:a", little + samples.bits() + "be"));
                default -> {}
            }
            if (ending.equals("wav")) {
                arguments.addAll(List.of("-rf64", "auto"));
            }
        }
    }

    /** A running ffmpeg. Its words are kept for when it fails. */
    static final class Child implements AutoCloseable {
        private static final int LONGEST_MESSAGE = 4096;

        private final Process process;
        private final StringBuilder messages = new StringBuilder();
        private final Thread listener;
        private final Thread reaper;

        Child(Process process) {
            this.process = process;
            this.listener = new Thread(this::listen, "ffmpeg-messages");
            this.reaper = new Thread(process::destroyForcibly, "ffmpeg-reaper");
            listener.setDaemon(true);
            listener.start();
            Runtime.getRuntime().addShutdownHook(reaper);
        }

        private void listen() {
            byte[] chunk = new byte[1024];
            try (InputStream errors = process.getErrorStream()) {
                for (int count = errors.read(chunk); count >= 0; count = errors.read(chunk)) {
                    if (messages.length() < LONGEST_MESSAGE) {
                        messages.append(new String(chunk, 0, count, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                messages.append(e.getMessage());
            }
        }

        InputStream output() {
            return new BufferedInputStream(process.getInputStream(), 1 << 16);
        }

        OutputStream input() {
            return process.getOutputStream();
        }

        /** Waits for the end; the exit status. */
        int finish() throws IOException {
            try {
                int status = process.waitFor();
                listener.join();
                return status;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while waiting for ffmpeg", e);
            }
        }

        /** After {@link #finish}: last thing that ffmpeg said, without its address prefix; for the end of a sentence. */
        String lastWords() {
            String last = "";
            for (String line : messages.toString().strip().split("\n", -1)) {
                last = line.contains("[warning] ") ? last : line.strip().replaceFirst("^(\\[[^]]*] )+", "");
            }
            return last.isEmpty()
                    ? "it gave no reason"
                    : last.toLowerCase(Locale.ROOT).startsWith("file:") ? last.replaceFirst("^file:\\S+: ", "") : last;
        }

        /**
         * After {@link #finish}: whether it complained about the file, in the way that it does where a file ends early.
         * How long a file without a header should be is only estimated; then nothing can be said.
         */
        boolean complained() {
            String said = messages.toString();
            return !said.isBlank() && !said.contains("Estimating duration from bitrate");
        }

        @Override
        public void close() {
            process.destroyForcibly();
            try {
                Runtime.getRuntime().removeShutdownHook(reaper);
            } catch (IllegalStateException e) {
                // The machine is going down already: the reaper runs anyway.
                return;
            }
        }
    }
}
