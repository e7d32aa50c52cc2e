package attune.bench;

import attune.jvm.JavaHome;
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
 * {@code alone} is the plugin without any engine: what its own code costs. {@code wake_max} is how much too late the host's
 * thread itself was woken once, at the worst: an outage of the machine, in which nothing else is in time either.
 *
 * @param seconds four times the length of a run
 * @param wanted beginnings of the names of cases to play ({@code alone} and {@code memory} are names too); all where empty
 */
record BridgeBench(BenchEnvironment environment, int seconds, List<String> wanted) {
    private static final int[] BLOCK_FRAMES = {64, 128, 256, 512};
    private static final List<String> PERCENTILES = List.of("p50", "p99", "p99_9", "max");
    /** Runs are that much shorter than {@code --seconds}: there are many of them. */
    private static final int SHARE = 4;

    private static final String LIVE = "latency_mode=1";
    private static final String SAFE = "latency_mode=2";
    /** As the control server starts its agent. */
    private static final String AGENT_NICE = "15";

    /** What else the machine does while a case is played. */
    private enum Beside {
        NOTHING,
        /** Every core computes something else, at normal priority. */
        HOGS,
        /** The agent's work: candidates rendered and judged without a pause, as nice as the agent is. */
        AUDITIONS
    }

    private record Case(String name, String how, Beside beside, List<String> options) {
        /** At real-time pace. */
        static Case paced(String name, String how, String... options) {
            return new Case(name, how, Beside.NOTHING, options(options));
        }

        Case beside(Beside other, String otherName, String words) {
            return new Case(otherName, how + ", " + words, other, options);
        }

        private static List<String> options(String... options) {
            List<String> all = new ArrayList<>(List.of("--realtime"));
            all.addAll(List.of(options));
            return all;
        }
    }

    void run(Consumer<Figure> print) throws IOException, BenchException {
        HostRun echo = new HostRun(environment, environment.echoRuntime());
        if (isWanted("alone")) {
            alone(print);
        }
        for (JavaHome java : environment.javas()) {
            HostRun engine = new HostRun(environment, environment.bridgeRuntime(java));
            for (Case one : cases()) {
                if (isWanted(one.name())) {
                    compare(java, one, engine, echo, print);
                }
            }
            if (isWanted("memory")) {
                memory(java, engine, print);
            }
        }
    }

    private boolean isWanted(String name) {
        return wanted.isEmpty() || wanted.stream().anyMatch(name::startsWith);
    }

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (int frames : BLOCK_FRAMES) {
            cases.add(Case.paced(Integer.toString(frames), frames + " frames", "--blocks", Integer.toString(frames)));
        }
        cases.add(new Case(
                "free.128", "128 frames as fast as it goes", Beside.NOTHING, List.of("--free", "--blocks", "128")));
        Case quality = Case.paced("128", "128 frames", "--blocks", "128");
        cases.add(quality.beside(Beside.HOGS, "hogged.128", "every core busy with something else"));
        cases.add(quality.beside(Beside.AUDITIONS, "auditions.128", "auditions beside it"));
        cases.add(many("turn4.128", 4, "", "--blocks", "128"));
        cases.add(many("turn8.128", 8, "", "--blocks", "128"));
        cases.add(many("turn16.128", 16, "", "--blocks", "128"));
        cases.add(many("parallel24.128", 24, " in parallel", "--blocks", "128", "--parallel"));
        cases.add(Case.paced("live.128", "128 frames, live latency", "--blocks", "128", "--set", LIVE));
        cases.add(many("live.turn4.128", 4, ", live latency", "--blocks", "128", "--set", LIVE));
        cases.add(many("live.turn8.128", 8, ", live latency", "--blocks", "128", "--set", LIVE));
        Case safe = Case.paced("safe.128", "128 frames, safe latency", "--blocks", "128", "--set", SAFE);
        cases.add(safe);
        cases.add(safe.beside(Beside.HOGS, "safe.hogged.128", "every core busy with something else"));
        for (int instances : new int[] {8, 16, 24}) {
            String name = "safe.turn" + instances + ".128";
            cases.add(many(name, instances, ", safe latency", "--blocks", "128", "--set", SAFE));
        }
        return cases;
    }

    private static Case many(String name, int instances, String words, String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--instances", Integer.toString(instances)));
        String how = instances + " instances" + (words.startsWith(" in") ? words : " in turn" + words) + ", 128 frames";
        return Case.paced(name, how, all.toArray(String[]::new));
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
        print.accept(Figure.against(
                "bridge." + one.name() + ".wake_max",
                ours.path("largest_wake_delay_us").asDouble(),
                "µs",
                "echo in Rust",
                floor.path("largest_wake_delay_us").asDouble(),
                java.name(),
                how));
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
        List<Process> others = startOthers(one.beside());
        try {
            return host.play(options(one.options(), runSeconds()));
        } finally {
            others.forEach(Process::destroyForcibly);
        }
    }

    private static String[] options(List<String> own, int seconds) {
        List<String> options = new ArrayList<>(own);
        options.addAll(List.of("--seconds", Integer.toString(seconds), "--priority", "60", "--wait-ready", "20"));
        return options.toArray(String[]::new);
    }

    private List<Process> startOthers(Beside beside) throws IOException {
        List<Process> others = new ArrayList<>();
        if (beside == Beside.HOGS) {
            for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
                others.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
            }
        } else if (beside == Beside.AUDITIONS) {
            List<String> command = new ArrayList<>(List.of("nice", "-n", AGENT_NICE));
            command.addAll(environment.own("audition", "--json"));
            others.add(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        }
        return others;
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
