package attune.control.store;

import attune.api.TelemetryPoint;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What engines measured: seconds for two days, five minutes for sixty, hours and days for two years. Rolling up runs over
 * whole stretches that are past, may run at any time, and gives the same however often it runs. Any thread.
 */
public final class TelemetryStore {
    /** Lengths of stretches in seconds, finest first. */
    public static final List<Integer> RESOLUTIONS = List.of(1, 300, 3600, 86_400);

    private static final long DAY_MS = 86_400_000;
    private static final List<Long> KEPT_MS = List.of(2 * DAY_MS, 60 * DAY_MS, 730 * DAY_MS, 730 * DAY_MS);

    private static final String COLUMNS = "engine_id, resolution, at, seconds, input_lufs, output_lufs,"
            + " input_peak_dbtp, output_peak_dbtp, noise_floor_dbfs, noise_reduction_db, leveler_gain_db,"
            + " limiter_gain_db, round_trip_p99_us, round_trip_max_us, blocks, late_blocks";

    private static final String ROLL_UP = "INSERT OR REPLACE INTO telemetry (" + COLUMNS + ") SELECT engine_id, ?1,"
            + " at / ?2 * ?2, sum(seconds)" + mean("input_lufs") + mean("output_lufs")
            + ", max(input_peak_dbtp), max(output_peak_dbtp)" + mean("noise_floor_dbfs") + mean("noise_reduction_db")
            + mean("leveler_gain_db") + mean("limiter_gain_db")
            + ", max(round_trip_p99_us), max(round_trip_max_us), sum(blocks), sum(late_blocks)"
            + " FROM telemetry WHERE resolution = ?3 AND at >= ?4 AND at < ?5 GROUP BY engine_id, at / ?2";

    private final Database database;

    public TelemetryStore(Database database) {
        this.database = database;
    }

    /** Mean over the seconds in which there was something to measure. */
    private static String mean(String column) {
        return ", sum(" + column + " * seconds) / sum(CASE WHEN " + column + " IS NULL THEN 0 ELSE seconds END)";
    }

    /** Writes seconds. */
    public void add(List<TelemetryPoint> points) {
        database.write(connection -> {
            try (PreparedStatement insert = connection.prepareStatement("INSERT OR REPLACE INTO telemetry (" + COLUMNS
                    + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (TelemetryPoint point : points) {
                    bind(insert, point);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            return points.size();
        });
    }

    private static void bind(PreparedStatement insert, TelemetryPoint point) throws SQLException {
        insert.setString(1, point.engineId());
        insert.setInt(2, point.resolution());
        insert.setLong(3, point.at());
        insert.setInt(4, point.seconds());
        ChangeStore.setDouble(insert, 5, point.inputLufs());
        ChangeStore.setDouble(insert, 6, point.outputLufs());
        ChangeStore.setDouble(insert, 7, point.inputPeakDbtp());
        ChangeStore.setDouble(insert, 8, point.outputPeakDbtp());
        ChangeStore.setDouble(insert, 9, point.noiseFloorDbfs());
        ChangeStore.setDouble(insert, 10, point.noiseReductionDb());
        ChangeStore.setDouble(insert, 11, point.levelerGainDb());
        ChangeStore.setDouble(insert, 12, point.limiterGainDb());
        ChangeStore.setDouble(insert, 13, point.roundTripP99Us());
        ChangeStore.setDouble(insert, 14, point.roundTripMaxUs());
        insert.setLong(15, point.blocks());
        insert.setLong(16, point.lateBlocks());
    }

    /** Sums up what is past and forgets what is too old. */
    public void rollUp(long nowMs) {
        database.write(connection -> {
            for (int coarse = 1; coarse < RESOLUTIONS.size(); coarse++) {
                rollUp(connection, coarse, nowMs);
            }
            for (int i = 0; i < RESOLUTIONS.size(); i++) {
                try (PreparedStatement delete =
                        connection.prepareStatement("DELETE FROM telemetry WHERE resolution = ? AND at < ?")) {
                    delete.setInt(1, RESOLUTIONS.get(i));
                    delete.setLong(2, nowMs - KEPT_MS.get(i));
                    delete.executeUpdate();
                }
            }
            return true;
        });
    }

    /** Sums up the last stretches whose finer ones are all still there: the whole past but what was forgotten. */
    private static void rollUp(Connection connection, int coarse, long nowMs) throws SQLException {
        long lengthMs = RESOLUTIONS.get(coarse) * 1000L;
        long end = nowMs / lengthMs * lengthMs;
        long oldestWhole = (nowMs - KEPT_MS.get(coarse - 1)) / lengthMs * lengthMs + lengthMs;
        try (PreparedStatement sum = connection.prepareStatement(ROLL_UP)) {
            sum.setInt(1, RESOLUTIONS.get(coarse));
            sum.setLong(2, lengthMs);
            sum.setInt(3, RESOLUTIONS.get(coarse - 1));
            sum.setLong(4, Math.max(oldestWhole, lastSummed(connection, coarse)));
            sum.setLong(5, end);
            sum.executeUpdate();
        }
    }

    private static long lastSummed(Connection connection, int coarse) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT coalesce(max(at), 0) FROM telemetry WHERE resolution = ?")) {
            query.setInt(1, RESOLUTIONS.get(coarse));
            try (ResultSet result = query.executeQuery()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    /**
     * Stretches of a time, oldest first.
     *
     * @param engineId of this engine only; null: of all
     * @param beforeMs of those that begin before this the newest
     */
    public List<TelemetryPoint> between(
            @Nullable String engineId, long fromMs, long beforeMs, int resolution, int limit) {
        return database.read(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT " + COLUMNS
                    + " FROM telemetry WHERE resolution = ? AND at >= ? AND at < ?"
                    + (engineId == null ? "" : " AND engine_id = ?") + " ORDER BY at DESC LIMIT ?")) {
                query.setInt(1, resolution);
                query.setLong(2, fromMs);
                query.setLong(3, beforeMs);
                if (engineId != null) {
                    query.setString(4, engineId);
                }
                query.setInt(engineId == null ? 4 : 5, limit);
                List<TelemetryPoint> points = new ArrayList<>();
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        points.add(read(row));
                    }
                }
                Collections.reverse(points);
                return points;
            }
        });
    }

    private static TelemetryPoint read(ResultSet row) throws SQLException {
        return new TelemetryPoint(
                row.getString("engine_id"),
                row.getLong("at"),
                row.getInt("resolution"),
                row.getInt("seconds"),
                nullable(row, "input_lufs"),
                nullable(row, "output_lufs"),
                nullable(row, "input_peak_dbtp"),
                nullable(row, "output_peak_dbtp"),
                nullable(row, "noise_floor_dbfs"),
                nullable(row, "noise_reduction_db"),
                nullable(row, "leveler_gain_db"),
                nullable(row, "limiter_gain_db"),
                nullable(row, "round_trip_p99_us"),
                nullable(row, "round_trip_max_us"),
                row.getLong("blocks"),
                row.getLong("late_blocks"));
    }

    private static @Nullable Double nullable(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }
}
