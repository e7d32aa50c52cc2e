package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The corpus on which learning is judged: what its clips hold, and that its measures tell good from bad. */
final class EvaluationCorpusTest {
    private static final double TARGET_LUFS = -16;

    @BeforeAll
    static void needMaterial() {
        assumeTrue(Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
    }

    @Test
    void corpus_when_listed_expect_at_least_twelve_clips_of_every_kind_in_each_part() {
        for (MaterialSplit split : MaterialSplit.values()) {
            List<String> names = EvaluationCorpus.names(split);
            assertThat(names).hasSizeGreaterThanOrEqualTo(12).doesNotHaveDuplicates();
            for (String kind : List.of("clean", "fan", "hum50", "hum60", "dull", "harsh", "low", "hum-noise")) {
                assertThat(names).as("%s: %s", split, kind).anyMatch(name -> name.endsWith(kind));
            }
        }
        assertThat(EvaluationCorpus.SECONDS).isGreaterThanOrEqualTo(45);
    }

    @Test
    void corpus_when_more_is_held_out_expect_ten_clean_clips_in_all_and_twice_as_many_degraded() {
        List<String> more = EvaluationCorpus.moreHeldOut();
        List<String> all = new ArrayList<>(EvaluationCorpus.names(MaterialSplit.HELD_OUT));
        all.addAll(more);
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all.stream().filter(name -> name.endsWith("clean"))).hasSizeGreaterThanOrEqualTo(10);
        assertThat(all.stream().filter(name -> !name.endsWith("clean"))).hasSizeGreaterThanOrEqualTo(24);
    }

    @Test
    void parts_when_compared_expect_no_prompt_and_no_sentence_in_both() throws IOException {
        Set<String> prompts = new HashSet<>(Recordings.prompts(MaterialSplit.DEVELOPMENT, 2.5));
        assertThat(prompts)
                .hasSizeGreaterThan(40)
                .doesNotContainAnyElementsOf(Recordings.prompts(MaterialSplit.HELD_OUT, 2.5));
        Set<String> sentences = new HashSet<>(Sentences.of(MaterialSplit.DEVELOPMENT));
        assertThat(sentences).hasSizeGreaterThan(8).doesNotContainAnyElementsOf(Sentences.of(MaterialSplit.HELD_OUT));
    }

    @Test
    void clip_when_made_twice_expect_the_same_samples_at_the_stated_level() throws IOException {
        for (String name : List.of("wideband-hum60", "music-low")) {
            EvaluationClip once = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, name);
            EvaluationClip again = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, name);
            assertThat(again.input()).as(name).isEqualTo(once.input());
            assertThat(once.seconds()).isEqualTo(EvaluationCorpus.SECONDS);
            assertThat(Loudness.integratedLufs(once.clean(), once.rateHz()) + 3.01)
                    .isCloseTo(EvaluationCorpus.LEVEL_LUFS, within(0.2));
        }
    }

    @Test
    void score_when_the_clean_recording_plays_at_the_target_expect_it_perfect() throws IOException {
        EvaluationClip clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, "speech-fan");
        int from = clip.clean().length - ClipScore.MEASURED_SECONDS * clip.rateHz();
        double[] end = Arrays.copyOfRange(clip.clean(), from, clip.clean().length);
        double gain = Math.pow(10, (TARGET_LUFS - 3.01 - Loudness.integratedLufs(end, clip.rateHz())) / 20);
        double[] played = Arrays.stream(clip.clean()).map(x -> gain * x).toArray();
        ClipScore best = ClipScore.of(clip, new double[][] {played, played}, TARGET_LUFS);
        assertThat(best.logSpectralDistanceDb()).isLessThan(1e-6);
        assertThat(best.estoi()).isCloseTo(1, within(1e-9));
        assertThat(best.loudnessErrorLu()).isLessThan(0.1);
        ClipScore degraded = ClipScore.of(clip, new double[][] {clip.input(), clip.input()}, TARGET_LUFS);
        assertThat(best.stepsOver(degraded)).as("far better than the noisy one").isGreaterThan(1);
        assertThat(degraded.stepsOver(best)).isEqualTo(-best.stepsOver(degraded));
    }

    @Test
    void score_when_only_the_level_drifts_expect_no_change_of_timbre() throws IOException {
        EvaluationClip clip = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, "speech-clean");
        double[] played = clip.clean().clone();
        for (int i = 0; i < played.length; i++) {
            played[i] *= 1 + 0.3 * Math.sin(2 * Math.PI * i / (15.0 * clip.rateHz()));
        }
        ClipScore score = ClipScore.of(clip, new double[][] {played, played}, TARGET_LUFS);
        assertThat(score.logSpectralDistanceDb()).isGreaterThan(1);
        assertThat(score.timbreDistanceDb()).isLessThan(0.2);
    }

    @Test
    void degradation_when_applied_expect_what_its_name_says() throws IOException {
        EvaluationClip speech = EvaluationCorpus.make(MaterialSplit.DEVELOPMENT, "speech-clean");
        double[] clean = speech.clean();
        int rateHz = speech.rateHz();
        assertThat(Degradation.CLEAN.apply(clean, rateHz, 1)).isEqualTo(clean);
        assertThat(levelDb(Degradation.LOW_LEVEL.apply(clean, rateHz, 1)) - levelDb(clean))
                .isCloseTo(-18, within(0.01));
        for (Degradation tone : List.of(Degradation.DULL, Degradation.HARSH)) {
            double[] changed = tone.apply(clean, rateHz, 1);
            double at4k = bandDb(changed, rateHz, 3_500, 4_500) - bandDb(clean, rateHz, 3_500, 4_500);
            double at500 = bandDb(changed, rateHz, 450, 550) - bandDb(clean, rateHz, 450, 550);
            assertThat(at4k).as("%s", tone).isCloseTo(tone == Degradation.DULL ? -8.5 : 8, within(0.7));
            assertThat(at500).as("%s", tone).isCloseTo(0, within(0.3));
        }
        double[] hum = difference(Degradation.HUM_60.apply(clean, rateHz, 1), clean);
        assertThat(bandDb(hum, rateHz, 59, 61)).isGreaterThan(bandDb(hum, rateHz, 45, 55) + 40);
        double[] noise = difference(Degradation.FAN_NOISE.apply(clean, rateHz, 1), clean);
        assertThat(levelDb(noise) - levelDb(clean))
                .as("10 dB below what sounds")
                .isBetween(-10.5, -7.5);
    }

    @Test
    void interval_when_values_scatter_expect_it_around_the_mean_and_narrower_for_more() {
        double[] few = {0.5, 1.5, -0.5, 2.5};
        double[] many = new double[100];
        Arrays.setAll(many, i -> few[i % few.length]);
        Bootstrap wide = Bootstrap.of(few);
        Bootstrap narrow = Bootstrap.of(many);
        assertThat(wide.mean()).isEqualTo(1);
        assertThat(wide.low()).isLessThan(narrow.low());
        assertThat(narrow.low()).isBetween(0.7, 0.9);
        assertThat(narrow.high()).isBetween(1.1, 1.3);
        assertThat(Bootstrap.of(few)).isEqualTo(wide);
    }

    private static double levelDb(double[] x) {
        return Signals.powerDb(Signals.energy(x, 0, x.length) / x.length);
    }

    private static double[] difference(double[] a, double[] b) {
        return SyntheticSpeech.mix(a, -1, b);
    }

    /** Mean power between two frequencies. */
    private static double bandDb(double[] x, int rateHz, double fromHz, double toHz) {
        int size = 1 << 15;
        PowerSpectrum spectrum = new PowerSpectrum(Signals.openHann(size), size);
        double[] power = new double[spectrum.bins()];
        double sum = 0;
        for (int at = 0; at + size <= x.length; at += size) {
            spectrum.at(x, at, power);
            for (int k = (int) (fromHz * size / rateHz); k <= toHz * size / rateHz; k++) {
                sum += power[k];
            }
        }
        return Signals.powerDb(sum);
    }
}
