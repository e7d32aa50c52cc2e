package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.Signals;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RunningMedianTest {
    @Test
    void running_median_when_moved_over_all_bins_expect_median_and_mean_of_those_around() {
        RandomGenerator random = Signals.random(80);
        float[] values = new float[129];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) random.nextDouble();
        }
        RunningMedian median = new RunningMedian(values, 4, 15);
        RunningMean mean = new RunningMean(values, 15);
        for (int pass = 0; pass < 2; pass++) {
            median.start();
            mean.start();
            for (int k = 0; k < values.length; k++) {
                float[] near = around(values, k, Math.max(4, Math.min(15, k / 2)));
                Arrays.sort(near);
                assertThat(median.at(k)).as("bin %d", k).isEqualTo(near[near.length / 2]);
                float[] wide = around(values, k, 15);
                double sum = 0;
                for (float value : wide) {
                    sum += value;
                }
                assertThat((double) mean.at(k)).as("bin %d", k).isCloseTo(sum / wide.length, within(1e-6));
            }
        }
    }

    private static float[] around(float[] values, int bin, int beside) {
        return Arrays.copyOfRange(values, Math.max(0, bin - beside), Math.min(values.length, bin + beside + 1));
    }
}
