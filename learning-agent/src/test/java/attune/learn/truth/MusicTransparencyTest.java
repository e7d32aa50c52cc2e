package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.spectral.NoiseReducer;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Music through the noise reduction of the default preset (6 dB, sensitivity −1): first of all, no harm. Each piece is
 * repeated without a pause, as a loop is, so that what it holds is held for longer than the tracker's window. Pieces that
 * are broad noise themselves (a machine, a worn record) are no business of this test: that is what the stage lowers. The stage was designed with the pieces down to loop_tabla
 * in sight; the rest came after.
 */
final class MusicTransparencyTest {
    private static final Path FOLDER = Path.of("/usr/share/sonic-pi/samples");
    private static final int RATE_HZ = 48_000;
    private static final double ATTENUATION_DB = 6;
    private static final double SENSITIVITY_DB = -1;
    private static final int SETTLED = 4 * RATE_HZ;
    private static final int END = 12 * RATE_HZ;
    /** The floor for music looks back eight seconds. */
    private static final int MUSIC_SETTLED = 10 * RATE_HZ;

    private static final int MUSIC_END = 20 * RATE_HZ;
    /** Distorted bass notes, held without an end here; their hiss, a known limit, is lowered in one mode or the other. */
    private static final List<String> HISSING = List.of("bass_hard_c", "bass_trance_c");

    private static final double LOWEST_BAND_HZ = 100;
    private static final double BANDWIDTH_HZ = 16_000;

    // the drone's own hiss, 50 dB and more below it, is lowered: that distance is meant
    @ParameterizedTest
    @CsvSource({
        "loop_garzul, 1",
        "ambi_choir, 0.5",
        "ambi_drone, 2.5",
        "ambi_glass_hum, 0.5",
        "loop_mika, 1",
        "ambi_piano, 0.5",
        "ambi_haunted_hum, 0.5",
        "guit_em9, 0.5",
        "ambi_glass_rub, 0.5",
        "ambi_soft_buzz, 0.5",
        "loop_tabla, 0.5",
        "ambi_dark_woosh, 0.5",
        "guit_harmonics, 0.5",
        "guit_e_slide, 0.5",
        "perc_bell, 0.5",
        "loop_mehackit1, 1",
        "loop_perc2, 0.5",
        "bass_woodsy_c, 0.5",
        "elec_chime, 0.5"
    })
    void noise_reducer_when_music_is_clean_expect_it_left_alone(String name, double largestDistanceDb)
            throws IOException, InterruptedException {
        double[] in = repeated(name, END);
        double[] before = Arrays.copyOfRange(in, SETTLED, END);
        NoiseReducer reducer = new NoiseReducer();
        double[] after = Arrays.copyOfRange(reduce(reducer, LatencyMode.QUALITY, SENSITIVITY_DB, in), SETTLED, END);
        double distanceDb = LogSpectralDistance.measureDb(before, after, RATE_HZ, LOWEST_BAND_HZ, BANDWIDTH_HZ);
        double levelDb = Signals.powerDb(Signals.energy(after, 0, after.length))
                - Signals.powerDb(Signals.energy(before, 0, before.length));
        System.out.printf(Locale.ROOT, "%-18s distance %5.2f dB  level %6.3f dB%n", name, distanceDb, levelDb);
        assertThat(distanceDb).isLessThan(largestDistanceDb);
        assertThat(levelDb).isCloseTo(0, within(0.2));
    }

    static Stream<String> pieces() throws IOException {
        if (!Files.isDirectory(FOLDER)) {
            return Stream.of("none");
        }
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString().replace(".flac", ""))
                    .filter(name -> name.matches("(ambi|bass|elec_chime|guit|loop|perc_bell).*"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    /**
     * All pieces that are held or repeat, noisy ones included. The floor for music was designed on the pieces that {@link
     * MaterialSplit} gives to development; on the others it was measured when it was done.
     */
    @ParameterizedTest
    @MethodSource("pieces")
    void noise_reducer_when_its_floor_is_for_music_expect_every_piece_left_alone(String name)
            throws IOException, InterruptedException {
        double[] in = repeated(name, MUSIC_END);
        double[] before = Arrays.copyOfRange(in, MUSIC_SETTLED, MUSIC_END);
        for (LatencyMode mode : LatencyMode.values()) {
            NoiseReducer reducer = new NoiseReducer(NoiseReducer.Floor.MUSIC);
            double[] after = Arrays.copyOfRange(reduce(reducer, mode, 0, in), MUSIC_SETTLED, MUSIC_END);
            double distanceDb = LogSpectralDistance.measureDb(before, after, RATE_HZ, LOWEST_BAND_HZ, BANDWIDTH_HZ);
            System.out.printf(Locale.ROOT, "%-18s %-7s distance %5.2f dB%n", name, mode, distanceDb);
            assertThat(distanceDb).as("%s", mode).isLessThan(HISSING.contains(name) ? 6 : 0.3);
        }
    }

    private static double[] repeated(String name, int length) throws IOException, InterruptedException {
        Path file = FOLDER.resolve(name + ".flac");
        assumeTrue(Files.exists(file), "Debian package sonic-pi-samples is not installed: " + file);
        assumeTrue(SpeechCorpus.ffmpegRuns(), "ffmpeg is not installed");
        double[] piece = SpeechCorpus.filter(
                new double[0],
                "ffmpeg",
                "-v",
                "error",
                "-i",
                file.toString(),
                "-ac",
                "1",
                "-ar",
                Integer.toString(RATE_HZ),
                "-f",
                "f32le",
                "-");
        double[] out = new double[length];
        for (int i = 0; i < length; i++) {
            out[i] = piece[i % piece.length];
        }
        return out;
    }

    private static double[] reduce(NoiseReducer reducer, LatencyMode mode, double sensitivityDb, double[] in) {
        reducer.prepare(new ProcessSpec(RATE_HZ, 1, mode));
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, ATTENUATION_DB);
        params.set(ParamTable.NR_SENSITIVITY, sensitivityDb);
        reducer.update(params);
        return StagePlayer.play(reducer, in);
    }
}
