package attune.learn.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import attune.learn.truth.JudgeMaterial.Fault;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The corpus of the judge: what is held out is held out, and faults are what their names say. */
final class JudgeMaterialTest {
    @BeforeAll
    static void needMaterial() {
        assumeTrue(Recordings.missing().isEmpty(), () -> Recordings.missing().orElse(""));
    }

    @Test
    void sides_when_compared_expect_no_synthesised_voice_and_no_noise_in_both() throws Exception {
        List<String> development = names(MaterialSplit.DEVELOPMENT);
        List<String> held = names(MaterialSplit.HELD_OUT);
        assertThat(development.stream().filter(name -> name.startsWith("espeak")))
                .hasSizeGreaterThan(4)
                .doesNotContainAnyElementsOf(held);
        Set<Fault> noises = EnumSet.of(
                Fault.FAN,
                Fault.WHITE,
                Fault.PINK,
                Fault.RUMBLE,
                Fault.TRAFFIC,
                Fault.MOTOR,
                Fault.BRIGHT,
                Fault.BOOMY);
        List<Fault> both = new ArrayList<>(Fault.of(MaterialSplit.DEVELOPMENT));
        both.retainAll(Fault.of(MaterialSplit.HELD_OUT));
        assertThat(both).doesNotContainAnyElementsOf(noises).contains(Fault.CLEAN, Fault.HUM, Fault.DULL);
    }

    @Test
    void voice_when_made_twice_expect_the_same_thirteen_seconds_and_for_each_fault_another_sound() throws Exception {
        JudgeMaterial.Voice voice =
                JudgeMaterial.voices(MaterialSplit.DEVELOPMENT, 1).get(0);
        double[] clean = voice.source().make();
        assertThat(clean).hasSize(JudgeMaterial.FRAMES).isEqualTo(voice.source().make());
        assertThat(Loudness.integratedLufs(clean, JudgeMaterial.RATE_HZ)).isCloseTo(-22, within(0.1));
        double[] others = SyntheticSpeech.speech(JudgeMaterial.RATE_HZ, 13);
        for (Fault fault : Fault.values()) {
            double[] once = fault.apply(clean, others, MaterialSplit.HELD_OUT, 5);
            assertThat(once).as("%s", fault).isEqualTo(fault.apply(clean, others, MaterialSplit.HELD_OUT, 5));
            boolean same = java.util.Arrays.equals(once, clean);
            assertThat(same).as("%s", fault).isEqualTo(fault == Fault.CLEAN);
            assertThat(once).as("%s", fault).doesNotContain(Double.NaN);
        }
    }

    private static List<String> names(MaterialSplit side) throws Exception {
        return JudgeMaterial.voices(side, 40).stream()
                .map(JudgeMaterial.Voice::name)
                .toList();
    }
}
