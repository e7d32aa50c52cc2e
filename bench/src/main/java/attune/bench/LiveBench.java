package attune.bench;

import attune.jvm.JavaHome;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * jalv under JACK's dummy driver at 48 kHz and 256 frames, fed by ecasound through JACK: late blocks of the Java engine
 * beside the echo engine's, one after the other. The account is the plugin's own, from its log.
 */
record LiveBench(BenchEnvironment environment, int seconds) {
    private static final String SERVER = "attune-bench";
    private static final int RATE_HZ = 48_000;

    void run(Consumer<Figure> print) throws IOException, BenchException {
        Path input = rawInput();
        for (boolean realTime : new boolean[] {true, false}) {
            Account echo = play(environment.echoRuntime(), input, realTime);
            for (JavaHome java : environment.javas()) {
                Account engine = play(environment.bridgeRuntime(java), input, realTime);
                String name = "live.jalv." + (realTime ? "realtime" : "no_realtime");
                String how = "jackd " + (realTime ? "--realtime" : "--no-realtime") + " -d dummy -r 48000 -p 256, "
                        + seconds + " s of voice, " + engine.blocks() + " blocks";
                print.accept(new Figure(
                        name + ".late_blocks",
                        engine.late(),
                        "",
                        "echo in Rust",
                        (double) echo.late(),
                        null,
                        java.name(),
                        how));
                print.accept(new Figure(
                        name + ".dry_blocks",
                        engine.dry(),
                        "",
                        "echo in Rust",
                        (double) echo.dry(),
                        null,
                        java.name(),
                        how + "; the start until READY is dry"));
            }
        }
    }

    private record Account(long blocks, long late, long dry) {
        static Account parse(String line) throws BenchException {
            java.util.regex.Matcher numbers = java.util.regex.Pattern.compile("(\\d+) blocks, (\\d+) late, (\\d+) dry")
                    .matcher(line);
            if (!numbers.find()) {
                throw new BenchException("the plugin left no account in its log");
            }
            return new Account(
                    Long.parseLong(numbers.group(1)),
                    Long.parseLong(numbers.group(2)),
                    Long.parseLong(numbers.group(3)));
        }
    }

    private Account play(Path runtime, Path input, boolean realTime) throws IOException, BenchException {
        Map<String, String> variables = new HashMap<>(new HostRun(environment, runtime).variables());
        variables.put("LV2_PATH", new OfflineBench(environment).bundle() + ":/usr/lib/lv2");
        variables.put("JACK_DEFAULT_SERVER", SERVER);
        variables.put("JACK_NO_AUDIO_RESERVATION", "1");
        Path log = environment.work().resolve("attune/bridge.log");
        Files.deleteIfExists(log);
        Deque<Process> started = new ArrayDeque<>();
        try {
            started.push(start(
                    variables,
                    "jackd",
                    realTime ? "--realtime" : "--no-realtime",
                    "-n",
                    SERVER,
                    "-d",
                    "dummy",
                    "-r",
                    Integer.toString(RATE_HZ),
                    "-p",
                    "256"));
            awaitPort(variables, "system:playback_1");
            Process jalv = start(variables, "jalv", "urn:attune:stereo");
            started.push(jalv);
            awaitPort(variables, "Attune:out_l");
            Process feed = start(
                    variables,
                    "ecasound",
                    "-q",
                    "-z:nodb",
                    "-b:256",
                    "-f:f32_le,2,48000",
                    "-t:" + seconds,
                    "-i",
                    input.toString(),
                    "-o",
                    "jack,Attune,play");
            started.push(feed);
            feed.waitFor(seconds + 30L, TimeUnit.SECONDS);
            jalv.destroy();
            jalv.getOutputStream().close();
            jalv.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            while (!started.isEmpty()) {
                end(started.pop());
            }
        }
        return Account.parse(Files.exists(log) ? Files.readString(log) : "");
    }

    /** Waits for it: two JACK servers of one name at a time are refused. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitPort(Map<String, String> variables, String port)
            throws IOException, BenchException, InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadlineNs) {
            ProcessBuilder builder = new ProcessBuilder("jack_lsp").redirectErrorStream(true);
            builder.environment().putAll(variables);
            Process lister = builder.start();
            if (new String(lister.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
                    .contains(port)) {
                return;
            }
            lister.waitFor();
            TimeUnit.MILLISECONDS.sleep(100);
        }
        throw new BenchException("JACK has no port " + port + " after 20 s");
    }

    private static Process start(Map<String, String> variables, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .redirectOutput(new File("/dev/null"))
                .redirectError(new File("/dev/null"));
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** As long as the run, 32-bit float little endian, interleaved. */
    private Path rawInput() throws IOException {
        Path file = environment.work().resolve("voice.raw");
        float[][] voice = TestSignal.voiceOverNoise(RATE_HZ, RATE_HZ * (seconds + 2));
        try (OutputStream stream = Files.newOutputStream(file);
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(stream, 1 << 16))) {
            for (int i = 0; i < voice[0].length; i++) {
                out.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(voice[0][i])));
                out.writeInt(Integer.reverseBytes(Float.floatToRawIntBits(voice[1][i])));
            }
        }
        return file;
    }
}
