package attune.dsp.chain;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.LatencyTable;
import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineTest {
    private static final int QUANTUM = ProcessSpec.QUANTUM_FRAMES;
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);

    private static Engine started(ProcessSpec spec, ParamSnapshot params, MacroSnapshot macros) {
        Engine engine = new Engine();
        engine.prepare(spec);
        engine.recall(0, params);
        engine.start(macros);
        return engine;
    }

    private static MacroSnapshot macros() {
        return new MacroSnapshot();
    }

    private static MacroSnapshot macro(MacroTable macro, double value) {
        MacroSnapshot macros = new MacroSnapshot();
        macros.set(macro, value);
        return macros;
    }

    private static float[][] run(Engine engine, float[][] in) {
        return run(engine, in, QUANTUM);
    }

    /** Processes a copy in blocks of this many frames. */
    private static float[][] run(Engine engine, float[][] in, int blockFrames) {
        float[][] out = new float[in.length][in[0].length];
        float[][] block = new float[in.length][blockFrames];
        for (int start = 0; start < in[0].length; start += blockFrames) {
            int frames = Math.min(blockFrames, in[0].length - start);
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(in[c], start, block[c], 0, frames);
            }
            engine.process(block, frames);
            for (int c = 0; c < in.length; c++) {
                System.arraycopy(block[c], 0, out[c], start, frames);
            }
        }
        return out;
    }

    private static float[][] delayed(float[][] in, int frames) {
        float[][] out = new float[in.length][in[0].length];
        for (int c = 0; c < in.length; c++) {
            System.arraycopy(in[c], 0, out[c], frames, in[c].length - frames);
        }
        return out;
    }

    private static float[][] from(float[][] signal, int frame) {
        float[][] out = new float[signal.length][];
        for (int c = 0; c < signal.length; c++) {
            out[c] = Arrays.copyOfRange(signal[c], frame, signal[c].length);
        }
        return out;
    }

    private static double db(double ratio) {
        return 20 * Math.log10(ratio);
    }

    private static double levelDb(float[][] signal, int from) {
        return db(Signals.rms(signal[0], from, signal[0].length));
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    void engine_when_an_impulse_passes_expect_the_reported_latency(ProcessSpec spec) {
        Engine engine = started(spec, new ParamSnapshot(), macros());
        assertThat(engine.latencyFrames()).isEqualTo(LatencyTable.chainFrames(spec.sampleRateHz(), spec.latencyMode()));
        float[][] in = Signals.impulse(spec.channels(), Signals.frames(spec, 0.2), 100, 0.5);
        assertThat(run(engine, in)).isDeepEqualTo(delayed(in, engine.latencyFrames()));
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    void engine_when_set_is_transparent_expect_input_bit_for_bit(ProcessSpec spec) {
        int frames = Signals.frames(spec, 0.5);
        float[][] in = Signals.concat(
                Signals.noise(1, spec.channels(), frames, 0.3),
                Signals.silence(spec.channels(), frames),
                Signals.sine(spec, frames, 50, 0.8));
        Engine engine = started(spec, new ParamSnapshot(), macros());
        assertThat(run(engine, in)).isDeepEqualTo(delayed(in, engine.latencyFrames()));
        assertThat(engine.meters().broadbandGainDb).isEqualTo(0.0);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 512, 4096, 65_536})
    void engine_when_blocks_are_longer_expect_same_samples(int blockFrames) {
        float[][] in = Signals.noise(2, 2, 65_536, 0.5);
        float[][] small = run(started(STEREO, TestSets.busy(), macros()), in);
        assertThat(run(started(STEREO, TestSets.busy(), macros()), in, blockFrames))
                .isDeepEqualTo(small);
    }

    @Test
    void engine_when_started_again_expect_same_samples() {
        float[][] in = Signals.noise(3, 2, 48_000 / 64 * 64, 0.5);
        Engine engine = started(STEREO, TestSets.busy(), macros());
        float[][] first = run(engine, in);
        engine.start(macros());
        assertThat(run(engine, in)).isDeepEqualTo(first);
        engine.prepare(STEREO);
        engine.recall(0, TestSets.busy());
        engine.start(macros());
        assertThat(run(engine, in)).isDeepEqualTo(first);
    }

    @Test
    void engine_when_without_meters_expect_same_samples_and_nothing_measured() {
        float[][] in = Signals.noise(4, 2, 48_000 / 64 * 64, 0.5);
        Engine plain = Engine.withoutMeters();
        plain.prepare(STEREO);
        plain.recall(0, TestSets.busy());
        plain.start(macros());
        assertThat(run(plain, in)).isDeepEqualTo(run(started(STEREO, TestSets.busy(), macros()), in));
        assertThat(plain.meters().quanta).isZero();
    }

    @Test
    void engine_when_processing_expect_every_stage_to_matter() {
        float[][] in = Signals.noise(4, 2, Signals.frames(STEREO, 4), 0.5);
        ParamSnapshot set = TestSets.busy();
        set.set(ParamTable.LIMITER_CEILING, -12);
        float[][] busy = run(started(STEREO, set, macros()), in);
        ParamTable[] owners = {
            ParamTable.HPF_CORNER,
            ParamTable.NR_ATTENUATION,
            ParamTable.EQ3_GAIN,
            ParamTable.COMP2_RATIO,
            ParamTable.EXCITER_AMOUNT,
            ParamTable.WIDENER_WIDTH,
            ParamTable.LEVELER_RANGE,
            ParamTable.LIMITER_CEILING,
        };
        for (ParamTable param : owners) {
            ParamSnapshot without = new ParamSnapshot(set);
            without.set(param, param.spec().defaultValue());
            float[][] out = run(started(STEREO, without, macros()), in);
            assertThat(Arrays.equals(out[0], busy[0])).as("without %s", param).isFalse();
        }
    }

    @Test
    void amount_when_zero_expect_the_transparent_sound() {
        float[][] in = Signals.noise(5, 2, 32_768, 0.3);
        Engine engine = started(STEREO, TestSets.busy(), macro(MacroTable.AMOUNT, 0));
        assertThat(run(engine, in)).isDeepEqualTo(delayed(in, engine.latencyFrames()));
    }

    @Test
    void amount_when_turned_down_while_playing_expect_the_transparent_sound_after_the_ramp() {
        float[][] in = Signals.noise(6, 2, 65_536, 0.3);
        ParamSnapshot set = TestSets.eq(ParamTable.EQ4_GAIN, 9);
        set.set(ParamTable.HPF_CORNER, 150);
        Engine engine = started(STEREO, set, macros());
        run(engine, Signals.noise(7, 2, 8192, 0.3));
        engine.setMacros(macro(MacroTable.AMOUNT, 0));
        float[][] out = run(engine, in);
        int settled = Signals.frames(STEREO, 0.3);
        assertThat(from(out, settled)).isDeepEqualTo(from(delayed(in, engine.latencyFrames()), settled));
    }

    @Test
    void amount_when_raised_expect_values_between_neutral_and_half_as_much_again() {
        assertThat(AmountScaling.scaled(ParamTable.EQ4_GAIN.spec(), 8, 0.5)).isEqualTo(4);
        assertThat(AmountScaling.scaled(ParamTable.EQ4_GAIN.spec(), 8, 1.5)).isEqualTo(12);
        assertThat(AmountScaling.scaled(ParamTable.EQ4_GAIN.spec(), 16, 1.5)).isEqualTo(18);
        assertThat(AmountScaling.scaled(ParamTable.HPF_CORNER.spec(), 90, 0)).isEqualTo(10);
        assertThat(AmountScaling.scaled(ParamTable.HPF_CORNER.spec(), 90, 1)).isEqualTo(90);
        assertThat(AmountScaling.scaled(ParamTable.HPF_CORNER.spec(), 90, 0.5)).isCloseTo(30, Offset.offset(1e-6));
        assertThat(AmountScaling.scaled(ParamTable.LIMITER_CEILING.spec(), -3, 0))
                .isEqualTo(-3);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-12, -5, 6, 12})
    void bypass_when_level_changed_by_chain_expect_dry_at_the_same_loudness(double trimDb) {
        MacroSnapshot macros = macro(MacroTable.OUTPUT_TRIM, trimDb);
        ParamSnapshot bright = TestSets.eq(ParamTable.EQ8_GAIN, 6);
        bright.set(ParamTable.EQ8_FREQUENCY, 1500);
        Engine engine = started(STEREO, bright, macros);
        float[][] in = Signals.noise(8, 2, Signals.frames(STEREO, 8), 0.04);
        float[][] wet = run(engine, in);
        macros.set(MacroTable.BYPASS, 1);
        engine.setMacros(macros);
        float[][] dry = run(engine, in);
        int settled = Signals.frames(STEREO, 2);
        double change = loudness(dry, settled) - loudness(wet, settled);
        assertThat(change).isCloseTo(0, Offset.offset(0.3));
        double gain = dry[0][settled + engine.latencyFrames()] / in[0][settled];
        assertThat(dry[0][settled + 9999 + engine.latencyFrames()] / in[0][settled + 9999])
                .as("dry is the input times a steady gain")
                .isCloseTo((float) gain, Offset.offset(0.02f * (float) gain));
    }

    private static double loudness(float[][] signal, int from) {
        attune.dsp.meter.LoudnessMeter meter = new attune.dsp.meter.LoudnessMeter();
        meter.prepare(STEREO);
        float[][] part = from(signal, from);
        meter.process(part, part[0].length / QUANTUM * QUANTUM);
        return meter.integratedLufs();
    }

    @Test
    void broadband_gain_when_started_from_a_remembered_gain_expect_it_from_the_first_moment() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.LEVELER_RANGE, 15);
        Engine engine = new Engine();
        engine.prepare(STEREO);
        engine.recall(0, params);
        engine.rememberLevelerGainDb(12);
        engine.start(macros());
        assertThat(engine.meters().broadbandGainDb).isCloseTo(12, Offset.offset(1e-6));
    }

    @Test
    void broadband_gain_when_slot_change_turns_the_leveler_off_expect_followed_at_once() {
        ParamSnapshot levelled = new ParamSnapshot();
        levelled.set(ParamTable.LEVELER_RANGE, 15);
        Engine engine = new Engine();
        engine.prepare(STEREO);
        engine.recall(0, levelled);
        engine.rememberLevelerGainDb(12);
        engine.start(macros());
        float[][] in = Signals.noise(8, 2, Signals.frames(STEREO, 4), 0.04);
        run(engine, in);
        engine.setMacros(macro(MacroTable.SLOT, 1));
        run(engine, Signals.noise(9, 2, Signals.frames(STEREO, 0.2), 0.04));
        assertThat(engine.meters().levelerGainDb).isZero();
        assertThat(engine.meters().broadbandGainDb).isCloseTo(0, Offset.offset(0.5));
    }

    @Test
    void broadband_gain_when_delta_plays_expect_silence_for_a_dry_path() {
        Engine engine = started(STEREO, new ParamSnapshot(), macro(MacroTable.DELTA, 1));
        run(engine, Signals.noise(8, 2, Signals.frames(STEREO, 1), 0.04));
        assertThat(engine.meters().broadbandGainDb).isLessThan(-100);
    }

    @Test
    void bypass_when_chain_does_nothing_expect_input_bit_for_bit() {
        float[][] in = Signals.noise(9, 2, 32_768, 0.99);
        Engine engine = started(STEREO, new ParamSnapshot(), macro(MacroTable.BYPASS, 1));
        // the limiter works on peaks between the ceiling and full scale, the loudness falls below that of the input
        float[][] quiet = Signals.noise(9, 2, 32_768, 0.3);
        assertThat(run(engine, quiet)).isDeepEqualTo(delayed(quiet, engine.latencyFrames()));
        assertThat(Signals.peak(run(engine, in), 0)).isLessThanOrEqualTo(1);
    }

    @Test
    void bypass_when_dry_is_raised_expect_peaks_under_the_ceiling() {
        MacroSnapshot macros = macro(MacroTable.OUTPUT_TRIM, 12);
        macros.set(MacroTable.BYPASS, 1);
        Engine engine = started(STEREO, new ParamSnapshot(), macros);
        int frames = Signals.frames(STEREO, 4);
        float[][] in = Signals.noise(10, 2, frames, 0.02);
        RandomGenerator random = Signals.random(11);
        for (int i = frames / 2; i < frames; i += 1 + random.nextInt(9000)) {
            in[random.nextInt(2)][i] = (float) (0.3 + 0.5 * random.nextDouble());
        }
        float[][] out = run(engine, in);
        assertThat(Signals.peak(out, 0)).isLessThanOrEqualTo(dbToLinear(-1) * (1 + 1e-6));
        double before = db(Signals.rms(out[0], frames / 4, frames / 2) / Signals.rms(in[0], frames / 4, frames / 2));
        assertThat(before).isCloseTo(12, Offset.offset(0.3));
    }

    @Test
    void bypass_when_input_is_over_full_scale_expect_it_held_to_full_scale() {
        Engine engine = started(STEREO, new ParamSnapshot(), macro(MacroTable.BYPASS, 1));
        float[][] out = run(engine, Signals.noise(12, 2, 65_536, 1e6));
        assertThat(Signals.peak(out, 0)).isLessThanOrEqualTo(1 + 1e-6).isGreaterThan(0.1);
    }

    @Test
    void bypass_when_switched_expect_no_click() {
        float[][] in = Signals.sine(STEREO, 96_000, 200, 0.25);
        ParamSnapshot set = TestSets.eq(ParamTable.EQ2_GAIN, -9);
        Engine engine = started(STEREO, set, macros());
        float[][] out = new float[2][0];
        for (int part = 0; part < 10; part++) {
            MacroSnapshot macros = macro(MacroTable.BYPASS, part % 2);
            macros.set(MacroTable.DELTA, part / 4 % 2);
            engine.setMacros(macros);
            float[][] slice = {
                Arrays.copyOfRange(in[0], part * 9600, (part + 1) * 9600),
                Arrays.copyOfRange(in[1], part * 9600, (part + 1) * 9600)
            };
            out = Signals.concat(out, run(engine, slice));
        }
        double slope = 0.25 * 2 * Math.PI * 200 / 48_000;
        for (int i = 1; i < out[0].length; i++) {
            assertThat((double) Math.abs(out[0][i] - out[0][i - 1]))
                    .as("step at %d", i)
                    .isLessThan(2 * slope);
        }
    }

    @Test
    void bypass_when_toggled_faster_than_it_fades_expect_output_below_the_ceiling() {
        float[][] in = Signals.square(STEREO, 96_000, 97, 0.95);
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.LIMITER_CEILING, -0.5);
        Engine engine = started(STEREO, set, macros());
        RandomGenerator random = Signals.random(29);
        float[][] block = new float[2][QUANTUM];
        for (int start = 0; start < 96_000; start += QUANTUM) {
            if (random.nextInt(4) == 0) {
                MacroSnapshot macros = macro(MacroTable.BYPASS, random.nextInt(2));
                macros.set(MacroTable.DELTA, random.nextInt(2));
                engine.setMacros(macros);
            }
            for (int c = 0; c < 2; c++) {
                System.arraycopy(in[c], start, block[c], 0, QUANTUM);
            }
            engine.process(block, QUANTUM);
            assertThat(Signals.peak(block, 0)).isLessThanOrEqualTo(0.96);
        }
    }

    @Test
    void delta_when_chain_does_nothing_expect_silence() {
        Engine engine = started(STEREO, new ParamSnapshot(), macro(MacroTable.DELTA, 1));
        assertThat(Signals.peak(run(engine, Signals.noise(13, 2, 32_768, 0.3)), 0))
                .isEqualTo(0.0);
    }

    @Test
    void delta_when_all_but_the_compressor_works_expect_dry_minus_processed() {
        float[][] in = Signals.noise(14, 2, 96_000, 0.1);
        ParamSnapshot set = TestSets.busy();
        set.set(ParamTable.COMP_BYPASS, 1);
        float[][] wet = run(started(STEREO, set, macros()), in);
        float[][] dry = run(started(STEREO, set, macro(MacroTable.BYPASS, 1)), in);
        float[][] delta = run(started(STEREO, set, macro(MacroTable.DELTA, 1)), in);
        for (int c = 0; c < 2; c++) {
            for (int i = 0; i < delta[c].length; i++) {
                assertThat(delta[c][i]).isCloseTo(dry[c][i] - wet[c][i], Offset.offset(1e-6f));
            }
        }
        assertThat(Signals.peak(delta, 0)).isGreaterThan(0.01);
    }

    @Test
    void trim_when_set_expect_that_gain() {
        float[][] in = Signals.noise(15, 2, 48_000, 0.1);
        Engine engine = started(STEREO, new ParamSnapshot(), macro(MacroTable.OUTPUT_TRIM, 6));
        float[][] out = run(engine, in);
        float[][] expected = delayed(in, engine.latencyFrames());
        float gain = (float) dbToLinear(6);
        for (int i = 0; i < out[0].length; i++) {
            assertThat(out[0][i]).isCloseTo(expected[0][i] * gain, Offset.offset(1e-6f));
        }
    }

    @Test
    void target_when_higher_expect_louder_output() {
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.LEVELER_RANGE, 20);
        set.set(ParamTable.LEVELER_SPEED, 10);
        float[][] in = Signals.noise(16, 2, Signals.frames(STEREO, 12), 0.05);
        int late = Signals.frames(STEREO, 10);
        for (double target : new double[] {-30, -22}) {
            float[][] out = run(started(STEREO, set, macro(MacroTable.TARGET, target)), in);
            assertThat(loudness(out, late)).isCloseTo(target, Offset.offset(1.0));
        }
    }

    @Test
    void leveler_when_gain_is_remembered_expect_it_from_the_first_sample() {
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.LEVELER_RANGE, 20);
        Engine engine = new Engine();
        engine.prepare(STEREO);
        engine.recall(0, set);
        engine.rememberLevelerGainDb(7);
        assertThat(engine.levelerGainDb()).isEqualTo(7);
        engine.start(macros());
        assertThat(engine.levelerGainDb()).isEqualTo(7);
        float[][] in = Signals.noise(17, 2, 4096, 0.05);
        float[][] out = run(engine, in);
        assertThat(db(out[0][2000] / in[0][2000 - engine.latencyFrames()])).isCloseTo(7, Offset.offset(0.1));
    }

    @Test
    void slot_when_switched_expect_its_sound_after_the_ramp() {
        float[][] in = Signals.noise(18, 2, 96_000, 0.1);
        Engine engine = started(STEREO, TestSets.eq(ParamTable.EQ4_GAIN, 9), macros());
        engine.recall(2, TestSets.eq(ParamTable.EQ6_GAIN, -9));
        run(engine, in);
        engine.setMacros(macro(MacroTable.SLOT, 2));
        float[][] switched = run(engine, in);
        float[][] direct = run(started(STEREO, TestSets.eq(ParamTable.EQ6_GAIN, -9), macros()), in);
        for (int i = 24_000; i < 96_000; i++) {
            assertThat(switched[0][i]).isCloseTo(direct[0][i], Offset.offset(1e-6f));
        }
        ParamSnapshot now = new ParamSnapshot();
        engine.effective(now);
        assertThat(now.get(ParamTable.EQ6_GAIN)).isEqualTo(-9);
        engine.setMacros(macros());
        engine.effective(now);
        assertThat(now.get(ParamTable.EQ4_GAIN)).isEqualTo(9);
    }

    @Test
    void recall_when_slot_does_not_play_expect_same_sound() {
        float[][] in = Signals.noise(19, 2, 32_768, 0.1);
        Engine engine = started(STEREO, TestSets.busy(), macros());
        engine.recall(1, TestSets.eq(ParamTable.EQ4_GAIN, 18));
        assertThat(run(engine, in)).isDeepEqualTo(run(started(STEREO, TestSets.busy(), macros()), in));
    }

    @Test
    void recall_when_playing_gets_louder_expect_three_decibels_in_three_seconds_then_the_set() {
        ParamSnapshot loud = new ParamSnapshot();
        for (int b = 0; b < 8; b++) {
            loud.set(ParamTable.EQ1_GAIN.index() + 3 * b, 6);
        }
        Engine engine = started(STEREO, new ParamSnapshot(), macros());
        float[][] in = Signals.noise(20, 2, Signals.frames(STEREO, 1), 0.01);
        double before = levelDb(run(engine, in), 4800);
        engine.recall(0, loud);
        run(engine, in);
        run(engine, in);
        double after = levelDb(run(engine, in), 24_000);
        assertThat(after - before).isBetween(0.5, 3.0);
        for (int s = 0; s < 40; s++) {
            run(engine, in);
        }
        float[][] landed = run(engine, in);
        Engine direct = started(STEREO, loud, macros());
        run(direct, in);
        float[][] expected = run(direct, in);
        for (int i = 0; i < landed[0].length; i++) {
            assertThat(landed[0][i]).isCloseTo(expected[0][i], Offset.offset(1e-6f));
        }
    }

    @Test
    void recall_when_playing_gets_softer_expect_it_at_once() {
        ParamSnapshot soft = TestSets.eq(ParamTable.EQ4_GAIN, -12);
        soft.set(ParamTable.EQ6_GAIN, 12);
        Engine engine = started(STEREO, new ParamSnapshot(), macros());
        float[][] in = Signals.sine(STEREO, Signals.frames(STEREO, 1), 800, 0.1);
        double before = levelDb(run(engine, in), 4800);
        engine.recall(0, soft);
        double after = levelDb(run(engine, in), 9600);
        assertThat(after - before).isBetween(-12.5, -11.0);
    }

    @Test
    void recall_when_hum_removal_is_turned_off_expect_three_decibels_in_three_seconds() {
        ParamSnapshot deep = new ParamSnapshot();
        deep.set(ParamTable.HUM_DEPTH, 12);
        Engine engine = started(STEREO, deep, macros());
        float[][] hum = Signals.sine(STEREO, Signals.frames(STEREO, 3), 50, 0.1);
        float[][] before = run(engine, hum);
        engine.recall(0, new ParamSnapshot());
        float[][] after = run(engine, hum);
        int end = hum[0].length;
        int cycle = Signals.frames(STEREO, 0.1);
        double riseDb =
                20 * Math.log10(Signals.rms(after[0], end - cycle, end) / Signals.rms(before[0], end - cycle, end));
        assertThat(riseDb).isBetween(1.5, 3.2);
    }

    @Test
    void recall_when_leveler_is_turned_on_expect_three_decibels_in_three_seconds() {
        ParamSnapshot leveled = new ParamSnapshot();
        leveled.set(ParamTable.LEVELER_RANGE, 24);
        leveled.set(ParamTable.LEVELER_SPEED, 10);
        Engine engine = started(STEREO, new ParamSnapshot(), macros());
        float[][] in = Signals.noise(28, 2, Signals.frames(STEREO, 1), 0.01);
        double before = levelDb(run(engine, in), 4800);
        engine.recall(0, leveled);
        double after = before;
        for (int second = 1; second <= 30; second++) {
            double last = after;
            after = levelDb(run(engine, in), 4800);
            assertThat(after - last).isLessThan(1.1);
        }
        assertThat(after - before).isGreaterThan(15);
    }

    @Test
    void push_when_playing_expect_it_heard_within_twenty_milliseconds_and_kept() {
        float[][] in = Signals.noise(21, 2, 16_384, 0.1);
        Engine engine = started(STEREO, new ParamSnapshot(), macros());
        Engine same = started(STEREO, new ParamSnapshot(), macros());
        run(engine, in);
        run(same, in);
        ParamSnapshot pushed = TestSets.eq(ParamTable.EQ4_GAIN, 6);
        engine.push(pushed);
        float[][] changed = run(engine, in);
        float[][] unchanged = run(same, in);
        assertThat(Arrays.mismatch(changed[0], unchanged[0])).isBetween(0, 960);
        ParamSnapshot kept = new ParamSnapshot();
        engine.effective(kept);
        assertThat(kept.sameAs(pushed)).isTrue();
    }

    @Test
    void reset_to_safe_when_pressed_expect_gentle_set_once() {
        ParamSnapshot gentle = GentlePreset.params();
        Engine engine = started(STEREO, TestSets.busy(), macros());
        engine.setMacros(macro(MacroTable.RESET_TO_SAFE, 1));
        ParamSnapshot now = new ParamSnapshot();
        engine.effective(now);
        assertThat(now.sameAs(gentle)).isTrue();
        engine.push(TestSets.busy());
        engine.setMacros(macro(MacroTable.RESET_TO_SAFE, 1));
        engine.effective(now);
        assertThat(now.sameAs(TestSets.busy()))
                .as("held down is not pressed again")
                .isTrue();
        engine.setMacros(macros());
        engine.setMacros(macro(MacroTable.RESET_TO_SAFE, 1));
        engine.effective(now);
        assertThat(now.sameAs(gentle)).isTrue();
    }

    @Test
    void votes_when_pressed_expect_each_press_counted_once() {
        Engine engine = started(STEREO, new ParamSnapshot(), macro(MacroTable.LIKE, 1));
        assertThat(engine.likes()).as("a held trigger at the start is no press").isEqualTo(0);
        for (int i = 0; i < 3; i++) {
            engine.setMacros(macros());
            engine.setMacros(macro(MacroTable.LIKE, 1));
            engine.setMacros(macro(MacroTable.LIKE, 1));
            engine.setMacros(macro(MacroTable.DISLIKE, 1));
        }
        engine.setMacros(macro(MacroTable.OPEN_PANEL, 1));
        assertThat(engine.likes()).isEqualTo(3);
        assertThat(engine.dislikes()).isEqualTo(3);
        assertThat(engine.panelRequests()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("attune.dsp.core.ProcessorContract#specs")
    void engine_when_everything_is_absurd_expect_finite_output_below_the_ceiling(ProcessSpec spec) {
        RandomGenerator random = Signals.random(22);
        int frames = Signals.frames(spec, 0.25);
        int channels = spec.channels();
        float[][] wild = Signals.noise(23, channels, frames, 1);
        for (float[] channel : wild) {
            for (int i = 0; i < frames; i++) {
                channel[i] = random.nextInt(4) == 0 ? Float.intBitsToFloat(random.nextInt()) : channel[i];
            }
        }
        float[][] in = Signals.concat(
                wild,
                Signals.square(spec, frames, 100, 1),
                Signals.constant(channels, frames, Float.NaN),
                Signals.constant(channels, frames, 1),
                Signals.square(spec, frames, spec.sampleRateHz() / 2, 4e9),
                Signals.constant(channels, frames, Float.NEGATIVE_INFINITY),
                Signals.noise(24, channels, frames, 1),
                Signals.constant(channels, frames, Float.MIN_VALUE));
        Engine engine = started(spec, TestSets.busy(), macros());
        ParamSnapshot params = new ParamSnapshot();
        MacroSnapshot macros = new MacroSnapshot();
        double bound = dbToLinear(-0.1) * (1 + 1e-6);
        float[][] block = new float[channels][QUANTUM];
        for (int start = 0; start < in[0].length; start += QUANTUM) {
            TestSets.scatter(params, random);
            engine.push(params);
            macros.set(MacroTable.AMOUNT, 150 * random.nextDouble());
            macros.set(MacroTable.OUTPUT_TRIM, 24 * random.nextDouble() - 12);
            macros.set(MacroTable.TARGET, -36 + 28 * random.nextDouble());
            macros.set(MacroTable.SLOT, random.nextInt(4));
            macros.set(MacroTable.DELTA, random.nextInt(2));
            engine.setMacros(macros);
            for (int c = 0; c < channels; c++) {
                System.arraycopy(in[c], start, block[c], 0, QUANTUM);
            }
            engine.process(block, QUANTUM);
            assertThat(Signals.peak(block, 0)).as("quantum at %d", start).isLessThanOrEqualTo(bound);
        }
        assertThat(engine.meters().scrubbedSamples).isGreaterThan(2L * frames);
    }

    @Test
    void engine_when_input_recovers_from_nonsense_expect_sound_again() {
        float[][] in = Signals.noise(25, 2, 96_000, 0.2);
        Engine engine = started(STEREO, TestSets.busy(), macros());
        run(engine, Signals.constant(2, 9600, Float.NaN));
        run(engine, Signals.constant(2, 9600, 1e30));
        float[][] out = run(engine, in);
        assertThat(levelDb(out, 72_000)).isGreaterThan(-45);
    }

    @ParameterizedTest
    @ValueSource(doubles = {8_000, 48_000, 192_000})
    void engine_when_signal_ends_expect_no_denormals_in_the_tail(double rate) {
        ProcessSpec spec = new ProcessSpec(rate, 2);
        int signal = Signals.frames(spec, 0.3);
        float[][] in = Signals.concat(Signals.noise(26, 2, signal, 0.5), Signals.silence(2, Signals.frames(spec, 3)));
        for (int c = 0; c < 2; c++) {
            for (int i = signal + 9000; i < signal + 9100; i++) {
                in[c][i] = 1e-39f * (i % 7 - 3);
            }
        }
        for (int bypass = 0; bypass < 2; bypass++) {
            float[][] out = run(started(spec, TestSets.busy(), macro(MacroTable.BYPASS, bypass)), in);
            for (int i = signal; i < out[0].length; i++) {
                float magnitude = Math.abs(out[0][i]);
                assertThat(magnitude == 0 || magnitude >= 0x1p-50f)
                        .as("%s at %d", magnitude, i)
                        .isTrue();
            }
        }
    }

    @Test
    void meters_when_a_tone_plays_expect_its_loudness_and_peak() {
        Engine engine = started(STEREO, new ParamSnapshot(), macro(MacroTable.OUTPUT_TRIM, 6));
        float[][] in = Signals.sine(STEREO, Signals.frames(STEREO, 5), 997, 0.1);
        in[1][30] = Float.NaN;
        run(engine, in);
        EngineMeters meters = engine.meters();
        assertThat(meters.inputMomentaryLufs).isCloseTo(-20, Offset.offset(0.1));
        assertThat(meters.inputShortTermLufs).isCloseTo(-20, Offset.offset(0.1));
        assertThat(meters.outputMomentaryLufs).isCloseTo(-14, Offset.offset(0.1));
        assertThat(meters.outputIntegratedLufs).isCloseTo(-14, Offset.offset(0.1));
        assertThat(meters.inputTruePeakDbtp).isCloseTo(-20, Offset.offset(0.3));
        assertThat(meters.outputTruePeakDbtp).isCloseTo(-14, Offset.offset(0.3));
        assertThat(meters.broadbandGainDb).isCloseTo(6, Offset.offset(0.1));
        assertThat(meters.limiterGainDb).isEqualTo(0);
        assertThat(meters.scrubbedSamples).isEqualTo(1);
        assertThat(meters.quanta).isEqualTo(in[0].length / QUANTUM);
        engine.markMetersRead();
        run(engine, Signals.silence(2, 48_000 / 64 * 64));
        engine.markMetersRead();
        run(engine, Signals.silence(2, QUANTUM));
        assertThat(meters.outputTruePeakDbtp).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void meters_when_a_band_is_lifted_expect_it_in_the_output_spectrum_only() {
        ParamSnapshot set = TestSets.eq(ParamTable.EQ4_GAIN, 12);
        set.set(ParamTable.EQ4_FREQUENCY, 1000);
        set.set(ParamTable.EQ4_Q, 4);
        Engine engine = started(STEREO, set, macros());
        run(engine, Signals.noise(30, 2, Signals.frames(STEREO, 4), 0.05));
        float[] in = engine.meters().inputSpectrumDb;
        float[] out = engine.meters().outputSpectrumDb;
        int at1000 = 67; // 20 Hz is band 0, about twelve to the octave
        assertThat(out[at1000] - in[at1000]).isBetween(11f, 13f);
        assertThat(out[at1000 + 36] - in[at1000 + 36]).isCloseTo(0, Offset.offset(1.5f));
        assertThat(out[at1000 - 36] - in[at1000 - 36]).isCloseTo(0, Offset.offset(1.5f));
    }

    @Test
    void meters_when_channels_differ_expect_each_peak_and_in_mono_the_same_twice() {
        Engine stereo = started(STEREO, new ParamSnapshot(), macro(MacroTable.OUTPUT_TRIM, 6));
        float[][] in = Signals.sine(STEREO, Signals.frames(STEREO, 1), 997, 0.1);
        for (int i = 0; i < in[1].length; i++) {
            in[1][i] *= 0.5f;
        }
        run(stereo, in);
        EngineMeters meters = stereo.meters();
        assertThat(meters.inputChannelPeaksDbtp[0]).isCloseTo(-20, Offset.offset(0.3));
        assertThat(meters.inputChannelPeaksDbtp[1]).isCloseTo(-26, Offset.offset(0.3));
        assertThat(meters.outputChannelPeaksDbtp[0]).isCloseTo(-14, Offset.offset(0.3));
        assertThat(meters.outputChannelPeaksDbtp[1]).isCloseTo(-20, Offset.offset(0.3));
        assertThat(meters.outputTruePeakDbtp).isEqualTo(meters.outputChannelPeaksDbtp[0]);
        Engine mono = started(new ProcessSpec(48_000, 1), new ParamSnapshot(), macros());
        run(mono, new float[][] {in[1]});
        assertThat(mono.meters().inputChannelPeaksDbtp[0]).isCloseTo(-26, Offset.offset(0.3));
        assertThat(mono.meters().inputChannelPeaksDbtp[1]).isEqualTo(mono.meters().inputChannelPeaksDbtp[0]);
    }

    @Test
    void meters_when_the_level_of_the_input_varies_expect_its_loudness_range() {
        Engine engine = started(STEREO, new ParamSnapshot(), macros());
        float[][] in = Signals.concat(
                Signals.sine(STEREO, Signals.frames(STEREO, 20), 997, 0.1),
                Signals.sine(STEREO, Signals.frames(STEREO, 20), 997, 0.2));
        run(engine, in);
        assertThat(engine.meters().inputLoudnessRangeLu).isCloseTo(6, Offset.offset(0.5));
        assertThat(engine.meters().outputLoudnessRangeLu).isCloseTo(6, Offset.offset(0.5));
    }

    @Test
    void meters_when_the_equaliser_lifts_the_sound_expect_that_gain_and_zero_once_it_is_off() {
        ParamSnapshot set = TestSets.eq(ParamTable.EQ4_GAIN, 9);
        set.set(ParamTable.EQ4_FREQUENCY, 1000);
        Engine engine = started(STEREO, set, macros());
        float[][] in = Signals.sine(STEREO, Signals.frames(STEREO, 3), 1000, 0.05);
        run(engine, in);
        assertThat(engine.meters().eqGainDb).isCloseTo(9, Offset.offset(0.1));
        run(engine, Signals.silence(2, Signals.frames(STEREO, 1)));
        assertThat(engine.meters().eqGainDb).as("held in silence").isCloseTo(9, Offset.offset(0.1));
        engine.push(new ParamSnapshot());
        run(engine, in);
        assertThat(engine.meters().eqGainDb).isEqualTo(0);
    }

    @Test
    void meters_when_hum_is_removed_expect_its_reduction_and_zero_without_hum() {
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.HUM_DEPTH, 24);
        Engine engine = started(STEREO, set, macros());
        float[][] in = Signals.sine(STEREO, Signals.frames(STEREO, 4), 50.1, 0.05);
        float[][] out = run(engine, in);
        assertThat(engine.meters().humReductionDb).isCloseTo(-24, Offset.offset(0.2));
        int end = out[0].length;
        int from = end - Signals.frames(STEREO, 1);
        assertThat(Signals.rms(out[0], from, end) / Signals.rms(in[0], from, end))
                .isCloseTo(dbToLinear(-24), Offset.offset(0.01));
        run(engine, Signals.noise(31, 2, Signals.frames(STEREO, 3), 0.1));
        assertThat(engine.meters().humReductionDb).isEqualTo(0);
    }

    @Test
    void meters_when_stages_work_expect_their_gains() {
        Engine engine = started(STEREO, TestSets.busy(), macro(MacroTable.OUTPUT_TRIM, 12));
        run(engine, Signals.noise(27, 2, Signals.frames(STEREO, 6), 0.5));
        EngineMeters meters = engine.meters();
        assertThat(meters.limiterGainDb).isLessThan(-0.5);
        assertThat(meters.levelerGainDb).isNotEqualTo(0);
        assertThat(meters.noiseReductionDb).isLessThan(-3);
        assertThat(meters.noiseFloorDbfs).isBetween(-40.0, -5.0);
    }

    private static double dbToLinear(double db) {
        return Math.pow(10, db / 20);
    }
}
