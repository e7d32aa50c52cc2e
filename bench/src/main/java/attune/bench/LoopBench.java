package attune.bench;

import attune.learn.analysis.InputAnalysis;
import attune.learn.audio.CapturedClip;
import attune.learn.env.Audition;
import attune.learn.env.AuditionResult;
import attune.learn.env.Candidate;
import attune.learn.env.RenderBudget;
import attune.learn.judge.LinearJudge;
import attune.param.GentlePreset;
import attune.param.MacroSnapshot;
import attune.param.ParamSnapshot;
import attune.param.ParamTable;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The learning loop with its real processes: how soon a vote is seen, what the server answers, what all of it costs. */
public record LoopBench(BenchEnvironment environment, int seconds) {
    private static final int RATE_HZ = 48_000;
    private static final int VOTES = 100;
    private static final int AUDITIONS = 5;
    private static final int CANDIDATES = 8;
    private static final int TURNS = 2;
    private static final String CALL_P99 = "call_p99";
    private static final String JDK = Integer.toString(Runtime.version().feature());

    /** HTTP receipt of a vote until the agent reports that its decisions take it into account. */
    void feedback(Consumer<Figure> print) throws IOException, BenchException {
        try (LoopBed bed = new LoopBed(environment)) {
            bed.play(voice(), 600, true, "--set", "learn=1");
            bed.awaitServer();
            String engine = bed.awaitEngine();
            bed.awaitAgent();
            BlockingQueue<long[]> seen = new LinkedBlockingQueue<>();
            WebSocket socket = bed.events(event -> {
                if (event.path("type").asText().equals("agent")) {
                    seen.add(new long[] {event.path("data").path("feedbackSeen").asLong(), System.nanoTime()});
                }
            });
            double[] ms = new double[VOTES];
            for (int i = -VOTES / 4; i < VOTES; i++) {
                long sent = System.nanoTime();
                JsonNode vote = bed.send(
                        "POST",
                        "/engines/" + engine + "/feedback",
                        Map.of("id", UUID.randomUUID().toString(), "vote", "up"));
                double took = (awaitSeen(seen, vote.path("number").asLong()) - sent) / 1e6;
                if (i >= 0) {
                    ms[i] = took;
                }
            }
            socket.abort();
            String how = VOTES + " votes, after " + VOTES / 4
                    + " of warm-up, by HTTP until the agent's report names them, attune-host at real-time pace";
            percentiles("feedback", ms, how, print);
        }
    }

    private static long awaitSeen(BlockingQueue<long[]> seen, long number) throws BenchException {
        try {
            for (long[] report = seen.poll(10, TimeUnit.SECONDS);
                    report != null;
                    report = seen.poll(10, TimeUnit.SECONDS)) {
                if (report[0] >= number) {
                    return report[1];
                }
            }
            throw new BenchException("vote " + number + " was not seen within 10 s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Memory that server and agent add, after a while of learning. */
    void memory(Consumer<Figure> print) throws IOException, BenchException {
        try (LoopBed bed = new LoopBed(environment)) {
            bed.play(voice(), 600, true, "--set", "learn=3");
            bed.awaitServer();
            bed.awaitEngine();
            bed.awaitAgent();
            sleep(Math.max(seconds, 30));
            JsonNode health = bed.send("GET", "/health", null);
            String how = "after " + Math.max(seconds, 30) + " s of learning at auto, one instance, 48 kHz stereo";
            for (String name : List.of("server", "agent")) {
                long pid = (name.equals("server") ? health : health.path("agent"))
                        .path("pid")
                        .asLong();
                print.accept(
                        Figure.of("memory." + name + ".rss_mb", MemoryBench.statusMb(pid, "VmRSS"), "MB", JDK, how));
                print.accept(Figure.of(
                        "memory." + name + ".rss_anon_mb", MemoryBench.statusMb(pid, "RssAnon"), "MB", JDK, how));
            }
        }
    }

    /** Late blocks with the whole loop at work beside those without server and agent, in turns, as hosts play: SCHED_FIFO. */
    void live(Consumer<Figure> print) throws IOException, BenchException {
        int length = Math.max(seconds, 60);
        Map<String, Double> without = new LinkedHashMap<>();
        Map<String, Double> with = new LinkedHashMap<>();
        for (int turn = 0; turn < TURNS; turn++) {
            add(played(length, false), without);
            add(played(length, true), with);
        }
        String how = "attune-host, 256 frames at 48 kHz, SCHED_FIFO where allowed, " + TURNS + " turns of " + length
                + " s of voice each, learning at auto";
        with.forEach((name, value) -> print.accept(new Figure(
                "live.loop." + name,
                value,
                name.equals(CALL_P99) ? "µs" : "",
                "without server and agent",
                without.get(name),
                null,
                JDK,
                how)));
    }

    /** In a bed of its own: the server of the turn before has ended with its. */
    private JsonNode played(int length, boolean server) throws IOException, BenchException {
        try (LoopBed bed = new LoopBed(environment)) {
            return report(bed.play(voice(), length, server, "--priority", "60", "--set", "learn=" + (server ? 3 : 0)));
        }
    }

    /** Counts add up, the slowest turn's 99th percentile stays. */
    private static void add(JsonNode report, Map<String, Double> to) {
        for (String count : List.of("late_blocks", "dry_blocks")) {
            to.merge(count, report.path(count).asDouble(), Double::sum);
        }
        to.merge(CALL_P99, report.path("call_us").path("p99").asDouble(), Math::max);
    }

    private static JsonNode report(Process host) throws IOException, BenchException {
        host.getOutputStream().close();
        String text = new String(host.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (host.waitFor() != 0) {
                throw new BenchException("the host ended with status " + host.exitValue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        return LoopBed.JSON.readTree(text);
    }

    /** Speed of an audition as the agent makes it, by the CPU time of its one thread. */
    void audition(Consumer<Figure> print) throws BenchException {
        CapturedClip clip = new CapturedClip(RATE_HZ, TestSignal.voiceOverNoise(RATE_HZ, 30 * RATE_HZ), 0);
        InputAnalysis analysis = InputAnalysis.of(clip);
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < CANDIDATES; i++) {
            ParamSnapshot params = TestSignal.everyStageOn();
            params.set(ParamTable.EQ4_GAIN, i - CANDIDATES / 2.0);
            candidates.add(new Candidate("bench", params));
        }
        Audition audition = new Audition(new LinearJudge());
        double[] times = new double[AUDITIONS];
        try {
            for (int i = -2; i < AUDITIONS; i++) {
                long before = cpuNs();
                AuditionResult result = audition.run(
                        clip,
                        analysis,
                        new MacroSnapshot(),
                        0,
                        GentlePreset.params(),
                        candidates,
                        RenderBudget.UNLIMITED);
                double rendered = (candidates.size() + 2) * result.secondsJudged();
                if (i >= 0) {
                    times[i] = rendered / ((cpuNs() - before) / 1e9);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        Arrays.sort(times);
        print.accept(Figure.of(
                "audition.x_realtime",
                times[AUDITIONS / 2],
                "×",
                JDK,
                "judged seconds of " + CANDIDATES
                        + " candidates, incumbent and dry over thread CPU time with warm-up and"
                        + " judging, every stage on, 48 kHz stereo, median of " + AUDITIONS));
    }

    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Prints {@code NAME.p50_ms} and {@code NAME.p99_ms}; sorts {@code ms}. */
    public static void percentiles(String name, double[] ms, String how, Consumer<Figure> print) {
        Arrays.sort(ms);
        print.accept(Figure.of(name + ".p50_ms", ms[ms.length / 2], "ms", JDK, how));
        print.accept(Figure.of(name + ".p99_ms", ms[(int) Math.ceil(ms.length * 0.99) - 1], "ms", JDK, how));
    }

    private static void sleep(int seconds) throws BenchException {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Voice over noise as the host reads it. */
    private Path voice() throws IOException {
        return voice(environment);
    }

    /** The same for others. */
    public static Path voice(BenchEnvironment environment) throws IOException {
        Path file = environment.work().resolve("voice.wav");
        if (!Files.exists(file)) {
            FloatWav.write(file, RATE_HZ, TestSignal.voiceOverNoise(RATE_HZ, 40 * RATE_HZ));
        }
        return file;
    }
}
