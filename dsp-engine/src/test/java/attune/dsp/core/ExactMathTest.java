package attune.dsp.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class ExactMathTest {
    private static final int DRAWS = 200_000;

    @Test
    void log2_when_number_is_normal_expect_error_below_1e10() {
        RandomGenerator random = Signals.random(1);
        for (int i = 0; i < DRAWS; i++) {
            double x = StrictMath.pow(10, 600 * random.nextDouble() - 300);
            double expected = StrictMath.log(x) / StrictMath.log(2);
            assertThat(ExactMath.log2(x)).isCloseTo(expected, Offset.offset(1e-10 * Math.max(1, Math.abs(expected))));
        }
    }

    @Test
    void exp2_when_in_range_expect_relative_error_below_1e10() {
        RandomGenerator random = Signals.random(2);
        for (int i = 0; i < DRAWS; i++) {
            double x = 2000 * random.nextDouble() - 1000;
            double ratio = ExactMath.exp2(x) / StrictMath.pow(2, x);
            assertThat(ratio).isCloseTo(1, Offset.offset(1e-10));
        }
    }

    @Test
    void exp2_when_out_of_range_expect_bound() {
        assertThat(ExactMath.exp2(5000)).isEqualTo(ExactMath.exp2(1000));
        assertThat(ExactMath.exp2(-5000)).isEqualTo(ExactMath.exp2(-1000)).isPositive();
    }

    @Test
    void decibels_when_level_is_zero_expect_exactly_one() {
        assertThat(ExactMath.dbToLinear(0)).isEqualTo(1.0);
        assertThat(ExactMath.linearToDb(1)).isEqualTo(0.0);
        assertThat(ExactMath.powerToDb(1)).isEqualTo(0.0);
        assertThat(ExactMath.exp(0)).isEqualTo(1.0);
    }

    @Test
    void decibels_when_converted_there_and_back_expect_the_same_level() {
        for (double db = -200; db <= 60; db += 0.37) {
            assertThat(ExactMath.dbToLinear(db))
                    .isCloseTo(StrictMath.pow(10, db / 20), Percentage.withPercentage(1e-7));
            assertThat(ExactMath.linearToDb(ExactMath.dbToLinear(db))).isCloseTo(db, Offset.offset(1e-8));
            assertThat(ExactMath.powerToDb(ExactMath.dbToLinear(db))).isCloseTo(db / 2, Offset.offset(1e-8));
            assertThat(ExactMath.log(ExactMath.exp(db))).isCloseTo(db, Offset.offset(1e-8));
        }
    }

    @Test
    void tangent_when_below_half_expect_relative_error_below_1e14() {
        RandomGenerator random = Signals.random(3);
        for (int i = 0; i < DRAWS; i++) {
            double x = 0.45 * random.nextDouble();
            assertThat(ExactMath.tanPi(x) / StrictMath.tan(StrictMath.PI * x)).isCloseTo(1, Offset.offset(1e-14));
        }
        assertThat(ExactMath.tanPi(0)).isEqualTo(0.0);
        assertThat(ExactMath.tanPi(0.25)).isCloseTo(1, Offset.offset(1e-15));
    }
}
