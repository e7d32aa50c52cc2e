package attune.learn.env;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.agent.FileLearner;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.JudgeMaterial;
import attune.learn.truth.MusicMaterial;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the product decides on generated music that nobody was trained on. */
final class MusicDecisionTest {
    private static final double SNR_DB = 16;
    /** That of a piece, whose one channel both channels play. */
    private static final double TARGET_LUFS = -18.5;

    private static double[] clean;
    private static JudgedItem noisy;

    @BeforeAll
    static void make() throws Exception {
        clean = MusicMaterial.made("chords-10").source().make(0);
        double[] noise = GeneratedNoise.WHITE.make(5, clean.length, MusicMaterial.RATE_HZ);
        noisy = new JudgedItem("noisy", clean, JudgeMaterial.add(clean, noise, SNR_DB), JudgedItem.Yardstick.MUSIC);
    }

    @Test
    void music_when_noisy_expect_less_noise_by_the_word_of_both_a_gain_in_truth_and_then_peace() throws Exception {
        ParamSnapshot start = MusicStudy.inForce();
        FileLearner learner = learner(start);

        FileLearner.Step first = decide(learner, noisy);
        ParamSnapshot taken = learner.inForce();
        FileLearner.Step second = decide(learner, noisy);

        assertThat(first.moved()).as(first.sentence()).isTrue();
        assertThat(first.sentence()).contains("of steady noise under the music", "Both think it worth it");
        assertThat(taken.get(ParamTable.NR_ATTENUATION)).isBetween(4.0, 12.0);
        assertThat(truth(noisy, taken) - truth(noisy, start)).isGreaterThan(0.3);
        assertThat(second.moved()).as(second.sentence()).isFalse();
        assertThat(second.sentence()).contains("Its tone is yours to choose", "Its steady noise is lowered by");
    }

    @Test
    void music_when_clean_expect_left_alone() throws Exception {
        FileLearner learner = learner(MusicStudy.inForce());

        FileLearner.Step step = decide(learner, new JudgedItem("clean", clean, clean, JudgedItem.Yardstick.MUSIC));

        assertThat(step.moved()).as(step.sentence()).isFalse();
        assertThat(step.why()).isEqualTo("music");
    }

    @Test
    void noise_reduction_when_it_plays_over_clean_music_expect_it_off() throws Exception {
        ParamSnapshot start = MusicStudy.inForce();
        start.set(ParamTable.NR_ATTENUATION, 12);
        FileLearner learner = learner(start);

        FileLearner.Step step = decide(learner, new JudgedItem("clean", clean, clean, JudgedItem.Yardstick.MUSIC));

        assertThat(step.sentence()).contains("Noise reduction off for music", "do not both think it worth it");
        assertThat(learner.inForce().get(ParamTable.NR_ATTENUATION)).isZero();
    }

    @Test
    void music_when_noisy_in_a_program_for_voices_expect_its_noise_left_alone() throws Exception {
        ParamSnapshot start = MusicStudy.inForce();
        start.set(ParamTable.PROGRAM, 0);
        FileLearner learner = learner(start);

        FileLearner.Step step = decide(learner, noisy);

        assertThat(step.moved()).as(step.sentence()).isFalse();
    }

    private static FileLearner learner(ParamSnapshot start) {
        return new FileLearner(start, List.of(), TARGET_LUFS, 1);
    }

    private static FileLearner.Step decide(FileLearner learner, JudgedItem heard) throws InterruptedException {
        return learner.decide(heard.clip.mono16k(), MusicMaterial.RATE_HZ);
    }

    private static double truth(JudgedItem item, ParamSnapshot set) throws InterruptedException {
        CandidateRenderer renderer = item.renderer(JudgedItem.engines());
        renderer.render(set);
        return item.stepsOverDry(renderer.lastOutput());
    }
}
