package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.dsp.core.Signals;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class QuietBlocksTest {
    private static void block(QuietBlocks blocks, float... powers) {
        for (float power : powers) {
            blocks.add(new float[] {power}, new float[] {power});
        }
        blocks.end();
    }

    @Test
    void quiet_blocks_when_a_level_rises_expect_its_tenth_and_thirtieth_percentile() {
        QuietBlocks blocks = new QuietBlocks(1);
        // in a shuffled order: 37 has no common divisor with 50
        for (int i = 0; i < QuietBlocks.BLOCKS; i++) {
            block(blocks, 1 + 37 * i % QuietBlocks.BLOCKS);
        }
        blocks.look(0);
        assertThat(blocks.level()).isEqualTo(6);
        assertThat(blocks.spread()).isCloseTo(16f / 6, within(1e-6f));
    }

    @Test
    void quiet_blocks_when_few_are_seen_expect_the_quietest() {
        QuietBlocks blocks = new QuietBlocks(1);
        block(blocks, 5);
        block(blocks, 3);
        block(blocks, 4);
        blocks.look(0);
        assertThat(blocks.level()).isEqualTo(3);
    }

    @Test
    void quiet_blocks_when_old_ones_leave_expect_them_forgotten() {
        QuietBlocks blocks = new QuietBlocks(1);
        for (int i = 0; i < QuietBlocks.BLOCKS; i++) {
            block(blocks, 1);
        }
        for (int i = 0; i < QuietBlocks.BLOCKS; i++) {
            block(blocks, 9);
        }
        blocks.look(0);
        assertThat(blocks.level()).isEqualTo(9);
        assertThat(blocks.spread()).isEqualTo(1);
    }

    @Test
    void quiet_blocks_when_noise_is_gaussian_expect_power_to_scatter_as_much_as_its_mean() {
        RandomGenerator random = Signals.random(81);
        QuietBlocks blocks = new QuietBlocks(1);
        for (int i = 0; i < 20; i++) {
            float[] powers = new float[400];
            for (int f = 0; f < powers.length; f++) {
                powers[f] = (float) -Math.log(1 - random.nextDouble());
            }
            block(blocks, powers);
        }
        blocks.look(0);
        assertThat(blocks.scatter()).isCloseTo(1, within(0.15f));
        QuietBlocks steady = new QuietBlocks(1);
        block(steady, 2, 2, 2, 2);
        steady.look(0);
        assertThat(steady.scatter()).isZero();
    }
}
