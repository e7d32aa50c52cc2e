package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.*;
import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.shm.OverrideState;
import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.ParamMailbox;
import attune.dsp.chain.Engine;
import attune.dsp.core.AllocatedBytes;
import attune.dsp.core.ProcessSpec;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeLoopTest {
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);

    private final LoopRig rig = new LoopRig(STEREO);

    private static ParamSnapshot working() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.HPF_CORNER, 90);
        params.set(ParamTable.NR_ATTENUATION, 12);
        params.set(ParamTable.EQ3_GAIN, 4);
        params.set(ParamTable.LEVELER_RANGE, 10);
        return params;
    }

    /** What the engine alone makes of it, as the command line plays it. */
    private static float[][] direct(float[][] input, ParamSnapshot params, MacroSnapshot macros) {
        Engine engine = new Engine();
        engine.prepare(STEREO);
        for (int slot = 0; slot < Engine.SLOTS; slot++) {
            engine.recall(slot, params);
        }
        engine.start(macros);
        float[][] samples = {input[0].clone(), input[1].clone()};
        engine.process(samples, samples[0].length);
        return samples;
    }

    @Test
    void turn_when_any_block_sizes_expect_gives_the_samples_of_the_engine_alone() {
        float[][] input = LoopRig.noise(1, 2, 64 * 300);
        rig.host.recall(working(), 0);
        rig.macros.set(MacroTable.AMOUNT, 80);
        rig.setMacros();

        float[][] played = rig.play(input, FLAG_START, 64, 256, 2048, 128, 640);

        float[][] expected = direct(input, working(), rig.macros);
        assertThat(played[0]).containsExactly(expected[0]);
        assertThat(played[1]).containsExactly(expected[1]);
        assertThat(rig.segment.engineCounter(PROCESSED_QUANTA_OFFSET)).isEqualTo(300);
        assertThat(rig.segment.engineCounter(ENGINE_FAULTS_OFFSET)).isZero();
    }

    @Test
    void turn_when_second_start_expect_plays_as_the_first() {
        float[][] input = LoopRig.noise(2, 2, 64 * 100);
        rig.host.recall(working(), 3);
        float[][] first = rig.play(input, FLAG_START, 64);
        rig.host.recall(working(), 3);
        float[][] second = rig.play(input, FLAG_START, 512);
        assertThat(second[0]).containsExactly(first[0]);
        assertThat(second[1]).containsExactly(first[1]);
    }

    @Test
    void start_when_a_stream_begins_anew_expect_what_was_chosen_since_the_recall_to_stay() {
        rig.host.recall(new ParamSnapshot(), 0);
        rig.play(LoopRig.noise(2, 2, 640), FLAG_START, 64);
        rig.telemetry.mailbox().post(3, ParamMailbox.KIND_CHOSEN, 0, working());
        rig.telemetry.overrides().set(MacroTable.AMOUNT, 55);
        rig.play(LoopRig.noise(2, 2, 640), 0, 64);
        float[][] input = LoopRig.noise(3, 2, 64 * 100);

        float[][] played = rig.play(input, FLAG_START, 64);

        assertThat(shown(0, ParamTable.NR_ATTENUATION)).isEqualTo(12);
        MacroSnapshot macros = new MacroSnapshot();
        macros.set(MacroTable.AMOUNT, 55);
        float[][] expected = direct(input, working(), macros);
        assertThat(played[0]).containsExactly(expected[0]);
        assertThat(played[1]).containsExactly(expected[1]);
    }

    @Test
    void turn_when_engine_fails_expect_passes_the_aligned_dry_sound_and_recovers() {
        int latency = rig.engine.latencyFrames();
        float[][] input = LoopRig.noise(3, 2, 64 * 400);
        rig.play(input, FLAG_START, 64);
        rig.engine.failures = 3;
        float[][] more = LoopRig.noise(4, 2, 64 * 400);

        float[][] played = rig.play(more, 0, 64);

        float gain = rig.memory.getFloat(BROADBAND_GAIN_OFFSET);
        assertThat(rig.segment.engineCounter(ENGINE_FAULTS_OFFSET)).isEqualTo(3);
        assertThat(rig.engine.starts).isEqualTo(1 + 3);
        for (int channel = 0; channel < 2; channel++) {
            for (int i = 0; i < 3 * 64; i++) {
                float expected = input[channel][input[channel].length + i - latency] * gain;
                assertThat(played[channel][i]).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-6f));
            }
        }
        // once the restarted engine has filled its latency it is the engine again
        int from = 3 * 64 - 64;
        float[][] rest = {
            Arrays.copyOfRange(more[0], from + 64, more[0].length),
            Arrays.copyOfRange(more[1], from + 64, more[1].length)
        };
        float[][] expected = direct(rest, new ParamSnapshot(), rig.macros);
        int settled = latency + 128;
        assertThat(Arrays.copyOfRange(played[0], 3 * 64 + settled, played[0].length))
                .containsExactly(Arrays.copyOfRange(expected[0], settled, expected[0].length));
    }

    @Test
    void turn_when_slot_that_cannot_be_expect_answered_and_counted() {
        float[][] input = LoopRig.noise(5, 2, 4096);
        for (int frames : new int[] {0, -64, 63, 100}) {
            int sequence = rig.host.post(input, 0, 64, 0, 0);
            rig.memory.putInt(slotHeader(sequence & 3) + SLOT_FRAMES_FIELD, frames);
            rig.loop.turn(0);
            assertThat(rig.host.isAnswered(sequence)).isTrue();
        }
        int sequence = rig.host.post(input, 0, 64, 0, 0);
        rig.memory.putInt(slotHeader(sequence & 3) + SLOT_FRAMES_FIELD, SLOT_FRAMES + 64);
        rig.loop.turn(0);
        assertThat(rig.segment.engineCounter(SKIPPED_POSTS_OFFSET)).isEqualTo(5);
        assertThat(rig.segment.engineCounter(PROCESSED_QUANTA_OFFSET)).isZero();
    }

    @Test
    void turn_when_four_posts_waiting_expect_plays_them_in_order() {
        float[][] input = LoopRig.noise(6, 2, 256);
        float[][] expected = direct(input, new ParamSnapshot(), rig.macros);
        for (int block = 0; block < 4; block++) {
            rig.host.post(input, block * 64, 64, block == 0 ? FLAG_START : 0, 0);
        }
        rig.loop.turn(0);
        float[][] output = new float[2][256];
        for (int block = 0; block < 4; block++) {
            assertThat(rig.host.isAnswered(block + 1)).isTrue();
            rig.host.read(block + 1, output, block * 64, 64);
        }
        assertThat(output[0]).containsExactly(expected[0]);
        assertThat(rig.segment.engineCounter(SKIPPED_POSTS_OFFSET)).isZero();
    }

    @Test
    void turn_when_quit_expect_leaves() {
        assertThat(rig.loop.turn(0)).isTrue();
        rig.host.quit();
        assertThat(rig.loop.turn(0)).isFalse();
    }

    @Test
    void mailbox_when_chosen_set_expect_played_kept_and_shown_to_the_shim() {
        rig.play(LoopRig.noise(7, 2, 64), FLAG_START, 64);
        rig.telemetry.mailbox().post(11, ParamMailbox.KIND_CHOSEN, 0, working());
        rig.play(LoopRig.noise(8, 2, 64), 0, 64);

        assertThat(rig.telemetry.mailbox().takenAcquire()).isEqualTo(11);
        assertThat(shown(0, ParamTable.NR_ATTENUATION)).isEqualTo(12);
        assertThat(shown(1, ParamTable.NR_ATTENUATION)).isZero();
        assertThat(rig.memory.getInt(EFFECTIVE_LOCK_OFFSET) & 1).isZero();
    }

    @Test
    void mailbox_when_learned_set_expect_moves_in_steps_and_never_touches_the_ceiling() {
        rig.play(LoopRig.noise(7, 2, 64), FLAG_START, 64);
        ParamSnapshot wish = working();
        wish.set(ParamTable.LIMITER_CEILING, -0.1);
        wish.set(ParamTable.NR_ATTENUATION, 30);
        rig.telemetry.mailbox().post(1, ParamMailbox.KIND_LEARNED, 0, wish);

        rig.play(LoopRig.noise(8, 2, 64), 0, 64);
        double firstStep = shown(0, ParamTable.NR_ATTENUATION);
        assertThat(firstStep).isGreaterThan(0).isLessThan(0.1);

        rig.play(LoopRig.noise(9, 2, 48_000), 0, 64);
        assertThat(shown(0, ParamTable.NR_ATTENUATION)).isBetween(5.5, 6.6);

        rig.play(LoopRig.noise(9, 2, 64 * 750 * 4), 0, 2048);
        assertThat(shown(0, ParamTable.NR_ATTENUATION)).isEqualTo(18);
        assertThat(shown(0, ParamTable.LIMITER_CEILING)).isEqualTo(-1);
    }

    @Test
    void recall_when_playing_expect_taken_for_all_slots_and_ends_a_learned_move() {
        rig.play(LoopRig.noise(7, 2, 64), FLAG_START, 64);
        ParamSnapshot wish = new ParamSnapshot();
        wish.set(ParamTable.EQ2_GAIN, 3);
        rig.telemetry.mailbox().post(1, ParamMailbox.KIND_LEARNED, 0, wish);
        rig.play(LoopRig.noise(8, 2, 64), 0, 64);
        rig.host.recall(working(), 0);
        rig.play(LoopRig.noise(9, 2, 48_000), 0, 64);
        for (int slot = 0; slot < 4; slot++) {
            assertThat(shown(slot, ParamTable.NR_ATTENUATION)).isEqualTo(12);
            assertThat(shown(slot, ParamTable.EQ2_GAIN)).isZero();
        }
    }

    @Test
    void recall_when_playing_expect_levelers_gain_taken_at_once() {
        ParamSnapshot params = working();
        params.set(ParamTable.LEVELER_RANGE, 15);
        rig.host.recall(params, 12);
        rig.play(LoopRig.noise(7, 2, 64), FLAG_START, 64);
        rig.host.recall(params, -3);
        rig.play(LoopRig.noise(8, 2, 64), 0, 64);
        assertThat(rig.memory.getDouble(EFFECTIVE_LEVELER_GAIN_OFFSET)).isCloseTo(-3, Offset.offset(0.1));
    }

    @Test
    void slot_when_changed_during_a_learned_move_expect_the_other_slot_untouched() {
        ParamSnapshot others = new ParamSnapshot();
        others.set(ParamTable.EQ3_GAIN, -6);
        others.set(ParamTable.LIMITER_CEILING, -6);
        rig.play(LoopRig.noise(7, 2, 64), FLAG_START, 64);
        rig.telemetry.mailbox().post(1, ParamMailbox.KIND_CHOSEN, 1, others);
        rig.play(LoopRig.noise(8, 2, 64), 0, 64);
        rig.telemetry.mailbox().post(2, ParamMailbox.KIND_LEARNED, 0, working());
        rig.play(LoopRig.noise(8, 2, 64), 0, 64);
        rig.macros.set(MacroTable.SLOT, 1);
        rig.setMacros();
        rig.play(LoopRig.noise(9, 2, 48_000), 0, 64);
        assertThat(shown(1, ParamTable.EQ3_GAIN)).isEqualTo(-6);
        assertThat(shown(1, ParamTable.LIMITER_CEILING)).isEqualTo(-6);
        assertThat(shown(1, ParamTable.NR_ATTENUATION)).isZero();
    }

    @Test
    void reset_to_safe_when_pressed_during_a_learned_move_expect_the_gentle_preset_to_stay() {
        rig.play(LoopRig.noise(7, 2, 64), FLAG_START, 64);
        rig.telemetry.mailbox().post(1, ParamMailbox.KIND_LEARNED, 0, working());
        rig.play(LoopRig.noise(8, 2, 6400), 0, 64);
        rig.macros.set(MacroTable.RESET_TO_SAFE, 1);
        rig.setMacros();
        rig.play(LoopRig.noise(9, 2, 48_000), 0, 64);
        for (ParamTable param : ParamTable.all()) {
            assertThat(shown(0, param))
                    .as(param.id())
                    .isEqualTo(GentlePreset.params().get(param));
        }
    }

    @Test
    void automation_when_given_inside_posts_expect_the_samples_of_posts_that_end_there() {
        float[][] input = LoopRig.noise(31, 2, 64 * 96);
        rig.host.recall(working(), 0);
        float[][] expected = rig.play(input, FLAG_START, 64 * 3);
        int quantum = 0;
        for (int block = 0; quantum < 96; block++, quantum += 8) {
            rig.macros.set(MacroTable.AMOUNT, 150 - 20 * block % 140);
            rig.macros.set(MacroTable.BYPASS, block % 3 == 1 ? 1 : 0);
            rig.setMacros();
            float[][] part = slice(input, quantum * 64, 8 * 64);
            float[][] played = rig.play(part, quantum == 0 ? FLAG_START : 0, 64, 7 * 64);
            System.arraycopy(played[0], 0, expected[0], quantum * 64, 8 * 64);
        }

        LoopRig whole = new LoopRig(STEREO);
        whole.host.recall(working(), 0);
        float[][] output = new float[2][64 * 96];
        for (int post = 0; post < 4; post++) {
            for (int block = 3 * post; block < 3 * post + 3; block++) {
                int frame = (block - 3 * post) * 8 * 64;
                double amount = 150 - 20 * block % 140;
                double bypass = block % 3 == 1 ? 1 : 0;
                if (frame == 0) {
                    whole.macros.set(MacroTable.AMOUNT, amount);
                    whole.macros.set(MacroTable.BYPASS, bypass);
                    whole.setMacros();
                } else {
                    whole.host.event(frame, MacroTable.AMOUNT, amount);
                    whole.host.event(frame, MacroTable.BYPASS, bypass);
                }
            }
            float[][] part = slice(input, post * 24 * 64, 24 * 64);
            float[][] played = whole.play(part, post == 0 ? FLAG_START : 0, 24 * 64);
            System.arraycopy(played[0], 0, output[0], post * 24 * 64, 24 * 64);
        }
        assertThat(output[0]).containsExactly(expected[0]);
    }

    private static float[][] slice(float[][] input, int from, int frames) {
        return new float[][] {
            Arrays.copyOfRange(input[0], from, from + frames), Arrays.copyOfRange(input[1], from, from + frames)
        };
    }

    @Test
    void automation_when_inside_a_quantum_expect_a_ramp_that_began_there() {
        double[] energies = new double[4];
        for (int k = 0; k < 4; k++) {
            LoopRig one = new LoopRig(STEREO);
            one.play(LoopRig.noise(32, 2, 64 * 200), FLAG_START, 64);
            one.host.event(64 + 16 * k, MacroTable.DELTA, 1);
            float[][] played = one.play(LoopRig.noise(33, 2, 64 * 6), 0, 64 * 6);
            for (int i = 64; i < 64 * 6; i++) {
                energies[k] += played[0][i] * played[0][i];
            }
        }
        // What does nothing has no difference: the later its fade to silence begins, the more is heard.
        assertThat(energies).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void trigger_when_pressed_inside_a_post_expect_each_press_once_and_nothing_held() {
        rig.play(LoopRig.noise(34, 2, 640), FLAG_START, 64);
        rig.host.event(0, MacroTable.LIKE, 1);
        rig.host.event(64, MacroTable.LIKE, 1);
        rig.host.event(70, MacroTable.OPEN_PANEL, 1);
        rig.play(LoopRig.noise(34, 2, 640), 0, 640);
        rig.play(LoopRig.noise(34, 2, 640), 0, 640);
        assertThat(rig.engine.likes()).isEqualTo(2);
        assertThat(rig.engine.panelRequests()).isEqualTo(1);
        assertThat(rig.engine.dislikes()).isZero();
    }

    @Test
    void event_when_nonsense_expect_the_post_played_all_the_same() {
        rig.play(LoopRig.noise(35, 2, 640), FLAG_START, 64);
        rig.host.event(Integer.MAX_VALUE, MacroTable.AMOUNT, 50);
        rig.host.event(-5, MacroTable.AMOUNT, Double.NaN);
        int slot = (rig.segment.responseSequenceAcquire() + 1) & (SLOTS - 1);
        rig.memory.putInt(event(slot, 1) + EVENT_MACRO, 99);
        rig.play(LoopRig.noise(35, 2, 640), 0, 640);
        assertThat(rig.segment.engineCounter(ENGINE_FAULTS_OFFSET)).isZero();
        assertThat(rig.segment.engineCounter(PROCESSED_QUANTA_OFFSET)).isEqualTo(20);
    }

    @Test
    void commits_when_people_and_learners_change_the_sound_expect_each_choice_and_one_learned_a_minute() {
        rig.play(LoopRig.noise(36, 2, 640), FLAG_START, 64);
        rig.telemetry.mailbox().post(1, ParamMailbox.KIND_CHOSEN, 0, new ParamSnapshot());
        assertThat(commitsAfterPlaying()).as("nothing has changed").isZero();
        rig.telemetry.mailbox().post(2, ParamMailbox.KIND_CHOSEN, 0, working());
        assertThat(commitsAfterPlaying()).isEqualTo(1);
        for (int generation = 3; generation < 30; generation++) {
            ParamSnapshot learned = working();
            learned.set(ParamTable.EQ3_GAIN, generation / 10.0);
            rig.telemetry.mailbox().post(generation, ParamMailbox.KIND_LEARNED, 0, learned);
            assertThat(commitsAfterPlaying())
                    .as("learned, generation %d", generation)
                    .isEqualTo(2);
        }
        rig.telemetry.mailbox().post(30, ParamMailbox.KIND_ACCEPTED, 0, working());
        assertThat(commitsAfterPlaying()).isEqualTo(3);
        rig.telemetry.overrides().set(MacroTable.AMOUNT, 60);
        assertThat(commitsAfterPlaying()).isEqualTo(4);
        rig.host.event(64, MacroTable.RESET_TO_SAFE, 1);
        assertThat(commitsAfterPlaying()).isEqualTo(5);
        rig.macros.set(MacroTable.TARGET, -20);
        rig.setMacros();
        assertThat(commitsAfterPlaying()).as("the host's own change").isEqualTo(5);
        rig.host.recall(working(), 0);
        assertThat(commitsAfterPlaying()).as("the host's own recall").isEqualTo(5);
    }

    private long commitsAfterPlaying() {
        rig.play(LoopRig.noise(37, 2, 640), 0, 320);
        return rig.segment.engineCounter(COMMITS_OFFSET);
    }

    @Test
    void learned_move_when_a_macro_changes_inside_a_post_expect_it_to_go_on() {
        rig.play(LoopRig.noise(7, 2, 64), FLAG_START, 64);
        rig.telemetry.mailbox().post(1, ParamMailbox.KIND_LEARNED, 0, working());
        for (int block = 0; block < 400; block++) {
            rig.host.event(1024, MacroTable.OUTPUT_TRIM, block % 2);
            rig.play(LoopRig.noise(8, 2, 2048), 0, 2048);
        }
        assertThat(shown(0, ParamTable.EQ3_GAIN)).isEqualTo(4);
    }

    @Test
    void override_when_set_before_the_start_expect_the_samples_of_the_engine_with_it() {
        float[][] input = LoopRig.noise(20, 2, 64 * 100);
        rig.host.recall(working(), 0);
        rig.telemetry.overrides().set(MacroTable.AMOUNT, 60);
        float[][] played = rig.play(input, FLAG_START, 128);
        MacroSnapshot expected = new MacroSnapshot();
        expected.set(MacroTable.AMOUNT, 60);
        assertThat(played[0]).containsExactly(direct(input, working(), expected)[0]);
        int amount = MacroTable.AMOUNT.index();
        assertThat(rig.memory.getInt(EFFECTIVE_OVERRIDE_MASK_OFFSET)).isEqualTo(1 << amount);
        assertThat(rig.memory.getDouble(EFFECTIVE_OVERRIDE_VALUES_OFFSET + amount * 8))
                .isEqualTo(60);
        assertThat(rig.memory.getDouble(EFFECTIVE_OVERRIDE_HOST_OFFSET + amount * 8))
                .isEqualTo(100);
    }

    @Test
    void override_when_the_host_moves_expect_dropped_in_sound_frames_and_session() {
        rig.play(LoopRig.noise(20, 2, 640), FLAG_START, 64);
        rig.telemetry.overrides().set(MacroTable.SLOT, 2);
        rig.telemetry.overrides().set(MacroTable.DELTA, 1);
        rig.telemetry.overrides().set(MacroTable.LEARN, 3);
        rig.play(LoopRig.noise(20, 2, 64), 0, 64);
        MetricFrame frame = rig.nextFrame();
        assertThat(frame.slot).isEqualTo(2);
        assertThat(frame.delta).isEqualTo(1);
        assertThat(frame.bypass).isZero();
        assertThat(frame.macros[MacroTable.LEARN.index()]).isEqualTo(3);
        assertThat(rig.memory.getInt(EFFECTIVE_SLOT_OFFSET)).isEqualTo(2);

        rig.macros.set(MacroTable.SLOT, 1);
        rig.setMacros();
        rig.play(LoopRig.noise(20, 2, 64), 0, 64);
        frame = rig.nextFrame();
        assertThat(frame.slot).isEqualTo(1);
        assertThat(frame.macros[MacroTable.LEARN.index()]).isEqualTo(3);
        int kept = 1 << MacroTable.LEARN.index() | 1 << MacroTable.DELTA.index();
        assertThat(rig.memory.getInt(EFFECTIVE_OVERRIDE_MASK_OFFSET)).isEqualTo(kept);
    }

    @Test
    void override_when_recalled_expect_in_force_although_the_host_restores_its_own_value_afterwards() {
        rig.play(LoopRig.noise(20, 2, 64), FLAG_START, 64);
        OverrideState session = new OverrideState();
        session.put(MacroTable.SLOT.index(), 3, 1);
        rig.host.recall(working(), 0, session);
        rig.play(LoopRig.noise(20, 2, 64), 0, 64);
        assertThat(rig.memory.getInt(EFFECTIVE_SLOT_OFFSET)).isEqualTo(3);
        rig.macros.set(MacroTable.SLOT, 1);
        rig.setMacros();
        rig.play(LoopRig.noise(20, 2, 64), 0, 64);
        assertThat(rig.memory.getInt(EFFECTIVE_SLOT_OFFSET)).isEqualTo(3);
        rig.macros.set(MacroTable.SLOT, 2);
        rig.setMacros();
        rig.play(LoopRig.noise(20, 2, 64), 0, 64);
        assertThat(rig.memory.getInt(EFFECTIVE_SLOT_OFFSET)).isEqualTo(2);
    }

    @Test
    void capture_when_offered_while_playing_expect_the_untouched_input_at_its_position() {
        rig.play(LoopRig.noise(20, 2, 640), FLAG_START, 64);
        rig.loop.capture().offer(rig.capture);
        // a learned move, so that the loop plays in chunks
        rig.telemetry.mailbox().post(1, ParamMailbox.KIND_LEARNED, 0, working());
        float[][] input = LoopRig.noise(21, 2, 2048 + 640 + 64);
        rig.play(input, 0, 2048, 640, 64);
        rig.loop.capture().offer(null);
        rig.play(LoopRig.noise(22, 2, 64), 0, 64);

        assertThat(rig.captured.getLong(CaptureLayout.FIRST_OFFSET)).isEqualTo(640);
        assertThat(rig.captured.getLong(CaptureLayout.WRITTEN_OFFSET)).isEqualTo(640 + input[0].length);
        for (int channel = 0; channel < 2; channel++) {
            for (int i = 0; i < input[0].length; i++) {
                int place = (640 + i) % LoopRig.CAPTURE_FRAMES;
                int at = CaptureLayout.channel(channel, LoopRig.CAPTURE_FRAMES) + place * Float.BYTES;
                assertThat(rig.captured.getFloat(at)).isEqualTo(input[channel][i]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 128, 448, 960, 2048})
    void mailbox_when_chosen_set_expect_taken_by_the_next_post_and_heard_within_ten_milliseconds(int blockFrames) {
        LoopRig untouched = new LoopRig(STEREO);
        float[][] before = LoopRig.noise(30, 2, blockFrames * 20);
        rig.play(before, FLAG_START, blockFrames);
        untouched.play(before, FLAG_START, blockFrames);
        ParamSnapshot chosen = new ParamSnapshot();
        chosen.set(ParamTable.EQ3_GAIN, 6);
        rig.telemetry.mailbox().post(5, ParamMailbox.KIND_CHOSEN, 0, chosen);

        float[][] after = LoopRig.noise(31, 2, Math.max(960, blockFrames));
        float[] changed = rig.play(after, 0, blockFrames)[0];
        float[] same = untouched.play(after, 0, blockFrames)[0];
        assertThat(rig.takenAtFirstPost).isEqualTo(5);
        assertThat(Arrays.mismatch(changed, same)).as("first changed frame").isBetween(0, 480);
    }

    @Test
    void telemetry_when_a_stretch_of_sound_expect_tells_what_happened() throws InterruptedException {
        rig.memory.putLong(LATE_BLOCKS_OFFSET, 5);
        rig.macros.set(MacroTable.LIKE, 1);
        rig.macros.set(MacroTable.SLOT, 2);
        rig.setMacros();
        rig.play(LoopRig.noise(1, 2, 64 * 20), FLAG_START, 64);
        rig.macros.set(MacroTable.LIKE, 0);
        rig.setMacros();
        rig.play(LoopRig.noise(1, 2, 64), 0, 64);
        rig.macros.set(MacroTable.LIKE, 1);
        rig.macros.set(MacroTable.DISLIKE, 1);
        rig.setMacros();
        rig.play(LoopRig.noise(1, 2, 64), 0, 64);

        MetricFrame frame = rig.nextFrame();
        assertThat(frame.likes).isEqualTo(1); // held down from the start on it was not pressed while playing
        assertThat(frame.dislikes).isEqualTo(1);
        assertThat(frame.slot).isEqualTo(2);
        assertThat(frame.lateBlocks).isEqualTo(5);
        assertThat(frame.processedFrames).isEqualTo(64 * 22);
        assertThat(frame.processedQuanta).isEqualTo(22);
        assertThat(frame.params[ParamTable.LIMITER_CEILING.index()]).isEqualTo(-1);
        assertThat(frame.macros[MacroTable.AMOUNT.index()]).isEqualTo(100);
        assertThat(frame.captureFirstFrame).isEqualTo(CaptureLayout.NOTHING);
    }

    @Test
    void overrun_when_answer_after_its_deadline_expect_counted_only_live() {
        float[][] input = LoopRig.noise(1, 2, 64);
        rig.host.post(input, 0, 64, FLAG_START, System.nanoTime() - 1);
        rig.loop.turn(0);
        rig.host.post(input, 0, 64, FLAG_OFFLINE, System.nanoTime() - 1);
        rig.loop.turn(0);
        rig.host.post(input, 0, 64, 0, System.nanoTime() + 60_000_000_000L);
        rig.loop.turn(0);
        assertThat(rig.segment.engineCounter(OVERRUNS_OFFSET)).isEqualTo(1);
    }

    @Test
    void denormals_when_flushed_or_not_expect_give_the_same_samples() {
        float[][] input = LoopRig.noise(12, 2, 64 * 600);
        for (int i = 0; i < input[0].length; i++) {
            float fade = i < 6_400 ? 1f : (float) Math.pow(10, -(i - 6_400) / 500.0);
            input[0][i] *= fade;
            input[1][i] *= fade * fade;
        }
        rig.host.recall(working(), 0);
        rig.calls.setDenormals(true);
        float[][] flushed;
        try {
            assertThat(rig.calls.flushesDenormals()).isTrue();
            flushed = rig.play(input, FLAG_START, 256);
        } finally {
            rig.calls.setDenormals(false);
        }
        assertThat(rig.calls.flushesDenormals()).isFalse();
        float[][] exact = rig.play(input, FLAG_START, 256);
        assertThat(flushed[0]).containsExactly(exact[0]);
        assertThat(flushed[1]).containsExactly(exact[1]);
    }

    @Test
    void turn_when_warm_up_expect_allocates_nothing() {
        float[][] input = LoopRig.noise(2, 2, 2048);
        ParamSnapshot params = working();
        play(input, params, 15_000); // linked and compiled: the VarHandles' last one-time allocation comes after 7 000
        assertThat(AllocatedBytes.steady(() -> play(input, params, 3_000))).isZero();
        assertThat(rig.telemetry.ring().publishedAcquire()).isPositive();
    }

    private void play(float[][] input, ParamSnapshot params, int blocks) {
        for (int block = 0; block < blocks; block++) {
            if (block % 100 == 50) {
                rig.telemetry.mailbox().post(block, block % 200 == 50 ? 0 : 1, 0, params);
            }
            if (block % 500 == 250) {
                rig.host.recall(params, 0);
            }
            if (block % 300 == 0) {
                rig.loop.capture().offer(block % 600 == 0 ? rig.capture : null);
                rig.telemetry.overrides().set(MacroTable.AMOUNT, 80 + block % 7);
            } else if (block % 300 == 200) {
                rig.telemetry.overrides().release(MacroTable.AMOUNT);
            }
            rig.host.post(input, 0, 64, block % 1_000 == 0 ? FLAG_START : 0, Long.MAX_VALUE);
            rig.loop.turn(0);
        }
    }

    private double shown(int slot, ParamTable param) {
        return rig.memory.getDouble(EFFECTIVE_SETS_OFFSET + (slot * PARAM_CAPACITY + param.index()) * 8);
    }
}
