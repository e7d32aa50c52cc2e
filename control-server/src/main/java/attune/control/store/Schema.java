package attune.control.store;

import java.util.List;

/** Tables of both databases; a script is never changed once it was released, only followed by another. */
public final class Schema {
    private static final String TOTALS = """
            CREATE TABLE totals (
                name TEXT PRIMARY KEY,
                count INTEGER NOT NULL,
                bytes INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
            """;

    /** {@code attune.db}: what a person would miss. */
    public static final List<String> MAIN = List.of(
            """
            CREATE TABLE changes (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                engine_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                kind TEXT NOT NULL,
                status TEXT NOT NULL,
                who TEXT NOT NULL,
                strategy TEXT NOT NULL,
                explanation TEXT NOT NULL,
                before TEXT NOT NULL,
                after TEXT NOT NULL,
                generation INTEGER NOT NULL,
                evidence TEXT,
                measured REAL,
                verdict TEXT,
                situation TEXT,
                parent INTEGER,
                slot INTEGER NOT NULL,
                base_generation INTEGER NOT NULL,
                replaced_by INTEGER
            ) STRICT;
            CREATE INDEX changes_by_engine ON changes (engine_id, id);
            CREATE INDEX changes_by_status ON changes (engine_id, status);
            CREATE TABLE feedback (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                engine_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                source TEXT NOT NULL,
                vote TEXT NOT NULL,
                change_id INTEGER,
                before TEXT,
                after TEXT NOT NULL,
                situation TEXT
            ) STRICT;
            CREATE TABLE experiences (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                engine_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                situation TEXT NOT NULL,
                strategy TEXT NOT NULL,
                params TEXT NOT NULL,
                score REAL NOT NULL,
                over_incumbent REAL NOT NULL,
                chosen INTEGER NOT NULL,
                measured REAL
            ) STRICT;
            CREATE TABLE preferences (
                name TEXT PRIMARY KEY,
                value TEXT NOT NULL
            ) STRICT;
            CREATE TABLE bounds (
                param TEXT PRIMARY KEY,
                bound TEXT NOT NULL
            ) STRICT;
            """,
            """
            CREATE TABLE taste_answers (
                number INTEGER PRIMARY KEY AUTOINCREMENT,
                id TEXT NOT NULL UNIQUE,
                engine_id TEXT NOT NULL,
                at INTEGER NOT NULL,
                choice TEXT NOT NULL,
                degree TEXT,
                first TEXT NOT NULL,
                second TEXT NOT NULL,
                situation TEXT NOT NULL,
                repeats TEXT
            ) STRICT;
            """,
            """
            CREATE TABLE audit (
                number INTEGER PRIMARY KEY,
                at INTEGER NOT NULL,
                event TEXT NOT NULL,
                who TEXT NOT NULL,
                engine_id TEXT,
                detail TEXT NOT NULL,
                previous TEXT NOT NULL,
                hash TEXT NOT NULL
            ) STRICT;
            CREATE TABLE audit_head (
                number INTEGER NOT NULL,
                hash TEXT NOT NULL
            ) STRICT;
            INSERT INTO audit_head VALUES (0, '0000000000000000000000000000000000000000000000000000000000000000');
            CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
                BEGIN SELECT raise(ABORT, 'the audit log is never changed'); END;
            CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
                BEGIN SELECT raise(ABORT, 'the audit log is never shortened'); END;
            """,
            """
            CREATE INDEX changes_by_kind ON changes (kind, id);
            CREATE INDEX changes_by_engine_and_kind ON changes (engine_id, kind, id);
            CREATE INDEX changes_by_generation ON changes (engine_id, generation);
            CREATE INDEX changes_by_parent ON changes (parent) WHERE parent IS NOT NULL;
            CREATE INDEX changes_by_replacement ON changes (replaced_by) WHERE replaced_by IS NOT NULL;
            """,
            TOTALS
                    + Totals.of(
                            "changes",
                            "id",
                            "engine_id",
                            "at",
                            "kind",
                            "status",
                            "who",
                            "strategy",
                            "explanation",
                            "before",
                            "after",
                            "generation",
                            "evidence",
                            "measured",
                            "verdict",
                            "situation",
                            "parent",
                            "slot",
                            "base_generation",
                            "replaced_by")
                    + Totals.of(
                            "feedback",
                            "number",
                            "id",
                            "engine_id",
                            "at",
                            "source",
                            "vote",
                            "change_id",
                            "before",
                            "after",
                            "situation")
                    + Totals.of(
                            "experiences",
                            "number",
                            "engine_id",
                            "at",
                            "situation",
                            "strategy",
                            "params",
                            "score",
                            "over_incumbent",
                            "chosen",
                            "measured")
                    + Totals.of(
                            "taste_answers",
                            "number",
                            "id",
                            "engine_id",
                            "at",
                            "choice",
                            "degree",
                            "first",
                            "second",
                            "situation",
                            "repeats")
                    + Totals.of("audit", "number", "at", "event", "who", "engine_id", "detail", "previous", "hash"),
            """
            CREATE INDEX experiences_by_strategy ON experiences (strategy, number);
            CREATE INDEX experiences_won ON experiences (number) WHERE chosen = 1;
            """,
            """
            CREATE TABLE instances (
                engine_id TEXT NOT NULL UNIQUE,
                host TEXT NOT NULL,
                place TEXT NOT NULL,
                at INTEGER NOT NULL
            ) STRICT;
            CREATE INDEX instances_by_place ON instances (place);
            """);

    /** {@code telemetry.db}: what would be nice to have. */
    public static final List<String> TELEMETRY = List.of(
            """
            CREATE TABLE telemetry (
                engine_id TEXT NOT NULL,
                resolution INTEGER NOT NULL,
                at INTEGER NOT NULL,
                seconds INTEGER NOT NULL,
                input_lufs REAL,
                output_lufs REAL,
                input_peak_dbtp REAL,
                output_peak_dbtp REAL,
                noise_floor_dbfs REAL,
                noise_reduction_db REAL,
                leveler_gain_db REAL,
                limiter_gain_db REAL,
                round_trip_p99_us REAL,
                round_trip_max_us REAL,
                blocks INTEGER NOT NULL,
                late_blocks INTEGER NOT NULL,
                PRIMARY KEY (engine_id, resolution, at)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX telemetry_by_age ON telemetry (resolution, at);
            """,
            TOTALS
                    + Totals.of(
                            "telemetry",
                            "engine_id",
                            "resolution",
                            "at",
                            "seconds",
                            "input_lufs",
                            "output_lufs",
                            "input_peak_dbtp",
                            "output_peak_dbtp",
                            "noise_floor_dbfs",
                            "noise_reduction_db",
                            "leveler_gain_db",
                            "limiter_gain_db",
                            "round_trip_p99_us",
                            "round_trip_max_us",
                            "blocks",
                            "late_blocks"));

    private Schema() {}
}
