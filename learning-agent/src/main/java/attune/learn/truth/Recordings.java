package attune.learn.truth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Clean recordings of Debian packages, decoded by ffmpeg, and sentences spoken by espeak-ng. Nothing of them is
 * kept. The prompts are 16 kHz telephone recordings, the music samples hold 44.1 kHz, espeak-ng 22.05 kHz.
 */
public final class Recordings {
    private static final Path SOUNDS = Path.of("/usr/share/asterisk/sounds");
    /** Recorded voice whose prompts are parted into development and held out. */
    static final String ENGLISH = "en_US_f_Allison";
    /** Recorded voices that are held out as a whole. */
    static final String ITALIAN = "it_IT_m_Carlo";

    static final String RUSSIAN = "ru_RU_f_IvrvoiceRU";

    private static final Path SAMPLES = Path.of("/usr/share/sonic-pi/samples");
    private static final String PROMPT_ENDING = ".g722";
    private static final int PROMPT_BYTES_PER_SECOND = 8_000;
    /** Not speech: what its name says. */
    private static final List<String> NO_SPEECH = List.of("tt-monkeys");

    private Recordings() {}

    /** What this machine lacks to make the corpus, one sentence; nothing where it has everything. */
    public static Optional<String> missing() {
        if (!Files.isDirectory(SOUNDS.resolve(ENGLISH))) {
            return Optional.of("Debian package asterisk-core-sounds-en-g722 is not installed");
        }
        if (!Files.isDirectory(SAMPLES)) {
            return Optional.of("Debian package sonic-pi-samples is not installed");
        }
        for (String program : List.of("ffmpeg", "espeak-ng")) {
            if (Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
                return Optional.of(program + " is not installed");
            }
        }
        return Optional.empty();
    }

    /** What this machine lacks besides for the voices that are held out as a whole. */
    public static Optional<String> missingVoices() {
        return Stream.of(ITALIAN, RUSSIAN)
                .filter(voice -> !Files.isDirectory(SOUNDS.resolve(voice)))
                .findFirst()
                .map(voice ->
                        "Debian package asterisk-core-sounds-" + voice.substring(0, 2) + "-g722 is not installed");
    }

    /** Names of the spoken prompts of at least {@code seconds} in this part, sorted. */
    static List<String> prompts(MaterialSplit split, double seconds) throws IOException {
        return prompts(ENGLISH, seconds).stream()
                .filter(name -> MaterialSplit.of(name) == split)
                .toList();
    }

    /** The same of a recorded voice, all of them. */
    static List<String> prompts(String voice, double seconds) throws IOException {
        try (Stream<Path> files = Files.list(SOUNDS.resolve(voice))) {
            return files.filter(file -> file.toString().endsWith(PROMPT_ENDING)
                            && file.toFile().length() >= seconds * PROMPT_BYTES_PER_SECOND)
                    .map(file -> file.getFileName().toString())
                    .map(name -> name.substring(0, name.length() - PROMPT_ENDING.length()))
                    .filter(name -> !NO_SPEECH.contains(name))
                    .sorted()
                    .toList();
        }
    }

    /** An English prompt at this rate, mono. */
    static double[] prompt(String name, int rateHz) throws IOException {
        return prompt(ENGLISH, name, rateHz);
    }

    /** A prompt of a recorded voice at this rate, mono. */
    static double[] prompt(String voice, String name, int rateHz) throws IOException {
        Path file = SOUNDS.resolve(voice).resolve(name + PROMPT_ENDING);
        return decode(List.of("-f", "g722", "-i", file.toString()), rateHz);
    }

    /** A music sample at this rate, both channels mixed. */
    static double[] sample(String name, int rateHz) throws IOException {
        return decode(List.of("-i", SAMPLES.resolve(name + ".flac").toString()), rateHz);
    }

    /** A sentence by a voice of espeak-ng at this rate. */
    static double[] spoken(String voice, String sentence, int rateHz) throws IOException {
        Path file = Files.createTempFile("attune-voice", ".wav");
        try {
            read(List.of("espeak-ng", "-v", voice, "-s", "155", "-w", file.toString(), sentence));
            return decode(List.of("-i", file.toString()), rateHz);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static double[] decode(List<String> input, int rateHz) throws IOException {
        List<String> command = Stream.of(
                        Stream.of("ffmpeg", "-v", "error", "-nostdin"),
                        input.stream(),
                        Stream.of("-ac", "1", "-ar", Integer.toString(rateHz), "-f", "f32le", "-"))
                .flatMap(part -> part)
                .toList();
        ByteBuffer bytes = ByteBuffer.wrap(read(command)).order(ByteOrder.LITTLE_ENDIAN);
        double[] out = new double[bytes.remaining() / Float.BYTES];
        for (int i = 0; i < out.length; i++) {
            out[i] = bytes.getFloat();
        }
        return out;
    }

    /** All that a program writes to its standard output. */
    private static byte[] read(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        try {
            byte[] output = process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IOException("exit status " + process.exitValue() + " of " + String.join(" ", command));
            }
            return output;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command.get(0), e);
        }
    }
}
