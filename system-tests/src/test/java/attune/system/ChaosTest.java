package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.system.ChaosScript.Deed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A host plays while everything behind it is killed, stopped, resumed and starved. Beside it a host with an echo engine, which
 * nobody touches, shows what this machine does to callbacks by itself.
 */
class ChaosTest {
    private static final int RATE_HZ = 48_000;
    private static final int BLOCK_FRAMES = 256;
    private static final double BLOCK_US = BLOCK_FRAMES * 1e6 / RATE_HZ;
    private static final double SCHEDULING_NOISE_US = 1_000;
    private static final int LONGEST_SECONDS = 1_800;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestBed bed;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
    }

    @Test
    void sound_when_everything_behind_it_fails_in_turn_expect_no_callback_held_up_and_no_click() throws Exception {
        play(20261126, 12, false);
    }

    @Test
    @EnabledIfSystemProperty(named = "attune.long", matches = "true")
    void sound_when_everything_fails_two_hundred_times_expect_no_callback_held_up_and_no_click() throws Exception {
        play(6, 200, true);
    }

    private void play(long seed, int deeds, boolean strict) throws Exception {
        try (UserSession session = UserSession.open(bed, folder.resolve("session"))) {
            Host tried = new Host(session, "tried", session.environment());
            Host echo = new Host(session, "echo", echoEnvironment(session));
            ChaosScript script = new ChaosScript(session, seed);
            try {
                tried.awaitWet();
                echo.awaitWet();
                session.process(UserSession.AGENT_CLASS);
                script.run(deeds);
                session.process(UserSession.SERVER_CLASS);
                session.process(UserSession.AGENT_CLASS);
                tried.awaitCalm(script.bridgeEnds());
            } finally {
                tried.stop();
                echo.stop();
            }
            System.out.printf(
                    "%d deeds: %s%n",
                    script.deeds().size(),
                    script.deeds().stream().map(deed -> deed.kind().name()).toList());
            System.out.printf("tried %s%necho  %s%n", tried.summary(), echo.summary());
            expectCallbacksInTime(tried.summary(), echo.summary(), strict);
            expectNoClick(tried);
            expectExplained(tried, echo.summary(), script);
        }
    }

    /** The same host and plugin, its engine the echo. */
    private Map<String, String> echoEnvironment(UserSession session) throws IOException {
        Path runtime = folder.resolve("echo.json");
        String text = new ObjectMapper()
                .writeValueAsString(
                        Map.of("version", 1, "java", bed.attuneEcho().toString(), "arguments", List.of()));
        Files.writeString(runtime, text);
        Map<String, String> environment = session.environment();
        environment.put("ATTUNE_RUNTIME", runtime.toString());
        environment.put("ATTUNE_NO_SERVER", "1");
        return environment;
    }

    /** No call takes longer than its block, but for what the machine does to the echo's calls as well. */
    private static void expectCallbacksInTime(JsonNode tried, JsonNode echo, boolean strict) {
        double noiseUs = Math.max(0, echo.path("call_us").path("max").asDouble() - BLOCK_US) + SCHEDULING_NOISE_US;
        if (strict) {
            assertThat(tried.path("call_us").path("max").asDouble())
                    .as("longest call, µs; the echo's beside it exceeded its block by %.0f µs", noiseUs)
                    .isLessThan(BLOCK_US + noiseUs);
        }
        assertThat(tried.path("over_deadline").asInt())
                .as(
                        "calls longer than their block, of %d; the echo's: %d",
                        tried.path("calls").asInt(), echo.path("over_deadline").asInt())
                .isLessThanOrEqualTo(
                        echo.path("over_deadline").asInt() + tried.path("calls").asInt() / 100);
    }

    private static void expectNoClick(Host host) throws IOException {
        Samples played = Samples.read(host.output, 2);
        double sineStep = Samples.read(host.input, 2).largestStep();
        double gain = played.largestAmplitude() / Samples.read(host.input, 2).largestAmplitude();
        assertThat(played.largestStep())
                .as("largest step, the sine's own is %.4f", sineStep * gain)
                .isLessThan(2 * sineStep * gain);
    }

    /** Restarts are those that the script forced, and blocks are dry only around its deeds. */
    private static void expectExplained(Host host, JsonNode echo, ChaosScript script) throws IOException {
        JsonNode summary = host.summary();
        assertThat(summary.path("restarts").asLong()).as("engines replaced").isEqualTo(script.bridgeEnds());
        assertThat(summary.path("epoch").asLong()).as("incarnation").isEqualTo(script.bridgeEnds() + 1);
        long unexplained = host.dryBlocksOutside(script.deeds());
        assertThat(unexplained)
                .as(
                        "dry blocks while nothing was done to the engine, of %d; the echo's in all: %d",
                        summary.path("blocks").asLong(), echo.path("dry_blocks").asLong())
                .isLessThanOrEqualTo(echo.path("dry_blocks").asLong()
                        + summary.path("blocks").asLong() / 100);
        assertThat(summary.path("late_blocks").asLong()
                        + summary.path("backed_off_blocks").asLong())
                .as("late and not waited for are dry")
                .isLessThanOrEqualTo(summary.path("dry_blocks").asLong());
    }

    /** A bundled host that plays a sine until it is stopped, and what it tells ten times a second. */
    private final class Host {
        private final String name;
        private final Process process;
        private final Path input;
        private final Path output;

        Host(UserSession session, String name, Map<String, String> environment) throws IOException {
            this.name = name;
            this.input = TestSounds.sine(folder, 10);
            this.output = folder.resolve(name + ".wav");
            HostRun host = session.host();
            List<String> command = host.command(
                    "--in",
                    input,
                    "--out",
                    output,
                    "--realtime",
                    "--blocks",
                    BLOCK_FRAMES,
                    "--seconds",
                    LONGEST_SECONDS,
                    "--priority",
                    "60",
                    "--wait-ready",
                    "60",
                    "--set",
                    "slot=3",
                    "--set",
                    "learn=3",
                    "--progress",
                    "--json");
            this.process = Command.start(environment, told(), folder.resolve(name + ".err"), command);
        }

        private Path told() {
            return folder.resolve(name + ".out");
        }

        private List<JsonNode> lines() throws IOException {
            List<JsonNode> lines = new ArrayList<>();
            String text = Files.readString(told());
            // The last line may not be whole yet.
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                lines.add(new ObjectMapper().readTree(line));
            }
            return lines;
        }

        /** Sound has been processed for a second. */
        void awaitWet() {
            awaitSteadyDry(10);
        }

        /** The engine that replaced the last one has been heard for three seconds. */
        void awaitCalm(long restarts) {
            Awaitility.await(name + " has an engine again")
                    .atMost(LIMIT)
                    .untilAsserted(() -> assertThat(summary().path("restarts").asLong())
                            .as("restarts of %s", summary())
                            .isGreaterThanOrEqualTo(restarts));
            awaitSteadyDry(30);
        }

        private void awaitSteadyDry(int told) {
            Awaitility.await(name + " plays processed sound")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        List<JsonNode> lines = lines();
                        if (lines.size() <= told) {
                            return false;
                        }
                        JsonNode now = lines.get(lines.size() - 1);
                        JsonNode before = lines.get(lines.size() - 1 - told);
                        return now.path("dry").asLong() == before.path("dry").asLong()
                                && now.path("blocks").asLong()
                                        > before.path("blocks").asLong();
                    });
        }

        void stop() throws InterruptedException, IOException {
            process.destroy(); // SIGTERM: it ends, writes its file and reports
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(name + " ends").isTrue();
            assertThat(Files.readString(folder.resolve(name + ".err"))).doesNotContain("panic");
        }

        JsonNode summary() throws IOException {
            List<JsonNode> lines = lines();
            return lines.get(lines.size() - 1);
        }

        /** Blocks that became dry in a tenth of a second which no deed, with time to recover from it, touches. */
        long dryBlocksOutside(List<Deed> deeds) throws IOException {
            List<JsonNode> lines = lines();
            long unexplained = 0;
            JsonNode before = lines.get(0);
            for (JsonNode line : lines.subList(1, lines.size() - 1)) {
                long fromNs = before.path("at_ns").asLong();
                long toNs = line.path("at_ns").asLong();
                if (deeds.stream().noneMatch(deed -> deed.touches(fromNs, toNs))) {
                    unexplained +=
                            line.path("dry").asLong() - before.path("dry").asLong();
                }
                before = line;
            }
            return unexplained;
        }
    }
}
