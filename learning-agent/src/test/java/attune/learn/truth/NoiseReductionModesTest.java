package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.spectral.NoiseReducer;
import attune.learn.audio.Resampler;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What both modes promise of noise alone, of clean speech and of words in noise; {@code ./attune bench noise} has more. */
final class NoiseReductionModesTest {
    private static final int RATE_HZ = 48_000;
    private static final int CLIPS = 2;
    private static final double KNOB_DB = 12;
    private static final double SNR_DB = 10;
    private static final double LOWEST_BAND_HZ = 125;

    static Stream<Arguments> noisesAndKnobs() {
        List<Arguments> all = new ArrayList<>();
        for (LatencyMode mode : LatencyMode.values()) {
            for (GeneratedNoise noise : GeneratedNoise.values()) {
                for (int knobDb : new int[] {6, 12, 18}) {
                    all.add(Arguments.of(mode, noise, knobDb));
                }
            }
        }
        return all.stream();
    }

    static Stream<Arguments> noises() {
        return Stream.of(LatencyMode.values())
                .flatMap(mode -> Stream.of(GeneratedNoise.values()).map(noise -> Arguments.of(mode, noise)));
    }

    @ParameterizedTest
    @MethodSource("noisesAndKnobs")
    void noise_reducer_when_there_is_noise_alone_expect_it_lowered_by_the_knob(
            LatencyMode mode, GeneratedNoise noise, double knobDb) {
        double[] in = SyntheticSpeech.mix(new double[8 * RATE_HZ], 0.02, noise.make(77, 8 * RATE_HZ, RATE_HZ));
        double[] out = reduce(in, mode, knobDb);
        int settled = 3 * RATE_HZ;
        double change = Signals.powerDb(Signals.energy(out, settled, out.length))
                - Signals.powerDb(Signals.energy(in, settled, in.length));
        assertThat(change).isCloseTo(-knobDb, within(1.0));
    }

    @ParameterizedTest
    @EnumSource
    void noise_reducer_when_speech_is_clean_expect_no_loss(LatencyMode mode) throws IOException {
        for (double[] clean : clips()) {
            double[] out = reduceSpeech(clean, mode);
            double distance = LogSpectralDistance.measureDb(
                    clean, out, NoisySpeech.RATE_HZ, LOWEST_BAND_HZ, NoisySpeech.BANDWIDTH_HZ);
            WordOnsets.Result onsets = WordOnsets.measure(clean, out, NoisySpeech.RATE_HZ);
            assertThat(distance).isLessThan(0.3);
            assertThat(onsets.totalDb()).isCloseTo(0, within(0.5));
            assertThat(onsets.medianDb()).isCloseTo(0, within(0.5));
        }
    }

    @ParameterizedTest
    @MethodSource("noises")
    void noise_reducer_when_speech_is_in_noise_expect_words_to_begin_whole(LatencyMode mode, GeneratedNoise noise)
            throws IOException {
        for (double[] clean : clips()) {
            double[] noisy = NoisySpeech.mix(clean, NoisySpeech.RATE_HZ, noise, SNR_DB, 4_242);
            WordOnsets.Result onsets = WordOnsets.measure(clean, reduceSpeech(noisy, mode), NoisySpeech.RATE_HZ);
            assertThat(onsets.totalDb()).isGreaterThan(-1);
            assertThat(onsets.count()).isGreaterThanOrEqualTo(5);
        }
    }

    private static List<double[]> clips() throws IOException {
        assumeTrue(Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
        return NoisySpeech.clips(MaterialSplit.DEVELOPMENT, CLIPS);
    }

    private static double[] reduceSpeech(double[] in, LatencyMode mode) {
        double[] out = reduce(Resampler.resample(in, NoisySpeech.RATE_HZ, RATE_HZ), mode, KNOB_DB);
        return Arrays.copyOf(Resampler.resample(out, RATE_HZ, NoisySpeech.RATE_HZ), in.length);
    }

    /** Through the reducer, without its delay. */
    private static double[] reduce(double[] in, LatencyMode mode, double knobDb) {
        NoiseReducer reducer = new NoiseReducer();
        reducer.prepare(new ProcessSpec(RATE_HZ, 1, mode));
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, knobDb);
        reducer.update(params);
        return StagePlayer.play(reducer, in);
    }
}
