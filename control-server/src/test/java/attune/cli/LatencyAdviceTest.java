package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.jna.NativeCalls;
import attune.bridge.telemetry.MetricFrame;
import attune.cli.DoctorCommand.Finding;
import attune.cli.LatencyAdvice.HostLoad;
import attune.param.MacroTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyAdviceTest {
    private static MetricFrame frame(int latencyMode, int hostPolicy, int enginePolicy) {
        MetricFrame frame = new MetricFrame();
        frame.macros[MacroTable.LATENCY_MODE.index()] = latencyMode;
        frame.hostPolicy = hostPolicy;
        frame.enginePolicy = enginePolicy;
        return frame;
    }

    private static List<Finding> advice(int instances, MetricFrame frame) {
        HostLoad host = new HostLoad("ardour", 71, 0, 0);
        for (int i = 0; i < instances; i++) {
            host = host.with(frame);
        }
        return LatencyAdvice.of(List.of(host));
    }

    @Test
    void advice_when_engines_were_refused_real_time_expect_reason_and_safe() {
        List<Finding> findings = advice(2, frame(0, NativeCalls.SCHED_FIFO, NativeCalls.SCHED_OTHER));
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).message())
                .startsWith("ardour (process 71) has real-time priority")
                .contains("late");
        assertThat(findings.get(0).remedy()).contains("Latency to Safe");
    }

    @Test
    void advice_when_a_host_plays_more_than_four_expect_number_limit_and_safe() {
        MetricFrame fine = frame(1, NativeCalls.SCHED_RR, NativeCalls.SCHED_RR);
        assertThat(advice(4, fine)).isEmpty();
        List<Finding> findings = advice(5, fine);
        assertThat(findings).hasSize(1);
        assertThat(findings.get(0).message()).contains("plays 5 instances").contains("more than 4");
        assertThat(findings.get(0).remedy()).contains("Latency to Safe");
    }

    @Test
    void advice_when_all_are_safe_or_the_host_has_no_priority_itself_expect_none() {
        assertThat(advice(24, frame(2, NativeCalls.SCHED_FIFO, NativeCalls.SCHED_OTHER)))
                .isEmpty();
        assertThat(advice(3, frame(0, NativeCalls.SCHED_OTHER, NativeCalls.SCHED_OTHER)))
                .isEmpty();
        assertThat(advice(3, frame(0, -1, -1))).as("nothing is known yet").isEmpty();
    }
}
