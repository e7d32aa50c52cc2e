package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live host at real-time pace: jalv under JACK's dummy driver, fed and recorded by ecasound through JACK. */
class JackLiveTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int SECONDS = 8;

    @TempDir
    Path folder;

    private final Deque<Process> started = new ArrayDeque<>();
    private TestBed bed;
    private Map<String, String> environment;

    @BeforeEach
    void startJack() throws IOException {
        for (String program : List.of("jackd", "jalv", "ecasound", "jack_lsp", "ffmpeg")) {
            Assumptions.assumeTrue(Command.exists(program), program + " is not installed");
        }
        bed = TestBed.installed();
        String server = "attune-test-" + ProcessHandle.current().pid();
        environment = bed.environment();
        environment.put("JACK_DEFAULT_SERVER", server);
        environment.put("JACK_NO_AUDIO_RESERVATION", "1");
        start("jackd", "jackd", "--no-realtime", "-n", server, "-d", "dummy", "-r", "48000", "-p", "256");
        Awaitility.await().atMost(LIMIT).until(() -> ports().contains("system:playback_1"));
    }

    @AfterEach
    void stopAll() throws InterruptedException {
        while (!started.isEmpty()) {
            Process process = started.pop();
            process.destroy();
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void jalv_when_playing_live_expect_processed_sound_and_a_full_account() throws Exception {
        Path input = Material.degradedSpeech(folder, 48_000);
        Path raw = folder.resolve("in.raw");
        Path recorded = folder.resolve("out.raw");
        ffmpeg("-i", input.toString(), "-f", "f32le", raw.toString());
        Accounts accounts = new Accounts(bed, "jalv");
        Process jalv = start("jalv", "jalv", TestBed.STEREO_URI);
        Awaitility.await().atMost(LIMIT).until(() -> ports().contains("Attune:out_l"));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> bed.attune(Duration.ofMinutes(1), "status", "--json")
                        .output()
                        .contains("jalv"));

        Process ecasound = start(
                "ecasound",
                "ecasound",
                "-q",
                "-z:nodb",
                "-b:256",
                "-f:f32_le,2,48000",
                "-t:" + SECONDS,
                "-a:play",
                "-i",
                raw.toString(),
                "-o",
                "jack,Attune,play",
                "-a:record",
                "-i",
                "jack,Attune,record",
                "-o",
                recorded.toString());
        assertThat(ecasound.waitFor(60, TimeUnit.SECONDS)).as("ecasound ends").isTrue();
        jalv.destroy(); // SIGTERM, then the end of its commands: jalv shuts the plugin down in order
        jalv.getOutputStream().close();
        assertThat(jalv.waitFor(20, TimeUnit.SECONDS)).as("jalv ends").isTrue();

        Path wav = folder.resolve("out.wav");
        ffmpeg(
                "-f",
                "f32le",
                "-ac",
                "2",
                "-ar",
                "48000",
                "-i",
                recorded.toString(),
                "-c:a",
                "pcm_f32le",
                wav.toString());
        Samples heard = Samples.read(wav, 2);
        assertThat(heard.frames()).isGreaterThan((SECONDS - 2) * 48_000);
        assertThat(heard.largestAmplitude()).as("something is heard").isBetween(0.05, 1.0);
        Accounts.Account account = accounts.last().expectCallsInTime("jalv");
        assertThat(account.blocks()).isGreaterThan(SECONDS * 48_000 / 256);
        assertThat(account.dry()).as("most of it is processed: %s", account).isLessThan(account.blocks() / 2);
    }

    private String ports() {
        return Command.run(environment, LIMIT, List.of("jack_lsp")).output();
    }

    private Process start(String name, String... command) throws IOException {
        Process process = Command.start(
                environment, folder.resolve(name + ".out"), folder.resolve(name + ".err"), List.of(command));
        started.push(process);
        return process;
    }

    private static void ffmpeg(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        Command.run(Map.of(), LIMIT, command).expectSuccess();
    }
}
