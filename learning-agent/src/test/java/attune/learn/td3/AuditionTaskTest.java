package attune.learn.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import attune.learn.analysis.InputAnalysis;
import attune.learn.analysis.Observation;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.RenderBudget;
import attune.learn.judge.LinearJudge;
import attune.learn.td3.AuditionTask.Tried;
import attune.learn.truth.GeneratedNoise;
import attune.learn.truth.SyntheticSpeech;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The problem that TD3 is given, on synthetic speech in noise. */
class AuditionTaskTest {
    private static final int RATE_HZ = 16_000;
    private static final int ATTENUATION = AuditionTask.PARAMS.indexOf(ParamTable.NR_ATTENUATION);
    private static final int TREBLE = AuditionTask.PARAMS.indexOf(ParamTable.EQ8_GAIN);

    private AuditionTask task;
    private Tried start;

    @BeforeEach
    void listen() throws InterruptedException {
        double[] speech = SyntheticSpeech.speech(RATE_HZ, 12);
        double[] noise = GeneratedNoise.PINK.make(7, speech.length, RATE_HZ);
        float[][] samples = new float[1][speech.length];
        for (int i = 0; i < speech.length; i++) {
            samples[0][i] = (float) (0.5 * (speech[i] + 0.012 * noise[i]));
        }
        CapturedClip clip = new CapturedClip(RATE_HZ, samples, 0);
        InputAnalysis analysis = InputAnalysis.of(clip);
        Audition audition = new Audition(new LinearJudge());
        ParamSnapshot around = GentlePreset.params();
        audition.run(clip, analysis, new MacroSnapshot(), 0, around, List.of(), RenderBudget.UNLIMITED);
        task = new AuditionTask(clip, analysis, around, audition::score);
        start = task.go(task.toward(new ParamSnapshot()));
    }

    @Test
    void move_when_made_expect_the_sound_to_stand_there_and_the_same_again() throws InterruptedException {
        float[] action = start.action();
        action[ATTENUATION] = 0.5f;
        action[TREBLE] = 7;
        Tried place = task.go(action);
        Tried again = task.go(action);

        assertThat(place.params().get(ParamTable.NR_ATTENUATION)).isCloseTo(13.5, within(1e-4));
        assertThat(place.params().get(ParamTable.EQ8_GAIN))
                .isEqualTo(ParamTable.EQ8_GAIN.spec().safeMax());
        assertThat(place.params().get(ParamTable.LEVELER_RANGE))
                .isEqualTo(GentlePreset.params().get(ParamTable.LEVELER_RANGE));
        assertThat(again.score()).isEqualTo(place.score());
        float[] seen = new float[AuditionTask.OBSERVATIONS];
        float[] before = new float[AuditionTask.OBSERVATIONS];
        task.observe(start, before);
        task.observe(place, seen);
        for (int i = 0; i < Observation.HEARD; i++) {
            assertThat(seen[i]).isEqualTo(before[i]);
        }
        assertThat(seen[Observation.HEARD + ATTENUATION]).isEqualTo(0.5f);
        assertThat(seen[Observation.HEARD + TREBLE]).isEqualTo(1f);
        assertThat(seen[AuditionTask.OBSERVATIONS - 1]).isEqualTo((float) place.score());
    }

    @Test
    void reward_when_noise_is_lowered_expect_steps_gained_less_the_way() throws InterruptedException {
        float[] action = start.action();
        action[ATTENUATION] = 0.4f;
        Tried better = task.go(action);
        double way = AuditionTask.MOVEMENT_STEPS * 0.7 / AuditionTask.ACTIONS;

        assertThat(better.score()).isGreaterThan(0.3);
        assertThat((double) AuditionTask.reward(start, better))
                .isCloseTo(better.score() - start.score() - way, within(1e-5));
        assertThat((double) AuditionTask.reward(better, start))
                .isCloseTo(start.score() - better.score() - way, within(1e-5));
        assertThat(AuditionTask.reward(better, better)).isZero();
    }

    @Test
    void set_when_gone_to_expect_its_own_values() throws InterruptedException {
        ParamSnapshot wish = GentlePreset.params();
        wish.set(ParamTable.EQ3_GAIN, -4);
        wish.set(ParamTable.DEESS_DEPTH, 5);
        Tried there = task.go(task.toward(wish));

        for (ParamTable param : AuditionTask.PARAMS) {
            assertThat(there.params().get(param)).isCloseTo(wish.get(param), within(1e-4));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> task.go(new float[3]))
                .withMessageContaining("action.length=3, allowed is 12");
    }
}
