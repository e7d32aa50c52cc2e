package attune.learn.agent;

import static org.assertj.core.api.Assertions.assertThat;

import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.Scored;
import attune.learn.judge.Measures;
import attune.param.GentlePreset;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be done to a sound that the judge knows nothing of. */
final class RuleChoiceTest {
    private static final double HUM_IN_FORCE = -12;

    private final ParamSnapshot inForce = GentlePreset.params();

    @Test
    void hum_when_taken_away_expect_only_a_set_that_touches_nothing_else() {
        AuditionResult tried = tried(scored("noise", noise(12), -2, 0), scored("hum", dehummed(inForce), -2, 0));
        assertThat(pick(true, false, tried)).isEqualTo("hum");
        assertThat(pick(false, false, tried)).isEqualTo("nothing");
    }

    @Test
    void hum_when_less_than_a_decibel_goes_or_the_score_falls_expect_nothing() {
        assertThat(pick(true, false, tried(scored("hum", dehummed(inForce), HUM_IN_FORCE + 0.9, 0))))
                .isEqualTo("nothing");
        assertThat(pick(true, false, tried(scored("hum", dehummed(inForce), -2, -0.2))))
                .isEqualTo("nothing");
        assertThat(pick(
                        true,
                        false,
                        tried(
                                scored("less", dehummed(inForce), -5, 0),
                                scored("most", dehummed(inForce), -2, -0.05),
                                scored("more", dehummed(inForce), -3, 0))))
                .isEqualTo("most");
    }

    @Test
    void noise_reduction_when_music_is_sure_expect_it_off_and_with_hum_both() {
        AuditionResult tried = tried(
                scored("less", noise(3), HUM_IN_FORCE, 0),
                scored("hum", dehummed(inForce), -2, 0),
                scored("both", dehummed(noise(0)), -2, 0),
                scored("music", noise(0), HUM_IN_FORCE, 0));
        assertThat(pick(true, true, tried)).isEqualTo("both");
        assertThat(pick(false, true, tried)).isEqualTo("music");
        assertThat(pick(true, false, tried)).isEqualTo("hum");
        assertThat(pick(false, false, tried)).isEqualTo("nothing");
    }

    /** As where there is no hum, which is all that a judge of music hears. */
    @Test
    void noise_reduction_when_the_judge_hears_no_difference_at_all_expect_it_off() {
        AuditionResult deaf =
                new AuditionResult(0, List.of(scored("music", noise(0), 0, 0)), measures(0), measures(0), 0, 8, 50);
        assertThat(pick(false, true, deaf)).isEqualTo("music");
    }

    @Test
    void noise_reduction_when_off_and_shaped_otherwise_expect_nothing() {
        ParamSnapshot shaped = noise(0);
        shaped.set(ParamTable.NR_SMOOTHING, inForce.get(ParamTable.NR_SMOOTHING) / 2);
        assertThat(pick(false, true, tried(scored("shaped", shaped, HUM_IN_FORCE, 0))))
                .isEqualTo("nothing");
    }

    private String pick(boolean hum, boolean music, AuditionResult tried) {
        return RuleChoice.pick(hum, music, tried, inForce)
                .map(scored -> scored.candidate().strategy())
                .orElse("nothing");
    }

    private ParamSnapshot noise(double attenuationDb) {
        ParamSnapshot out = new ParamSnapshot(inForce);
        out.set(ParamTable.NR_ATTENUATION, attenuationDb);
        return out;
    }

    private static ParamSnapshot dehummed(ParamSnapshot params) {
        ParamSnapshot out = new ParamSnapshot(params);
        out.set(ParamTable.HUM_DEPTH, 20);
        return out;
    }

    private static Scored scored(String strategy, ParamSnapshot params, double hum, double overIncumbent) {
        return new Scored(new Candidate(strategy, params), overIncumbent, overIncumbent, measures(hum));
    }

    private static AuditionResult tried(Scored... scored) {
        return new AuditionResult(0, List.of(scored), measures(HUM_IN_FORCE), measures(HUM_IN_FORCE), 0.1, 8, 50);
    }

    private static Measures measures(double hum) {
        return new Measures(0, 0, 0, 0, 0, hum, -20, -3);
    }
}
