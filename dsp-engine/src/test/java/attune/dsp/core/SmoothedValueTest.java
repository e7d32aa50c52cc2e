package attune.dsp.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SmoothedValueTest {
    @Test
    void smoothed_value_when_gliding_expect_equal_steps_and_exact_landing() {
        SmoothedValue value = new SmoothedValue(0.1);
        value.glide(0.7, 7);
        double previous = 0.1;
        for (int i = 0; i < 7; i++) {
            assertThat(value.isMoving()).isTrue();
            double next = value.next();
            assertThat(next - previous).isCloseTo(0.6 / 7, Offset.offset(1e-12));
            previous = next;
        }
        assertThat(value.current()).isEqualTo(0.7);
        assertThat(value.isMoving()).isFalse();
        assertThat(value.next()).isEqualTo(0.7);
    }

    @Test
    void smoothed_value_when_target_changes_on_the_way_expect_no_jump() {
        SmoothedValue value = new SmoothedValue(0);
        value.glide(1, 10);
        value.next();
        value.next();
        value.glide(0, 2);
        assertThat(value.target()).isEqualTo(0);
        assertThat(value.next()).isCloseTo(0.1, Offset.offset(1e-12));
        assertThat(value.next()).isEqualTo(0);
    }

    @Test
    void smoothed_value_when_no_steps_are_given_expect_target_at_once() {
        SmoothedValue value = new SmoothedValue(3);
        value.glide(5, 0);
        assertThat(value.current()).isEqualTo(5);
        assertThat(value.isMoving()).isFalse();
    }
}
