package attune.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Runs a program to its end. */
public final class Program {
    private Program() {}

    /**
     * What it prints on its standard output; its error output goes to ours.
     *
     * @throws BenchException when it fails
     */
    public static String output(Map<String, String> environment, List<String> command)
            throws IOException, BenchException {
        return new String(bytes(environment, command), StandardCharsets.UTF_8);
    }

    /** As {@link #output}, of a program that writes no text. */
    public static byte[] bytes(Map<String, String> environment, List<String> command)
            throws IOException, BenchException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        return run(builder);
    }

    /**
     * What it prints, error output included.
     *
     * @throws BenchException when it fails
     */
    public static String allOutput(List<String> command) throws IOException, BenchException {
        return new String(run(new ProcessBuilder(command).redirectErrorStream(true)), StandardCharsets.UTF_8);
    }

    private static byte[] run(ProcessBuilder builder) throws IOException, BenchException {
        List<String> command = builder.command();
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            byte[] output = process.getInputStream().readAllBytes();
            int exitCode = process.waitFor();
            if (exitCode != 0) {
                throw new BenchException(command.get(0) + " ended with code " + exitCode + ": " + command);
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
