package attune.learn.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.analysis.ContentClass;
import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.SpeechCorpus;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PolicyProposalTest {
    private static final int RATE_HZ = 16_000;

    @BeforeAll
    static void needCorpus() {
        SpeechCorpus.assumeInstalled();
    }

    @Test
    void voice_when_noisy_and_with_hum_expect_a_set_against_both_that_keeps_the_rest() throws Exception {
        List<ParamSnapshot> sets = PolicyProposal.sets(input(ContentClass.SPEECH));

        assertThat(sets).hasSize(1);
        for (ParamSnapshot set : sets) {
            assertThat(set.get(ParamTable.NR_ATTENUATION)).isGreaterThan(6);
            assertThat(set.get(ParamTable.HUM_DEPTH))
                    .as("as deep as the rule goes")
                    .isGreaterThan(12);
            assertThat(set.get(ParamTable.HUM_FREQUENCY)).isBetween(49.8, 50.2);
            assertThat(set.get(ParamTable.COMP1_RATIO)).as("not what plays").isEqualTo(1);
        }
    }

    @Test
    void sound_when_no_voice_expect_nothing_proposed() throws Exception {
        assertThat(PolicyProposal.sets(input(ContentClass.NOISE))).isEmpty();
    }

    private static StrategyInput input(ContentClass wanted) throws Exception {
        double[] noise = GeneratedNoise.WHITE.make(3, 12 * RATE_HZ, RATE_HZ);
        double[] voice = wanted == ContentClass.SPEECH
                ? SpeechCorpus.prompts(List.of("vm-intro", "demo-congrats"))
                : new double[noise.length];
        float[][] samples = new float[1][noise.length];
        for (int i = 0; i < noise.length; i++) {
            double hum = wanted == ContentClass.SPEECH ? hum(i) : 0;
            samples[0][i] = (float) (voice[i % voice.length] + 0.012 * noise[i] + hum);
        }
        InputAnalysis analysis = InputAnalysis.of(new CapturedClip(RATE_HZ, samples, 0));
        assertThat(analysis.contentClass()).isEqualTo(wanted);
        ParamSnapshot inForce = GentlePreset.params();
        inForce.set(ParamTable.COMP1_RATIO, 3);
        return new StrategyInput(analysis, inForce, -16, RATE_HZ, List.of(), List.of());
    }

    private static double hum(int frame) {
        double sum = 0;
        for (int k = 1; k <= 10; k++) {
            sum += 0.02 / k * Math.sin(2 * Math.PI * 50 * k * frame / RATE_HZ + k * k);
        }
        return sum;
    }
}
