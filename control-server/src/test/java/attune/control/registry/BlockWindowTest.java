package attune.control.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import attune.api.HealthReport;
import attune.bridge.telemetry.BlockTimes;
import attune.bridge.telemetry.MetricFrame;
import org.junit.jupiter.api.Test;

/** Percentiles and late blocks of the last hour. */
class BlockWindowTest {
    private static final BlockWindow.About ABOUT = new BlockWindow.About("77-1", "jalv", 48_000, "Quality");
    private static final long HOUR_MS = 3_600_000;
    private static final int BLOCK = 128;

    private final BlockWindow window = new BlockWindow();
    private final BlockTimes times = new BlockTimes();
    private final MetricFrame frame = new MetricFrame();

    /** As many blocks that each took so long. */
    private void play(int blocks, long ns, long late, long nowMs) {
        times.clear();
        for (int i = 0; i < blocks; i++) {
            times.record(ns);
        }
        times.copyTo(frame.roundTripCounts);
        frame.roundTripMaxNs = times.maxNs();
        frame.hostBlocks += blocks;
        frame.processedFrames += (long) blocks * BLOCK;
        frame.lateBlocks += late;
        window.add(frame, nowMs);
    }

    private HealthReport.Engine report(long nowMs) {
        return window.report(ABOUT, frame, nowMs);
    }

    @Test
    void report_when_blocks_were_answered_expect_percentiles_maximum_deadline_and_share() {
        long now = 100 * HOUR_MS;
        play(10, 1, 5, now); // how it was before anybody looked
        play(900, 150_000, 0, now);
        play(90, 400_000, 0, now + 1000);
        play(10, 5_000_000, 3, now + 70_000);

        HealthReport.Engine engine = report(now + 71_000);
        assertThat(engine.blocks()).isEqualTo(1000);
        assertThat(engine.lateBlocks()).isEqualTo(3);
        assertThat(engine.p50Us()).isBetween(150.0, 150.0 * 1.13);
        assertThat(engine.p95Us()).isBetween(400.0, 400.0 * 1.13);
        assertThat(engine.p99Us()).isBetween(400.0, 400.0 * 1.13);
        assertThat(engine.p999Us()).isEqualTo(5000);
        assertThat(engine.maxUs()).isEqualTo(5000);
        assertThat(engine.deadlineUs()).isCloseTo(1e6 * BLOCK / 48_000, within(1.0));
        assertThat(engine.budgetShare()).isCloseTo(5000 / (1e6 * BLOCK / 48_000), within(0.01));
        assertThat(engine.times().stream()
                        .mapToLong(HealthReport.Bucket::blocks)
                        .sum())
                .isEqualTo(1000);
        assertThat(engine.times().get(0).toUs()).isBetween(150.0, 170.0);
        assertThat(engine.since()).isEqualTo(now);
    }

    @Test
    void report_when_an_hour_has_gone_expect_what_was_before_it_forgotten() {
        long now = 100 * HOUR_MS;
        play(1, 1, 0, now);
        play(100, 9_000_000, 7, now);
        play(100, 100_000, 0, now + HOUR_MS - 60_000);
        assertThat(report(now + HOUR_MS - 60_000).blocks()).isEqualTo(200);
        play(100, 100_000, 0, now + HOUR_MS);
        HealthReport.Engine engine = report(now + HOUR_MS);
        assertThat(engine.blocks()).isEqualTo(200);
        assertThat(engine.lateBlocks()).isZero();
        assertThat(engine.maxUs()).isEqualTo(100);
    }

    @Test
    void report_when_rendered_offline_or_started_anew_expect_nothing_counted_of_it() {
        long now = 100 * HOUR_MS;
        play(1, 1, 0, now);
        frame.rendering = 1;
        play(100, 9_000_000, 50, now);
        frame.rendering = 0;
        play(10, 100_000, 0, now);
        frame.lateBlocks = 0;
        frame.hostBlocks = 0;
        frame.processedFrames = 0;
        play(10, 9_000_000, 9, now);
        play(10, 100_000, 1, now);
        HealthReport.Engine engine = report(now);
        assertThat(engine.blocks()).isEqualTo(20);
        assertThat(engine.lateBlocks()).isEqualTo(1);
        assertThat(engine.maxUs()).isEqualTo(100);
    }

    @Test
    void report_when_nothing_was_played_expect_no_share_and_no_buckets() {
        HealthReport.Engine engine = report(5);
        assertThat(engine.budgetShare()).isNull();
        assertThat(engine.times()).isEmpty();
        assertThat(engine.p50Us()).isZero();
    }
}
