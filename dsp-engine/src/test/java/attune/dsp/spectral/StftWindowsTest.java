package attune.dsp.spectral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StftWindowsTest {
    @ParameterizedTest
    @CsvSource({"1024,1024,4", "512,256,2", "2048,1024,2", "256,128,2", "128,128,2", "1024,256,4"})
    void windows_when_frames_overlap_expect_them_to_add_up_to_one(int frames, int synthesisFrames, int overlap) {
        StftWindows windows = new StftWindows(frames, synthesisFrames, overlap);
        int hop = synthesisFrames / overlap;
        for (int i = 0; i < hop; i++) {
            double sum = 0;
            for (int at = frames - synthesisFrames + i; at < frames; at += hop) {
                sum += (double) windows.analysis()[at] * windows.synthesis()[at] * frames;
            }
            assertThat(sum).as("frame %d", i).isCloseTo(1, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"512,256", "1024,256", "256,128"})
    void windows_when_output_is_short_expect_a_long_look_back_and_nothing_heard_of_it(int frames, int synthesisFrames) {
        StftWindows windows = new StftWindows(frames, synthesisFrames, 2);
        int largestAt = 0;
        for (int i = 0; i < frames; i++) {
            largestAt = windows.analysis()[i] > windows.analysis()[largestAt] ? i : largestAt;
            if (i < frames - synthesisFrames) {
                assertThat(windows.synthesis()[i]).isZero();
            }
            // what the falling window takes must not be blown up again
            assertThat(windows.synthesis()[i] * frames).isBetween(0f, 1.2f);
        }
        assertThat(largestAt).isEqualTo(frames - synthesisFrames / 2);
        assertThat(windows.analysis()[frames / 4]).isGreaterThan(0.3f);
    }
}
