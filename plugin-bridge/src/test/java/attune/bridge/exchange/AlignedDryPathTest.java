package attune.bridge.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.ProcessSpec;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlignedDryPathTest {
    private static final int DELAY = 192;

    @Test
    void play_when_any_chunks_expect_the_input_delayed_at_its_gain() {
        AlignedDryPath path = new AlignedDryPath(new ProcessSpec(48_000, 1), DELAY, 2048);
        Random random = new Random(5);
        float[] history = new float[40_000];
        int position = 0;
        while (position < 30_000) {
            int frames = 64 * (1 + random.nextInt(32));
            float[][] chunk = new float[1][2048];
            for (int i = 0; i < frames; i++) {
                chunk[0][i] = history[position + i] = random.nextFloat() - 0.5f;
            }
            path.feed(chunk, frames);
            path.play(chunk, frames, 0.5f, 1f, frames, 64);
            for (int i = 0; i < frames; i++) {
                int from = position + i - DELAY;
                assertThat(chunk[0][i]).isEqualTo(from < 0 ? 0 : history[from] * 0.5f);
            }
            position += frames;
        }
    }

    @Test
    void play_when_loud_or_broken_input_expect_stays_below_the_ceiling() {
        AlignedDryPath path = new AlignedDryPath(new ProcessSpec(48_000, 1), 0, 64);
        float[][] chunk = new float[1][64];
        chunk[0][0] = Float.NaN;
        chunk[0][1] = Float.POSITIVE_INFINITY;
        chunk[0][2] = 100;
        chunk[0][3] = -100;
        path.feed(chunk, 64);
        path.play(chunk, 64, 1f, 0.9f, 64, 64);
        assertThat(chunk[0]).startsWith(0f, 0f, 0.9f, -0.9f);
    }

    @Test
    void play_when_wet_from_the_middle_expect_fades_without_a_step() {
        AlignedDryPath path = new AlignedDryPath(new ProcessSpec(48_000, 1), 0, 256);
        float[][] chunk = new float[1][256];
        java.util.Arrays.fill(chunk[0], 1f);
        path.feed(chunk, 256);
        java.util.Arrays.fill(chunk[0], 0f);
        path.play(chunk, 256, 1f, 1f, 64, 64);
        assertThat(chunk[0][64]).isEqualTo(1f);
        assertThat(chunk[0][128]).isEqualTo(0f);
        for (int i = 1; i < 256; i++) {
            assertThat(Math.abs(chunk[0][i] - chunk[0][i - 1])).isLessThanOrEqualTo(1f / 64 + 1e-6f);
        }
    }

    @Test
    void clear_when_sound_expect_silent() {
        AlignedDryPath path = new AlignedDryPath(new ProcessSpec(48_000, 2), 64, 64);
        float[][] chunk = {new float[64], new float[64]};
        java.util.Arrays.fill(chunk[1], 1f);
        path.feed(chunk, 64);
        path.clear();
        path.feed(new float[2][64], 64);
        path.play(chunk, 64, 1f, 1f, 64, 64);
        assertThat(chunk[1]).containsOnly(0f);
    }
}
