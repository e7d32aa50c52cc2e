package attune.bench.api;

import attune.bench.BenchEnvironment;
import attune.bench.BenchException;
import attune.bench.Figure;
import attune.bench.LoopBed;
import attune.bench.LoopBench;
import attune.bench.MemoryBench;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The real server beside a full database: every list and every kind of page one after the other over one connection, then
 * twenty engines at once, with nobody, one panel, and a panel for each of them looking.
 *
 * @param rows of the timeline
 */
public record ApiBench(BenchEnvironment environment, int rows) {
    private static final int REQUESTS = 500;
    private static final int WARM_UP = 200;
    private static final int ENGINES = 20;
    private static final int WATCHED_SECONDS = 20;
    private static final int SETTLE_SECONDS = 10;
    private static final int PLAY_SECONDS = 600;
    private static final String JDK = Integer.toString(Runtime.version().feature());
    private static final double TICKS_PER_SECOND = 100;

    private record Ask(String name, String path) {}

    /** Fills, then measures. What was filled stays for the next run. */
    public void run(Consumer<Figure> print) throws IOException, BenchException {
        times(print);
        twenty(print);
    }

    private void times(Consumer<Figure> print) throws IOException, BenchException {
        try (LoopBed bed = new LoopBed(environment, "api-" + rows)) {
            StoredRows.fill(bed.data(), rows);
            takeTheBackupOfTheDayAsMade(bed.data());
            bed.play(LoopBench.voice(environment), PLAY_SECONDS, true, "--set", "learn=0");
            bed.awaitServer();
            String engine = bed.awaitEngine();
            String how = "GET, one connection, " + REQUESTS + " after " + WARM_UP + " of warm-up, beside " + rows
                    + " rows of history, while one engine plays";
            long pid = serverPid(bed);
            double slowest = 0;
            for (Ask ask : asks(engine)) {
                double[] ms = new double[REQUESTS];
                double sum = 0;
                double cpuBefore = 0;
                for (int i = -WARM_UP; i < REQUESTS; i++) {
                    if (i == 0) {
                        cpuBefore = cpuSeconds(pid);
                    }
                    double took = bed.timeMs(ask.path());
                    if (i >= 0) {
                        ms[i] = took;
                        sum += took;
                    }
                }
                print.accept(Figure.of("api." + ask.name() + ".per_second", REQUESTS / sum * 1000, "1/s", JDK, how));
                LoopBench.percentiles("api." + ask.name(), ms, how, print);
                double cpuMs = (cpuSeconds(pid) - cpuBefore) * 1000 / REQUESTS;
                print.accept(Figure.of("api." + ask.name() + ".server_cpu_ms", cpuMs, "ms", JDK, how));
                slowest = Math.max(slowest, ms[(int) Math.ceil(REQUESTS * 0.99) - 1]);
            }
            print.accept(Figure.of("api.slowest.p99_ms", slowest, "ms", JDK, "of all of these"));
            memory(bed, "api.server", how, print);
        }
    }

    /** A day's backup of gigabytes would run beside what is measured. */
    private static void takeTheBackupOfTheDayAsMade(Path data) throws IOException {
        Path folder = Files.createDirectories(data.resolve("backups"));
        String name = DateTimeFormatter.ofPattern("'attune-'yyyyMMdd'T'HHmmssSSS'Z.db.gz'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        Files.createFile(folder.resolve(name));
    }

    private List<Ask> asks(String engine) {
        long middle = rows / 2;
        List<Ask> asks = new ArrayList<>(List.of(
                new Ask("parameters", "/engines/" + engine + "/parameters"),
                new Ask("changes.newest", "/changes?limit=50"),
                new Ask("changes.middle", "/changes?limit=50&before=" + middle),
                new Ask("changes.oldest", "/changes?limit=50&before=60"),
                new Ask("changes.engine", "/changes?limit=50&engineId=4711-7&before=" + middle),
                new Ask("changes.earlier", "/changes?limit=50&earlier=true&engineId=4711-7&before=" + middle),
                new Ask("instances", "/instances"),
                new Ask("changes.learned", "/changes?limit=50&kind=learned"),
                new Ask("changes.seldom", "/changes?limit=50&kind=rollback"),
                new Ask("changes.none", "/changes?limit=50&kind=preset"),
                new Ask("changes.engine_none", "/changes?limit=50&kind=preset&engineId=4711-7"),
                new Ask("changes.one", "/changes/" + middle),
                new Ask("versions.newest", "/versions?limit=50"),
                new Ask("versions.engine", "/versions?limit=50&engineId=4711-7"),
                new Ask("experiences.oldest", "/experiences?limit=50"),
                new Ask("experiences.middle", "/experiences?limit=50&after=" + middle),
                new Ask("experiments.newest", "/experiments?limit=50"),
                new Ask("experiments.won", "/experiments?limit=50&won=true"),
                new Ask("experiments.strategy", "/experiments?limit=50&strategy=tone&before=100000"),
                new Ask("feedback.page", "/feedback?limit=50&after=100"),
                new Ask("taste_answers.page", "/taste/answers?limit=50&after=100"),
                new Ask("audit.newest", "/audit?limit=50"),
                new Ask("audit.middle", "/audit?limit=50&before=" + middle),
                new Ask("telemetry.five_minutes", "/telemetry?engineId=4711-7&seconds=300"),
                new Ask("telemetry.all_engines", "/telemetry?seconds=10")));
        for (String list : List.of(
                "engines",
                "presets",
                "alerts",
                "backups",
                "words",
                "front",
                "taste",
                "taste/questions",
                "heard",
                "targets",
                "bounds",
                "objectives",
                "preferences",
                "insights",
                "learning/learners",
                "health",
                "health/report",
                "privacy",
                "parameters-table",
                "openapi.json")) {
            asks.add(new Ask(list.replaceAll("[/-]", "_").replace(".json", ""), "/" + list));
        }
        return asks;
    }

    private void twenty(Consumer<Figure> print) throws IOException, BenchException {
        try (LoopBed bed = new LoopBed(environment)) {
            bed.play(
                    LoopBench.voice(environment),
                    PLAY_SECONDS,
                    true,
                    "--set",
                    "learn=0",
                    "--instances",
                    Integer.toString(ENGINES),
                    "--parallel");
            bed.awaitServer();
            List<String> engines = new ArrayList<>();
            LoopBed.await(ENGINES + " engines", () -> {
                engines.clear();
                for (JsonNode engine : bed.send("GET", "/engines", null)) {
                    if (engine.path("connected").asBoolean()) {
                        engines.add(engine.path("id").asText());
                    }
                }
                return engines.size() == ENGINES;
            });
            sleep(SETTLE_SECONDS);
            looked(bed, List.of(), "unwatched", "nobody looks", print);
            looked(bed, engines.subList(0, 1), "one_watched", "a panel looks at one", print);
            looked(bed, engines, "all_watched", "a panel looks at each", print);
            memory(bed, "api.engines20", ENGINES + " engines at 48 kHz stereo", print);
        }
    }

    private static void looked(LoopBed bed, List<String> engines, String name, String words, Consumer<Figure> print)
            throws IOException, BenchException {
        AtomicLong frames = new AtomicLong();
        List<WebSocket> sockets = engines.stream()
                .map(engine -> bed.watch(engine, frames::incrementAndGet))
                .toList();
        sleep(2);
        long pid = serverPid(bed);
        long framesBefore = frames.get();
        double before = cpuSeconds(pid);
        long start = System.nanoTime();
        sleep(WATCHED_SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        String how = ENGINES + " engines that tell 20 times a second, " + words + ", " + WATCHED_SECONDS + " s";
        print.accept(Figure.of(
                "api.engines20." + name + ".core_percent", 100 * (cpuSeconds(pid) - before) / seconds, "%", JDK, how));
        if (!engines.isEmpty()) {
            double perSecond = (frames.get() - framesBefore) / seconds / engines.size();
            print.accept(Figure.of("api.engines20." + name + ".frames_per_second", perSecond, "1/s", JDK, how));
        }
        sockets.forEach(WebSocket::abort);
    }

    private static long serverPid(LoopBed bed) throws IOException, BenchException {
        return bed.send("GET", "/health", null).path("pid").asLong();
    }

    private static void memory(LoopBed bed, String name, String how, Consumer<Figure> print)
            throws IOException, BenchException {
        long pid = serverPid(bed);
        print.accept(Figure.of(name + ".rss_mb", MemoryBench.statusMb(pid, "VmRSS"), "MB", JDK, how));
    }

    /** User and system time of a process so far. */
    private static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    private static void sleep(int seconds) throws BenchException {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
