package attune.bridge.telemetry;

import static attune.bridge.telemetry.EngineSegmentLayout.OVERRIDE_LOCK_OFFSET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.param.MacroTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class MacroOverridesTest {
    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final MacroOverrides overrides = new MacroOverrides(memory);
    private final MacroTouches touches = new MacroTouches();

    @Test
    void take_when_something_was_touched_expect_that_and_only_once() {
        assertThat(overrides.take(touches)).isFalse();
        overrides.set(MacroTable.TARGET, -99);
        assertThat(overrides.take(touches)).isTrue();
        assertThat(touches.isTouched(MacroTable.TARGET.index())).isTrue();
        assertThat(touches.value(MacroTable.TARGET.index())).isEqualTo(-36); // its smallest
        assertThat(touches.isTouched(MacroTable.AMOUNT.index())).isFalse();
        assertThat(overrides.take(touches)).isFalse();
        overrides.release(MacroTable.AMOUNT);
        assertThat(overrides.take(touches)).isTrue();
        assertThat(touches.isTouched(MacroTable.TARGET.index())).isFalse();
        assertThat(touches.isTouched(MacroTable.AMOUNT.index())).isTrue();
        assertThat(touches.value(MacroTable.AMOUNT.index())).isNaN();
    }

    @Test
    void take_when_the_writer_died_in_the_middle_expect_nothing_until_its_successor_writes() {
        overrides.set(MacroTable.AMOUNT, 50);
        overrides.take(touches);
        memory.putInt(OVERRIDE_LOCK_OFFSET, memory.getInt(OVERRIDE_LOCK_OFFSET) + 1);
        assertThat(overrides.take(touches)).isFalse();
        new MacroOverrides(memory).set(MacroTable.AMOUNT, 60);
        assertThat(overrides.take(touches)).isTrue();
        assertThat(touches.value(MacroTable.AMOUNT.index())).isEqualTo(60);
    }

    @Test
    void set_when_a_trigger_or_no_number_expect_one_sentence() {
        assertThatThrownBy(() -> overrides.set(MacroTable.LIKE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("macro=like is a trigger, allowed are lasting macros");
        assertThatThrownBy(() -> overrides.set(MacroTable.AMOUNT, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("macro=amount value=NaN, allowed is 0.0 to 150.0");
        assertThat(overrides.take(touches)).isFalse();
    }

    @Test
    void take_when_under_a_writer_expect_values_that_belong_together() throws InterruptedException {
        int writes = 100_000;
        Thread writer = new Thread(() -> {
            for (int i = 1; i <= writes; i++) {
                overrides.set(MacroTable.AMOUNT, i % 150);
                overrides.set(MacroTable.OUTPUT_TRIM, -(i % 20));
            }
        });
        writer.start();
        int amount = MacroTable.AMOUNT.index();
        int trim = MacroTable.OUTPUT_TRIM.index();
        while (touches.count(trim) < writes) {
            if (overrides.take(touches)) {
                int count = touches.count(amount);
                assertThat(touches.value(amount)).isEqualTo(count % 150);
                int trims = touches.count(trim);
                assertThat(touches.value(trim)).isEqualTo(-(trims % 20));
                assertThat(count - trims).isBetween(0, 1);
            }
        }
        writer.join();
    }
}
