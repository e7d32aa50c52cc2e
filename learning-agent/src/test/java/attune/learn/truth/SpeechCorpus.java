package attune.learn.truth;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Recorded prompts of a Debian package, decoded by ffmpeg while the test runs; nothing of them is kept. */
public final class SpeechCorpus {
    public static final int RATE_HZ = 16_000;

    private static final Path FOLDER = Path.of("/usr/share/asterisk/sounds/en_US_f_Allison");
    private static final double PAUSE_SECONDS = 0.8;
    private static final double LONGEST_SECONDS = 5;
    /** Pauses between prompts hold what a 16-bit recording has at least. */
    private static final double DITHER = 3e-5;

    private static final double LEVEL = 0.5;
    /** G.722 takes 8 000 bytes a second. */
    private static final long SHORTEST_BYTES = 14_400;

    private SpeechCorpus() {}

    /** Skips the calling test, naming what is missing. */
    public static void assumeInstalled() {
        assumeTrue(Files.isDirectory(FOLDER), "Debian package asterisk-core-sounds-en-g722 is not installed");
        assumeTrue(ffmpegRuns(), "ffmpeg is not installed");
    }

    /** Names of all prompts of at least 1.8 s on one side of the material, sorted. */
    public static List<String> names(MaterialSplit side) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString().replace(".g722", "");
                if (MaterialSplit.of(name) == side && Files.size(file) >= SHORTEST_BYTES) {
                    names.add(name);
                }
            }
            return names;
        }
    }

    /** A recorded prompt, mono at its 16 kHz. */
    static double[] decoded(Path file) throws IOException, InterruptedException {
        return filter(new double[0], "ffmpeg", "-v", "error", "-f", "g722", "-i", file.toString(), "-f", "f32le", "-");
    }

    /** Prompts one after the other, a pause before each and after the last. */
    public static double[] prompts(List<String> names) throws IOException, InterruptedException {
        int pause = (int) (PAUSE_SECONDS * RATE_HZ);
        int longest = (int) (LONGEST_SECONDS * RATE_HZ);
        double[][] parts = new double[names.size()][];
        int length = pause;
        for (int p = 0; p < parts.length; p++) {
            parts[p] = decoded(FOLDER.resolve(names.get(p) + ".g722"));
            length += Math.min(longest, parts[p].length) + pause;
        }
        double[] out = SyntheticSpeech.noise(99, length);
        for (int i = 0; i < length; i++) {
            out[i] *= DITHER;
        }
        int at = pause;
        for (double[] part : parts) {
            int frames = Math.min(longest, part.length);
            for (int i = 0; i < frames; i++) {
                out[at + i] += LEVEL * part[i];
            }
            at += frames + pause;
        }
        return out;
    }

    /** What ffmpeg's noise reducer makes of a signal, without its delay. */
    public static double[] afftdn(double[] in) throws IOException, InterruptedException {
        String rate = Integer.toString(RATE_HZ);
        double[] out = filter(
                in,
                "ffmpeg",
                "-v",
                "error",
                "-f",
                "f32le",
                "-ar",
                rate,
                "-ac",
                "1",
                "-i",
                "-",
                "-af",
                "afftdn=nr=8:nf=-40",
                "-f",
                "f32le",
                "-");
        return Alignment.advance(out, Alignment.delayFrames(in, out, 4_000), in.length);
    }

    static boolean ffmpegRuns() {
        try {
            return new ProcessBuilder("ffmpeg", "-version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends floats into a program and reads floats from it. */
    public static double[] filter(double[] in, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ByteBuffer bytes = ByteBuffer.allocate(4 * in.length).order(ByteOrder.LITTLE_ENDIAN);
        for (double x : in) {
            bytes.putFloat((float) x);
        }
        Thread writer = new Thread(() -> write(process, bytes.array()));
        writer.start();
        ByteBuffer read =
                ByteBuffer.wrap(process.getInputStream().readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
        writer.join();
        if (process.waitFor() != 0) {
            throw new IOException("exit status " + process.exitValue() + " of " + String.join(" ", command));
        }
        double[] out = new double[read.remaining() / 4];
        for (int i = 0; i < out.length; i++) {
            out[i] = read.getFloat();
        }
        return out;
    }

    private static void write(Process process, byte[] bytes) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(bytes);
        } catch (IOException e) {
            process.destroy(); // its exit status is the error that the caller sees
        }
    }
}
