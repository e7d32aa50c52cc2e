package attune.dsp.spectral;

import static attune.dsp.spectral.NoiseReducerTest.attenuation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.AllocatedBytes;
import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The noise reducer where cost matters: on the way there and back, and while it lasts. */
final class NoiseReducerEconomyTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;

    private static NoiseReducer prepared(ProcessSpec spec, double attenuationDb) {
        NoiseReducer reducer = new NoiseReducer();
        reducer.prepare(spec);
        reducer.update(attenuation(attenuationDb));
        return reducer;
    }

    /** In economy from one frame to before another. */
    private static float[][] run(NoiseReducer reducer, float[][] in, int blockFrames, int from, int to) {
        float[][] out = new float[in.length][in[0].length];
        float[][] block = new float[in.length][blockFrames];
        for (int start = 0; start < in[0].length; start += blockFrames) {
            if (start == from || start == to) {
                reducer.setEconomy(start == from);
            }
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(in[c], start, block[c], 0, blockFrames);
            }
            reducer.process(block, blockFrames);
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(block[c], 0, out[c], start, blockFrames);
            }
        }
        return out;
    }

    private static double changeDb(float[][] in, float[][] out, int latency, int from, int to) {
        return 20 * Math.log10(Signals.rms(out[0], from + latency, to + latency) / Signals.rms(in[0], from, to));
    }

    @ParameterizedTest
    @CsvSource({"48000,QUALITY", "48000,LIVE", "8000,QUALITY", "8000,LIVE", "192000,QUALITY", "192000,LIVE"})
    void economy_when_switched_expect_the_level_within_three_tenths_of_a_decibel(double rateHz, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, 2, mode);
        float[][] in = Signals.sine(spec, Signals.frames(spec, 0.24), 1000, 0.5);
        NoiseReducer reducer = prepared(spec, 12);
        int on = Signals.frames(spec, 0.03);
        int off = Signals.frames(spec, 0.13);
        float[][] out = run(reducer, in, QUANTUM, on, off);
        int latency = reducer.latencyFrames();
        for (int i = on; i < out[0].length; i++) {
            // so short after the start nothing is lowered yet: any difference is the switch itself
            assertThat((double) out[0][i]).as("frame %d", i).isCloseTo(in[0][i - latency], within(0.5 * 0.035));
        }
    }

    @ParameterizedTest
    @CsvSource({"48000,1,QUALITY", "48000,2,QUALITY", "48000,1,LIVE", "48000,2,LIVE", "16000,1,QUALITY", "16000,1,LIVE"
    })
    void economy_when_noise_is_steady_expect_it_lowered_by_the_knob_all_the_way(
            double rateHz, int channels, LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(rateHz, channels, mode);
        int part = Signals.frames(spec, 4);
        float[][] in = Signals.noise(50, channels, 3 * part, 0.01);
        NoiseReducer reducer = prepared(spec, 12);
        float[][] out = run(reducer, in, QUANTUM, part, 2 * part);
        int tenth = Signals.frames(spec, 0.1);
        for (int at = part / 2; at < 3 * part - 2 * tenth; at += tenth) {
            assertThat(changeDb(in, out, reducer.latencyFrames(), at, at + tenth))
                    .as("at %d", at)
                    .isCloseTo(-12, within(1.5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void economy_when_a_tone_begins_after_a_pause_expect_its_beginning_kept(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 1, mode);
        int pause = Signals.frames(spec, 2);
        int tone = Signals.frames(spec, 0.3);
        float[][] in = Signals.concat(Signals.silence(1, pause), Signals.sine(spec, tone, 600, 0.1));
        float[][] noise = Signals.noise(51, 1, pause + tone, 0.01);
        for (int i = 0; i < noise[0].length; i++) {
            in[0][i] += noise[0][i];
        }
        NoiseReducer reducer = prepared(spec, 18);
        reducer.setEconomy(true);
        float[][] out = run(reducer, in, QUANTUM, -1, -1);
        int onset = Signals.frames(spec, 0.05);
        int latency = reducer.latencyFrames();
        assertThat(changeDb(in, out, latency, pause, pause + onset)).isGreaterThan(-1);
    }

    @ParameterizedTest
    @EnumSource
    void economy_when_over_expect_the_sound_of_one_that_never_was(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        int part = Signals.frames(spec, 3);
        float[][] in = Signals.noise(52, 2, 3 * part, 0.01);
        float[][] there = run(prepared(spec, 12), in, QUANTUM, part / 2, part);
        float[][] never = run(prepared(spec, 12), in, QUANTUM, -1, -1);
        double sum = 0;
        for (int i = 2 * part; i < 3 * part; i++) {
            double d = there[0][i] - never[0][i];
            sum += d * d;
        }
        double differenceDb = 10 * Math.log10(sum / part) - 20 * Math.log10(Signals.rms(never[0], 2 * part, 3 * part));
        assertThat(differenceDb).isLessThan(-40);
    }

    @ParameterizedTest
    @EnumSource
    void economy_when_blocks_are_longer_expect_same_samples(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        float[][] in = Signals.noise(53, 2, 240 * 8 * QUANTUM, 0.1);
        int on = 80 * 8 * QUANTUM;
        int off = 161 * 8 * QUANTUM;
        float[][] small = run(prepared(spec, 12), in, QUANTUM, on, off);
        float[][] large = run(prepared(spec, 12), in, 8 * QUANTUM, on, off);
        assertThat(large).isDeepEqualTo(small);
    }

    @ParameterizedTest
    @EnumSource
    void economy_when_switched_on_and_off_expect_no_allocation(LatencyMode mode) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        NoiseReducer reducer = prepared(spec, 12);
        float[][] in = Signals.noise(54, 2, 400 * QUANTUM, 0.1);
        float[][] block = new float[2][QUANTUM];
        Runnable work = () -> {
            for (int q = 0; q < 400; q++) {
                if (q % 100 == 0) {
                    reducer.setEconomy(q % 200 == 0);
                }
                for (int c = 0; c < 2; c++) {
                    System.arraycopy(in[c], q * QUANTUM, block[c], 0, QUANTUM);
                }
                reducer.process(block, QUANTUM);
            }
        };
        work.run();
        assertThat(AllocatedBytes.steady(work)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"QUALITY,false", "LIVE,false", "LIVE,true"})
    void adopt_when_another_has_learned_the_noise_expect_it_lowered_from_the_first_frame(
            LatencyMode mode, boolean fromEconomy) {
        ProcessSpec spec = new ProcessSpec(48_000, 2, mode);
        int part = Signals.frames(spec, 3);
        float[][] in = Signals.noise(55, 2, part, 0.01);
        NoiseReducer experienced = prepared(spec, 12);
        experienced.setEconomy(fromEconomy);
        run(experienced, in, QUANTUM, -1, -1);
        NoiseReducer newcomer = prepared(spec, 12);
        newcomer.adopt(experienced);
        float[][] more = Signals.noise(56, 2, Signals.frames(spec, 0.3), 0.01);
        float[][] out = run(newcomer, more, QUANTUM, -1, -1);
        int to = Signals.frames(spec, 0.25);
        assertThat(changeDb(more, out, newcomer.latencyFrames(), 0, to)).isCloseTo(-12, within(1.0));
        assertThat(newcomer.noiseFloorDbfs()).isCloseTo(experienced.noiseFloorDbfs(), within(0.5));
    }
}
