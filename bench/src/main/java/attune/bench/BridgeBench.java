package attune.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Round trip of {@code run()}: the Java engine beside an echo engine in Rust over the same exchange, run after run, so that
 * both see the same machine; one instance and many, live and safe latency, with time to spare and without.
 *
 * <p>{@code call} is what the host's thread sees of one instance, {@code round} of all that it calls one after the other;
 * {@code exchange} is a call less the time between the engine's start and done stamps: what the way there and back costs.
 * {@code alone} is the plugin without any engine: what its own code costs.
 */
record BridgeBench(BenchEnvironment environment, int seconds) {
    private static final int[] BLOCK_FRAMES = {64, 128, 256, 512};
    private static final List<String> PERCENTILES = List.of("p50", "p99", "p99_9", "max");
    /** Runs are that much shorter than {@code --seconds}: there are many of them. */
    private static final int SHARE = 4;

    private static final double SAFE = 2;

    /** @param hogged whether every core has something else to do */
    private record Case(String name, String how, boolean hogged, List<String> options) {
        static Case of(String name, String how, String... options) {
            return new Case(name, how, false, List.of(options));
        }
    }

    void run(Consumer<Figure> print) throws IOException, BenchException {
        HostRun echo = new HostRun(environment, environment.echoRuntime());
        alone(print);
        for (JavaHome java : environment.javas()) {
            HostRun engine = new HostRun(environment, environment.bridgeRuntime(java));
            for (Case one : cases()) {
                compare(java, one, engine, echo, print);
            }
            memory(java, engine, print);
        }
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int frames : BLOCK_FRAMES) {
            String blocks = Integer.toString(frames);
            cases.add(Case.of(blocks, frames + " frames", "--realtime", "--blocks", blocks));
        }
        cases.add(Case.of("free.128", "128 frames as fast as it goes", "--free", "--blocks", "128"));
        cases.add(Case.of(
                "safe.128",
                "128 frames, safe latency",
                "--realtime",
                "--blocks",
                "128",
                "--set",
                "latency_mode=" + SAFE));
        for (int many : new int[] {4, 8, 16, 24}) {
            String instances = Integer.toString(many);
            cases.add(Case.of(
                    "turn" + many + ".128",
                    many + " instances in turn, 128 frames",
                    "--realtime",
                    "--blocks",
                    "128",
                    "--instances",
                    instances));
        }
        cases.add(Case.of(
                "safe.turn8.128",
                "8 instances in turn, 128 frames, safe latency",
                "--realtime",
                "--blocks",
                "128",
                "--instances",
                "8",
                "--set",
                "latency_mode=" + SAFE));
        cases.add(Case.of(
                "parallel24.128",
                "24 instances in parallel, 128 frames",
                "--realtime",
                "--blocks",
                "128",
                "--instances",
                "24",
                "--parallel"));
        cases.add(new Case(
                "hogged.128",
                "128 frames, every core busy with something else",
                true,
                List.of("--realtime", "--blocks", "128")));
        return cases;
    }

    private void compare(JavaHome java, Case one, HostRun engine, HostRun echo, Consumer<Figure> print)
            throws IOException, BenchException {
        JsonNode floor = play(echo, one);
        JsonNode ours = play(engine, one);
        boolean many = ours.has("round_us");
        String how = String.format(
                Locale.ROOT,
                "%s, 48 kHz stereo, %s, %d s",
                one.how(),
                ours.path("real_time_priority").asBoolean() ? "SCHED_FIFO" : "no real-time priority",
                runSeconds());
        for (String measure : many ? List.of("round_us") : List.of("exchange_us", "call_us")) {
            for (String percentile : PERCENTILES) {
                String name = "bridge." + one.name() + "." + measure.replace("_us", "") + "_" + percentile;
                double value = ours.path(measure).path(percentile).asDouble();
                double peer = floor.path(measure).path(percentile).asDouble();
                print.accept(Figure.against(name, value, "µs", "echo in Rust", peer, java.name(), how));
            }
        }
        for (String counter : List.of("late_blocks", "dry_blocks", "blocks")) {
            print.accept(new Figure(
                    "bridge." + one.name() + "." + counter,
                    ours.path(counter).asDouble(),
                    "",
                    "echo in Rust",
                    floor.path(counter).asDouble(),
                    null,
                    java.name(),
                    how));
        }
        String cpu = "bridge." + one.name() + ".cpu_per_call";
        print.accept(Figure.against(cpu, cpuPerCall(ours), "µs", "echo in Rust", cpuPerCall(floor), java.name(), how));
    }

    private static double cpuPerCall(JsonNode report) {
        if (!report.has("instances")) {
            return report.path("cpu_us_per_call").asDouble();
        }
        double sum = 0;
        for (JsonNode instance : report.path("instances")) {
            sum += instance.path("cpu_us_per_call").asDouble();
        }
        return sum / report.path("instances").size();
    }

    /** The plugin where no engine can be started. */
    private void alone(Consumer<Figure> print) throws IOException, BenchException {
        HostRun nobody = new HostRun(environment, environment.work().resolve("no-such-runtime.json"));
        for (int frames : BLOCK_FRAMES) {
            JsonNode report = nobody.play(
                    "--realtime", "--priority", "60", "--blocks", Integer.toString(frames), "--seconds", "2");
            String how = frames + " frames, the plugin without an engine: dry sound, delayed";
            String name = "bridge." + frames + ".alone.";
            print.accept(Figure.of(
                    name + "call_p50", report.path("call_us").path("p50").asDouble(), "µs", null, how));
            print.accept(Figure.of(name + "cpu_per_call", cpuPerCall(report), "µs", null, how));
        }
    }

    private int runSeconds() {
        return Math.max(2, seconds / SHARE);
    }

    private JsonNode play(HostRun host, Case one) throws IOException, BenchException {
        List<Process> hogs = one.hogged() ? startHogs() : List.of();
        try {
            return host.play(options(one.options(), runSeconds()));
        } finally {
            hogs.forEach(Process::destroyForcibly);
        }
    }

    private static String[] options(List<String> own, int seconds) {
        List<String> options = new ArrayList<>(own);
        options.addAll(List.of("--seconds", Integer.toString(seconds), "--priority", "60", "--wait-ready", "20"));
        return options.toArray(String[]::new);
    }

    private static List<Process> startHogs() throws IOException {
        List<Process> hogs = new ArrayList<>();
        for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
            hogs.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
        }
        return hogs;
    }

    /** Of a JVM with eight instances that play, when the warm-up is over. */
    private void memory(JavaHome java, HostRun engine, Consumer<Figure> print) throws IOException, BenchException {
        int seconds = 12;
        List<String> own = List.of("--realtime", "--blocks", "256", "--instances", "8", "--with-parent");
        ProcessBuilder builder = new ProcessBuilder(engine.command(options(own, seconds)))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(engine.variables());
        Process host = builder.start();
        try {
            if (host.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new BenchException("the host with eight instances ended early");
            }
            long bridge = host.descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/java"))
                    .mapToLong(ProcessHandle::pid)
                    .findFirst()
                    .orElseThrow(() -> new BenchException("the host with eight instances has no engine"));
            String how = "one JVM with 8 instances, 48 kHz stereo, after " + seconds + " s";
            print.accept(Figure.of(
                    "bridge.turn8.rss_anon_mb", MemoryBench.statusMb(bridge, "RssAnon"), "MB", java.name(), how));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            host.destroy();
        }
    }
}
