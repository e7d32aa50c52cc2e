package attune.dsp.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.dsp.core.ProcessSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against ffmpeg's ebur128 on recordings of the Debian packages sonic-pi-samples (music, stereo) and
 * asterisk-core-sounds-en-g722 (speech, mono); skipped where a recording or ffmpeg is absent.
 *
 * <p>Loudness range agrees too, because ffmpeg takes a short-term value every 100 ms as we do; what differs, and by how
 * much from libebur128, is in {@link LoudnessMeter}.
 */
class PeerMeterTest {
    private static final Path MUSIC = Path.of("/usr/share/sonic-pi/samples");
    private static final Path SPEECH = Path.of("/usr/share/asterisk/sounds/en_US_f_Allison");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "loop_amen_full.flac, 44100",
        "loop_garzul.flac, 44100",
        "loop_safari.flac, 48000",
        "guit_em9.flac, 44100",
        "ambi_sauna.flac, 96000",
        "bass_voxy_c.flac, 48000"
    })
    void meter_when_playing_music_expect_what_ffmpeg_measures(String name, int rate) throws Exception {
        compare(MUSIC.resolve(name), rate, 2, List.of("-stream_loop", "5"));
    }

    @ParameterizedTest
    @CsvSource({"demo-congrats.g722, 48000", "demo-instruct.g722, 44100", "priv-callee-options.g722, 48000"})
    void meter_when_playing_speech_expect_what_ffmpeg_measures(String name, int rate) throws Exception {
        compare(SPEECH.resolve(name), rate, 1, List.of("-f", "g722"));
    }

    private void compare(Path clip, int rate, int channels, List<String> inputOptions) throws Exception {
        assumeTrue(Files.exists(clip), clip + " is not installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ffmpeg")), "/usr/bin/ffmpeg is not installed");
        Path raw = folder.resolve("clip.f32");
        List<String> decode = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        decode.addAll(inputOptions);
        decode.addAll(List.of("-i", clip.toString(), "-ar", "" + rate, "-ac", "" + channels));
        decode.addAll(List.of("-f", "f32le", raw.toString()));
        run(decode);
        String format = "-f,f32le,-ar," + rate + ",-ac," + channels;
        List<String> measure = new ArrayList<>(List.of("ffmpeg", "-nostats", "-hide_banner"));
        measure.addAll(List.of(format.split(",")));
        measure.addAll(List.of("-i", raw.toString(), "-af", "ebur128=peak=true", "-f", "null", "-"));
        String peer = run(measure);
        String summary = peer.substring(peer.lastIndexOf("Summary:"));

        ProcessSpec spec = new ProcessSpec(rate, channels);
        LoudnessMeter loudness = new LoudnessMeter();
        TruePeakMeter truePeak = new TruePeakMeter();
        loudness.prepare(spec);
        truePeak.prepare(spec);
        float[][] samples = planar(Files.readAllBytes(raw), channels);
        loudness.process(samples, samples[0].length);
        truePeak.process(samples, samples[0].length);
        assertThat(loudness.integratedLufs()).isCloseTo(number(summary, "I:"), within(0.1));
        assertThat(truePeak.maximumDbtp()).isCloseTo(number(summary, "Peak:"), within(0.1));
        assertThat(loudness.loudnessRangeLu()).isCloseTo(number(summary, "LRA:"), within(0.3));
    }

    private static double number(String text, String label) {
        Matcher matcher =
                Pattern.compile(Pattern.quote(label) + "\\s+(-?[0-9.]+)").matcher(text);
        assertThat(matcher.find()).as("%s in %s", label, text).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    /** Whole quanta, the rest of the last one silent. */
    private static float[][] planar(byte[] bytes, int channels) {
        FloatBuffer floats =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        int frames = floats.remaining() / channels;
        int quantum = ProcessSpec.QUANTUM_FRAMES;
        float[][] out = new float[channels][(frames + quantum - 1) / quantum * quantum];
        for (int i = 0; i < frames; i++) {
            for (int c = 0; c < channels; c++) {
                out[c][i] = floats.get();
            }
        }
        return out;
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
