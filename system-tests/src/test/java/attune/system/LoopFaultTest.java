package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.Experience;
import attune.api.ParameterState;
import attune.api.Situation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agent, server and engine are killed in turn while a host plays: the sound goes on and everything comes back, the set that
 * was pushed included. That set is a person's, because what a learner makes of a sine is not known beforehand. One that was
 * learned goes the same way, as a change of the server through the engine's mailbox.
 */
class LoopFaultTest {
    private static final int RATE_HZ = 48_000;
    private static final int SECONDS = 50;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Map<String, Double> CHOSEN = Map.of("eq6_gain", 4.0, "nr_attenuation", 3.0);

    @TempDir
    Path folder;

    private TestBed bed;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
    }

    @Test
    void agent_server_and_engine_when_killed_in_turn_expect_sound_and_settings_to_stay_and_each_to_come_back()
            throws Exception {
        Path output = folder.resolve("out.wav");
        try (UserSession session = UserSession.open(bed, folder.resolve("session"))) {
            Process host = session.start(
                    "host",
                    session.host()
                            .command(
                                    "--in",
                                    TestSounds.sine(folder, SECONDS),
                                    "--out",
                                    output,
                                    "--realtime",
                                    "--blocks",
                                    "256",
                                    "--wait-ready",
                                    "30",
                                    "--set",
                                    "learn=1",
                                    "--json"));
            ApiClient api = session.api();
            EngineInfo engine = api.engine();
            Change change = api.send("PUT", "/engines/" + engine.id() + "/parameters", Map.of("values", CHOSEN))
                    .as(Change.class);
            Awaitility.await("the ramp's end")
                    .atMost(LIMIT)
                    .until(() -> parameters(api, engine).equals(change.after()));

            kill(session, UserSession.AGENT_CLASS);
            assertThat(parameters(api, engine)).as("after the agent's death").isEqualTo(change.after());

            kill(session, UserSession.SERVER_CLASS);
            ApiClient again = session.api();
            EngineInfo same = again.engine();
            assertThat(same.id()).as("the engine is known again").isEqualTo(engine.id());
            assertThat(parameters(again, same)).as("after the server's death").isEqualTo(change.after());
            assertThat(again.changes()).as("the history").anyMatch(entry -> entry.id() == change.id());

            kill(session, UserSession.BRIDGE_CLASS);
            Awaitility.await("the engine is back")
                    .atMost(LIMIT)
                    .until(() -> parameters(again, same).equals(change.after()));
            session.process(UserSession.AGENT_CLASS);
            expectSound(host, session, output);
            expectIntact(session);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "attune.long", matches = "true")
    void server_when_killed_a_hundred_times_while_it_writes_expect_no_acknowledged_write_lost() throws Exception {
        expectNothingLost(100);
    }

    @Test
    void server_when_killed_three_times_while_it_writes_expect_no_acknowledged_write_lost() throws Exception {
        expectNothingLost(3);
    }

    private void expectNothingLost(int kills) throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        try (UserSession session = UserSession.open(bed, folder.resolve("session"))) {
            Set<Long> acknowledged = new HashSet<>();
            for (int round = 0; round < kills; round++) {
                Process server = session.start("server-" + round, serverCommand(session));
                ApiClient agent = session.api().withToken(agentToken(session));
                int at = 0;
                for (int before = acknowledged.size(); acknowledged.size() == before; at++) {
                    assertThat(write(agent, at, acknowledged))
                            .as("the first write")
                            .isTrue();
                }
                Thread killer = new Thread(killAfter(server, random.nextInt(250)));
                killer.start();
                while (write(agent, at, acknowledged)) {
                    at++; // until nobody answers
                }
                killer.join();
                assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
                expectIntact(session);
            }
            Process server = session.start("server-last", serverCommand(session));
            Set<Long> kept = experiences(session.api());
            assertThat(acknowledged).as("acknowledged over %d kills", kills).hasSizeGreaterThan(kills);
            assertThat(kept).containsAll(acknowledged);
            session.api().send("POST", "/shutdown", Map.of());
            assertThat(server.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Runnable killAfter(Process server, int milliseconds) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        return () -> {
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            server.destroyForcibly();
        };
    }

    /** Writes one experience; false when nobody answers any more. */
    private static boolean write(ApiClient agent, int at, Set<Long> acknowledged) {
        Experience experience = new Experience(
                0,
                "1-0",
                at,
                new Situation("speech", 1, List.of(1.0, 2.0)),
                "neutral",
                Map.of("nr_attenuation", 6.0),
                0.5,
                0.25,
                false,
                null);
        Optional<ApiClient.Answer> answer = agent.trySend("POST", "/experiences", List.of(experience));
        if (answer.isEmpty()) {
            return false;
        }
        if (answer.get().status() == 429) {
            return true; // too fast: not written, and not acknowledged
        }
        for (Experience stored : answer.get().as(Experience[].class)) {
            acknowledged.add(stored.number());
        }
        return true;
    }

    private static Set<Long> experiences(ApiClient api) {
        Set<Long> numbers = new HashSet<>();
        long after = 0;
        while (true) {
            Experience[] page = api.get("/experiences?limit=200&after=" + after, Experience[].class);
            if (page.length == 0) {
                return numbers;
            }
            for (Experience experience : page) {
                numbers.add(experience.number());
                after = Math.max(after, experience.number());
            }
        }
    }

    /** As the shim starts it. */
    private List<String> serverCommand(UserSession session) throws IOException {
        JsonNode runtime = new ObjectMapper()
                .readTree(Path.of(session.environment().get("ATTUNE_RUNTIME")).toFile());
        List<String> command = new ArrayList<>(List.of(runtime.path("java").asText()));
        runtime.path("server").path("arguments").forEach(argument -> command.add(argument.asText()));
        return command;
    }

    private static String agentToken(UserSession session) throws IOException {
        return Files.readString(session.runtimeFolder().resolve("agent-token")).strip();
    }

    /** Kills the one process of this class and waits for its successor. */
    private static void kill(UserSession session, String mainClass) {
        ProcessHandle victim = session.process(mainClass);
        long started = System.nanoTime();
        victim.destroyForcibly();
        Awaitility.await(mainClass + " is back")
                .atMost(LIMIT)
                .until(() -> session.processes(mainClass).stream().anyMatch(process -> process.pid() != victim.pid()));
        System.out.printf("%s came back after %.1f s%n", mainClass, (System.nanoTime() - started) / 1e9);
    }

    private static Map<String, Double> parameters(ApiClient api, EngineInfo engine) {
        return api.trySend("GET", "/engines/" + engine.id() + "/parameters", null)
                .filter(answer -> answer.status() == 200)
                .map(answer -> answer.as(ParameterState.class).values())
                .orElse(Map.of());
    }

    /** From the settled level on, no jump but what noise reduction takes of a sine, which the dry sound lacks. */
    private static void expectSound(Process host, UserSession session, Path output) throws Exception {
        assertThat(host.waitFor(SECONDS + 60, TimeUnit.SECONDS))
                .as("the host ends")
                .isTrue();
        assertThat(host.exitValue()).as(session.errorsOf("host")).isZero();
        Samples played = Samples.read(output, 2);
        assertThat(played.frames()).as("nothing is missing").isGreaterThanOrEqualTo(SECONDS * RATE_HZ);
        double[] levelsDb = played.levelsDb(RATE_HZ, RATE_HZ / 10);
        for (int i = 1; i < levelsDb.length - 1; i++) {
            assertThat(Math.abs(levelsDb[i] - levelsDb[i - 1]))
                    .as("change of level within 0.1 s at %.1f s, dB", 1 + i * 0.1)
                    .isLessThan(CHOSEN.get("nr_attenuation"));
        }
    }

    private static void expectIntact(UserSession session) throws SQLException {
        for (String name : List.of("attune.db", "telemetry.db")) {
            Path database = session.dataFolder().resolve(name);
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    ResultSet result = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
                assertThat(result.next()).isTrue();
                assertThat(result.getString(1)).as(name).isEqualTo("ok");
            }
        }
    }
}
