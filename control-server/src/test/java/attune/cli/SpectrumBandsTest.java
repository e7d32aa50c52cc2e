package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.LiveFrame;
import attune.dsp.meter.LogBands;
import org.junit.jupiter.api.Test;

/** The panel's spectrum axis is drawn from the wire record, the levels come from the engine: both must mean the same. */
class SpectrumBandsTest {
    @Test
    void bands_when_engine_and_live_frame_are_compared_expect_the_same_centres() {
        assertThat(LiveFrame.BANDS).isEqualTo(LogBands.BANDS);
        for (int band = 0; band < LogBands.BANDS; band++) {
            assertThat(LiveFrame.bandHz(band)).as("band %d", band).isEqualTo(LogBands.centreHz(band));
        }
    }
}
