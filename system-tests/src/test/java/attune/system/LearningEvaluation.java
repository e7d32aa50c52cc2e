package attune.system;

import attune.api.Change;
import attune.api.ChangeKind;
import attune.learn.truth.Bootstrap;
import attune.learn.truth.Degradation;
import attune.learn.truth.EvaluationClip;
import attune.learn.truth.EvaluationCorpus;
import attune.learn.truth.MaterialSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToDoubleFunction;

/** Every clip through the plugin twice at the same time, with learning off and with learning at auto. */
final class LearningEvaluation {
    /** Pairs of streams at the same time: a pair is two engines, a server and an agent; two cores bear one of them. */
    private static final int PAIRS_AT_ONCE = Math.max(1, Runtime.getRuntime().availableProcessors() / 4);

    /**
     * One clip.
     *
     * @param clip without its samples
     * @param off what was played with learning off
     * @param on what was played with learning at auto
     */
    record Row(MaterialSplit split, EvaluationClip clip, ClipStream.Played off, ClipStream.Played on, double seconds) {
        boolean clean() {
            return clip.degradation() == Degradation.CLEAN;
        }

        /** Improvement by learning, in steps. */
        double steps() {
            return on.score().stepsOver(off.score());
        }

        /** How many entries of this kind the timeline holds. */
        long count(ChangeKind kind) {
            return on.changes().stream().filter(change -> change.kind() == kind).count();
        }

        /** What the newest entry of this kind says; empty where there is none. */
        String says(ChangeKind kind) {
            return on.changes().stream()
                    .filter(change -> change.kind() == kind)
                    .map(change -> change.explanation().sentence())
                    .findFirst()
                    .orElse("");
        }
    }

    private final TestBed bed;
    private final Path folder;

    LearningEvaluation(TestBed bed, Path folder) {
        this.bed = bed;
        this.folder = folder;
    }

    /** Plays these clips, some at the same time; rows in the order of the names. */
    List<Row> run(MaterialSplit split, List<String> names) throws Exception {
        List<Callable<Row>> tasks = new ArrayList<>();
        for (String name : names) {
            tasks.add(() -> pair(split, name));
        }
        return all(tasks, PAIRS_AT_ONCE);
    }

    private Row pair(MaterialSplit split, String name) throws Exception {
        long started = System.nanoTime();
        EvaluationClip clip = EvaluationCorpus.make(split, name);
        Path own = Files.createDirectories(folder.resolve(split + "-" + name));
        ClipStream stream = new ClipStream(own, clip);
        try (UserSession session = UserSession.open(bed, own)) {
            List<ClipStream.Played> played =
                    all(List.of(() -> stream.withoutLearning(bed), () -> stream.learning(session)), 2);
            Row row =
                    new Row(split, clip.described(), played.get(0), played.get(1), (System.nanoTime() - started) / 1e9);
            System.out.println(LearningTable.line(row));
            System.out.println("    agent: " + played.get(1).agentStatus());
            for (Change change : row.on().changes()) {
                System.out.printf(
                        "    %s %s %s: %s%n",
                        change.kind(),
                        change.status(),
                        change.strategy(),
                        change.explanation().sentence());
            }
            return row;
        }
    }

    /** Mean of a value over rows with its interval. */
    static Bootstrap interval(List<Row> rows, ToDoubleFunction<Row> value) {
        return Bootstrap.of(
                rows.stream().mapToDouble(value).filter(Double::isFinite).toArray());
    }

    private static <T> List<T> all(List<Callable<T>> tasks, int atOnce) throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(atOnce);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IOException("a stream failed", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
