package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.env.Audition;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.truth.SpeechCorpus;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was known of a source is still known when it returns. */
class ForgettingTest {
    private static final int RATE_HZ = 16_000;
    private static final double TARGET_LUFS = -20;
    private static final double LARGEST_LOSS = 0.02;

    /** A decision on a source, what others teach meanwhile, and the same source again, held side by side by the judge. */
    @Test
    void decision_when_the_first_source_returns_after_others_expect_it_as_good_within_two_per_cent() throws Exception {
        SpeechCorpus.assumeInstalled();
        float[] first = clip(Material.hum(Material.voice(Material.ONE)));
        float[] fan = clip(Material.fan(Material.voice(Material.OTHER), 0.03, 3));
        float[] dull = clip(Material.dull(Material.voice(Material.OTHER)));
        FileLearner learner = new FileLearner(GentlePreset.params(), FactoryPresets.all(), TARGET_LUFS, 1);

        ParamSnapshot once = decided(learner, first);
        ParamSnapshot others = decided(learner, fan);
        decided(learner, dull);
        ParamSnapshot again = decided(learner, first);

        double[] scores = scores(first, once, again, others);
        assertThat(scores[0]).as("something was known of it").isGreaterThan(0.5);
        assertThat(scores[2]).as("what suits the others does not suit it").isLessThan(0.9 * scores[0]);
        assertThat(scores[1]).isGreaterThanOrEqualTo((1 - LARGEST_LOSS) * scores[0]);
    }

    private static float[] clip(float[] source) {
        return Arrays.copyOf(source, 9 * RATE_HZ);
    }

    /** What is in force after two decisions: the second one mends what the first left. */
    private static ParamSnapshot decided(FileLearner learner, float[] heard) throws InterruptedException {
        learner.decide(heard, RATE_HZ);
        learner.decide(heard, RATE_HZ);
        return learner.inForce();
    }

    /** Of each set over dry, in steps. */
    private static double[] scores(float[] heard, ParamSnapshot... sets) throws InterruptedException {
        MacroSnapshot macros = new MacroSnapshot();
        macros.set(MacroTable.TARGET, TARGET_LUFS);
        Moment moment = FileLearner.moment(heard, RATE_HZ, GentlePreset.params(), macros, List.of(), null);
        Audition audition =
                new Learning(1).bench(moment.analysis(), moment.inForce()).audition();
        AuditionResult result = audition.run(
                moment.clip(),
                moment.analysis(),
                macros,
                moment.levelerGainDb(),
                moment.inForce(),
                Arrays.stream(sets).map(set -> new Candidate("set", set)).toList(),
                RenderBudget.UNLIMITED);
        return result.scored().stream().mapToDouble(scored -> scored.score()).toArray();
    }
}
