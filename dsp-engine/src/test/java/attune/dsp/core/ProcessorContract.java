package attune.dsp.core;

import static org.assertj.core.api.Assertions.assertThat;

import attune.param.ParamSnapshot;
import attune.param.ParamSpec;
import attune.param.ParamTable;
import attune.param.Scale;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link Processor} must keep, at every sample rate and channel count. A stage's test class extends this and
 * says how to make the stage, the parameters at which it does nothing, and parameters at which it works hard.
 */
public abstract class ProcessorContract {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double RAMP_SECONDS = 0.05;
    private static final double SINE_HZ = 220;
    private static final double SMALLEST_ALLOWED = 1e-30;

    /** A new stage, not yet prepared. */
    protected abstract Processor create();

    /** Values at which the stage hands its input through. */
    protected abstract ParamSnapshot neutral();

    /** Values at which the stage does much; the other stages' values don't matter. */
    protected abstract ParamSnapshot active();

    /** Largest difference to the delayed input at neutral, full scale = 1. At most 1e-6 (−120 dB); 0 = bit-exact. */
    protected double neutralToleranceLinear() {
        return 0;
    }

    /** Largest magnitude that may come out for input within ±1, whatever the parameters do. */
    protected double boundLinear() {
        return 64;
    }

    /** Largest step from sample to sample while parameters ramp, in units of the steepest slope of the sine. */
    protected double zipperFactor() {
        return 3;
    }

    /** All rates and channel counts; in live mode the lowest, the usual and the highest rate. */
    static Stream<ProcessSpec> specs() {
        return Stream.concat(
                specs(LatencyMode.QUALITY, 8_000, 16_000, 44_100, 48_000, 88_200, 96_000, 176_400, 192_000),
                specs(LatencyMode.LIVE, 8_000, 48_000, 192_000));
    }

    private static Stream<ProcessSpec> specs(LatencyMode mode, double... ratesHz) {
        return DoubleStream.of(ratesHz)
                .boxed()
                .flatMap(rate -> Stream.of(new ProcessSpec(rate, 1, mode), new ProcessSpec(rate, 2, mode)));
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_input_is_silent_expect_silence(ProcessSpec spec) {
        for (ParamSnapshot params : List.of(neutral(), active())) {
            float[][] out = run(prepared(spec, params), Signals.silence(spec.channels(), Signals.frames(spec, 0.3)));
            assertThat(Signals.peak(out, 0)).isEqualTo(0.0);
        }
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_parameters_are_neutral_expect_delayed_input(ProcessSpec spec) {
        assertThat(neutralToleranceLinear()).isBetween(0.0, 1e-6);
        int frames = Signals.frames(spec, 0.3);
        float[][] in = Signals.concat(
                Signals.noise(1, spec.channels(), frames, 0.25), Signals.sine(spec, frames, SINE_HZ, 0.25));
        Processor processor = prepared(spec, neutral());
        float[][] out = run(processor, in);
        int latency = processor.latencyFrames();
        for (int c = 0; c < spec.channels(); c++) {
            for (int i = 0; i < out[c].length; i++) {
                double expected = i < latency ? 0 : in[c][i - latency];
                assertThat(Math.abs(out[c][i] - expected))
                        .as("channel %d frame %d: %s, not %s", c, i, out[c][i], expected)
                        .isLessThanOrEqualTo(neutralToleranceLinear());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_an_impulse_passes_expect_its_latency(ProcessSpec spec) {
        Processor processor = prepared(spec, neutral());
        int latency = processor.latencyFrames();
        int at = 3 * QUANTUM + 7;
        int frames = (at + latency) / QUANTUM * QUANTUM + 4 * QUANTUM;
        float[][] out = run(processor, Signals.impulse(spec.channels(), frames, at, 0.25));
        for (float[] channel : out) {
            int peakAt = 0;
            for (int i = 1; i < frames; i++) {
                peakAt = Math.abs(channel[i]) > Math.abs(channel[peakAt]) ? i : peakAt;
            }
            assertThat(peakAt - at).isEqualTo(latency);
        }
        processor.update(active());
        processor.process(Signals.noise(2, spec.channels(), 8 * QUANTUM, 0.25), 8 * QUANTUM);
        assertThat(processor.latencyFrames()).isEqualTo(latency);
        processor.reset();
        assertThat(processor.latencyFrames()).isEqualTo(latency);
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_blocks_are_longer_expect_same_samples(ProcessSpec spec) {
        float[][] in = Signals.noise(3, spec.channels(), blocks(spec, 0.4) * 8 * QUANTUM, 0.4);
        float[][] small = runBlocks(prepared(spec, neutral()), in, QUANTUM, this::changesEveryFourBlocks);
        float[][] large = runBlocks(prepared(spec, neutral()), in, 8 * QUANTUM, this::changesEveryFourBlocks);
        assertThat(large).isDeepEqualTo(small);
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_reset_expect_first_run_again(ProcessSpec spec) {
        float[][] in = Signals.noise(4, spec.channels(), Signals.frames(spec, 0.4), 0.4);
        for (ParamSnapshot params : List.of(neutral(), active())) {
            Processor processor = prepared(spec, params);
            float[][] first = run(processor, in);
            processor.reset();
            assertThat(run(processor, in)).as("parameters stay over a reset").isDeepEqualTo(first);
            processor.reset();
            processor.update(params);
            assertThat(run(processor, in)).as("update after a reset is at once").isDeepEqualTo(first);
            processor.prepare(spec);
            processor.update(params);
            assertThat(run(processor, in)).as("prepared again").isDeepEqualTo(first);
        }
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_updated_without_change_expect_same_samples(ProcessSpec spec) {
        float[][] in = Signals.noise(5, spec.channels(), Signals.frames(spec, 0.4), 0.4);
        ParamSnapshot params = active();
        float[][] once = run(prepared(spec, params), in);
        float[][] often = runBlocks(prepared(spec, params), in, QUANTUM, start -> new ParamSnapshot(params));
        assertThat(often).isDeepEqualTo(once);
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_input_is_extreme_expect_bounded_output(ProcessSpec spec) {
        int frames = Signals.frames(spec, 0.2);
        int channels = spec.channels();
        float[][] in = Signals.concat(
                Signals.square(spec, frames, 60, 1),
                Signals.square(spec, frames, spec.sampleRateHz() / 2, 1),
                Signals.noise(6, channels, frames, 1),
                Signals.impulse(channels, frames, 100, 1),
                Signals.constant(channels, frames, 1),
                Signals.constant(channels, frames, -1),
                Signals.silence(channels, frames));
        assertBounded(run(prepared(spec, active()), in));
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_parameters_jump_every_quantum_expect_bounded_output(ProcessSpec spec) {
        float[][] in = Signals.noise(7, spec.channels(), Signals.frames(spec, 0.5), 1);
        ParamSnapshot from = neutral();
        ParamSnapshot to = active();
        RandomGenerator random = Signals.random(8);
        ParamSnapshot params = new ParamSnapshot();
        float[][] out = runBlocks(prepared(spec, neutral()), in, QUANTUM, start -> {
            for (int p = 0; p < ParamTable.COUNT; p++) {
                params.set(p, random.nextBoolean() ? from.get(p) : to.get(p));
            }
            return params;
        });
        assertBounded(out);
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_parameters_ramp_expect_no_zipper(ProcessSpec spec) {
        int lead = Signals.frames(spec, 0.3);
        int ramp = Signals.frames(spec, RAMP_SECONDS);
        float[][] in = Signals.sine(spec, 2 * lead + 2 * ramp, SINE_HZ, 0.2);
        ParamSnapshot from = neutral();
        ParamSnapshot to = active();
        Processor processor = prepared(spec, from);
        float[][] out = runBlocks(processor, in, QUANTUM, start -> {
            double up = Math.max(0, Math.min(1, (start - lead) / (double) ramp));
            double down = Math.max(0, Math.min(1, (start - 2 * lead) / (double) ramp));
            return between(from, to, up - down);
        });
        double slope = 2 * Math.PI * SINE_HZ / spec.sampleRateHz();
        double allowed = Signals.peak(out, 0) * (zipperFactor() * slope + 8.0 / ramp);
        for (float[] channel : out) {
            for (int i = processor.latencyFrames() + QUANTUM; i < channel.length; i++) {
                assertThat(Math.abs((double) channel[i] - channel[i - 1]))
                        .as("step at frame %d, ramps start at %d and %d", i, lead, 2 * lead)
                        .isLessThanOrEqualTo(allowed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_signal_ends_expect_no_denormal_tail(ProcessSpec spec) {
        int signal = Signals.frames(spec, 0.2);
        float[][] in = Signals.concat(
                Signals.noise(9, spec.channels(), signal, 0.5),
                Signals.silence(spec.channels(), Signals.frames(spec, 1.5)));
        float[][] out = run(prepared(spec, active()), in);
        for (float[] channel : out) {
            for (int i = signal; i < channel.length; i++) {
                double magnitude = Math.abs(channel[i]);
                assertThat(magnitude == 0 || magnitude >= SMALLEST_ALLOWED)
                        .as("frame %d: %s", i, channel[i])
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_arrays_are_longer_than_the_block_expect_the_rest_untouched(ProcessSpec spec) {
        Processor processor = prepared(spec, active());
        float[][] block = Signals.noise(10, spec.channels(), 3 * QUANTUM, 0.5);
        float[][] before = Signals.copy(block);
        processor.process(block, 2 * QUANTUM);
        for (int c = 0; c < spec.channels(); c++) {
            for (int i = 2 * QUANTUM; i < 3 * QUANTUM; i++) {
                assertThat(block[c][i]).isEqualTo(before[c][i]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    public final void processor_when_warm_expect_no_allocation(ProcessSpec spec) {
        Processor processor = prepared(spec, neutral());
        float[][] in = Signals.noise(11, spec.channels(), 64 * QUANTUM, 0.5);
        float[][] block = new float[spec.channels()][QUANTUM];
        ParamSnapshot[] params = {neutral(), active(), between(neutral(), active(), 0.5)};
        exercise(processor, in, block, params, 400);
        long allocated = AllocatedBytes.steady(() -> exercise(processor, in, block, params, 400));
        assertThat(allocated).as("bytes in 400 quanta").isEqualTo(0);
    }

    /** Blocks of eight quanta that fill this time. */
    private static int blocks(ProcessSpec spec, double seconds) {
        return Signals.frames(spec, seconds) / (8 * QUANTUM) + 1;
    }

    /** Parameters for the block that starts at this frame: moves every 32 quanta, at frames that all blocks share. */
    private ParamSnapshot changesEveryFourBlocks(int startFrame) {
        return startFrame / (32 * QUANTUM) % 2 == 0 ? neutral() : active();
    }

    private static void exercise(
            Processor processor, float[][] in, float[][] block, ParamSnapshot[] params, int quanta) {
        for (int q = 0; q < quanta; q++) {
            if (q % 7 == 0) {
                processor.update(params[q / 7 % params.length]);
            }
            for (int c = 0; c < block.length; c++) {
                System.arraycopy(in[c], q % 64 * QUANTUM, block[c], 0, QUANTUM);
            }
            processor.process(block, QUANTUM);
            if (q % 150 == 149) {
                processor.reset();
            }
        }
    }

    private void assertBounded(float[][] out) {
        for (float[] channel : out) {
            for (int i = 0; i < channel.length; i++) {
                assertThat((double) Math.abs(channel[i]))
                        .as("magnitude at frame %d", i)
                        .isLessThanOrEqualTo(boundLinear());
            }
        }
    }

    /** Prepared and with its parameters in force. */
    protected final Processor prepared(ProcessSpec spec, ParamSnapshot params) {
        Processor processor = create();
        processor.prepare(spec);
        processor.update(params);
        return processor;
    }

    /** Processes a copy of {@code in}, quantum by quantum, without any update. */
    protected static float[][] run(Processor processor, float[][] in) {
        return runBlocks(processor, in, QUANTUM, null);
    }

    /**
     * Processes a copy of {@code in} in blocks.
     *
     * @param blockFrames a multiple of the quantum that divides the length
     * @param paramsAt parameters for the block that starts at this frame; null = no update
     */
    protected static float[][] runBlocks(
            Processor processor, float[][] in, int blockFrames, @Nullable IntFunction<ParamSnapshot> paramsAt) {
        float[][] out = new float[in.length][in[0].length];
        float[][] block = new float[in.length][blockFrames];
        for (int start = 0; start < in[0].length; start += blockFrames) {
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(in[c], start, block[c], 0, blockFrames);
            }
            if (paramsAt != null) {
                processor.update(paramsAt.apply(start));
            }
            processor.process(block, blockFrames);
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(block[c], 0, out[c], start, blockFrames);
            }
        }
        return out;
    }

    /** Values on the way from one set to another, {@code position} 0 to 1; logarithmic ones in ratios. */
    protected static ParamSnapshot between(ParamSnapshot from, ParamSnapshot to, double position) {
        ParamSnapshot out = new ParamSnapshot();
        for (int p = 0; p < ParamTable.COUNT; p++) {
            ParamSpec spec = ParamTable.all().get(p).spec();
            double a = from.get(p);
            double b = to.get(p);
            out.set(p, spec.scale() == Scale.LOG ? a * StrictMath.pow(b / a, position) : a + (b - a) * position);
        }
        return out;
    }
}
