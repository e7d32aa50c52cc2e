package attune.bench.panel;

import attune.bench.BenchEnvironment;
import attune.bench.BenchException;
import attune.bench.Figure;
import attune.bench.LoopBed;
import attune.bench.LoopBench;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The panel in Debian's Chromium on a real engine's sound: opened again and again, then left on Live. The browser has no
 * graphics card here: it paints with the processor.
 */
public record PanelBench(BenchEnvironment environment) {
    private static final int WIDTH = 1440;
    private static final int HEIGHT = 900;
    private static final int VISITS = 20;
    private static final int WATCHED_SECONDS = 20;
    private static final int PLAY_SECONDS = 600;
    private static final long LIVE_SECONDS = 30;
    private static final String JDK = Integer.toString(Runtime.version().feature());

    /** Opens, watches, prints. */
    public void run(Consumer<Figure> print) throws IOException, BenchException {
        try (LoopBed bed = new LoopBed(environment);
                Chromium chromium = new Chromium(WIDTH, HEIGHT)) {
            bed.play(LoopBench.voice(environment), PLAY_SECONDS, true, "--set", "learn=0");
            bed.awaitServer();
            bed.awaitEngine();
            chromium.beforeEachPage(script());
            chromium.open(bed.panel());
            awaitLive(chromium);
            visits(bed, chromium, print);
            watched(chromium, print);
        }
    }

    private static String script() throws IOException {
        try (InputStream in = PanelBench.class.getResourceAsStream("watch.js")) {
            if (in == null) {
                throw new IOException("watch.js is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static double awaitLive(Chromium chromium) throws BenchException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIVE_SECONDS);
        while (System.nanoTime() < limit) {
            JsonNode liveMs = chromium.value("window.bench?.liveMs ?? null");
            if (liveMs.isNumber()) {
                return liveMs.asDouble();
            }
            sleepMs(20);
        }
        throw new BenchException("Live was not whole within " + LIVE_SECONDS + " s");
    }

    /** With the modules in the cache, as from the second time on. */
    private static void visits(LoopBed bed, Chromium chromium, Consumer<Figure> print) throws BenchException {
        double[] paint = new double[VISITS];
        double[] live = new double[VISITS];
        for (int i = 0; i < VISITS; i++) {
            chromium.open("about:blank");
            chromium.open(bed.address() + "/#live");
            live[i] = awaitLive(chromium);
            paint[i] = chromium.value("performance.getEntriesByName('first-paint')[0].startTime")
                    .asDouble();
        }
        String how = WIDTH + "×" + HEIGHT + ", headless Chromium, opened " + VISITS + " times again, one engine plays";
        middleAndMost("panel.first_paint", paint, how, print);
        middleAndMost(
                "panel.live_whole", live, how + "; until both levels show a figure and every part is there", print);
    }

    private static void middleAndMost(String name, double[] ms, String how, Consumer<Figure> print) {
        Arrays.sort(ms);
        print.accept(Figure.of(name + ".p50_ms", ms[ms.length / 2], "ms", JDK, how));
        print.accept(Figure.of(name + ".max_ms", ms[ms.length - 1], "ms", JDK, how));
    }

    private static void watched(Chromium chromium, Consumer<Figure> print) throws BenchException {
        chromium.value("(async () => { const { cost } = await import('/js/core/loop.js');"
                + " Object.assign(bench, { frames: [], ticks: [], tasks: [], cost, from: { ...cost } });"
                + " cost.maxMs = 0; })()");
        sleepMs(TimeUnit.SECONDS.toMillis(WATCHED_SECONDS));
        JsonNode noted = chromium.value(
                "(({ frames, ticks, tasks, cost, from }) => ({ frames, ticks, tasks,"
                        + " painted: cost.frames - from.frames, paintMs: cost.totalMs - from.totalMs, maxMs: cost.maxMs }))(bench)");
        String how = WATCHED_SECONDS + " s of live meters, " + WIDTH + "×" + HEIGHT + ", headless Chromium";
        double[] latency = numbers(noted.path("frames"));
        if (latency.length == 0) {
            throw new BenchException("no live frame came to the page");
        }
        LoopBench.percentiles(
                "panel.frame_to_screen",
                latency,
                how + ", from the frame's making in the server until it is drawn",
                print);
        double[] ticks = numbers(noted.path("ticks"));
        double seconds = (ticks[ticks.length - 1] - ticks[0]) / 1000;
        print.accept(Figure.of("panel.frames_per_second", (ticks.length - 1) / seconds, "1/s", JDK, how));
        double longest = 0;
        for (int i = 1; i < ticks.length; i++) {
            longest = Math.max(longest, ticks[i] - ticks[i - 1]);
        }
        print.accept(Figure.of("panel.longest_frame_ms", longest, "ms", JDK, how));
        double painted = Math.max(1, noted.path("painted").asDouble());
        print.accept(Figure.of("panel.paint.mean_ms", noted.path("paintMs").asDouble() / painted, "ms", JDK, how));
        print.accept(Figure.of("panel.paint.max_ms", noted.path("maxMs").asDouble(), "ms", JDK, how));
        print.accept(Figure.of(
                "panel.long_tasks", noted.path("tasks").size(), "", JDK, how + "; tasks of the page over 50 ms"));
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).asDouble();
        }
        return numbers;
    }

    private static void sleepMs(long ms) throws BenchException {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
