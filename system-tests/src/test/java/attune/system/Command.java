package attune.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs programs to their end, with a limit, and keeps what they said. */
final class Command {
    /** What a program left. */
    record Result(int exitCode, String output, String errors) {
        Result expectSuccess() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + "\n" + output + "\n" + errors);
            }
            return this;
        }
    }

    private Command() {}

    /** Runs to the end; kills and fails after {@code limit}. */
    static Result run(Map<String, String> environment, Duration limit, List<String> command) {
        try {
            Path output = Files.createTempFile("attune-out", ".txt");
            Path errors = Files.createTempFile("attune-err", ".txt");
            try {
                Process process = start(environment, output, errors, command);
                if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    throw new AssertionError(
                            command + " took longer than " + limit + "\n" + read(output) + "\n" + read(errors));
                }
                return new Result(process.exitValue(), read(output), read(errors));
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new AssertionError(command + " can't be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Starts in the background; the caller ends it. */
    static Process start(Map<String, String> environment, Path output, Path errors, List<String> command)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Whether a program of this name is on the path. */
    static boolean exists(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }
}
