package attune.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * From a push's HTTP request to the first changed sample at the plugin's output, with the real engine. The input is a sine
 * whose period is a whole number of samples, so that an unchanged output repeats exactly; each push moves one band of the
 * equaliser. A sample's moment is when its block was due; the beginning of the stream is told by the host's own progress.
 */
record PushBench(BenchEnvironment environment) {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK = 256;
    private static final int PERIOD = 48;
    private static final int PUSHES = 100;
    /** Pushes before those that count: a server is not asked for the first time while somebody waits. */
    private static final int WARM_UP = 25;

    private static final long SPACING_MS = 400;
    /** Of full scale; the sine has 0.1. */
    private static final double CHANGED = 1e-5;

    void run(Consumer<Figure> print) throws IOException, BenchException {
        Path input = environment.work().resolve("sine.wav");
        Path output = environment.work().resolve("pushed.wav");
        float[][] sine = new float[2][RATE_HZ];
        for (int i = 0; i < RATE_HZ; i++) {
            sine[0][i] = sine[1][i] = (float) (0.1 * Math.sin(2 * Math.PI * (i % PERIOD) / PERIOD));
        }
        FloatWav.write(input, RATE_HZ, sine);
        Files.deleteIfExists(output);
        AtomicLong beginNs = new AtomicLong(Long.MAX_VALUE);
        List<Long> pushedNs = new ArrayList<>();
        try (LoopBed bed = new LoopBed(environment)) {
            Process host = bed.play(input, 600, true, "--progress", "--set", "learn=0", "--out", output.toString());
            Thread reader = new Thread(() -> followProgress(host, beginNs), "attune-progress");
            reader.start();
            bed.awaitServer();
            String engine = bed.awaitEngine();
            bed.send("POST", "/engines/" + engine + "/recall", Map.of("preset", "transparent"));
            TimeUnit.SECONDS.sleep(5);
            SplittableRandom random = new SplittableRandom(20261125);
            for (int i = 0; i < WARM_UP + PUSHES; i++) {
                TimeUnit.MILLISECONDS.sleep(SPACING_MS + random.nextInt(50));
                Map<String, Double> values = Map.of("eq4_gain", i % 2 == 0 ? 2.0 : 0.0);
                pushedNs.add(System.nanoTime());
                bed.send("PUT", "/engines/" + engine + "/parameters", Map.of("values", values));
            }
            TimeUnit.SECONDS.sleep(1);
            host.toHandle().destroy();
            host.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
        double[] ms = delays(FloatWav.left(output), beginNs.get(), pushedNs);
        LoopBench.percentiles(
                "push",
                Arrays.copyOfRange(ms, WARM_UP, ms.length),
                PUSHES + " pushes, after " + WARM_UP
                        + " of warm-up, by HTTP to the first changed sample, 256 frames at 48 kHz, the chain's own delay behind"
                        + " the equaliser included",
                print);
    }

    /** Keeps the earliest beginning that a line speaks for: no line comes before its block. */
    private static void followProgress(Process host, AtomicLong beginNs) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = System.nanoTime();
                JsonNode progress = LoopBed.JSON.readTree(line);
                if (progress.has("time_s")) {
                    double blockBegan = progress.path("time_s").asDouble() - (double) BLOCK / RATE_HZ;
                    beginNs.accumulateAndGet(now - (long) (blockBegan * 1e9), Math::min);
                }
            }
        } catch (IOException e) {
            // The host has ended.
            return;
        }
    }

    private static double[] delays(float[] output, long beginNs, List<Long> pushedNs) throws BenchException {
        double[] ms = new double[pushedNs.size()];
        for (int i = 0; i < ms.length; i++) {
            long sinceBegin = pushedNs.get(i) - beginNs;
            int at = (int) Math.max(PERIOD, sinceBegin * RATE_HZ / 1_000_000_000L);
            while (at < output.length && Math.abs(output[at] - output[at - PERIOD]) < CHANGED) {
                at++;
            }
            if (at >= output.length) {
                throw new BenchException("push " + (i + 1) + " changed nothing that could be heard");
            }
            ms[i] = at * 1000.0 / RATE_HZ - sinceBegin / 1e6;
        }
        return ms;
    }
}
