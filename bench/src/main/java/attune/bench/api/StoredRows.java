package attune.bench.api;

import attune.api.ChangeKind;
import attune.api.ChangeStatus;
import attune.api.Evidence;
import attune.api.Experience;
import attune.api.Explanation;
import attune.api.Feedback;
import attune.api.Situation;
import attune.api.TasteAnswer;
import attune.api.TelemetryPoint;
import attune.control.guard.ParamSets;
import attune.control.store.AuditStore;
import attune.control.store.ChangeStore;
import attune.control.store.Database;
import attune.control.store.Database.Durability;
import attune.control.store.ExperienceStore;
import attune.control.store.FeedbackStore;
import attune.control.store.InstanceStore;
import attune.control.store.NewChange;
import attune.control.store.Schema;
import attune.control.store.TasteStore;
import attune.control.store.TelemetryStore;
import attune.param.GentlePreset;
import attune.param.ParamTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Databases as they are after years of use, written by the store's own code: complete parameter sets, evidence and
 * observations as long as real ones. The same rows each time.
 */
final class StoredRows {
    private static final String FINISHED = "bench-rows";
    private static final int ENGINES = 20;
    private static final int BATCH = 1000;
    private static final int OBSERVATION = 64;
    /** What a person says by hand: nobody votes a million times. */
    private static final int MOST_BY_HAND = 20_000;

    private static final long STEP_MS = 30_000;
    private static final List<String> MEASURES =
            List.of("noise", "tone", "sibilance", "dynamics", "loudness", "fidelity", "reverb", "hum");

    private final SplittableRandom random = new SplittableRandom(7);
    private final long now = System.currentTimeMillis();
    private final int rows;

    private StoredRows(int rows) {
        this.rows = rows;
    }

    /** Fills both databases in {@code folder}, where an earlier run has not; what an older Attune filled is made new. */
    static void fill(Path folder, int rows) throws IOException {
        if (!Files.exists(folder.resolve(FINISHED))) {
            empty(folder);
        }
        StoredRows stored = new StoredRows(rows);
        try (Database main = Database.open(folder.resolve("attune.db"), Schema.MAIN, Durability.NORMAL, 2000)) {
            if (Files.exists(folder.resolve(FINISHED))) {
                return;
            }
            AuditStore audit = new AuditStore(main, Clock.systemUTC());
            stored.changes(new ChangeStore(main, audit));
            stored.instances(new InstanceStore(main));
            stored.experiences(new ExperienceStore(main));
            stored.votes(new FeedbackStore(main, audit), new TasteStore(main));
        }
        Path telemetry = folder.resolve("telemetry.db");
        try (Database measured = Database.open(telemetry, Schema.TELEMETRY, Durability.NORMAL, 2000)) {
            stored.telemetry(new TelemetryStore(measured));
        }
        Files.createFile(folder.resolve(FINISHED));
    }

    /** What an interrupted run left. */
    private static void empty(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().matches("(attune|telemetry)\\.db.*")) {
                    Files.delete(file);
                }
            }
        }
    }

    private void instances(InstanceStore store) {
        for (int engine = 0; engine < ENGINES; engine++) {
            store.add(new InstanceStore.Instance(engine(engine), "obs", now));
        }
    }

    private static String engine(int row) {
        return "4711-" + row % ENGINES;
    }

    /** Mostly learned and left alone, some by hand, few taken back: those are what a filter has to find. */
    private void changes(ChangeStore store) {
        for (int row = 0; row < rows; row++) {
            ChangeKind kind =
                    row % 500 == 499 ? ChangeKind.rollback : row % 9 == 8 ? ChangeKind.manual : ChangeKind.learned;
            store.commit(
                    new NewChange(
                            engine(row),
                            now - (rows - row) * STEP_MS,
                            kind,
                            ChangeStatus.replaced,
                            kind == ChangeKind.manual ? "you" : "agent",
                            "rules",
                            explanation(),
                            set(),
                            set(),
                            row / ENGINES + 1L,
                            evidence(),
                            situation(),
                            kind == ChangeKind.rollback ? Long.valueOf(row) : null,
                            0,
                            row / ENGINES),
                    row == 0 ? Map.of() : Map.of((long) row, ChangeStatus.replaced));
        }
    }

    private void experiences(ExperienceStore store) {
        int count = Math.min(rows, ExperienceStore.LARGEST_COUNT);
        List<Experience> batch = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            batch.add(new Experience(
                    0,
                    engine(row),
                    now - (count - row) * STEP_MS,
                    situation(),
                    "rules",
                    set(),
                    random.nextDouble(),
                    random.nextDouble(-1, 1),
                    row % 8 == 0,
                    null));
            if (batch.size() == BATCH || row == count - 1) {
                store.add(batch);
                batch.clear();
            }
        }
    }

    private void votes(FeedbackStore votes, TasteStore answers) {
        for (int row = 0; row < Math.min(rows, MOST_BY_HAND); row++) {
            long at = now - (rows - row) * STEP_MS;
            votes.commit(
                    new Feedback(0, "vote-" + row, engine(row), at, "panel", "up", null, set(), set(), situation()));
            answers.add(new TasteAnswer(
                    0,
                    "pair-" + row,
                    engine(row),
                    at,
                    TasteAnswer.Choice.a,
                    TasteAnswer.Degree.clearly,
                    set(),
                    set(),
                    situation(),
                    null));
        }
    }

    /** Seconds of all engines, up to now. */
    private void telemetry(TelemetryStore store) {
        List<TelemetryPoint> batch = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            batch.add(new TelemetryPoint(
                    engine(row),
                    now / 1000 * 1000 - (rows - row) / ENGINES * 1000L,
                    1,
                    1,
                    level(),
                    level(),
                    level(),
                    level(),
                    level(),
                    level(),
                    level(),
                    level(),
                    random.nextDouble(100, 400),
                    random.nextDouble(400, 900),
                    187,
                    0));
            if (batch.size() == BATCH || row == rows - 1) {
                store.add(batch);
                batch.clear();
            }
        }
    }

    private double level() {
        return random.nextDouble(-60, 0);
    }

    private Map<String, Double> set() {
        Map<String, Double> set = ParamSets.toMap(GentlePreset.params());
        set.put(ParamTable.EQ2_GAIN.id(), random.nextDouble(-6, 6));
        set.put(ParamTable.EQ4_GAIN.id(), random.nextDouble(-6, 6));
        return set;
    }

    private Explanation explanation() {
        Explanation.Part part = new Explanation.Part(
                "Equaliser",
                "−3.1 dB",
                "at 6.8 kHz",
                "Sibilance was 5.0 dB over speech like this.",
                random.nextDouble(),
                6800.0,
                -3.1,
                1.4);
        return new Explanation(
                "−3.1 dB at 6.8 kHz. Sibilance was 5.0 dB over speech like this.", List.of(part, part, part));
    }

    private Evidence evidence() {
        Map<String, Double> measures = new LinkedHashMap<>();
        MEASURES.forEach(name -> measures.put(name, random.nextDouble(-1, 1)));
        return new Evidence(
                random.nextDouble(), 0.03, random.nextDouble(), random.nextDouble(), 8, 10, "judge 3", measures);
    }

    private Situation situation() {
        List<Double> observation = new ArrayList<>();
        for (int i = 0; i < OBSERVATION; i++) {
            observation.add(random.nextDouble(-1, 1));
        }
        return new Situation("speech", 1, observation);
    }
}
