package attune.learn.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.learn.audio.CapturedClip;
import attune.learn.truth.GeneratedNoise;
import org.junit.jupiter.api.Test;

final class SteadyFloorTest {
    private static final int RATE_HZ = 16_000;
    private static final int FRAMES = 10 * RATE_HZ;
    private static final double NOISE = 0.01;
    private static final int FIRST_BIN = 10;

    @Test
    void steady_floor_when_noise_lies_under_notes_expect_the_noise_alone() {
        double[] noise = GeneratedNoise.WHITE.make(5, FRAMES, RATE_HZ);
        float[] alone = new float[FRAMES];
        float[] under = new float[FRAMES];
        for (int i = 0; i < FRAMES; i++) {
            double t = (double) i / RATE_HZ;
            double plucked = Math.exp(-4 * (t % 0.5)) * Math.sin(2 * Math.PI * 440 * (1 + (int) (2 * t) % 5) * t);
            double held = Math.sin(2 * Math.PI * 1_250 * t);
            alone[i] = (float) (NOISE * noise[i]);
            under[i] = (float) (NOISE * noise[i] + 0.2 * plucked + 0.1 * held);
        }
        double expectedDb = 10 * Math.log10(NOISE * NOISE * PowerFrames.FRAME / 2.0);
        assertThat(floorDb(alone)).isCloseTo(expectedDb, within(0.6));
        assertThat(floorDb(under)).isCloseTo(expectedDb, within(1.2));
    }

    /** Mean power of the floor by bin, at the clip's own level. */
    private static double floorDb(float[] mono) {
        InputAnalysis analysis = InputAnalysis.of(new CapturedClip(RATE_HZ, new float[][] {mono}, 0));
        double gain = analysis.cleanEstimate().gain();
        double[] noise = SteadyFloor.of(analysis).noise();
        double sum = 0;
        for (int k = FIRST_BIN; k < PowerFrames.BINS - 1; k++) {
            sum += noise[k] / (PowerFrames.BINS - 1 - FIRST_BIN);
        }
        return 10 * Math.log10(sum / (gain * gain));
    }
}
