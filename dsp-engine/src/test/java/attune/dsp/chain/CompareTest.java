package attune.dsp.chain;

import static attune.dsp.chain.ChainSignals.part;
import static attune.dsp.chain.ChainSignals.run;
import static attune.dsp.chain.ChainSignals.started;
import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.ProcessSpec;
import attune.dsp.core.Signals;
import attune.dsp.meter.LoudnessMeter;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person compares by: slots at one loudness, the work of one stage, a stage left out. */
class CompareTest {
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);

    private static MacroSnapshot macros(double slot, boolean match) {
        MacroSnapshot macros = new MacroSnapshot();
        macros.set(MacroTable.SLOT, slot);
        macros.set(MacroTable.MATCH_SLOTS, match ? 1 : 0);
        return macros;
    }

    private static double lufs(float[][] sound) {
        LoudnessMeter meter = new LoudnessMeter();
        meter.prepare(STEREO);
        meter.process(Signals.copy(sound), sound[0].length);
        return meter.integratedLufs();
    }

    /** Bright, louder, levelled and reduced against plain: 5 s of A, B, A, B, … on repeating material. */
    private static float[][] alternating(boolean match, float[][] bar) {
        ParamSnapshot loud = TestSets.eq(ParamTable.EQ8_GAIN, 9);
        loud.set(ParamTable.EQ3_GAIN, 4);
        loud.set(ParamTable.NR_ATTENUATION, 10);
        Engine engine = started(STEREO, macros(0, false), TestSets.eq(ParamTable.EQ2_GAIN, -2), loud);
        float[][] in = Signals.concat(bar, bar, bar, bar, bar, bar);
        return run(engine, in, frame -> {
            int turn = frame / bar[0].length;
            engine.setMacros(macros(turn % 2, match));
        });
    }

    @Test
    void slots_when_matched_expect_the_same_loudness_within_two_tenths() {
        float[][] bar = ChainSignals.talk(1, STEREO, 5, 0.15);
        int frames = bar[0].length;
        float[][] matched = alternating(true, bar);
        float[][] plain = alternating(false, bar);
        double difference = lufs(part(plain, 3 * frames, 4 * frames)) - lufs(part(plain, 2 * frames, 3 * frames));
        assertThat(difference).as("B is louder by itself").isGreaterThan(2);
        for (int turn = 2; turn < 6; turn += 2) {
            double a = lufs(part(matched, turn * frames, (turn + 1) * frames));
            double b = lufs(part(matched, (turn + 1) * frames, (turn + 2) * frames));
            assertThat(b).isCloseTo(a, Offset.offset(0.2));
        }
        assertThat(lufs(part(matched, 2 * frames, 3 * frames)))
                .as("the first slot stays as it is")
                .isCloseTo(lufs(part(plain, 2 * frames, 3 * frames)), Offset.offset(0.01));
    }

    @Test
    void slots_when_matched_and_heard_first_expect_the_same_loudness_after_two_seconds() {
        float[][] bar = ChainSignals.talk(1, STEREO, 5, 0.15);
        int frames = bar[0].length;
        float[][] matched = alternating(true, bar);
        double a = lufs(part(matched, 2 * 48_000, frames));
        double b = lufs(part(matched, frames + 2 * 48_000, 2 * frames));
        assertThat(b).isCloseTo(a, Offset.offset(0.5));
    }

    @Test
    void slots_when_no_longer_matched_expect_their_own_loudness() {
        float[][] in = ChainSignals.talk(2, STEREO, 8, 0.15);
        ParamSnapshot loud = TestSets.eq(ParamTable.EQ3_GAIN, 9);
        Engine engine = started(STEREO, macros(0, true), new ParamSnapshot(), loud);
        float[][] out = run(engine, in, frame -> engine.setMacros(macros(frame < 48_000 ? 0 : 1, frame < 192_000)));
        float[][] own = run(started(STEREO, macros(1, false), new ParamSnapshot(), loud), in);
        double after = lufs(part(out, 240_000, 384_000));
        assertThat(after).isCloseTo(lufs(part(own, 240_000, 384_000)), Offset.offset(0.01));
    }

    @ParameterizedTest
    @CsvSource({"1, HPF_CORNER, 300", "3, NR_ATTENUATION, 12", "5, EQ4_GAIN, -9", "5, EQ4_GAIN, 9"})
    void stage_delta_when_one_stage_works_expect_what_it_took(int number, ParamTable param, double value) {
        float[][] in = ChainSignals.talk(3, STEREO, 3, 0.2);
        ParamSnapshot set = new ParamSnapshot();
        set.set(param, value);
        MacroSnapshot delta = new MacroSnapshot();
        delta.set(MacroTable.DELTA, 1);
        delta.set(MacroTable.DELTA_STAGE, number);
        Engine engine = started(STEREO, delta, set);
        float[][] heard = run(engine, in);
        float[][] processed = run(started(STEREO, new MacroSnapshot(), set), in);
        int latency = engine.latencyFrames();
        for (int c = 0; c < 2; c++) {
            for (int i = 48_000; i < in[c].length; i++) {
                double taken = (double) in[c][i - latency] - processed[c][i];
                assertThat((double) heard[c][i]).isCloseTo(taken, Offset.offset(1e-5));
            }
        }
        assertThat(Signals.rms(heard[0], 48_000, heard[0].length)).isGreaterThan(2e-5);
    }

    private static ParamSnapshot compressor(double ratio) {
        ParamSnapshot set = new ParamSnapshot();
        for (int band = 0; band < 4; band++) {
            set.set(ParamTable.COMP1_RATIO.index() + 3 * band, ratio);
            set.set(ParamTable.COMP1_THRESHOLD.index() + 3 * band, -20);
        }
        return set;
    }

    private static MacroSnapshot delta(int number) {
        MacroSnapshot delta = new MacroSnapshot();
        delta.set(MacroTable.DELTA, 1);
        delta.set(MacroTable.DELTA_STAGE, number);
        return delta;
    }

    private static double db(double ratio) {
        return 20 * Math.log10(ratio);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 0})
    void delta_when_the_compressor_takes_nothing_expect_next_to_nothing(int number) {
        float[][] in = ChainSignals.talk(7, STEREO, 3, 0.2);
        ParamSnapshot set = compressor(1.00001);
        set.set(ParamTable.COMP_SPLIT1, 300);
        float[][] heard = run(started(STEREO, delta(number), set), in);
        int from = 24_000;
        double left = Signals.rms(heard[0], from, heard[0].length) / Signals.rms(in[0], from, in[0].length);
        assertThat(db(left)).isLessThan(-60);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 0})
    void delta_when_the_compressor_works_expect_what_it_took_of_a_steady_tone(int number) {
        float[][] in = Signals.sine(STEREO, Signals.frames(STEREO, 3), 400, 0.3);
        ParamSnapshot set = compressor(2);
        set.set(ParamTable.COMP_MAKEUP, 0);
        set.set(ParamTable.COMP_REFERENCE, 0);
        Engine engine = started(STEREO, delta(number), set);
        float[][] heard = run(engine, in);
        float[][] processed = run(started(STEREO, new MacroSnapshot(), set), in);
        int from = 2 * 48_000;
        double whole = Signals.rms(in[0], from, in[0].length);
        double rest = Signals.rms(processed[0], from, processed[0].length);
        double match = number == 0 ? rest / whole : 1;
        double taken = Signals.rms(heard[0], from, heard[0].length);
        assertThat(rest / whole).isLessThan(0.8);
        assertThat(taken).isCloseTo(Math.abs(match * whole - rest), Offset.offset(0.01 * whole));
    }

    @Test
    void delta_when_turned_off_or_bypassed_expect_the_sound_and_the_dry_side_bit_for_bit() {
        float[][] in = ChainSignals.talk(8, STEREO, 3, 0.2);
        ParamSnapshot set = compressor(2);
        MacroSnapshot bypass = new MacroSnapshot();
        bypass.set(MacroTable.BYPASS, 1);
        for (MacroSnapshot after : new MacroSnapshot[] {new MacroSnapshot(), bypass}) {
            float[][] always = run(started(STEREO, after, set), in);
            Engine engine = started(STEREO, delta(0), set);
            float[][] changed = run(engine, in, frame -> engine.setMacros(frame < 48_000 ? delta(0) : after));
            assertThat(part(changed, 60_000, in[0].length)).isDeepEqualTo(part(always, 60_000, in[0].length));
        }
    }

    @Test
    void stage_delta_when_another_stage_works_expect_silence() {
        float[][] in = ChainSignals.talk(4, STEREO, 2, 0.2);
        MacroSnapshot delta = new MacroSnapshot();
        delta.set(MacroTable.DELTA, 1);
        delta.set(MacroTable.DELTA_STAGE, 3);
        float[][] heard = run(started(STEREO, delta, TestSets.eq(ParamTable.EQ4_GAIN, 9)), in);
        assertThat(Signals.peak(heard, 4_800)).isZero();
    }

    @Test
    void stage_delta_when_the_stage_is_changed_while_heard_expect_no_click() {
        int frames = Signals.frames(STEREO, 2);
        float[][] in = Signals.sine(STEREO, frames, 220, 0.3);
        ParamSnapshot set = TestSets.eq(ParamTable.EQ2_GAIN, -9);
        set.set(ParamTable.HPF_CORNER, 150);
        Engine engine = started(STEREO, new MacroSnapshot(), set);
        MacroSnapshot macros = new MacroSnapshot();
        float[][] out = run(engine, in, frame -> {
            macros.set(MacroTable.DELTA, frame > 24_000 ? 1 : 0);
            macros.set(MacroTable.DELTA_STAGE, frame > 60_000 ? 1 : 5);
            engine.setMacros(macros);
        });
        double slope = 0.3 * 2 * Math.PI * 220 / 48_000;
        assertThat(ChainSignals.roughness(out[0], 12_000, frames)).isLessThan(slope);
    }

    @ParameterizedTest
    @CsvSource({
        "HPF_BYPASS, HPF_CORNER, 300",
        "NR_BYPASS, NR_ATTENUATION, 12",
        "EQ_BYPASS, EQ4_GAIN, 9",
        "GATE_BYPASS, GATE_RANGE, 20",
        "WIDENER_BYPASS, WIDENER_WIDTH, 30",
        "LEVELER_BYPASS, LEVELER_RANGE, 12",
        "HUM_BYPASS, HUM_DEPTH, 30",
        "DEESS_BYPASS, DEESS_DEPTH, 12",
        "COMP_BYPASS, COMP2_RATIO, 4",
        "EXCITER_BYPASS, EXCITER_AMOUNT, 60"
    })
    void stage_when_bypassed_expect_the_input_bit_for_bit(ParamTable bypass, ParamTable param, double value) {
        float[][] in = ChainSignals.talk(5, STEREO, 2, 0.3);
        ParamSnapshot set = new ParamSnapshot();
        set.set(param, value);
        set.set(ParamTable.DEESS_THRESHOLD, -12);
        float[][] neutral = run(started(STEREO, new MacroSnapshot(), new ParamSnapshot()), in);
        float[][] works = run(started(STEREO, new MacroSnapshot(), set), in);
        set.set(bypass, 1);
        assertThat(run(started(STEREO, new MacroSnapshot(), set), in)).isDeepEqualTo(neutral);
        if (param != ParamTable.HUM_DEPTH) {
            assertThat(works).as("works without bypass").isNotEqualTo(neutral);
        }
    }

    @Test
    void noise_when_learned_expect_it_kept_in_the_playing_slot_and_used_from_the_first_moment() {
        float[][] noise = Signals.noise(6, 2, Signals.frames(STEREO, 4), 0.01);
        ParamSnapshot set = new ParamSnapshot();
        set.set(ParamTable.NR_ATTENUATION, 18);
        Engine engine = started(STEREO, new MacroSnapshot(), set);
        run(engine, noise);
        MacroSnapshot learn = new MacroSnapshot();
        learn.set(MacroTable.LEARN_NOISE, 1);
        engine.setMacros(learn);
        ParamSnapshot learned = new ParamSnapshot();
        engine.effective(learned);
        double[] shown = engine.meters().noiseProfileDb;
        double whole = 0;
        for (int band = 0; band < ParamTable.NOISE_PROFILE_BANDS; band++) {
            double db = learned.get(ParamTable.NR_PROFILE1.index() + band);
            assertThat(shown[band]).as("shown, band " + band).isCloseTo(db, Offset.offset(0.5));
            whole += db > ParamTable.NO_NOISE_DB ? Math.pow(10, db / 10) : 0;
        }
        double levelDb = 20 * Math.log10(Signals.rms(noise[0], 0, noise[0].length));
        assertThat(10 * Math.log10(whole)).isCloseTo(levelDb, Offset.offset(1.5));

        float[][] beginning = part(noise, 0, 24_000);
        double with = Signals.rms(run(started(STEREO, new MacroSnapshot(), learned), beginning)[0], 4_800, 14_400);
        double without = Signals.rms(run(started(STEREO, new MacroSnapshot(), set), beginning)[0], 4_800, 14_400);
        assertThat(20 * Math.log10(with / without)).isLessThan(-6);
    }

    @Test
    void noise_when_none_is_known_expect_the_profile_left_as_it_is() {
        Engine engine = started(STEREO, new MacroSnapshot(), new ParamSnapshot());
        MacroSnapshot learn = new MacroSnapshot();
        learn.set(MacroTable.LEARN_NOISE, 1);
        engine.setMacros(learn);
        ParamSnapshot after = new ParamSnapshot();
        engine.effective(after);
        assertThat(after.sameAs(new ParamSnapshot())).isTrue();
    }
}
