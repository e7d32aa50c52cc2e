package attune.learn.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.SyntheticSpeech;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final int RATE_HZ = 16_000;
    private static final double SECONDS = 12;

    @Test
    void shipped_when_a_voice_is_noisy_expect_more_noise_reduction_than_for_a_clean_one() throws IOException {
        Policy policy = Policy.shipped();

        ParamSnapshot clean = policy.propose(voice(0), new ParamSnapshot());
        ParamSnapshot noisy = policy.propose(voice(0.03), new ParamSnapshot());

        assertThat(noisy.get(ParamTable.NR_ATTENUATION)).isGreaterThan(clean.get(ParamTable.NR_ATTENUATION) + 3);
        assertThat(clean.get(ParamTable.HUM_DEPTH)).as("no hum was found").isZero();
    }

    @Test
    void proposal_when_the_input_is_like_nothing_seen_expect_it_in_the_safe_ranges() throws IOException {
        Policy policy = Policy.shipped();
        double[] wild = new double[PolicyFeatures.COUNT];
        for (double value : new double[] {1e6, -1e6}) {
            Arrays.fill(wild, value);
            ParamSnapshot set = PolicyKnobs.set(policy.places(wild), new ParamSnapshot(), voice(0).hum());
            for (ParamTable param : PolicyKnobs.PARAMS) {
                assertThat(set.get(param))
                        .as(param.id())
                        .isBetween(param.spec().safeMin(), param.spec().safeMax());
            }
        }
    }

    @Test
    void base_when_it_moves_what_is_not_the_policys_expect_that_kept_and_nothing_else() throws IOException {
        ParamSnapshot base = new ParamSnapshot();
        base.set(ParamTable.LEVELER_RANGE, 9);
        base.set(ParamTable.DEESS_FREQUENCY, 7_000);

        ParamSnapshot set = Policy.shipped().propose(voice(0), base);

        assertThat(set.get(ParamTable.LEVELER_RANGE)).isEqualTo(9);
        assertThat(set.get(ParamTable.DEESS_FREQUENCY))
                .isEqualTo(ParamTable.DEESS_FREQUENCY.spec().defaultValue());
        assertThat(base.get(ParamTable.DEESS_FREQUENCY)).isEqualTo(7_000);
    }

    @Test
    void file_when_written_and_read_expect_the_same_proposals() throws IOException {
        PolicyWeights weights = weights(3);
        double[] features = new double[PolicyFeatures.COUNT];
        Arrays.setAll(features, i -> 0.1 * i - 1);

        double[] before = new Policy(weights).places(features);
        double[] after = Policy.read(Policy.write(weights)).places(features);

        for (int k = 0; k < before.length; k++) {
            assertThat(after[k]).isCloseTo(before[k], within(1e-5));
        }
    }

    @Test
    void file_when_broken_or_of_another_version_expect_one_sentence() {
        byte[] whole = Policy.write(weights(2));
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        byte[] other = whole.clone();
        other[4]++;

        assertThatThrownBy(() -> Policy.read(damaged))
                .hasMessage("The trained policy is damaged: its checksum does not fit");
        assertThatThrownBy(() -> Policy.read(other))
                .hasMessage("The trained policy has version 2, this program reads version 1");
        assertThatThrownBy(() -> Policy.read(Arrays.copyOf(whole, 10))).hasMessageContaining("can't be a whole file");
    }

    private static PolicyWeights weights(int units) {
        int features = PolicyFeatures.COUNT;
        int knobs = PolicyKnobs.PARAMS.size();
        double[] ones = new double[features];
        Arrays.fill(ones, 1);
        return new PolicyWeights(
                new double[features],
                ones,
                new double[knobs],
                filled(knobs, features, 0.02),
                new double[units],
                filled(units, features, 0.1),
                filled(knobs, units, 0.3));
    }

    private static double[][] filled(int rows, int count, double scale) {
        double[][] out = new double[rows][count];
        for (int r = 0; r < rows; r++) {
            int row = r;
            Arrays.setAll(out[r], i -> scale * Math.sin(1 + row + 2.7 * i));
        }
        return out;
    }

    private static InputAnalysis voice(double noise) {
        double[] voice = SyntheticSpeech.speech(RATE_HZ, SECONDS);
        double[] mixed = SyntheticSpeech.mix(voice, noise, GeneratedNoise.WHITE.make(5, voice.length, RATE_HZ));
        float[][] samples = new float[1][mixed.length];
        for (int i = 0; i < mixed.length; i++) {
            samples[0][i] = (float) mixed[i];
        }
        return InputAnalysis.of(new CapturedClip(RATE_HZ, samples, 0));
    }
}
