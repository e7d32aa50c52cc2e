package attune.bridge.exchange;

import static attune.bridge.shm.ExchangeLayout.FLAG_START;
import static attune.bridge.shm.ExchangeLayout.HOST_POLICY_OFFSET;
import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.jna.NativeCalls;
import attune.bridge.telemetry.MetricFrame;
import attune.dsp.core.ProcessSpec;
import org.junit.jupiter.api.Test;

class MetricPublisherTest {
    @Test
    void frame_when_the_engine_lacks_the_priority_of_its_host_expect_it_told_until_it_has_one() {
        LoopRig rig = new LoopRig(new ProcessSpec(48_000, 1));
        assertThat(rig.nextFrame().lacksRealTime()).as("nothing is known yet").isFalse();
        rig.memory.putInt(HOST_POLICY_OFFSET, NativeCalls.SCHED_FIFO);
        rig.segment.engineScheduling(NativeCalls.SCHED_OTHER, 0);
        assertThat(rig.nextFrame().lacksRealTime()).isTrue();
        rig.segment.engineScheduling(NativeCalls.SCHED_RR, 12);
        MetricFrame frame = rig.nextFrame();
        assertThat(frame.lacksRealTime()).isFalse();
        assertThat(frame.enginePriority).isEqualTo(12);
    }

    @Test
    void frame_when_blocks_were_answered_expect_each_of_their_times_counted_once() {
        LoopRig rig = new LoopRig(new ProcessSpec(48_000, 1));
        rig.play(LoopRig.noise(5, 1, 20 * 64), FLAG_START, 64);
        long last = rig.nextFrame().number;
        MetricFrame frame = new MetricFrame();
        int counted = 0;
        int blocks = 0;
        for (long number = 0; number <= last; number++) {
            assertThat(rig.telemetry.ring().read(number, frame)).isTrue();
            blocks += frame.blocks;
            for (short count : frame.roundTripCounts) {
                counted += count;
            }
        }
        assertThat(counted).isEqualTo(blocks).isEqualTo(20);
    }
}
