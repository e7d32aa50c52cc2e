package attune.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Real recordings from Debian packages, degraded here: nothing of them is committed. */
final class Material {
    private static final Path PROMPTS = Path.of("/usr/share/asterisk/sounds/en_US_f_Allison");
    private static final Path LOOPS = Path.of("/usr/share/sonic-pi/samples");

    private Material() {}

    /** About nine seconds of a telephone voice over brown noise and 50 Hz hum, stereo float WAV. */
    static Path degradedSpeech(Path folder, int sampleRateHz) throws IOException {
        Path prompt = PROMPTS.resolve("demo-congrats.g722");
        Assumptions.assumeTrue(Files.exists(prompt), "package asterisk-core-sounds-en-g722 is not installed");
        Path file = folder.resolve("speech-" + sampleRateHz + ".wav");
        String graph = "[0]atrim=0:9,aresample=%1$d,volume=0.7[v];".formatted(sampleRateHz)
                + "anoisesrc=r=%1$d:d=9:c=brown:a=0.05:seed=7[n];sine=f=50:r=%1$d:d=9,volume=0.1[h];"
                        .formatted(sampleRateHz)
                + "[v][n][h]amix=inputs=3:normalize=0,asplit[l][m];[m]volume=0.8[r];[l][r]join=inputs=2:channel_layout=stereo";
        ffmpeg(file, List.of("-f", "g722", "-i", prompt.toString(), "-filter_complex", graph));
        return file;
    }

    /** A music loop with pink noise, stereo float WAV. */
    static Path noisyMusic(Path folder, int sampleRateHz) throws IOException {
        Path loop = LOOPS.resolve("loop_garzul.flac");
        Assumptions.assumeTrue(Files.exists(loop), "package sonic-pi-samples is not installed");
        Path file = folder.resolve("music-" + sampleRateHz + ".wav");
        String graph = "[0]aformat=channel_layouts=stereo,aresample=%1$d,volume=0.8[m];".formatted(sampleRateHz)
                + "anoisesrc=r=%1$d:d=8:c=pink:a=0.01:seed=3,aformat=channel_layouts=stereo[n];".formatted(sampleRateHz)
                + "[m][n]amix=inputs=2:normalize=0:duration=shortest";
        ffmpeg(file, List.of("-i", loop.toString(), "-filter_complex", graph));
        return file;
    }

    private static void ffmpeg(Path file, List<String> arguments) {
        Assumptions.assumeTrue(Command.exists("ffmpeg"), "ffmpeg is not installed");
        List<String> command = new java.util.ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        command.addAll(arguments);
        command.addAll(List.of("-c:a", "pcm_f32le", file.toString()));
        Command.run(Map.of(), Duration.ofMinutes(1), command).expectSuccess();
    }
}
