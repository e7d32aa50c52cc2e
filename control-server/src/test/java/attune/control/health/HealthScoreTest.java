package attune.control.health;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.HealthReport.Engine;
import attune.api.HealthReport.Program;
import attune.api.HealthReport.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each part loses points by what is told, and says so. */
class HealthScoreTest {
    private static Engine engine(long blocks, long late, @Nullable Double budgetShare) {
        return new Engine(
                "77-1",
                "jalv",
                48_000,
                "Quality",
                0,
                2667,
                blocks,
                late,
                0,
                0,
                1,
                1,
                1,
                1,
                1,
                budgetShare,
                false,
                false,
                List.of());
    }

    private static int onTime(long blocks, long late) {
        return HealthScore.onTime(List.of(engine(blocks, late, null)), false).points();
    }

    @Test
    void on_time_when_more_blocks_are_late_expect_ten_points_less_for_each_ten_times() {
        assertThat(onTime(1_000_000, 0)).isEqualTo(40);
        assertThat(onTime(1_000_000, 1)).isEqualTo(40);
        assertThat(onTime(1_000_000, 10)).isEqualTo(30);
        assertThat(onTime(1_000_000, 1000)).isEqualTo(10);
        assertThat(onTime(1000, 500)).isZero();
        assertThat(HealthScore.onTime(List.of(engine(1_000_000, 10, null)), false)
                        .detail())
                .isEqualTo("10 late of 1000000 blocks in the last hour");
        assertThat(HealthScore.onTime(List.of(engine(9, 0, null)), true)).matches(part -> part.points() == 0);
        assertThat(HealthScore.onTime(List.of(), false).detail()).contains("nothing has played");
    }

    @Test
    void headroom_when_the_worst_instance_comes_near_its_deadline_expect_its_points() {
        List<Engine> engines = List.of(engine(9, 0, 0.05), engine(9, 0, 0.55), engine(9, 0, null));
        assertThat(HealthScore.headroom(engines))
                .matches(part -> part.points() == 10 && part.detail().contains("55 %"));
        assertThat(HealthScore.headroom(List.of(engine(9, 0, 0.09))).points()).isEqualTo(20);
        assertThat(HealthScore.headroom(List.of(engine(9, 0, 3.0))).points()).isZero();
        assertThat(HealthScore.headroom(List.of()).points()).isEqualTo(20);
    }

    @Test
    void learning_when_changes_did_harm_expect_their_share_and_less_where_it_rests_or_fails() {
        assertThat(HealthScore.learning(new HealthScore.Learning(6, 1, false, false)))
                .matches(part -> part.points() == 16 && part.detail().equals("1 of 6 changes taken back"));
        assertThat(HealthScore.learning(new HealthScore.Learning(0, 0, false, true))
                        .points())
                .isEqualTo(10);
        assertThat(HealthScore.learning(new HealthScore.Learning(6, 0, true, false))
                        .points())
                .isZero();
    }

    @Test
    void memory_when_a_process_grows_expect_named_with_its_megabytes_and_hosts_left_out() {
        Program calm = new Program("server", "", 1, 0, 1, 5_000_000L, null);
        Program leaks = new Program("agent", "", 2, 0, 1, 70_000_000L, null);
        Program host = new Program("host", "", 3, 0, 1, 900_000_000L, null);
        assertThat(HealthScore.memory(List.of(calm, host)).points()).isEqualTo(10);
        assertThat(HealthScore.memory(List.of(calm, leaks, host)))
                .matches(part -> part.points() == 5 && part.detail().contains("agent grew by 70 MB"));
        assertThat(HealthScore.memory(List.of()).detail()).contains("half an hour");
    }

    @Test
    void storage_when_room_runs_out_expect_points_by_what_is_left() {
        assertThat(HealthScore.storage(new Storage(1, 1, 5_000_000_000L), false).points())
                .isEqualTo(10);
        assertThat(HealthScore.storage(new Storage(1, 1, 550_000_000L), false).points())
                .isEqualTo(5);
        assertThat(HealthScore.storage(new Storage(1, 1, 5_000_000_000L), true).points())
                .isZero();
    }

    @Test
    void growth_when_memory_goes_up_and_down_expect_the_least_of_each_third_and_nothing_before_half_an_hour() {
        List<Long> saw = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            saw.add(100 + 7L * (minute % 10));
        }
        assertThat(Processes.growth(saw)).isZero();
        assertThat(Processes.growth(saw.subList(0, 29))).isNull();
        saw.addAll(Collections.nCopies(60, 250L));
        assertThat(Processes.growth(saw)).isEqualTo(150);
    }

    @Test
    void use_when_this_process_works_expect_its_time_and_memory() {
        Processes processes = new Processes();
        long own = ProcessHandle.current().pid();
        processes.sample(List.of(own));
        long until = System.nanoTime() + 300_000_000L;
        double sum = 0;
        while (System.nanoTime() < until) {
            sum += Math.sin(sum + 1);
        }
        Processes.Use use = processes.use(own).orElseThrow();
        assertThat(sum).isNotNaN();
        assertThat(use.cpuPercent()).isBetween(0.1, 6400.0);
        assertThat(use.memoryBytes()).isBetween(20_000_000L, 8_000_000_000L);
        assertThat(processes.use(4_999_999)).isEmpty();
    }

    @Test
    void fix_when_priority_was_refused_expect_the_step_that_is_missing_here() {
        assertThat(RealTimeFix.of("0", "0", false, false))
                .contains("rtprio 90", RealTimeFix.LIMITS, "usermod -aG audio", "log in again")
                .doesNotContain("rtkit");
        assertThat(RealTimeFix.of("0", "0", false, true)).contains("rtprio 90").doesNotContain("usermod");
        assertThat(RealTimeFix.of("0", "0", true, true)).contains("restart rtkit-daemon");
        assertThat(RealTimeFix.of("0", "95", false, true)).contains("95", "start the host anew");
        assertThat(RealTimeFix.of("95", "95", false, true)).contains("container");
        assertThat(RealTimeFix.isIn("audio", "ann", List.of("root:x:0:", "audio:x:29:pulse,ann")))
                .isTrue();
        assertThat(RealTimeFix.isIn("audio", "ann", List.of("audio:x:29:joann", "audio2:x:1:ann")))
                .isFalse();
    }
}
