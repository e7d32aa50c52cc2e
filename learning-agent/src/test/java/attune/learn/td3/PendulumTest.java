package attune.learn.td3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The task against gymnasium's: td3_pendulum_reference.py. */
class PendulumTest {
    /** gymnasium observes and acts in floats. */
    private static final double TOLERANCE = 1e-5;

    @Test
    void move_when_made_from_anywhere_expect_what_gymnasium_does() throws IOException {
        Pendulum pendulum = new Pendulum();
        float[] observation = new float[Pendulum.OBSERVATIONS];
        int rows = 0;
        for (double[] row : ReferenceValues.rows("pendulum.csv")) {
            pendulum.begin(row[0], row[1]);
            double reward = pendulum.move(row[2] / 2);
            pendulum.observe(observation);
            assertThat(pendulum.angle()).isCloseTo(row[3], within(TOLERANCE));
            assertThat(pendulum.speed()).isCloseTo(row[4], within(TOLERANCE));
            for (int i = 0; i < observation.length; i++) {
                assertThat((double) observation[i]).isCloseTo(row[5 + i], within(TOLERANCE));
            }
            assertThat(reward).isCloseTo(row[8], within(TOLERANCE));
            rows++;
        }
        assertThat(rows).isEqualTo(60);
    }
}
