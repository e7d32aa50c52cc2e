package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import attune.api.TelemetryPoint;
import attune.control.store.MeasuredLoudness;
import attune.dsp.core.ProcessSpec;
import attune.dsp.meter.LoudnessMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loudness from a server's seconds, held against the meter that has heard everything. */
class SessionLoudnessTest {
    private static final int RATE = 48_000;
    private static final int SECONDS = 120;
    /** As often as engines tell. */
    private static final int FRAMES_A_SECOND = 20;

    /** Noise in words of {@code wordMs}, then as much silence as {@code pauseMs}, each word as loud as chance has it. */
    @ParameterizedTest
    @CsvSource({"400, 150, 6, 0.5", "900, 400, 10, 0.5", "2500, 1200, 12, 2", "6000, 4000, 8, 2", "100000, 0, 0, 0.1"})
    void integrated_and_range_when_words_and_pauses_expect_near_the_meter(
            int wordMs, int pauseMs, double spreadDb, double mostBelowLu) {
        SplittableRandom random = new SplittableRandom(7);
        LoudnessMeter meter = new LoudnessMeter();
        meter.prepare(new ProcessSpec(RATE, 1));
        int step = RATE / FRAMES_A_SECOND / ProcessSpec.QUANTUM_FRAMES * ProcessSpec.QUANTUM_FRAMES;
        float[][] block = new float[1][step];
        List<TelemetryPoint> seconds = new ArrayList<>();
        long frame = 0;
        long wordFrames = wordMs * (RATE / 1000L);
        long period = wordFrames + pauseMs * (RATE / 1000L);
        double gain = 0.1;
        for (int second = 0; second < SECONDS; second++) {
            double sum = 0;
            int heard = 0;
            while (frame < (second + 1L) * RATE) {
                for (int i = 0; i < step; i++, frame++) {
                    if (frame % period == 0) {
                        gain = 0.1 * Math.pow(10, (random.nextDouble() - 0.5) * spreadDb / 20);
                    }
                    block[0][i] = frame % period < wordFrames ? (float) (gain * (2 * random.nextDouble() - 1)) : 0f;
                }
                meter.process(block, step);
                double level = meter.shortTermLufs();
                if (Double.isFinite(level)) {
                    sum += level;
                    heard++;
                }
            }
            seconds.add(point(second, heard == 0 ? null : sum / heard));
        }
        MeasuredLoudness measured = SessionLoudness.output(seconds);
        assertThat(meter.integratedLufs() - measured.integratedLufs())
                .isBetween(-SessionLoudness.MOST_ABOVE_LU, mostBelowLu)
                .isLessThan(SessionLoudness.MOST_BELOW_LU);
        assertThat(measured.rangeLu()).isCloseTo(meter.loudnessRangeLu(), offset(1.5));
    }

    private static TelemetryPoint point(int second, @Nullable Double lufs) {
        return new TelemetryPoint(
                "1-1", second * 1000L, 1, 1, lufs, lufs, -3.0, -3.0, null, null, null, null, null, null, 100, 0);
    }
}
