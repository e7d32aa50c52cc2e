package attune.bench.meter;

import attune.bench.BenchException;
import attune.bench.Program;
import attune.dsp.core.ProcessSpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Real programme of Debian packages: asterisk-core-sounds-en-g722 (speech, 16 kHz), sonic-pi-samples (music, 44.1 kHz),
 * alsa-utils and sound-theme-freedesktop; and longer programmes made of them. Decoded by ffmpeg.
 */
final class Clips {
    private static final Path SPEECH = Path.of("/usr/share/asterisk/sounds/en_US_f_Allison");
    private static final Path MUSIC = Path.of("/usr/share/sonic-pi/samples");
    private static final Path ALSA = Path.of("/usr/share/sounds/alsa");
    private static final Path DESKTOP = Path.of("/usr/share/sounds/freedesktop/stereo");
    private static final double LONG_SECONDS = 240;
    private static final int RATE_HZ = 48_000;

    private final Path work;
    private int made;

    /** @param work scratch folder */
    Clips(Path work) {
        this.work = work;
    }

    /** Short ones, as far as installed. */
    List<Clip> shortOnes() throws IOException, BenchException {
        List<Clip> clips = new ArrayList<>();
        for (String name : List.of("demo-congrats", "demo-instruct", "priv-callee-options", "vm-intro")) {
            add(clips, name, RATE_HZ, 1, List.of(SPEECH.resolve(name + ".g722")));
        }
        for (String name :
                List.of("loop_amen_full", "loop_garzul", "loop_safari", "guit_em9", "ambi_sauna", "vinyl_hiss")) {
            add(clips, name, 44_100, 2, List.of(MUSIC.resolve(name + ".flac")));
        }
        add(clips, "loop_mika at 96 kHz", 96_000, 2, List.of(MUSIC.resolve("loop_mika.flac")));
        add(clips, "alsa's speaker test", RATE_HZ, 1, filesIn(ALSA, ".wav"));
        add(clips, "freedesktop's sounds", RATE_HZ, 2, filesIn(DESKTOP, ".oga"));
        return clips;
    }

    /** Four minutes each of speech, music, and both in turn, at 48 kHz stereo. */
    List<Clip> longOnes() throws IOException, BenchException {
        List<Path> speech = filesIn(SPEECH, ".g722");
        List<Path> music =
                filesIn(MUSIC, ".flac").stream().filter(Clips::isLoop).toList();
        List<Path> mixed = new ArrayList<>();
        for (int i = 0; i < Math.min(speech.size(), 8 * music.size()); i++) {
            mixed.add(speech.get(i));
            if (i % 8 == 7) {
                mixed.add(music.get(i / 8));
            }
        }
        List<Clip> clips = new ArrayList<>();
        add(clips, "speech, 4 min", RATE_HZ, 2, speech);
        add(clips, "music, 4 min", RATE_HZ, 2, repeated(music, 4));
        add(clips, "speech and music, 4 min", RATE_HZ, 2, mixed);
        return clips;
    }

    private static boolean isLoop(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("loop_") || name.startsWith("ambi_");
    }

    private static List<Path> repeated(List<Path> files, int times) {
        return Stream.generate(() -> files).limit(times).flatMap(List::stream).toList();
    }

    private static List<Path> filesIn(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }

    /** Nothing where a file is missing. */
    private void add(List<Clip> clips, String name, int rateHz, int channels, List<Path> files)
            throws IOException, BenchException {
        if (files.isEmpty() || !files.stream().allMatch(Files::exists)) {
            return;
        }
        Path raw = work.resolve("clip-" + made++ + ".f32");
        long mostBytes = (long) (LONG_SECONDS * rateHz * channels * Float.BYTES);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(raw))) {
            long bytes = 0;
            for (int i = 0; i < files.size() && bytes < mostBytes; i++) {
                byte[] part = decode(files.get(i), rateHz, channels);
                out.write(part);
                bytes += part.length;
            }
        }
        clips.add(new Clip(name, rateHz, planar(wholeQuanta(raw, channels), channels), raw));
    }

    private byte[] decode(Path file, int rateHz, int channels) throws IOException, BenchException {
        Path decoded = work.resolve("decoded.f32");
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        command.addAll(List.of("-i", file.toString(), "-ar", "" + rateHz, "-ac", "" + channels));
        command.addAll(List.of("-f", "f32le", decoded.toString()));
        Program.output(Map.of(), command);
        return Files.readAllBytes(decoded);
    }

    /** All meters get the same whole quanta: the rest of the last one is cut off. */
    private static byte[] wholeQuanta(Path raw, int channels) throws IOException {
        byte[] bytes = Files.readAllBytes(raw);
        int quantumBytes = ProcessSpec.QUANTUM_FRAMES * channels * Float.BYTES;
        byte[] whole = Arrays.copyOf(bytes, bytes.length / quantumBytes * quantumBytes);
        Files.write(raw, whole);
        return whole;
    }

    private static float[][] planar(byte[] bytes, int channels) {
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        float[][] out = new float[channels][floats.remaining() / channels];
        for (int i = 0; i < out[0].length; i++) {
            for (int c = 0; c < channels; c++) {
                out[c][i] = floats.get();
            }
        }
        return out;
    }
}
