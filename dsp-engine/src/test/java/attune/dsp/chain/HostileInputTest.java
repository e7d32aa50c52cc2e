package attune.dsp.chain;

import static attune.dsp.chain.ChainSignals.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import attune.dsp.meter.KWeighting;
import attune.dsp.meter.TruePeakMeter;
import attune.param.FactoryPrograms;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import attune.param.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a broken source, a careless host or a mad hand may do to an engine whose every stage works. */
final class HostileInputTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final double CEILING_DBTP = TestSets.busy().get(ParamTable.LIMITER_CEILING);
    private static final double HIGHEST_CEILING_DBTP =
            ParamTable.LIMITER_CEILING.spec().max();
    /** The meter's own: its points lie between those of the limiter. */
    private static final double METER_DB = 0.05;

    /** Something that comes in instead of sound. */
    private enum Bad {
        NAN(Float.NaN, true),
        PLUS_INFINITY(Float.POSITIVE_INFINITY, true),
        MINUS_INFINITY(Float.NEGATIVE_INFINITY, true),
        HUGE(3e38, true),
        DENORMAL(1e-40, false),
        PLUS_DC(1, false),
        MINUS_DC(-1, false),
        SILENCE(0, false),
        SQUARE_50_HZ(50),
        SQUARE_1_KHZ(1000),
        SQUARE_10_KHZ(10_000);

        private final double value;
        private final boolean isCounted;
        private final double squareHz;

        Bad(double value, boolean isCounted) {
            this.value = value;
            this.isCounted = isCounted;
            this.squareHz = 0;
        }

        Bad(double squareHz) {
            this.value = 1;
            this.isCounted = false;
            this.squareHz = squareHz;
        }

        boolean isSound() {
            return squareHz > 0;
        }

        float[][] of(ProcessSpec spec, int frames) {
            return squareHz > 0
                    ? Signals.square(spec, frames, squareHz, value)
                    : Signals.constant(spec.channels(), frames, value);
        }
    }

    static Stream<Arguments> programsAndFormats() {
        List<Arguments> all = new ArrayList<>();
        for (int program = 0; program < FactoryPrograms.ALL.size(); program++) {
            for (double rateHz : new double[] {44_100, 192_000}) {
                for (int channels = 1; channels <= ProcessSpec.MAX_CHANNELS; channels++) {
                    for (LatencyMode mode : LatencyMode.values()) {
                        all.add(Arguments.of(program, new ProcessSpec(rateHz, channels, mode)));
                    }
                }
            }
        }
        return all.stream();
    }

    private static ParamSnapshot everyStage(int program) {
        ParamSnapshot params = TestSets.busy();
        params.set(ParamTable.PROGRAM, program);
        return params;
    }

    /** Finite, and no true peak (BS.1770-5, four points a sample) above the ceiling. */
    private static void assertBounded(float[][] out, ProcessSpec spec, double ceilingDbtp) {
        assertThat(Signals.peak(out, 0)).isNotNaN().isLessThanOrEqualTo(1);
        TruePeakMeter meter = new TruePeakMeter();
        meter.prepare(spec);
        meter.process(out, out[0].length);
        assertThat(meter.maximumDbtp()).isLessThanOrEqualTo(ceilingDbtp + METER_DB);
    }

    private static double lufsOfEnd(float[][] signal, ProcessSpec spec, int frames) {
        KWeighting weighting = new KWeighting();
        weighting.prepare(spec);
        int from = signal[0].length - frames;
        double energy = 0;
        for (int start = 0; start < signal[0].length; start += QUANTUM) {
            double quantum = weighting.energy(signal, start, QUANTUM);
            energy += start >= from ? quantum : 0;
        }
        return KWeighting.OFFSET_LUFS + 10 * Math.log10(energy / frames);
    }

    /** Four syllables a second of a voice with gliding pitch, over a quiet floor. */
    private static float[][] voice(long seed, ProcessSpec spec, double seconds) {
        float[][] out = Signals.noise(seed, spec.channels(), Signals.frames(spec, seconds), 0.0005);
        double turns = 0;
        for (int i = 0; i < out[0].length; i++) {
            double time = i / spec.sampleRateHz();
            double syllable = 0.22 * Math.max(0, Math.sin(2 * Math.PI * 4 * time));
            turns += (150 + 40 * Math.sin(2 * Math.PI * 1.3 * time)) / spec.sampleRateHz();
            double sum = 0;
            for (int harmonic = 1; harmonic <= 20 && syllable > 0; harmonic++) {
                sum += Math.sin(2 * Math.PI * harmonic * turns) / harmonic;
            }
            for (float[] channel : out) {
                channel[i] += (float) (syllable * sum);
            }
        }
        return out;
    }

    /** As it goes on with a programme that it knows from before. */
    private static Engine resumed(ProcessSpec spec, int program) {
        Engine engine = new Engine();
        resume(engine, spec, program);
        return engine;
    }

    private static void resume(Engine engine, ProcessSpec spec, int program) {
        engine.prepare(spec);
        engine.recall(0, everyStage(program));
        engine.rememberLevelerGainDb(0.1);
        engine.start(new MacroSnapshot());
    }

    /** Good sound behind bad sound against the same behind good sound, from a second on, in decibels. */
    private static double recoveredDb(ProcessSpec spec, int program, float[][] bad) {
        return recoveredDb(spec, program, bad, CEILING_DBTP, (engine, frame) -> {});
    }

    /** What happens to the engine before the quantum that starts at a frame. */
    private interface Hand {
        void at(Engine engine, int frame);
    }

    private static double recoveredDb(ProcessSpec spec, int program, float[][] bad, double ceilingDbtp, Hand hand) {
        // slow gains have found their place at the lower rate; the higher one would take too long
        float[][] first = voice(31, spec, spec.sampleRateHz() > 48_000 ? 1 : 3);
        float[][] meanwhile = voice(32, spec, (double) bad[0].length / spec.sampleRateHz());
        float[][] after = voice(33, spec, 1.6);
        Engine hurt = resumed(spec, program);
        float[][] in = Signals.concat(first, bad, after);
        float[][] out = run(hurt, in, frame -> hand.at(hurt, frame - first[0].length));
        assertBounded(out, spec, ceilingDbtp);
        float[][] spared = run(resumed(spec, program), Signals.concat(first, meanwhile, after));
        int frames = Signals.frames(spec, 0.6);
        return lufsOfEnd(out, spec, frames) - lufsOfEnd(spared, spec, frames);
    }

    @ParameterizedTest
    @MethodSource("programsAndFormats")
    void engine_when_what_is_no_sound_comes_in_expect_bounded_output_and_the_usual_sound_within_a_second(
            int program, ProcessSpec spec) {
        float[][] bad = all(spec, false);
        assertThat(recoveredDb(spec, program, bad)).isCloseTo(0, within(0.5));
    }

    @ParameterizedTest
    @MethodSource("programsAndFormats")
    void engine_when_full_scale_squares_come_in_expect_no_true_peak_above_the_ceiling(int program, ProcessSpec spec) {
        Engine engine = resumed(spec, program);
        assertBounded(run(engine, Signals.concat(voice(36, spec, 0.2), all(spec, true))), spec, CEILING_DBTP);
    }

    private static float[][] all(ProcessSpec spec, boolean sounding) {
        List<float[][]> parts = new ArrayList<>();
        for (Bad bad : Bad.values()) {
            if (bad.isSound() == sounding) {
                parts.add(bad.of(spec, Signals.frames(spec, 0.05)));
            }
        }
        return Signals.concat(parts.toArray(float[][][]::new));
    }

    /** A square is sound, 15 dB louder than the voice: slow gains rightly remember it for some seconds. */
    @ParameterizedTest
    @EnumSource
    void engine_when_one_kind_of_bad_input_comes_expect_it_counted_and_the_usual_sound_within_a_second(Bad bad) {
        ProcessSpec spec = new ProcessSpec(44_100, 2);
        float[][] samples = bad.of(spec, Signals.frames(spec, 0.1));
        assertThat(recoveredDb(spec, 0, samples)).isCloseTo(0, within(bad.isSound() ? 2 : 0.5));
        Engine engine = resumed(spec, 0);
        run(engine, samples);
        assertThat(engine.meters().scrubbedSamples).isEqualTo(bad.isCounted ? 2L * samples[0].length : 0);
    }

    static Stream<Arguments> programsAndModes() {
        return programsAndFormats()
                .filter(a -> a.get()[1] instanceof ProcessSpec spec
                        && spec.sampleRateHz() == 44_100
                        && spec.channels() == 2);
    }

    /** The leveler moves, and comes back, at the speed that is set: it would not be back within the second. */
    private static void keepLeveler(ParamSnapshot params, ParamSnapshot from) {
        for (ParamTable param : ParamTable.all()) {
            if (param.spec().stage() == Stage.LEVELER) {
                params.set(param, from.get(param));
            }
        }
    }

    /** All parameters, programs among them, amount and trim anywhere in their ranges before every quantum. */
    @ParameterizedTest
    @MethodSource("programsAndModes")
    void engine_when_all_settings_jump_every_quantum_expect_bounded_output_and_the_usual_sound_within_a_second(
            int program, ProcessSpec spec) {
        RandomGenerator random = Signals.random(34);
        int storm = Signals.frames(spec, 0.5);
        ParamSnapshot any = new ParamSnapshot();
        MacroSnapshot macros = new MacroSnapshot();
        Hand mad = (engine, frame) -> {
            if (frame >= 0 && frame < storm) {
                TestSets.scatter(any, random);
                keepLeveler(any, everyStage(program));
                engine.push(any);
                macros.set(MacroTable.AMOUNT, 150 * random.nextDouble());
                macros.set(MacroTable.OUTPUT_TRIM, 24 * random.nextDouble() - 12);
                engine.setMacros(macros);
            } else if (frame == storm) {
                engine.setMacros(new MacroSnapshot());
                engine.push(everyStage(program));
            }
        };
        float[][] sound = voice(32, spec, 0.5);
        assertThat(recoveredDb(spec, program, sound, HIGHEST_CEILING_DBTP, mad)).isCloseTo(0, within(0.5));
    }

    @ParameterizedTest
    @EnumSource
    void engine_when_the_sample_rate_changes_after_bad_input_expect_the_samples_of_a_new_engine(LatencyMode mode) {
        ProcessSpec before = new ProcessSpec(192_000, 2, mode);
        ProcessSpec spec = new ProcessSpec(44_100, 1, mode);
        Engine engine = resumed(before, 0);
        for (Bad bad : Bad.values()) {
            run(engine, bad.of(before, Signals.frames(before, 0.05)));
        }
        resume(engine, spec, 0);
        float[][] in = voice(36, spec, 1);
        assertThat(run(engine, in)).isDeepEqualTo(run(resumed(spec, 0), in));
        assertThat(engine.meters().scrubbedSamples).isZero();
    }
}
