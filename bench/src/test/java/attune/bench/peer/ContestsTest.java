package attune.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import attune.dsp.core.ProcessSpec;
import org.junit.jupiter.api.Test;

class ContestsTest {
    /** A stage that does nothing costs nothing: the table would flatter us. */
    @Test
    void stages_when_given_the_signal_expect_each_to_work_without_allocating() {
        float[][] signal = PeerSignal.make();
        for (Contest contest : Contests.all()) {
            ProcessSpec spec = new ProcessSpec(PeerSignal.RATE_HZ, 2, contest.latencyMode());
            OwnStage own = OwnStage.of(contest.id(), contest.stage().get(), contest.params(), spec, signal);
            assertThat(own.differenceDb()).as(contest.id()).isGreaterThan(-60);
            assertThat(own.bytesPerQuantum()).as(contest.id()).isLessThan(1);
        }
    }

    @Test
    void signal_when_made_expect_loud_parts_below_full_scale_and_quiet_pauses() {
        float[] left = PeerSignal.make()[0];
        assertThat(rms(left, 0.2, 2)).isBetween(0.05, 0.5);
        assertThat(rms(left, 2.3, 2.9)).isLessThan(0.03);
        for (float sample : left) {
            assertThat(Math.abs(sample)).isLessThan(1);
        }
    }

    private static double rms(float[] samples, double fromSeconds, double toSeconds) {
        int from = (int) (fromSeconds * PeerSignal.RATE_HZ);
        int to = (int) (toSeconds * PeerSignal.RATE_HZ);
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += samples[i] * samples[i];
        }
        return Math.sqrt(sum / (to - from));
    }
}
