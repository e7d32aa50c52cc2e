package attune.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LiveFrameTest {
    @Test
    void frame_when_encoded_and_decoded_expect_the_same_readings() {
        LiveFrame frame = new LiveFrame();
        frame.sequence = 7;
        frame.timeMs = 1.7e12;
        frame.audibleFrame = 1L << 40;
        frame.generation = 12;
        frame.slot = 3;
        frame.flags = LiveFrame.FLAG_ON_AIR | LiveFrame.FLAG_BYPASS;
        frame.amountPercent = 101.5;
        frame.matchGainDb = -6.7;
        frame.lateBlocks = 9;
        frame.roundTripP99Us = 2_345;
        for (int i = 0; i < 6; i++) {
            frame.in[i] = -20.25 - i;
            frame.out[i] = -16.5 + i;
        }
        frame.out[3] = Double.NaN;
        frame.stageGainsDb[1] = -5.55;
        frame.spectrumInDb[119] = -71.25f;
        frame.spectrumOutDb[0] = Float.NEGATIVE_INFINITY;

        LiveFrame read = LiveFrame.decode(frame.encode());

        assertThat(read.sequence).isEqualTo(7);
        assertThat(read.timeMs).isEqualTo(1.7e12);
        assertThat(read.audibleFrame).isEqualTo(1L << 40);
        assertThat(read.generation).isEqualTo(12);
        assertThat(read.slot).isEqualTo(3);
        assertThat(read.flags).isEqualTo(33);
        assertThat(read.amountPercent).isEqualTo(101.5);
        assertThat(read.matchGainDb).isCloseTo(-6.7, within(1e-9));
        assertThat(read.lateBlocks).isEqualTo(9);
        assertThat(read.roundTripP99Us).isEqualTo(2_345);
        assertThat(read.in).containsExactly(frame.in, within(1e-9));
        assertThat(read.out[3]).isNaN();
        assertThat(read.out[5]).isCloseTo(-11.5, within(1e-9));
        assertThat(read.stageGainsDb[1]).isCloseTo(-5.55, within(1e-9));
        assertThat(read.spectrumInDb[119]).isEqualTo(-71.25f);
        assertThat(read.spectrumOutDb[0]).isNaN();
    }

    @Test
    void frame_when_of_another_kind_expect_one_sentence() {
        assertThatThrownBy(() -> LiveFrame.decode(ByteBuffer.allocate(3))).hasMessageContaining("3 bytes");
        assertThatThrownBy(() -> LiveFrame.decode(ByteBuffer.allocate(LiveFrame.BYTES)))
                .hasMessageContaining("ATL1");
    }

    @Test
    void bands_when_asked_expect_20_hz_to_20_khz() {
        assertThat(LiveFrame.bandHz(0)).isEqualTo(20);
        assertThat(LiveFrame.bandHz(LiveFrame.BANDS - 1)).isCloseTo(20_000, within(1e-6));
    }
}
