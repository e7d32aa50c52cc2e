package attune.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.ServerInfo;
import attune.control.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server as a process of its own. */
class ServerProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Made before any server counts its idle seconds. */
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void folders() throws IOException {
        Files.createDirectory(
                folder.resolve("run"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    private Process start(int idleSeconds, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xms16m",
                "-Xmx64m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=24m"));
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED"); // as installed: without it Java warns in the log
        }
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ServerMain.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("log" + processes.size()).toFile());
        builder.environment().put("XDG_RUNTIME_DIR", folder.resolve("run").toString());
        builder.environment().put("XDG_DATA_HOME", folder.resolve("data").toString());
        builder.environment()
                .put("ATTUNE_RUNTIME", folder.resolve("runtime.json").toString());
        builder.environment().put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        builder.environment().put("ATTUNE_IDLE_SECONDS", Integer.toString(idleSeconds));
        builder.environment().remove("ATTUNE_PORT");
        builder.environment().remove("ATTUNE_KEEP");
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Path runtime(String name) {
        return folder.resolve("run/attune").resolve(name);
    }

    private ServerInfo awaitServer() {
        await().atMost(PATIENCE).until(() -> Files.exists(runtime("server.json")));
        try {
            return Json.MAPPER.readValue(runtime("server.json").toFile(), ServerInfo.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int get(ServerInfo info, String path) throws Exception {
        return CLIENT.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + info.port() + "/api/v1" + path))
                                .header("Authorization", "Bearer " + Files.readString(runtime("token")))
                                .build(),
                        BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void server_when_nobody_needs_it_expect_it_ends_by_itself_and_takes_its_file_away() throws Exception {
        Process server = start(5);
        ServerInfo info = awaitServer();
        assertThat(info.pid()).isEqualTo((int) server.pid());
        assertThat(get(info, "/engines")).isEqualTo(200);
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(server.exitValue()).isZero();
        assertThat(runtime("server.json")).doesNotExist();
        assertThat(runtime("token")).exists();
    }

    @Test
    void server_when_its_port_is_taken_expect_another_one_and_one_line_that_says_so() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.createDirectories(runtime("."));
            // Where the last server was, the next one is first tried.
            ServerInfo last = new ServerInfo(1, "9.9", 1, 1, taken.getLocalPort(), null);
            Files.writeString(runtime("server.json"), Json.MAPPER.writeValueAsString(last));
            // Tests are silent otherwise.
            Process server = start(600, "-Dlogback.configurationFile=src/main/resources/logback.xml");
            await().atMost(PATIENCE).until(() -> awaitServer().pid() == (int) server.pid());
            ServerInfo info = awaitServer();
            assertThat(get(info, "/health")).isEqualTo(200);
            assertThat(Files.readString(folder.resolve("log0")))
                    .hasLineCount(1)
                    .contains("INFO", "Port " + taken.getLocalPort() + " is in use", "takes " + info.port() + ".");
        }
    }

    @Test
    void second_server_when_one_is_there_expect_it_ends_silently_and_the_first_goes_on() throws Exception {
        Process first = start(600);
        ServerInfo info = awaitServer();
        Process second = start(600);
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("log1"))).isEmpty();
        assertThat(first.isAlive()).isTrue();
        assertThat(get(info, "/health")).isEqualTo(200);
    }

    @Test
    void server_when_its_runtime_folder_is_taken_away_expect_it_ends_and_leaves_the_next_one_alone() throws Exception {
        Process first = start(600);
        awaitServer();
        Files.move(folder.resolve("run/attune"), folder.resolve("run/gone"));
        Process second = start(600);
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(first.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("log0")))
                .contains("was taken away")
                .hasLineCount(1);
        ServerInfo info = awaitServer();
        assertThat(info.pid()).isEqualTo((int) second.pid());
        assertThat(get(info, "/health")).isEqualTo(200);
    }

    @Test
    void server_when_it_cannot_start_expect_one_sentence_status_three_and_removed_at_the_next_good_start()
            throws Exception {
        Process broken = start(0);
        assertThat(broken.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(broken.exitValue()).isEqualTo(3);
        String sentence = Files.readString(runtime("server.error")).strip();
        assertThat(sentence).isEqualTo("ATTUNE_IDLE_SECONDS is \"0\"; allowed is 1 to 86400 s.");
        assertThat(Files.readString(folder.resolve("log0")).strip()).isEqualTo(sentence);
        start(600);
        awaitServer();
        await().atMost(PATIENCE).until(() -> !Files.exists(runtime("server.error")));
    }

    @Test
    void server_when_it_has_served_everything_expect_no_audio_class_loaded_and_small() throws Exception {
        Process server = start(600, "-Xlog:class+load:file=" + folder.resolve("classes"));
        ServerInfo info = awaitServer();
        for (String path : List.of(
                "/health", "/engines", "/presets", "/parameters-table", "/changes", "/openapi.json", "/telemetry")) {
            assertThat(get(info, path)).as(path).isEqualTo(200);
        }
        String classes = Files.readString(folder.resolve("classes"));
        assertThat(classes)
                .contains("attune.control.")
                .doesNotContain("attune.dsp.")
                .doesNotContain("attune.learn.");
        String status = Files.readString(Path.of("/proc", Long.toString(server.pid()), "status"));
        long residentKb = status.lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
        assertThat(residentKb).isLessThan(150 * 1024);
        server.destroy();
        assertThat(server.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(runtime("server.json")).doesNotExist();
    }
}
