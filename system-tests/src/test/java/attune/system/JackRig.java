package attune.system;

import attune.learn.truth.EvaluationClip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;

/**
 * The plugin in jalv under JACK's dummy driver, at real-time pace, in a session of its own; ecasound feeds it through JACK
 * and records it.
 */
final class JackRig implements AutoCloseable {
    static final int RATE_HZ = 48_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final UserSession session;
    private final Path folder;
    private final Deque<Process> started = new ArrayDeque<>();
    private final String jackServer;

    /** Starts JACK and jalv; ready when the plugin's ports are there. */
    JackRig(TestBed bed, Path folder) throws IOException {
        for (String program : List.of("jackd", "jalv", "ecasound", "jack_lsp", "ffmpeg")) {
            Assumptions.assumeTrue(Command.exists(program), program + " is not installed");
        }
        this.folder = folder;
        this.session = UserSession.open(bed, folder.resolve("session"));
        this.jackServer = "attune-loop-" + ProcessHandle.current().pid();
        start("jackd", "jackd", "--no-realtime", "-n", jackServer, "-d", "dummy", "-r", "48000", "-p", "1024");
        Awaitility.await("JACK").atMost(LIMIT).until(() -> ports().contains("system:playback_1"));
        start("jalv", "jalv", TestBed.STEREO_URI);
        Awaitility.await("jalv").atMost(LIMIT).until(() -> ports().contains("Attune:out_l"));
    }

    UserSession session() {
        return session;
    }

    /**
     * Starts to play clips one behind the other, and to record what comes out.
     *
     * @param recording raw stereo floats
     */
    Process play(Path recording, EvaluationClip... clips) throws IOException {
        Path raw = folder.resolve("input.raw");
        int seconds = 0;
        Files.deleteIfExists(raw);
        for (EvaluationClip clip : clips) {
            append(raw, clip);
            seconds += (int) clip.seconds();
        }
        return start(
                "ecasound",
                "ecasound",
                "-q",
                "-z:nodb",
                "-b:1024",
                "-f:f32_le,2,48000",
                "-t:" + seconds,
                "-a:play",
                "-i",
                raw.toString(),
                "-o",
                "jack,Attune,play",
                "-a:record",
                "-i",
                "jack,Attune,record",
                "-o",
                recording.toString());
    }

    private static void append(Path raw, EvaluationClip clip) throws IOException {
        if (clip.rateHz() != RATE_HZ) {
            throw new IllegalArgumentException(clip.name() + " has " + clip.rateHz() + " Hz, allowed is " + RATE_HZ);
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(2 * Float.BYTES * clip.input().length).order(ByteOrder.LITTLE_ENDIAN);
        for (double sample : clip.input()) {
            bytes.putFloat((float) sample).putFloat((float) sample);
        }
        Files.write(
                raw, bytes.array(), java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
    }

    private String ports() {
        return Command.run(jackEnvironment(), LIMIT, List.of("jack_lsp")).output();
    }

    private java.util.Map<String, String> jackEnvironment() {
        java.util.Map<String, String> environment = session.environment();
        environment.put("JACK_DEFAULT_SERVER", jackServer);
        environment.put("JACK_NO_AUDIO_RESERVATION", "1");
        return environment;
    }

    private Process start(String name, String... command) throws IOException {
        Process process = Command.start(
                jackEnvironment(),
                folder.resolve(name + ".out"),
                folder.resolve(name + ".err"),
                new ArrayList<>(List.of(command)));
        started.push(process);
        return process;
    }

    /** Ends the host as a person would, then JACK, then server and agent. */
    @Override
    public void close() throws IOException {
        while (!started.isEmpty()) {
            Process process = started.pop();
            process.destroy();
            process.getOutputStream().close(); // jalv reads its commands to their end
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                process.destroyForcibly();
            }
        }
        session.close();
    }
}
