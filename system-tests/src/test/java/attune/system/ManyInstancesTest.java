package attune.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several real engines in one host process. */
class ManyInstancesTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int PLAYING = 5;
    private static final int BLOCK_FRAMES = 1024;
    /** A coming, a reset, a stop, a start and a going. */
    private static final int DEEDS_A_TURN = 5;

    @TempDir
    Path folder;

    private TestBed bed;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lv2", "clap"})
    void instances_when_another_comes_and_goes_expect_at_most_one_block_lost_for_each_of_its_deeds(String format)
            throws IOException {
        JsonNode alone = play(format, PLAYING, "--seconds", 4);
        JsonNode beside = play(format, PLAYING + 1, "--seconds", 9, "--churn", 1.5);
        int deeds = beside.path("churned").asInt() * DEEDS_A_TURN;
        assertThat(deeds).as("deeds of the one that comes and goes").isGreaterThan(3 * DEEDS_A_TURN);
        assertThat(beside.path("bridge_pids")).as("one engine process for all").hasSize(1);
        // What this machine does to them without the other; none on a quiet one.
        double noise = 0;
        for (JsonNode instance : alone.path("instances")) {
            noise = Math.max(noise, share(instance));
        }
        System.out.printf(
                "%s: %d deeds, dry blocks beside them %s, share alone %.4f%n",
                format, deeds, beside.path("instances").findValuesAsText("dry_blocks"), noise);
        assertThat(beside.path("instances")).hasSize(PLAYING);
        for (JsonNode instance : beside.path("instances")) {
            double blocks = instance.path("blocks").asDouble();
            assertThat(instance.path("epoch").asInt()).as("incarnation").isEqualTo(1);
            assertThat(instance.path("dry_blocks").asDouble())
                    .as("blocks lost, of %.0f, beside %d deeds; share alone: %.4f", blocks, deeds, noise)
                    .isLessThanOrEqualTo(deeds + (noise + 0.01) * blocks);
        }
    }

    private static double share(JsonNode instance) {
        return instance.path("dry_blocks").asDouble() / instance.path("blocks").asDouble();
    }

    private JsonNode play(String format, int instances, Object... options) throws IOException {
        List<Object> words = new ArrayList<>(List.of("--format", format, "--instances", instances, "--parallel"));
        words.addAll(List.of("--blocks", BLOCK_FRAMES, "--realtime", "--wait-ready", 90));
        words.addAll(List.of(options));
        return new HostRun(bed).report(words.toArray());
    }

    @Test
    void instances_when_they_play_at_different_rates_in_one_process_expect_the_samples_of_each_alone()
            throws IOException {
        List<Integer> ratesHz = List.of(44_100, 48_000, 96_000);
        List<Integer> latencies = List.of(1280, 1280, 2560);
        List<Object> options = new ArrayList<>(List.of("--instances", ratesHz.size(), "--parallel"));
        options.addAll(List.of("--free", "--freewheel", "--blocks", "random:5:1-3000"));
        for (int rateHz : ratesHz) {
            options.addAll(List.of("--in", Material.degradedSpeech(folder, rateHz), "--out", played(rateHz)));
        }
        JsonNode report = new HostRun(bed).report(options.toArray());
        assertThat(report.path("bridge_pids")).as("one engine process for all").hasSize(1);
        for (int i = 0; i < ratesHz.size(); i++) {
            int rateHz = ratesHz.get(i);
            Path enhanced = folder.resolve("enhanced-" + rateHz + ".wav");
            bed.attune(
                            LIMIT,
                            "enhance",
                            folder.resolve("speech-" + rateHz + ".wav").toString(),
                            enhanced.toString())
                    .expectSuccess();
            Samples.read(enhanced, 2)
                    .assertDelayedBy(latencies.get(i), Samples.read(played(rateHz), 2), "at " + rateHz + " Hz");
        }
    }

    @Test
    void instances_when_24_play_with_safe_latency_expect_three_engine_processes_the_sound_of_one_and_no_engine_left()
            throws IOException {
        int count = 24;
        Path speech = Material.degradedSpeech(folder, 48_000);
        List<Object> each = List.of(
                "--in", speech, "--seconds", 2, "--set", "latency_mode=2", "--free", "--freewheel", "--wait-ready", 90);
        List<Object> one = new ArrayList<>(each);
        one.addAll(List.of("--out", folder.resolve("one.wav")));
        JsonNode alone = new HostRun(bed).report(one.toArray());
        assertThat(alone.path("latency_frames").asInt()).as("safe latency").isEqualTo(1280 + 1024);

        List<Object> many = new ArrayList<>(each);
        many.addAll(List.of("--instances", count, "--parallel"));
        for (int i = 0; i < count; i++) {
            many.addAll(List.of("--out", folder.resolve(i + ".wav")));
        }
        JsonNode report = new HostRun(bed).report(many.toArray());

        assertThat(report.path("bridge_pids"))
                .as("engine processes, eight to each")
                .hasSize(3);
        assertThat(report.path("instances")).hasSize(count);
        Samples expected = Samples.read(folder.resolve("one.wav"), 2);
        for (int i = 0; i < count; i++) {
            JsonNode instance = report.path("instances").path(i);
            assertThat(instance.path("blocks").asInt()).as("blocks of %d", i).isPositive();
            assertThat(instance.path("dry_blocks").asInt()).as("dry ones").isZero();
            expected.assertDelayedBy(0, Samples.read(folder.resolve(i + ".wav"), 2), "instance " + i);
        }
        assertThat(Arrays.stream(expected.planar()[0]).anyMatch(sample -> Math.abs(sample) > 0.01))
                .as("sound")
                .isTrue();
        for (JsonNode pid : report.path("bridge_pids")) {
            await().atMost(LIMIT).until(() -> ProcessHandle.of(pid.asLong()).isEmpty());
        }
    }

    private Path played(int rateHz) {
        return folder.resolve("played-" + rateHz + ".wav");
    }
}
