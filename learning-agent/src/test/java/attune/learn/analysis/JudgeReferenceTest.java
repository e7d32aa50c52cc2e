package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.audio.MonoLoudness;
import attune.learn.judge.CleanComparison;
import attune.learn.judge.Measures;
import attune.learn.truth.SyntheticSpeech;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Clean estimate and measures against an implementation of their own in double precision: judge_reference.py. */
final class JudgeReferenceTest {
    private static final int RATE_HZ = 16_000;
    private static final double SECONDS = 6;
    private static final double MAINS_HZ = 50.02;

    private final double[] clean = SyntheticSpeech.speech(RATE_HZ, SECONDS);
    private final double[] hiss = SyntheticSpeech.noise(2, clean.length);
    private final double[] mains = mains(clean.length);
    private final double[] noisy = SyntheticSpeech.mix(clean, 0.02, hiss);
    private final double[] hummed = SyntheticSpeech.mix(SyntheticSpeech.mix(clean, 0.005, hiss), 1, mains);

    @ParameterizedTest
    @CsvFileSource(resources = "/attune/learn/judge/measures.csv", numLinesToSkip = 1)
    void measures_when_computed_elsewhere_expect_the_same(
            String situation,
            String candidate,
            double loudd,
            double sure,
            double fwseg,
            double lsdt,
            double levelVariation,
            double hum) {
        float[] input = floats("hum".equals(situation) ? hummed : noisy);
        CleanEstimate estimate = CleanEstimate.of(input, gain(input), target());
        HumFinding finding = new HumFinding("hum".equals(situation), MAINS_HZ, 0, 0, List.of());
        CleanComparison comparison = new CleanComparison(estimate, finding, input, 0);
        Measures measures = comparison
                .measure(floats(candidate(situation, candidate)), -20, -1)
                .whole();
        assertThat(measures.loudd()).isCloseTo(loudd, within(0.002));
        assertThat(measures.sure()).isCloseTo(sure, within(0.05));
        assertThat(measures.fwseg()).isCloseTo(fwseg, within(0.05));
        assertThat(measures.lsdt()).isCloseTo(lsdt, within(0.05));
        assertThat(measures.levelVariation()).isCloseTo(levelVariation, within(0.02));
        assertThat(measures.hum()).isCloseTo(hum, within(0.1));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/attune/learn/judge/hum.csv", numLinesToSkip = 1)
    void hum_prominence_when_computed_elsewhere_expect_the_same(String situation, int harmonic, double prominenceDb) {
        float[] input = floats("hum".equals(situation) ? hummed : noisy);
        double[] prominences = HumDetector.prominences(HumDetector.steadySpectrum(input, gain(input)), 50);
        assertThat(prominences[harmonic - 1]).isCloseTo(prominenceDb, within(0.1));
    }

    @Test
    void loudness_when_level_differs_by_six_decibels_expect_six_units() {
        float[] half = floats(SyntheticSpeech.mix(new double[clean.length], 0.5, clean));
        MonoLoudness loudness = new MonoLoudness();
        assertThat(loudness.integratedLufs(floats(clean)) - loudness.integratedLufs(half))
                .isCloseTo(6.02, within(0.01));
    }

    private double[] candidate(String situation, String name) {
        return switch (name) {
            case "same" -> "hum".equals(situation) ? hummed : noisy;
            case "clean" -> clean;
            case "halved" -> SyntheticSpeech.mix(clean, 0.01, hiss);
            case "dull" -> SyntheticSpeech.lowPass(noisy, 0.3);
            case "swelling" -> swelling();
            case "cut" -> cut();
            case "lower" -> SyntheticSpeech.mix(SyntheticSpeech.mix(clean, 0.005, hiss), 0.2, mains);
            case "without" -> SyntheticSpeech.mix(clean, 0.005, hiss);
            default -> throw new IllegalArgumentException("candidate=" + name + ", not in this test");
        };
    }

    private double[] swelling() {
        double[] out = new double[noisy.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = noisy[i] * (1 + 0.5 * Math.sin(2 * Math.PI * 0.3 * i / RATE_HZ));
        }
        return out;
    }

    private double[] cut() {
        double[] out = new double[noisy.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(-0.05, Math.min(0.05, noisy[i]));
        }
        return out;
    }

    private static double[] mains(int count) {
        double[] out = new double[count];
        for (int i = 0; i < count; i++) {
            for (int k = 1; k <= 10; k++) {
                out[i] += 0.02 / k * Math.sin(2 * Math.PI * MAINS_HZ * k * i / RATE_HZ + k);
            }
        }
        return out;
    }

    /** A straight line of −1.5 dB a band, mean 0 from the third band up. */
    private static List<Double> target() {
        List<Double> target = new ArrayList<>();
        for (int b = 0; b < ThirdOctaveBins.COUNT; b++) {
            target.add(-1.5 * (b - 10.5));
        }
        return target;
    }

    private static float gain(float[] x) {
        return (float) Math.pow(10, (CleanEstimate.LEVEL_LUFS - new MonoLoudness().integratedLufs(x)) / 20);
    }

    private static float[] floats(double[] x) {
        float[] out = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (float) x[i];
        }
        return out;
    }
}
