package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.learn.env.Audition;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.judge.Gate;
import attune.learn.strategy.Proposals;
import attune.learn.truth.Recordings;
import attune.learn.truth.SpeechCorpus;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What was known of a source is still known when it returns. */
class ForgettingTest {
    private static final int RATE_HZ = 16_000;
    private static final double TARGET_LUFS = -20;
    private static final double LARGEST_LOSS = 0.02;
    private static final int SOURCE_SECONDS = 30;
    /** The longest time between two looks at sound that stays the same, and what a look needs. */
    private static final int PATIENCE_SECONDS = 80;

    /** A decision on a source, what others teach meanwhile, and the same source again, held side by side by the judge. */
    @Test
    void decision_when_the_first_source_returns_after_others_expect_it_as_good_within_two_per_cent() throws Exception {
        SpeechCorpus.assumeInstalled();
        float[] first = clip(Material.hum(Material.voice(Material.ONE)));
        float[] fan = clip(Material.fan(Material.voice(Material.OTHER), 0.03, 3));
        float[] dull = clip(Material.dull(Material.voice(Material.OTHER)));
        FileLearner learner = learner();

        ParamSnapshot once = decided(learner, first);
        decided(learner, fan);
        decided(learner, dull);
        ParamSnapshot again = decided(learner, first);

        double[] scores = scores(first, once, again, decided(learner(), fan));
        assertThat(scores[0]).as("something was known of it").isGreaterThan(0.5);
        assertThat(scores[2]).as("what suits the others does not suit it").isLessThan(0.9 * scores[0]);
        assertThat(scores[1]).isGreaterThanOrEqualTo((1 - LARGEST_LOSS) * scores[0]);
    }

    /** As the live loop goes: nobody votes, each source plays until nothing more is done about it. */
    @Test
    void loop_when_a_clean_voice_returns_after_fan_and_music_expect_what_it_was_left_alone_with() throws Exception {
        SpeechCorpus.assumeInstalled();
        Assumptions.assumeTrue(
                Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
        float[] voice = lasting(Material.voice(Material.ONE));
        float[] fan = Material.fan(voice, 0.03, 3);
        FakeServer server = new FakeServer(joined(voice, fan, lasting(Material.music()), voice, voice, voice, voice));
        server.macros.put("target", -22.0);
        Loop loop = new Loop(server);

        loop.run(SOURCE_SECONDS);
        ParamSnapshot once = server.inForce;
        loop.run(2 * SOURCE_SECONDS);
        ParamSnapshot others = server.inForce;
        int before = server.changes.size();
        for (int second = 0; second < PATIENCE_SECONDS && server.changes.size() == before; second++) {
            loop.run(1);
        }
        loop.run(SOURCE_SECONDS);

        assertThat(before).as("changes for the others").isPositive();
        assertThat(others.sameAs(once)).isFalse();
        assertThat(server.inForce.sameAs(once)).as("back, and it stays so").isTrue();
        Change back = server.changes.get(before);
        assertThat(back.strategy()).isEqualTo(Proposals.SETTLED);
        assertThat(back.explanation().sentence())
                .startsWith("Back to how it was when this voice was left alone before: ")
                .containsPattern("[0-9]");
        assertThat(server.measurements).noneMatch(m -> m.verdict().equals("fail"));
        double[] scores = scores(Arrays.copyOf(voice, 9 * RATE_HZ), others, once);
        assertThat(scores[1]).as("no worse by the judge").isGreaterThanOrEqualTo(scores[0] - Gate.TIE);
    }

    /** So long, over and over. */
    private static float[] lasting(float[] source) {
        float[] out = new float[SOURCE_SECONDS * RATE_HZ];
        for (int i = 0; i < out.length; i++) {
            out[i] = source[i % source.length];
        }
        return out;
    }

    private static float[] joined(float[]... sources) {
        float[] out = new float[sources.length * SOURCE_SECONDS * RATE_HZ];
        for (int i = 0; i < sources.length; i++) {
            System.arraycopy(sources[i], 0, out, i * SOURCE_SECONDS * RATE_HZ, SOURCE_SECONDS * RATE_HZ);
        }
        return out;
    }

    private static FileLearner learner() throws IOException {
        return new FileLearner(GentlePreset.params(), FactoryPresets.all(), TARGET_LUFS, 1);
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
