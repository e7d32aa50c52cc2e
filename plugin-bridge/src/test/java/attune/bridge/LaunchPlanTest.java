package attune.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchPlanTest {
    private static LaunchPlan plan(int feature) {
        return new LaunchPlan(
                feature,
                Path.of("/jdk/bin/java"),
                List.of(Path.of("/app/plugin-bridge.jar"), Path.of("/app/jna.jar")),
                Path.of("/app/libattune.so"),
                Path.of("/app/jna"),
                Path.of("/cache"));
    }

    @Test
    void arguments_when_on_17_expect_use_the_class_archive_and_no_timed_safepoints() {
        assertThat(plan(17).arguments())
                .contains("-XX:SharedArchiveFile=/cache/bridge-17.jsa", "-XX:GuaranteedSafepointInterval=0")
                .contains("/app/plugin-bridge.jar:/app/jna.jar")
                .endsWith("attune.bridge.BridgeMain")
                .doesNotContain("--enable-native-access=ALL-UNNAMED");
    }

    @Test
    void arguments_when_on_25_expect_use_the_aot_cache_and_allow_native_access() {
        assertThat(plan(25).arguments())
                .contains("-XX:AOTCache=/cache/bridge-25.aot", "--enable-native-access=ALL-UNNAMED")
                .noneMatch(argument -> argument.contains("SharedArchiveFile"));
    }

    @Test
    void make_cache_when_any_version_expect_repeats_flags_and_class_path_of_the_start() {
        for (int feature : new int[] {17, 21, 25}) {
            LaunchPlan plan = plan(feature);
            List<String> command = plan.makeCache(Path.of("/cache/new"));
            List<String> shared = plan.arguments().stream()
                    .filter(argument -> !argument.contains("/cache/"))
                    .toList();
            assertThat(command).startsWith("/jdk/bin/java").endsWith("--train").containsAll(shared);
        }
    }

    @Test
    void plan_when_older_java_or_no_jars_expect_refused_with_one_sentence() {
        assertThatThrownBy(() -> plan(11)).hasMessage("java=/jdk/bin/java is version 11, needed is 17 or later");
        assertThatThrownBy(() -> new LaunchPlan(17, Path.of("j"), List.of(), Path.of("l"), Path.of("n"), Path.of("c")))
                .hasMessageStartingWith("jars is empty");
    }

    /** The real thing on the JVM that runs the tests: its flags are accepted and the cache comes out. */
    @Test
    void make_cache_when_run_on_this_jvm_expect_plays_the_training_and_leaves_a_cache(@TempDir Path folder)
            throws Exception {
        List<Path> classPath = java.util.Arrays.stream(
                        System.getProperty("java.class.path").split(":", -1))
                .filter(entry -> entry.endsWith(".jar") && entry.contains("/jna"))
                .map(Path::of)
                .toList();
        Path jar = LaunchPlanJar.pack(folder.resolve("attune.jar"));
        LaunchPlan plan = new LaunchPlan(
                Runtime.version().feature(),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                java.util.stream.Stream.concat(java.util.stream.Stream.of(jar), classPath.stream())
                        .toList(),
                Path.of(System.getProperty("attune.library")),
                LaunchPlanJar.unpackJna(folder),
                folder);
        Path fresh = folder.resolve("fresh");

        Process process = new ProcessBuilder(plan.makeCache(fresh))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        assertThat(fresh).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("log")))
                .contains("Warmed up")
                .contains("ready");
    }
}
