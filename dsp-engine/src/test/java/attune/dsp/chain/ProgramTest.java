package attune.dsp.chain;

import static attune.dsp.chain.ChainSignals.part;
import static attune.dsp.chain.ChainSignals.roughness;
import static attune.dsp.chain.ChainSignals.run;
import static attune.dsp.chain.ChainSignals.started;
import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import attune.param.FactoryPrograms;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Chain programs as they are heard: latency, swaps, the same samples everywhere. */
class ProgramTest {
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);

    private static ParamSnapshot with(int program, ParamSnapshot params) {
        ParamSnapshot copy = new ParamSnapshot(params);
        copy.set(ParamTable.PROGRAM, program);
        return copy;
    }

    static Stream<Arguments> programsAndSpecs() {
        return IntStream.range(0, FactoryPrograms.ALL.size())
                .boxed()
                .flatMap(program -> Stream.of(8_000, 16_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000)
                        .flatMap(rate -> Stream.of(LatencyMode.values())
                                .map(mode -> Arguments.of(program, new ProcessSpec(rate, 1 + program % 2, mode)))));
    }

    @ParameterizedTest
    @MethodSource("programsAndSpecs")
    void program_when_an_impulse_passes_expect_the_latency_of_the_mode(int program, ProcessSpec spec) {
        Engine engine = started(spec, new MacroSnapshot(), with(program, new ParamSnapshot()));
        int latency = LatencyTable.chainFrames(spec.sampleRateHz(), spec.latencyMode());
        assertThat(engine.latencyFrames()).isEqualTo(latency);
        int frames = Signals.frames(spec, 0.2);
        float[][] out = run(engine, Signals.impulse(spec.channels(), frames, 100, 0.5));
        assertThat(out).isDeepEqualTo(Signals.impulse(spec.channels(), frames, 100 + latency, 0.5));
    }

    @Test
    void program_when_swapped_while_neutral_expect_not_one_sample_changed() {
        float[][] in = ChainSignals.talk(1, STEREO, 2, 0.6);
        Engine engine = started(STEREO, new MacroSnapshot(), new ParamSnapshot());
        float[][] out = run(engine, in, frame -> {
            if (frame % 19_200 == 9_600) {
                engine.push(with(1 + frame / 19_200 % 3, new ParamSnapshot()));
            }
        });
        float[][] delayed = new float[2][in[0].length];
        for (int c = 0; c < 2; c++) {
            int latency = engine.latencyFrames();
            System.arraycopy(in[c], 0, delayed[c], latency, in[c].length - latency);
        }
        assertThat(out).isDeepEqualTo(delayed);
    }

    @Test
    void program_when_swapped_while_every_stage_works_expect_no_click_and_the_level_held() {
        int frames = Signals.frames(STEREO, 6);
        float[][] in = Signals.sine(STEREO, frames, 220, 0.2);
        int swap = frames / 2;
        Engine engine = started(STEREO, new MacroSnapshot(), TestSets.busy());
        float[][] out = run(engine, in, frame -> {
            if (frame == swap) {
                engine.push(with(3, TestSets.busy()));
            }
        });
        float[][] steady = run(started(STEREO, new MacroSnapshot(), TestSets.busy()), in);
        double before = Signals.rms(out[0], swap - 9_600, swap);
        double largest = roughness(steady[0], swap - 9_600, swap);
        for (int from = swap; from < swap + 24_000; from += 2_400) {
            assertThat(Signals.rms(out[0], from, from + 2_400)).isBetween(before * 0.75, before * 1.33);
        }
        assertThat(roughness(out[0], swap, swap + 24_000)).isLessThan(2 * largest);
        assertThat(part(out, swap + 24_000, frames)).isNotEqualTo(part(steady, swap + 24_000, frames));
    }

    @Test
    void program_when_swapped_expect_the_sound_of_a_chain_that_began_with_it() {
        float[][] in = ChainSignals.talk(2, STEREO, 8, 0.5);
        ParamSnapshot eq = TestSets.eq(ParamTable.EQ3_GAIN, 6);
        eq.set(ParamTable.GATE_RANGE, 20);
        eq.set(ParamTable.GATE_REFERENCE, 0);
        eq.set(ParamTable.GATE_THRESHOLD, -30);
        Engine swapped = started(STEREO, new MacroSnapshot(), with(0, eq));
        float[][] out = run(swapped, in, frame -> {
            if (frame == 96_000) {
                swapped.push(with(2, eq));
            }
        });
        float[][] music = run(started(STEREO, new MacroSnapshot(), with(2, eq)), in);
        float[][] standard = run(started(STEREO, new MacroSnapshot(), with(0, eq)), in);
        int end = in[0].length;
        assertThat(part(out, 192_000, end)).isDeepEqualTo(part(music, 192_000, end));
        assertThat(part(out, 0, 96_000)).isDeepEqualTo(part(standard, 0, 96_000));
        assertThat(part(music, 192_000, end)).isNotEqualTo(part(standard, 192_000, end));
    }

    @Test
    void program_when_wanted_back_before_the_swap_is_heard_expect_nothing_swapped() {
        float[][] in = ChainSignals.talk(3, STEREO, 2, 0.5);
        ParamSnapshot set = TestSets.eq(ParamTable.EQ3_GAIN, 6);
        Engine engine = started(STEREO, new MacroSnapshot(), set);
        float[][] out = run(engine, in, frame -> {
            if (frame == 32_000) {
                engine.push(with(1, set));
            } else if (frame == 32_640) {
                engine.push(set);
            }
        });
        assertThat(out).isDeepEqualTo(run(started(STEREO, new MacroSnapshot(), set), in));
    }

    @Test
    void program_when_changed_at_every_quantum_expect_bounded_finite_output() {
        float[][] in = Signals.noise(4, 2, Signals.frames(STEREO, 2), 1);
        Engine engine = started(STEREO, new MacroSnapshot(), TestSets.busy());
        float[][] out =
                run(engine, in, frame -> engine.push(with(frame / 64 % FactoryPrograms.ALL.size(), TestSets.busy())));
        assertThat(Signals.peak(out, 0)).isLessThanOrEqualTo(1);
    }
}
