package attune.bench.peer;

import attune.bench.BenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A chain of ffmpeg's filters: user CPU time of the program less that of the same with {@code anull}. */
final class FfmpegFilter implements Contestant {
    private static final Pattern CPU_SECONDS = Pattern.compile("bench: utime=([0-9.]+)s");

    private final String filters;
    private final Path signal;
    private final long frames;

    /**
     * @param filters as {@code -af} takes them
     * @param signal interleaved stereo floats
     * @param frames in {@code signal}
     */
    FfmpegFilter(String filters, Path signal, long frames) {
        this.filters = filters;
        this.signal = signal;
        this.frames = frames;
    }

    @Override
    public String name() {
        return "ffmpeg " + filters.replaceAll("[=,|].*", "") + (filters.contains(",") ? " …" : "");
    }

    @Override
    public double differenceDb() {
        return Double.NaN;
    }

    @Override
    public double round() throws IOException, BenchException {
        return Math.max(0, cpuSeconds(filters) - cpuSeconds("anull")) * 1e9 / frames;
    }

    private double cpuSeconds(String chain) throws IOException, BenchException {
        List<String> command = List.of(
                "ffmpeg",
                "-hide_banner",
                "-nostats",
                "-nostdin",
                "-benchmark",
                "-filter_threads",
                "1",
                "-f",
                "f32le",
                "-ar",
                "" + PeerSignal.RATE_HZ,
                "-ac",
                "2",
                "-i",
                signal.toString(),
                "-af",
                chain,
                "-c:a",
                "pcm_f32le",
                "-f",
                "null",
                "-");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = CPU_SECONDS.matcher(output);
            if (process.waitFor() != 0 || !matcher.find()) {
                throw new BenchException(
                        "ffmpeg failed at -af " + chain + ": " + output.lines().reduce("", (last, line) -> line));
            }
            return Double.parseDouble(matcher.group(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {}
}
