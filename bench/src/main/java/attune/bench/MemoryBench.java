package attune.bench;

import attune.jvm.JavaHome;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Memory of the engine's JVM with one instance that plays, after ten seconds: what no other process shares. */
public record MemoryBench(BenchEnvironment environment) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double AFTER_SECONDS = 10;

    void run(Consumer<Figure> print) throws IOException, BenchException {
        for (JavaHome java : environment.javas()) {
            HostRun host = new HostRun(environment, environment.bridgeRuntime(java));
            ProcessBuilder builder = new ProcessBuilder(
                            host.command("--realtime", "--blocks", "256", "--seconds", "14", "--progress"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(host.variables());
            Process process = builder.start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                long pid = pidAfterTenSeconds(lines);
                String how = "one instance, 48 kHz stereo, after " + AFTER_SECONDS + " s of sound";
                print.accept(Figure.of("memory.bridge.rss_anon_mb", statusMb(pid, "RssAnon"), "MB", java.name(), how));
                print.accept(Figure.of("memory.bridge.rss_mb", statusMb(pid, "VmRSS"), "MB", java.name(), how));
            } finally {
                process.destroy();
            }
        }
    }

    private static long pidAfterTenSeconds(BufferedReader lines) throws IOException, BenchException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode progress = JSON.readTree(line);
            if (progress.path("time_s").asDouble() >= AFTER_SECONDS
                    && progress.path("bridge_pid").asLong() > 0) {
                return progress.path("bridge_pid").asLong();
            }
        }
        throw new BenchException("the engine did not play for " + AFTER_SECONDS + " s");
    }

    /** A figure of {@code /proc/PID/status} in MB. */
    public static double statusMb(long pid, String field) throws IOException, BenchException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new BenchException("/proc/" + pid + "/status has no " + field));
    }
}
