package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.EFFECTIVE_LEVELER_GAIN_OFFSET;
import static attune.bridge.shm.ExchangeLayout.EFFECTIVE_SETS_OFFSET;
import static attune.bridge.shm.ExchangeLayout.FLAG_OFFLINE;
import static attune.bridge.shm.ExchangeLayout.FLAG_START;
import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.ParamMailbox;
import attune.dsp.core.ProcessSpec;
import attune.param.MacroTable;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host that plays live and renders offline in between. */
class OfflineRenderTest {
    private static final ProcessSpec STEREO = new ProcessSpec(48_000, 2);
    private static final float[][] SONG = LoopRig.noise(31, 2, 64 * 400);
    private static final float[][] SILENCE = new float[2][64 * 20];

    private final LoopRig rig = new LoopRig(STEREO);

    @BeforeEach
    void playLive() {
        ParamSnapshot params = new ParamSnapshot();
        params.set(ParamTable.NR_ATTENUATION, 12);
        params.set(ParamTable.EQ3_GAIN, 4);
        params.set(ParamTable.LEVELER_RANGE, 10);
        rig.host.recall(params, 3);
        rig.play(LoopRig.noise(30, 2, 64 * 300), FLAG_START, 256);
    }

    @Test
    void render_when_made_twice_expect_the_same_samples_and_the_gain_of_before() {
        double before = levelerGainDb();
        float[][] first = render(SONG);
        assertThat(levelerGainDb()).as("the leveler works while it renders").isNotEqualTo(before);
        rig.play(SILENCE, 0, 256);
        assertThat(levelerGainDb()).isCloseTo(before, Offset.offset(0.01));
        float[][] second = render(SONG);
        assertThat(second[0]).containsExactly(first[0]);
        assertThat(second[1]).containsExactly(first[1]);
    }

    @Test
    void render_when_the_host_resets_before_each_expect_the_same_samples() {
        float[][] first = render(SONG, FLAG_START);
        assertThat(render(SONG, FLAG_START)).isDeepEqualTo(first);
        rig.play(SILENCE, 0, 256);
        assertThat(render(SONG, FLAG_START)).isDeepEqualTo(first);
    }

    @Test
    void render_when_sets_are_posted_meanwhile_expect_them_heard_only_when_live_again() {
        float[][] undisturbed = render(SONG);
        rig.play(SILENCE, 0, 256);
        ParamSnapshot other = new ParamSnapshot();
        other.set(ParamTable.EQ3_GAIN, -9);
        rig.telemetry.mailbox().post(5, ParamMailbox.KIND_LEARNED, 0, other);
        rig.telemetry.overrides().set(MacroTable.AMOUNT, 20);
        float[][] disturbed = render(SONG);
        assertThat(disturbed[0]).containsExactly(undisturbed[0]);
        assertThat(rig.telemetry.mailbox().takenAcquire()).isNotEqualTo(5);
        rig.play(SILENCE, 0, 256);
        assertThat(rig.telemetry.mailbox().takenAcquire()).isEqualTo(5);
    }

    @Test
    void render_when_a_learned_move_is_on_its_way_expect_it_held_until_live_again() {
        ParamSnapshot wish = new ParamSnapshot();
        wish.set(ParamTable.EQ2_GAIN, 3);
        rig.telemetry.mailbox().post(1, ParamMailbox.KIND_LEARNED, 0, wish);
        rig.play(SILENCE, 0, 64);
        double reached = shown(ParamTable.EQ2_GAIN);
        render(SONG);
        assertThat(shown(ParamTable.EQ2_GAIN)).isEqualTo(reached).isLessThan(3);
        rig.play(LoopRig.noise(32, 2, 64 * 750 * 4), 0, 2048);
        assertThat(shown(ParamTable.EQ2_GAIN)).isEqualTo(3);
    }

    @Test
    void render_when_going_on_expect_frames_that_say_so() {
        render(SONG);
        assertThat(rig.nextFrame().rendering).isEqualTo(1);
        rig.play(SILENCE, 0, 256);
        assertThat(rig.nextFrame().rendering).isZero();
    }

    @Test
    void render_when_captured_live_before_expect_nothing_of_it_captured() {
        rig.loop.capture().offer(rig.capture);
        rig.play(SILENCE, 0, 64);
        long live = rig.captured.getLong(CaptureLayout.WRITTEN_OFFSET);
        render(SONG);
        assertThat(rig.captured.getLong(CaptureLayout.WRITTEN_OFFSET)).isEqualTo(live);
        rig.loop.capture().offer(null);
        rig.play(SILENCE, 0, 64);
    }

    private float[][] render(float[][] input) {
        return render(input, 0);
    }

    private float[][] render(float[][] input, int firstFlags) {
        float[][] output = new float[2][input[0].length];
        for (int from = 0; from < input[0].length; from += 64) {
            int sequence = rig.host.post(input, from, 64, FLAG_OFFLINE | (from == 0 ? firstFlags : 0), Long.MAX_VALUE);
            rig.loop.turn(0);
            rig.host.read(sequence, output, from, 64);
        }
        return output;
    }

    private double levelerGainDb() {
        return rig.memory.getDouble(EFFECTIVE_LEVELER_GAIN_OFFSET);
    }

    private double shown(ParamTable param) {
        return rig.memory.getDouble(EFFECTIVE_SETS_OFFSET + param.index() * Double.BYTES);
    }
}
