package attune.bridge.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.shm.OverrideState;
import attune.bridge.telemetry.EngineSegmentLayout;
import attune.bridge.telemetry.MacroOverrides;
import attune.bridge.telemetry.MacroTouches;
import attune.param.MacroSnapshot;
import attune.param.MacroTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class EffectiveMacrosTest {
    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final MacroOverrides panel = new MacroOverrides(memory);
    private final MacroTouches touches = new MacroTouches();
    private final MacroSnapshot host = new MacroSnapshot();
    private final EffectiveMacros macros = new EffectiveMacros();

    /** As one post does it. */
    private double inForce(MacroTable macro) {
        macros.host(host);
        if (panel.take(touches)) {
            macros.touch(touches);
        }
        return macros.inForce().get(macro);
    }

    private double recall(MacroTable macro, double value, double hostValue) {
        OverrideState session = new OverrideState();
        session.put(macro.index(), value, hostValue);
        macros.host(host);
        macros.recall(session);
        return macros.inForce().get(macro);
    }

    @Test
    void override_when_the_host_stays_expect_in_force() {
        panel.set(MacroTable.AMOUNT, 70);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(70);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(70);
        assertThat(inForce(MacroTable.TARGET)).isEqualTo(-16);
    }

    @Test
    void override_when_the_host_moves_expect_the_host_wins_and_other_touches_bring_nothing_back() {
        panel.set(MacroTable.AMOUNT, 70);
        inForce(MacroTable.AMOUNT);
        host.set(MacroTable.AMOUNT, 90);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(90);
        panel.set(MacroTable.TARGET, -14);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(90);
        assertThat(inForce(MacroTable.TARGET)).isEqualTo(-14);
        host.set(MacroTable.AMOUNT, 100); // where it was when the panel was touched
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(100);
    }

    @Test
    void override_when_touched_again_after_the_host_moved_expect_the_panel_wins() {
        panel.set(MacroTable.SLOT, 2);
        inForce(MacroTable.SLOT);
        host.set(MacroTable.SLOT, 1);
        inForce(MacroTable.SLOT);
        panel.set(MacroTable.SLOT, 3);
        assertThat(inForce(MacroTable.SLOT)).isEqualTo(3);
    }

    @Test
    void override_when_host_moves_and_panel_is_touched_between_two_posts_expect_the_panel_wins() {
        inForce(MacroTable.AMOUNT);
        host.set(MacroTable.AMOUNT, 90);
        panel.set(MacroTable.AMOUNT, 50);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(50);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(50);
    }

    @Test
    void override_when_the_host_creeps_in_small_steps_expect_dropped() {
        panel.set(MacroTable.AMOUNT, 70);
        inForce(MacroTable.AMOUNT);
        for (int step = 1; step <= 100; step++) {
            host.set(MacroTable.AMOUNT, 100 - step * 0.001);
            inForce(MacroTable.AMOUNT);
        }
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(99.9);
    }

    @Test
    void release_when_overridden_expect_the_hosts_own_value() {
        panel.set(MacroTable.BYPASS, 1);
        assertThat(inForce(MacroTable.BYPASS)).isEqualTo(1);
        panel.release(MacroTable.BYPASS);
        assertThat(inForce(MacroTable.BYPASS)).isZero();
        assertThat(macros.overrides().mask).isZero();
    }

    @Test
    void trigger_when_a_stranger_writes_one_expect_it_stays_the_hosts() {
        panel.set(MacroTable.AMOUNT, 70);
        int like = MacroTable.LIKE.index();
        memory.putInt(EngineSegmentLayout.OVERRIDE_TOUCHES_OFFSET + like * 4, 5);
        memory.putDouble(EngineSegmentLayout.OVERRIDE_VALUES_OFFSET + like * 8, 1);
        assertThat(inForce(MacroTable.LIKE)).isZero();
        host.set(MacroTable.LIKE, 1);
        assertThat(inForce(MacroTable.LIKE)).isEqualTo(1);
    }

    @Test
    void recall_when_the_host_has_restored_its_value_first_expect_kept_until_it_moves() {
        host.set(MacroTable.AMOUNT, 80);
        assertThat(recall(MacroTable.AMOUNT, 120, 80)).isEqualTo(120);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(120);
        host.set(MacroTable.AMOUNT, 81);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(81);
    }

    @Test
    void recall_when_the_host_restores_its_value_later_expect_kept_until_it_moves() {
        assertThat(recall(MacroTable.AMOUNT, 120, 80)).isEqualTo(120);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(120);
        host.set(MacroTable.AMOUNT, (float) 80.0001); // through a text file
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(120);
        host.set(MacroTable.AMOUNT, 100); // back where it was before the recall: now it is a touch
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(100);
    }

    @Test
    void recall_when_the_host_goes_elsewhere_expect_dropped() {
        recall(MacroTable.AMOUNT, 120, 80);
        host.set(MacroTable.AMOUNT, 60);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(60);
        host.set(MacroTable.AMOUNT, 80);
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(80);
    }

    @Test
    void recall_when_saved_again_expect_the_same_session() {
        recall(MacroTable.TARGET, -14, -20);
        inForce(MacroTable.TARGET);
        OverrideState again = macros.overrides();
        int target = MacroTable.TARGET.index();
        assertThat(again.mask).isEqualTo(1 << target);
        assertThat(again.values[target]).isEqualTo(-14);
        assertThat(again.hostValues[target]).isEqualTo(-20);
    }

    @Test
    void recall_when_the_session_holds_none_expect_earlier_ones_dropped() {
        panel.set(MacroTable.AMOUNT, 70);
        inForce(MacroTable.AMOUNT);
        macros.recall(new OverrideState());
        assertThat(inForce(MacroTable.AMOUNT)).isEqualTo(100);
    }

    @Test
    void change_when_nothing_new_expect_told_once() {
        assertThat(macros.takeChanged()).isFalse();
        panel.set(MacroTable.AMOUNT, 70);
        inForce(MacroTable.AMOUNT);
        assertThat(macros.takeChanged()).isTrue();
        inForce(MacroTable.AMOUNT);
        assertThat(macros.takeChanged()).isFalse();
        host.set(MacroTable.AMOUNT, 10);
        inForce(MacroTable.AMOUNT);
        assertThat(macros.takeChanged()).isTrue();
    }
}
