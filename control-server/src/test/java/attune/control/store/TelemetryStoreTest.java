package attune.control.store;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.TelemetryPoint;
import attune.control.store.Database.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryStoreTest {
    private static final long HOUR_MS = 3_600_000;
    private static final long START = 400_000 * HOUR_MS;

    @TempDir
    Path folder;

    private Database database;
    private TelemetryStore store;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("t.db"), Schema.TELEMETRY, Durability.NORMAL, 200);
        store = new TelemetryStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static TelemetryPoint second(long at, @Nullable Double lufs, double peak, long late) {
        return new TelemetryPoint(
                "77-1", at, 1, 1, lufs, lufs, peak, peak, null, -3.0, 1.0, 0.0, 500.0, 900.0, 100, late);
    }

    private void hours(int count) {
        List<TelemetryPoint> points = new ArrayList<>();
        for (int i = 0; i < count * 3600; i++) {
            points.add(second(START + i * 1000L, i % 2 == 0 ? -20.0 : null, i == 1000 ? -1 : -9, i == 7 ? 3 : 0));
        }
        store.add(points);
    }

    @Test
    void between_when_more_than_a_page_expect_the_newest_before_a_time_oldest_first() {
        hours(1);
        List<TelemetryPoint> page = store.between("77-1", START, START + 1000_000, 1, 10);
        assertThat(page).extracting(TelemetryPoint::at).hasSize(10).isSorted();
        assertThat(page.get(9).at()).isEqualTo(START + 999_000);
    }

    @Test
    void roll_up_when_hours_are_past_expect_means_peaks_and_sums_at_every_resolution() {
        hours(2);
        store.rollUp(START + 2 * HOUR_MS + 1000);
        store.rollUp(START + 2 * HOUR_MS + 2000);
        List<TelemetryPoint> fives = store.between("77-1", START, Long.MAX_VALUE, 300, 1000);
        assertThat(fives).hasSize(24);
        assertThat(fives.get(0).seconds()).isEqualTo(300);
        assertThat(fives.get(0).inputLufs()).isEqualTo(-20.0);
        assertThat(fives.get(0).noiseFloorDbfs()).isNull();
        assertThat(fives.get(0).lateBlocks()).isEqualTo(3);
        assertThat(fives.get(3).inputPeakDbtp()).isEqualTo(-1);
        List<TelemetryPoint> hours = store.between(null, START, Long.MAX_VALUE, 3600, 1000);
        assertThat(hours).hasSize(2);
        assertThat(hours.get(0).blocks()).isEqualTo(360_000);
        assertThat(hours.get(0).inputPeakDbtp()).isEqualTo(-1);
        assertThat(hours.get(0).noiseReductionDb()).isEqualTo(-3.0);
    }

    @Test
    void roll_up_when_time_goes_on_expect_seconds_forgotten_and_hours_kept() {
        hours(1);
        store.rollUp(START + 2 * HOUR_MS);
        store.rollUp(START + 100 * 24 * HOUR_MS);
        assertThat(store.between(null, 0, Long.MAX_VALUE, 1, 10)).isEmpty();
        assertThat(store.between(null, 0, Long.MAX_VALUE, 300, 10)).isEmpty();
        List<TelemetryPoint> hours = store.between(null, 0, Long.MAX_VALUE, 3600, 10);
        assertThat(hours).hasSize(1);
        assertThat(hours.get(0).seconds()).isEqualTo(3600);
        assertThat(store.between(null, 0, Long.MAX_VALUE, 86_400, 10)).hasSize(1);
        store.rollUp(START + 800 * 24 * HOUR_MS);
        assertThat(store.between(null, 0, Long.MAX_VALUE, 3600, 10)).isEmpty();
    }
}
