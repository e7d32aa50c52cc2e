package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import attune.api.Change;
import attune.api.EngineInfo;
import attune.api.ParameterState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed plugin through CLAP, in the bundled host, with the real engine. */
class ClapTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestBed bed;
    private Path input;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
        input = Material.degradedSpeech(folder, 48_000);
    }

    @Test
    void clap_when_macros_are_automated_expect_the_samples_and_the_state_of_lv2() throws IOException {
        Samples lv2 = render("lv2");
        Samples clap = render("clap");
        lv2.assertDelayedBy(0, clap, "CLAP");
        assertThat(folder.resolve("clap.bin")).hasSameBinaryContentAs(folder.resolve("lv2.bin"));
    }

    private Samples render(String format) throws IOException {
        Path output = folder.resolve(format + ".wav");
        List<Object> options = new ArrayList<>(List.of("--format", format, "--blocks", "random:11:1-3000"));
        options.addAll(List.of("--set", "amount=60", "--set", "slot=1"));
        for (int change = 1; change < 20; change++) {
            options.addAll(List.of("--at", change * 0.13, "amount=" + change * 37 % 150));
            options.addAll(List.of("--at", change * 0.17, "enabled=" + change % 2));
            options.addAll(List.of("--at", change * 0.19, "output_trim=" + (change % 5 - 2)));
        }
        options.addAll(List.of("--save-state", folder.resolve(format + ".bin")));
        new HostRun(bed).render(input, output, options.toArray());
        return Samples.read(output, 2);
    }

    @Test
    void host_when_sets_are_chosen_while_it_plays_expect_one_dirty_mark_each_and_nothing_else_asked() throws Exception {
        try (UserSession session = UserSession.open(bed, folder.resolve("session"))) {
            List<String> command = session.host()
                    .command(
                            "--format",
                            "clap",
                            "--in",
                            input,
                            "--seconds",
                            600,
                            "--realtime",
                            "--blocks",
                            "256",
                            "--wait-ready",
                            "60",
                            "--set",
                            "learn=0",
                            "--progress",
                            "--json");
            Process host = session.start("host", command);
            ApiClient api = session.api();
            EngineInfo engine = api.engine();
            int chosen = 0;
            for (double gainDb : new double[] {2, -1.5, 3}) {
                Change change = api.send(
                                "PUT",
                                "/engines/" + engine.id() + "/parameters",
                                Map.of("values", Map.of("eq3_gain", gainDb)))
                        .as(Change.class);
                Awaitility.await("the set to arrive")
                        .atMost(LIMIT)
                        .until(() -> parameters(api, engine).equals(change.after()));
                int expected = ++chosen;
                Awaitility.await("a dirty mark")
                        .atMost(LIMIT)
                        .until(() -> asked(session).get("dirty").asInt() == expected);
            }
            host.destroy();
            assertThat(host.waitFor(60, TimeUnit.SECONDS)).as("the host ends").isTrue();
            assertThat(host.exitValue()).as(session.errorsOf("host")).isZero();
            assertThat(asked(session).get("dirty").asInt()).isEqualTo(chosen);
            for (String other : List.of("restarts", "rescans", "latency_changes", "flushes", "events")) {
                assertThat(asked(session).get(other).asInt()).as(other).isZero();
            }
        }
    }

    /** What the host's newest line says. */
    private static JsonNode asked(UserSession session) throws IOException {
        String output = session.outputOf("host");
        String whole = output.substring(0, output.lastIndexOf('\n') + 1).strip();
        return JSON.readTree(whole.substring(whole.lastIndexOf('\n') + 1)).get("asked");
    }

    private static Map<String, Double> parameters(ApiClient api, EngineInfo engine) {
        return api.get("/engines/" + engine.id() + "/parameters", ParameterState.class)
                .values();
    }
}
