package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever surrounds a host: variables, descriptors, names of folders, rights, other users, other hosts. */
class EnvironmentTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int FIRST_USER = 54_321;
    private static final int SECOND_USER = 54_322;

    @TempDir
    Path folder;

    private TestBed bed;

    @BeforeEach
    void install() throws IOException {
        bed = TestBed.installed();
        // Other users of these tests come through here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void engine_and_server_when_the_host_is_full_of_oddities_expect_nothing_of_them_inherited() throws Exception {
        try (UserSession session = UserSession.open(bed, folder.resolve("session"))) {
            HostRun host = session.host()
                    .with("LD_LIBRARY_PATH", "/usr/lib/ardour7")
                    .with("LD_PRELOAD", "libSegFault-that-is-missing.so")
                    .with("JAVA_TOOL_OPTIONS", "-Dattune.odd=1")
                    .with("_JAVA_OPTIONS", "-Xmx16m")
                    .with("JDK_JAVA_OPTIONS", "-Xint")
                    .with("CLASSPATH", "/odd");
            String opened = folder.resolve("opened").toString();
            Files.writeString(Path.of(opened), "");
            List<String> command = new ArrayList<>(List.of(
                    "bash",
                    "-c",
                    "umask 000; for i in $(seq 20 219); do eval \"exec $i<" + opened + "\"; done; exec \"$@\"",
                    "host"));
            command.addAll(host.command("--realtime", "--seconds", "60"));
            Process process =
                    Command.start(host.environment(), folder.resolve("out.txt"), folder.resolve("err.txt"), command);
            try {
                for (String program : List.of(UserSession.BRIDGE_CLASS, UserSession.SERVER_CLASS)) {
                    long pid = session.process(program).pid();
                    assertThat(read(pid, "environ"))
                            .doesNotContain("LD_LIBRARY_PATH", "LD_PRELOAD", "_JAVA_OPTIONS", "JAVA_TOOL", "CLASSPATH");
                    assertThat(read(pid, "status")).contains("Umask:\t0077");
                    assertThat(descriptors(pid))
                            .as("descriptors of %s", program)
                            .doesNotContain(opened);
                }
            } finally {
                process.destroy();
                process.waitFor(20, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void launcher_when_its_user_may_not_build_expect_what_is_built_used_and_else_one_sentence() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Path app = Files.createDirectories(tree.resolve("target/app"));
        Path launcher = Files.copy(
                TestBed.REPOSITORY.resolve("attune"), tree.resolve("attune"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createSymbolicLink(app.resolve("lib"), TestBed.REPOSITORY.resolve("target/app/lib"));
        Path built = Files.createFile(app.resolve(".java-built"));
        // A lock that cannot be opened, by root neither.
        Files.createDirectory(tree.resolve("target/.build.lock"));
        List<String> command = List.of(launcher.toString(), "--version");

        Command.Result used = Command.run(bed.environment(), LIMIT, command);
        assertThat(used.exitCode()).as(used.errors()).isZero();
        assertThat(used.errors()).isEmpty();

        Files.delete(built);
        Command.Result refused = Command.run(bed.environment(), LIMIT, command);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.errors())
                .startsWith("attune: something has to be built, and you may not write to " + tree.resolve("target"))
                .hasLineCount(1);
    }

    @Test
    void home_when_its_name_has_spaces_and_umlauts_expect_sound_and_files_only_where_they_belong() throws IOException {
        Path home = Files.createDirectory(folder.resolve("Zoë's höme ☂"));
        Path run = privateFolder("run time ☂", -1);
        Path work = Files.createDirectory(folder.resolve("work"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Map<String, String> environment = new HashMap<>();
        environment.put("HOME", home.toString());
        environment.put("XDG_RUNTIME_DIR", run.toString());
        environment.put("TMPDIR", temporary.toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("ATTUNE_NO_SERVER", "1");
        bed.attune(environment, LIMIT, "install").expectSuccess();

        Path input = Material.degradedSpeech(work, 48_000);
        Path output = work.resolve("out ☂.wav");
        play(environment, home.resolve(".lv2/attune.lv2/libattune.so"), input, output);
        expectSoundOfEnhance(input, output, 1280);
        List<String> belong = List.of(
                ".local/share/attune/",
                ".local/share/man/man1/attune.1",
                ".local/share/bash-completion/completions/attune",
                ".local/share/zsh/site-functions/_attune",
                ".local/state/attune/",
                ".cache/attune/",
                ".config/attune/",
                ".lv2/attune.lv2/",
                ".lv2/attune-presets.lv2/",
                ".clap/attune.clap",
                ".vst3/Attune.vst3/",
                ".vst3/presets/");
        assertThat(filesBelow(home))
                .isNotEmpty()
                .allMatch(file -> belong.stream().anyMatch(file::startsWith));
        assertThat(filesBelow(run)).allMatch(file -> file.startsWith("attune/"));
        assertThat(filesBelow(temporary)).isEmpty();

        bed.attune(environment, LIMIT, "uninstall", "--all").expectSuccess();
        assertThat(filesBelow(home)).isEmpty();
        try (Stream<Path> left = Files.list(home)) {
            assertThat(left).as("folders that install made").isEmpty();
        }
    }

    @Test
    void home_when_it_can_not_be_written_expect_the_same_sound_and_one_sentence() throws IOException {
        needOtherUsers();
        Path input = Material.degradedSpeech(folder, 48_000);
        Path home = Files.createDirectory(folder.resolve("home"));
        Path results = privateFolder("results", FIRST_USER);
        Map<String, String> environment = of(FIRST_USER, home, privateFolder("run", FIRST_USER));
        environment.put("ATTUNE_NO_SERVER", "1");
        Path output = results.resolve("out.wav");
        Command.Result result = Command.run(environment, LIMIT, as(FIRST_USER, hostCommand(input, output)));
        result.expectSuccess();
        assertThat(result.errors().lines().filter(line -> line.contains("bridge.log can't be written")))
                .hasSize(1);
        expectSoundOfEnhance(input, output, 1280);
        assertThat(filesBelow(home)).isEmpty();
    }

    @Test
    void runtime_folder_when_somebody_laid_a_link_in_its_place_expect_it_refused_and_sound_all_the_same()
            throws IOException {
        needOtherUsers();
        Path fallback = Path.of("/tmp/attune-" + FIRST_USER);
        Assumptions.assumeFalse(Files.exists(fallback), fallback + " is there already");
        Path trap = privateFolder("trap", FIRST_USER);
        Path results = privateFolder("results", FIRST_USER);
        Path input = Material.degradedSpeech(folder, 48_000);
        Path output = results.resolve("out.wav");
        Map<String, String> environment = of(FIRST_USER, privateFolder("home", FIRST_USER), Path.of("/"));
        environment.put("XDG_RUNTIME_DIR", "");
        Files.createSymbolicLink(fallback, trap);
        try {
            Command.run(environment, LIMIT, as(FIRST_USER, hostCommand(input, output)))
                    .expectSuccess();
            assertThat(filesBelow(trap)).as("written through the link").isEmpty();
        } finally {
            Files.delete(fallback);
        }
        expectSoundOfEnhance(input, output, 1280);
    }

    @Test
    void users_when_two_play_at_once_expect_a_server_for_each_and_nothing_shared() throws Exception {
        needOtherUsers();
        List<Integer> users = List.of(FIRST_USER, SECOND_USER);
        List<Process> hosts = new ArrayList<>();
        List<UserSession> sessions = new ArrayList<>();
        try {
            for (int user : users) {
                Path own = privateFolder("user-" + user, user);
                UserSession session = UserSession.open(bed, own);
                give(own, user);
                sessions.add(session);
                hosts.add(session.start("host", as(user, session.host().command("--realtime", "--seconds", "120"))));
            }
            for (int i = 0; i < users.size(); i++) {
                UserSession session = sessions.get(i);
                String uid = Integer.toString(users.get(i));
                for (String program : List.of(UserSession.BRIDGE_CLASS, UserSession.SERVER_CLASS)) {
                    long pid = session.process(program).pid();
                    assertThat(read(pid, "status")).contains("Uid:\t" + uid + "\t" + uid);
                }
                ApiClient api = session.api();
                Awaitility.await("the user's own instance")
                        .atMost(LIMIT)
                        .until(() ->
                                api.send("GET", "/engines", Map.of()).body().split("\"hostName\"", -1).length == 2);
            }
        } finally {
            hosts.forEach(Process::destroy);
            sessions.forEach(UserSession::close);
        }
    }

    @Test
    void hosts_when_they_play_at_different_rates_at_once_expect_the_samples_of_each_alone() throws Exception {
        Map<Integer, Process> playing = new HashMap<>();
        for (int rateHz : List.of(44_100, 96_000)) {
            Path input = Material.degradedSpeech(folder, rateHz);
            Path output = folder.resolve("out-" + rateHz + ".wav");
            HostRun host = new HostRun(bed);
            playing.put(
                    rateHz,
                    Command.start(
                            host.environment(),
                            folder.resolve(rateHz + ".txt"),
                            folder.resolve(rateHz + ".err"),
                            host.command("--in", input, "--out", output, "--free", "--freewheel")));
        }
        for (Map.Entry<Integer, Process> host : playing.entrySet()) {
            assertThat(host.getValue().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(host.getValue().exitValue()).isZero();
            int rateHz = host.getKey();
            expectSoundOfEnhance(
                    folder.resolve("speech-" + rateHz + ".wav"),
                    folder.resolve("out-" + rateHz + ".wav"),
                    rateHz == 96_000 ? 2560 : 1280);
        }
    }

    private void expectSoundOfEnhance(Path input, Path output, int latencyFrames) throws IOException {
        Path enhanced = folder.resolve("enhanced-" + input.getFileName());
        bed.attune(LIMIT, "enhance", "--overwrite", input.toString(), enhanced.toString())
                .expectSuccess();
        Samples.read(enhanced, 2).assertDelayedBy(latencyFrames, Samples.read(output, 2), "attune-host");
    }

    private void play(Map<String, String> environment, Path plugin, Path input, Path output) {
        List<String> command = hostCommand(input, output);
        command.set(command.indexOf("--plugin") + 1, plugin.toString());
        Command.run(environment, LIMIT, command).expectSuccess();
    }

    private List<String> hostCommand(Path input, Path output) {
        return new HostRun(bed).command("--in", input, "--out", output, "--free", "--freewheel");
    }

    // ---- other users ----

    private static void needOtherUsers() {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")) && Command.exists("setpriv"),
                "only root can play as other users, with setpriv");
    }

    private static List<String> as(int user, List<String> command) {
        List<String> words =
                new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"));
        words.addAll(command);
        return words;
    }

    private Map<String, String> of(int user, Path home, Path runtime) {
        Map<String, String> environment = bed.environment();
        for (String variable : List.of("DATA", "CONFIG", "STATE", "CACHE")) {
            environment.put("XDG_" + variable + "_HOME", "");
        }
        environment.put("HOME", home.toString());
        environment.put("USER", Integer.toString(user));
        environment.put("XDG_RUNTIME_DIR", runtime.toString());
        environment.put(
                "ATTUNE_RUNTIME", bed.home().resolve("data/attune/runtime.json").toString());
        return environment;
    }

    /** @param user its owner, -1 for the test's own */
    private Path privateFolder(String name, int user) throws IOException {
        Path made = Files.createDirectory(
                folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (user >= 0) {
            give(made, user);
        }
        return made;
    }

    private static void give(Path root, int user) {
        Command.run(Map.of(), LIMIT, List.of("chown", "-R", user + ":" + user, root.toString()))
                .expectSuccess();
    }

    // ---- what is there ----

    private static List<String> filesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !Files.isDirectory(file))
                    .map(file -> root.relativize(file).toString())
                    .toList();
        }
    }

    private static String read(long pid, String name) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), name), StandardCharsets.ISO_8859_1);
    }

    private static List<String> descriptors(long pid) throws IOException {
        List<String> targets = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path entry : entries) {
                targets.add(Files.readSymbolicLink(entry).toString());
            }
        }
        return targets;
    }
}
