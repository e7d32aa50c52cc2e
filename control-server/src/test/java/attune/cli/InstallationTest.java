package attune.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.shm.Build;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Installing a build whose parts are small files: what is copied where. That the real parts play is a system test. */
class InstallationTest {
    private static final String VST_PRESETS = ".vst3/presets/Attune/Attune/";

    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void build() throws IOException {
        cli = new CliFixture(folder);
        Files.createDirectory(cli.app.resolve("native"));
        Files.createDirectory(cli.app.resolve("lv2"));
        Files.createDirectory(cli.app.resolve("lib"));
        Files.createDirectory(cli.app.resolve("vst3"));
        Files.writeString(cli.app.resolve("vst3/moduleinfo.json"), "module");
        Files.writeString(cli.app.resolve("native/libattune.so"), "library");
        Files.writeString(cli.app.resolve("native/attune-host"), "host");
        for (String name : List.of("manifest", "stereo", "mono")) {
            Files.writeString(cli.app.resolve("lv2/" + name + ".ttl"), name);
        }
        for (String name : List.of("dsp-engine-1.jar", "control-server-1.jar", "picocli-1.jar")) {
            Files.writeString(cli.app.resolve("lib/" + name), name);
        }
        try (OutputStream out = Files.newOutputStream(cli.app.resolve("lib/jna-1.jar"));
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("com/sun/jna/linux-x86-64/libjnidispatch.so"));
            zip.write(1);
        }
    }

    @Test
    void install_when_home_is_empty_expect_every_format_engine_and_runtime_and_uninstall_leaves_no_trace()
            throws IOException {
        assertThat(cli.run("install").status()).isZero();

        Path data = cli.home.resolve(".local/share/attune");
        assertThat(cli.home.resolve(".lv2/attune.lv2/libattune.so")).hasContent("library");
        assertThat(cli.home.resolve(".lv2/attune.lv2/manifest.ttl")).hasContent("manifest");
        assertThat(cli.home.resolve(".lv2/attune-presets.lv2/manifest.ttl"))
                .content()
                .contains("<urn:attune:stereo:preset:gentle>", "<urn:attune:mono:preset:transparent>");
        assertThat(cli.home.resolve(".clap/attune.clap")).hasContent("library");
        assertThat(cli.home.resolve(".vst3/Attune.vst3/Contents/x86_64-linux/Attune.so"))
                .hasContent("library");
        assertThat(cli.home.resolve(".vst3/Attune.vst3/Contents/Resources/moduleinfo.json"))
                .hasContent("module");
        assertThat(cli.home.resolve(VST_PRESETS + "Podcast voice.vstpreset")).exists();
        assertThat(data.resolve("lib/clap-presets/Podcast voice.attune")).exists();
        assertThat(data.resolve("lib/presets/gentle.json")).exists();
        assertThat(data.resolve("lib/presets/targets/targets.json")).exists();
        assertThat(data.resolve("lib/libjnidispatch.so")).exists();
        assertThat(cli.home.resolve(".local/share/man/man1/attune.1")).content().contains(".TH ATTUNE 1");
        assertThat(cli.home.resolve(".local/share/bash-completion/completions/attune"))
                .content()
                .contains("complete -F _complete_attune");
        assertThat(cli.home.resolve(".local/share/zsh/site-functions/_attune"))
                .content()
                .startsWith("#compdef attune");
        JsonNode runtime =
                new ObjectMapper().readTree(data.resolve("runtime.json").toFile());
        assertThat(runtime.path("version").asInt()).isEqualTo(1);
        assertThat(Path.of(runtime.path("java").asText())).isExecutable();
        assertThat(runtime.path("arguments").toString())
                .contains("lib/dsp-engine-1.jar", "lib/jna-1.jar", "attune.bridge.BridgeMain")
                .doesNotContain("picocli", "control-server");
        assertThat(runtime.path("server").path("arguments").toString())
                .contains("lib/control-server-1.jar", "jvm/server-", "\"attune.control.ServerMain\"]");
        assertThat(runtime.path("agent").path("arguments").toString()).contains("\"attune.learn.agent.AgentMain\"]");

        assertThat(cli.run("uninstall").out()).contains("was removed");
        assertThat(everythingIn(cli.home)).isEmpty();
        assertThat(cli.run("uninstall").out()).contains("not installed");
    }

    /** What is installed is this module's class path. */
    @Test
    void library_when_built_expect_nothing_that_only_training_needs() {
        assertThat(ClassLoader.getSystemResource("attune/learn/agent/AgentMain.class"))
                .isNotNull();
        assertThat(ClassLoader.getSystemResource("ai/onnxruntime/OrtEnvironment.class"))
                .isNull();
    }

    @Test
    void install_when_up_to_date_expect_nothing_done_and_when_build_changed_expect_done_again() throws IOException {
        cli.run("install");

        assertThat(cli.run("install").out()).startsWith("Already installed");
        Files.writeString(cli.app.resolve("native/libattune.so"), "a newer library");
        assertThat(cli.run("install").out()).startsWith("Installed");
        assertThat(cli.home.resolve(".lv2/attune.lv2/libattune.so")).hasContent("a newer library");
        Files.delete(cli.home.resolve(".local/share/attune/runtime.json"));
        assertThat(cli.run("install").out()).startsWith("Installed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".local/share/attune/runtime.json",
                ".local/share/attune/lib/dsp-engine-1.jar",
                ".local/share/attune/lib/libattune.so",
                ".local/share/attune/lib/presets/gentle.json",
                ".lv2/attune.lv2/libattune.so",
                ".lv2/attune.lv2/stereo.ttl",
                ".lv2/attune-presets.lv2/gentle.ttl",
                ".clap/attune.clap",
                ".local/share/man/man1/attune.1",
                ".vst3/Attune.vst3/Contents/x86_64-linux/Attune.so",
                ".vst3/Attune.vst3/Contents/Resources/moduleinfo.json",
                VST_PRESETS + "Gentle.vstpreset"
            })
    void install_when_a_file_is_emptied_changed_or_gone_expect_it_found_and_restored(String name) throws IOException {
        cli.run("install");
        Path file = cli.home.resolve(name);
        byte[] sound = Files.readAllBytes(file);
        FileTime date = Files.getLastModifiedTime(file);
        byte[] sameLength = sound.clone();
        sameLength[sound.length / 2] ^= 1;

        for (byte[] damaged : List.of(new byte[0], sameLength, "{\"version\": 1}".getBytes(UTF_8))) {
            Files.write(file, damaged);
            Files.setLastModifiedTime(file, date);
            assertThat(cli.run("doctor").out()).contains("fail  ", file.toString(), "→ ./attune install");
            assertThat(cli.run("install").out()).startsWith("Installed");
            assertThat(file).hasBinaryContent(sound);
        }
        Files.delete(file);
        assertThat(cli.run("doctor").out()).contains(file + " is missing");
        assertThat(cli.run("install").out()).startsWith("Installed");
        assertThat(file).hasBinaryContent(sound);
        assertThat(cli.run("install").out()).startsWith("Already installed");
    }

    @Test
    void install_when_only_the_bundle_is_damaged_expect_the_engine_left_alone() throws IOException {
        cli.run("install");
        Path jar = cli.home.resolve(".local/share/attune/lib/dsp-engine-1.jar");
        Object before = Files.getAttribute(jar, "unix:ino");

        InstallFiles.deleteTree(cli.home.resolve(".lv2"));

        assertThat(cli.run("install").out()).startsWith("Installed");
        assertThat(cli.home.resolve(".lv2/attune.lv2/mono.ttl")).hasContent("mono");
        assertThat(Files.getAttribute(jar, "unix:ino")).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "/nowhere/bin/java, is gone",
        "/bin/false, does not run (exit status 1)",
        "/bin/true, is not a Java",
        "java, not an absolute path"
    })
    void doctor_when_runtime_names_no_java_expect_file_and_remedy_and_install_mends_it(String java, String said)
            throws IOException {
        cli.run("install");
        Path runtime = cli.home.resolve(".local/share/attune/runtime.json");
        Files.writeString(runtime, "{\"version\": 1, \"java\": \"" + java + "\", \"arguments\": []}");

        JsonNode finding = runtimeFinding();
        assertThat(finding.path("level").asText()).isEqualTo("fail");
        assertThat(finding.path("message").asText()).contains(runtime.toString(), java, said);
        assertThat(finding.path("remedy").asText()).isEqualTo("./attune install");
        assertThat(cli.run("status").out()).contains(said, "./attune doctor");

        assertThat(cli.run("install").out()).startsWith("Installed");
        assertThat(runtimeFinding().path("level").asText()).isEqualTo("ok");
        assertThat(cli.run("status").out()).doesNotContain("doctor");
    }

    @Test
    void doctor_when_environment_names_another_runtime_expect_that_file_checked() throws IOException {
        cli.run("install");
        Path other = Files.writeString(folder.resolve("other.json"), "");
        cli.with("ATTUNE_RUNTIME", other.toString());

        JsonNode finding = runtimeFinding();
        assertThat(finding.path("level").asText()).isEqualTo("fail");
        assertThat(finding.path("message").asText()).contains("ATTUNE_RUNTIME is set", other + " is empty");
        assertThat(finding.path("remedy").asText()).startsWith("unset ATTUNE_RUNTIME");
        assertThat(cli.run("status").out()).contains("ATTUNE_RUNTIME is set", other + " is empty");

        Files.copy(cli.home.resolve(".local/share/attune/runtime.json"), other, StandardCopyOption.REPLACE_EXISTING);
        assertThat(runtimeFinding().path("level").asText()).isEqualTo("ok");
        assertThat(runtimeFinding().path("message").asText()).contains("ATTUNE_RUNTIME is set", other.toString());
    }

    private JsonNode runtimeFinding() throws IOException {
        return new ObjectMapper()
                .readTree(cli.run("doctor", "--json").out())
                .path("findings")
                .path(2);
    }

    @Test
    void uninstall_when_user_has_presets_expect_kept_unless_all() throws IOException {
        cli.run("install");
        Path mine = cli.home.resolve(".local/share/attune/presets/mine.json");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "{}");

        cli.run("uninstall");
        assertThat(mine).exists();
        Path log = cli.home.resolve(".local/state/attune/bridge.log");
        Files.createDirectories(log.getParent());
        Files.writeString(log, "said");
        cli.run("uninstall", "--all");
        assertThat(mine).doesNotExist();
        assertThat(log).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".lv2/other.lv2/manifest.ttl",
                ".clap/other.clap",
                ".vst3/Other.vst3/Contents/x86_64-linux/Other.so",
                VST_PRESETS + "Mine.vstpreset"
            })
    void install_when_other_plugins_and_presets_are_there_expect_them_untouched(String name) throws IOException {
        Path other = cli.home.resolve(name);
        Files.createDirectories(other.getParent());
        Files.writeString(other, "other");

        cli.run("install");
        cli.run("uninstall");

        assertThat(other).hasContent("other");
        assertThat(everythingIn(cli.home)).filteredOn(Files::isRegularFile).containsExactly(other);
    }

    @Test
    void install_when_the_user_has_saved_over_a_preset_of_ours_expect_it_kept() throws IOException {
        cli.run("install");
        Path gentle = cli.home.resolve(VST_PRESETS + "Gentle.vstpreset");
        byte[] mine = Files.readAllBytes(cli.home.resolve(VST_PRESETS + "Music.vstpreset"));
        Files.write(gentle, mine);

        assertThat(cli.run("install").out()).startsWith("Already installed");
        assertThat(cli.run("status").out()).doesNotContain("doctor");
        Files.writeString(cli.app.resolve("native/libattune.so"), "a newer library");
        assertThat(cli.run("install").out()).startsWith("Installed");
        assertThat(gentle).hasBinaryContent(mine);
        cli.run("uninstall");
        assertThat(everythingIn(cli.home)).filteredOn(Files::isRegularFile).containsExactly(gentle);
    }

    @Test
    void uninstall_when_an_installation_was_cut_off_expect_no_trace() throws IOException {
        cli.run("install");
        // What is left when the power fails right before the record gets its head.
        Path record = cli.home.resolve(".local/share/attune/installed");
        Files.write(
                record,
                Files.readAllLines(record).stream()
                        .filter(line -> line.startsWith("file"))
                        .toList());
        Files.createDirectories(cli.home.resolve(".vst3/.Attune.vst3.new/Contents"));
        Files.writeString(cli.home.resolve(".clap/.attune.clap.new"), "half of it");
        Files.writeString(cli.home.resolve(VST_PRESETS + ".Gentle.vstpreset.new"), "half of it");

        cli.run("uninstall");

        assertThat(everythingIn(cli.home)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"clap, .clap/attune.clap", "vst3, .vst3/Attune.vst3", "lv2, .lv2/attune.lv2"})
    void status_when_a_format_is_missing_expect_the_others_told(String format, String path) throws IOException {
        cli.run("install");
        JsonNode before = plugins();
        assertThat(before.path(format).asText())
                .isEqualTo(cli.home.resolve(path).toString());
        assertThat(cli.run("status").out()).contains("Hosts find it as LV2, CLAP, VST3.");

        InstallFiles.deleteTree(cli.home.resolve(path));

        JsonNode after = plugins();
        assertThat(after.path(format).isNull()).isTrue();
        for (String other : List.of("lv2", "clap", "vst3")) {
            assertThat(after.path(other).isNull()).isEqualTo(other.equals(format));
        }
    }

    private JsonNode plugins() throws IOException {
        return new ObjectMapper().readTree(cli.run("status", "--json").out()).path("plugins");
    }

    @Test
    void install_when_a_file_is_where_the_data_folder_should_be_expect_one_sentence() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
        CliFixture.Result notAFolder =
                cli.with("XDG_DATA_HOME", blocked.toString()).run("install");
        assertThat(notAFolder.status()).isEqualTo(1);
        assertThat(notAFolder.err()).startsWith("attune: ").hasLineCount(1);
    }

    @Test
    void install_when_a_folder_may_not_be_written_expect_one_sentence_and_nothing_written() throws Exception {
        Path readOnly = Files.createDirectory(
                folder.resolve("readonly"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        List<String> command = new ArrayList<>();
        if (Files.isWritable(readOnly)) { // root, who writes everywhere but without this capability
            command.addAll(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"));
        }
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dattune.home=" + cli.app,
                "-cp",
                System.getProperty("java.class.path"),
                Attune.class.getName(),
                "install"));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", cli.home.toString());
        builder.environment().put("XDG_DATA_HOME", readOnly.toString());
        Process install = builder.start();
        install.getOutputStream().close();
        String said = new String(install.getInputStream().readAllBytes(), UTF_8);

        assertThat(install.waitFor()).as(said).isEqualTo(1);
        assertThat(said)
                .isEqualToIgnoringNewLines("attune: Nothing can be installed: " + readOnly
                        + "/attune may not be written by this user; set HOME or XDG_DATA_HOME to a folder of yours.");
        assertThat(everythingIn(readOnly)).isEmpty();
        assertThat(everythingIn(cli.home)).isEmpty();
    }

    @Test
    void install_when_build_is_incomplete_expect_one_sentence() throws IOException {
        Files.delete(cli.app.resolve("native/attune-host"));

        CliFixture.Result result = cli.run("install");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("has no native/attune-host").hasLineCount(1);
    }

    @Test
    void doctor_when_nothing_is_installed_expect_json_with_remedies_and_status_1() throws IOException {
        CliFixture.Result result = cli.run("doctor", "--json");

        JsonNode findings = new ObjectMapper().readTree(result.out()).path("findings");
        assertThat(result.status()).isEqualTo(1);
        // One for each thing that a microphone lacks on this machine.
        assertThat(findings.findValuesAsText("check").stream().distinct())
                .containsExactly(
                        "java",
                        "installation",
                        "runtime.json",
                        "lv2",
                        "clap",
                        "vst3",
                        "real time",
                        "locked memory",
                        "runtime folder",
                        "control server",
                        "ffmpeg",
                        "microphone");
        for (JsonNode finding : findings) {
            assertThat(finding.path("level").asText()).isIn("ok", "warn", "fail");
            boolean offer = finding.path("check").asText().equals("microphone");
            assertThat(finding.path("remedy").asText().isEmpty())
                    .as(finding.toString())
                    .isEqualTo(finding.path("level").asText().equals("ok") && !offer);
        }
        assertThat(findings.path(1).path("level").asText()).isEqualTo("fail");
        assertThat(findings.path(1).path("remedy").asText()).isEqualTo("./attune install");
    }

    @Test
    void doctor_when_plugin_and_jars_are_of_different_builds_expect_both_named_and_how_to_mend_it() throws IOException {
        Files.writeString(cli.app.resolve("native/libattune.so"), "\u007fELF" + Build.MARK + "\0more");
        putBuild(cli.app.resolve("lib/plugin-bridge-1.jar"), Build.MARK);
        cli.run("install");
        assertThat(cli.run("doctor").out()).contains("ok    builds         Plugin and engine are Attune ");

        Path plugin = cli.home.resolve(".vst3/Attune.vst3/Contents/x86_64-linux/Attune.so");
        Files.writeString(plugin, "\u007fELF attune-build:9.8.7:0000beef\0more");
        assertThat(cli.run("doctor").out())
                .contains("fail  builds         " + plugin
                        + " is Attune 9.8.7 (build 0000beef), the engine's jars are Attune ")
                .containsPattern("they do not fit, so sound passes unchanged\\.\n +→ \\./attune install");

        Files.writeString(plugin, "\u007fELF of before");
        assertThat(cli.run("doctor").out()).contains(plugin + " is of an earlier build, the engine's jars are Attune ");
        cli.run("install");
        assertThat(cli.run("doctor").out()).contains("ok    builds ");

        putBuild(cli.home.resolve(".local/share/attune/lib/plugin-bridge-1.jar"), "no mark");
        assertThat(cli.run("doctor").out()).contains("the engine's jars are of an earlier build: they do not fit");
    }

    /** A jar whose class says this build, between other bytes. */
    private static void putBuild(Path jar, String mark) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("attune/bridge/shm/Build.class"));
            zip.write(("\u0000" + mark + "\u0001").getBytes(UTF_8));
        }
    }

    @Test
    void build_when_its_class_is_compiled_expect_its_mark_found_in_the_file() throws IOException {
        Path jar = folder.resolve("plugin-bridge.jar");
        String name = "attune/bridge/shm/Build.class";
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                InputStream in =
                        Objects.requireNonNull(Build.class.getClassLoader().getResourceAsStream(name))) {
            zip.putNextEntry(new ZipEntry(name));
            in.transferTo(zip);
        }
        assertThat(BuildMark.ofJar(jar))
                .hasValueSatisfying(build -> assertThat(build.tables()).isEqualTo(String.format("%08x", Build.TABLES)));
    }

    @Test
    void doctor_when_everybody_may_write_runtime_expect_a_warning() throws IOException {
        cli.run("install");
        Path runtime = cli.home.resolve(".local/share/attune/runtime.json");
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rw-rw-rw-"));

        JsonNode finding = runtimeFinding();
        assertThat(finding.path("level").asText()).isEqualTo("warn");
        assertThat(finding.path("message").asText()).contains(runtime.toString());
        assertThat(finding.path("remedy").asText()).isEqualTo("chmod go-w " + runtime);
    }

    @Test
    void doctor_when_the_limit_gives_no_priority_expect_rtkit_counted_and_no_file_of_a_package_named()
            throws IOException {
        Path share = Files.createDirectories(folder.resolve("share"));
        cli.with("XDG_DATA_DIRS", share.toString());
        DoctorCommand.Finding without = DoctorCommand.realTime(cli.places(), false, "0");
        assertThat(without.level()).isEqualTo(DoctorCommand.Level.WARN);
        assertThat(without.remedy()).contains("sudo tee -a /etc/security/limits.d/99-attune.conf");

        Path service = share.resolve("dbus-1/system-services/org.freedesktop.RealtimeKit1.service");
        Files.createDirectories(service.getParent());
        Files.writeString(service, "[D-BUS Service]");
        DoctorCommand.Finding with = DoctorCommand.realTime(cli.places(), false, "0");
        assertThat(with.level()).isEqualTo(DoctorCommand.Level.OK);
        assertThat(with.message()).contains("rtkit");
        assertThat(DoctorCommand.realTime(cli.places(), false, "95").message()).contains("up to 95");
    }

    @Test
    void doctor_when_programs_are_missing_expect_warnings_not_failures() throws IOException {
        cli.run("install");

        String text = cli.with("PATH", "/nonexistent").run("doctor").out();

        assertThat(text).contains("warn  ffmpeg", "apt-get install ffmpeg", "warn  lv2", "ok    runtime.json");
    }

    @Test
    void status_when_asked_for_json_expect_version_and_engines() throws IOException {
        JsonNode status =
                new ObjectMapper().readTree(cli.run("status", "--json").out());

        assertThat(status.path("installed").isNull()).isTrue();
        assertThat(status.path("engines").isArray()).isTrue();
        assertThat(cli.run("status").out()).contains("not installed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".lv2/attune.lv2/mine.ttl",
                ".lv2/attune.lv2/libattune.so",
                ".lv2/attune-presets.lv2/mine.ttl",
                ".clap/attune.clap",
                ".vst3/Attune.vst3/mine"
            })
    void install_when_somebody_else_has_our_name_expect_it_refused_and_left_by_uninstall_too(String name)
            throws IOException {
        Path other = cli.home.resolve(name);
        Files.createDirectories(other.getParent());
        Files.writeString(other, "precious");
        List<Path> before = everythingIn(cli.home);

        CliFixture.Result install = cli.run("install");
        assertThat(install.status()).isEqualTo(1);
        assertThat(install.err())
                .startsWith("attune: " + other + " was not written by Attune")
                .hasLineCount(1);
        assertThat(cli.run("uninstall").out())
                .startsWith("Attune is not installed")
                .contains(other + " stays");

        assertThat(other).hasContent("precious");
        assertThat(everythingIn(cli.home)).isEqualTo(before);
    }

    @Test
    void install_when_a_developer_has_linked_a_build_expect_link_and_build_left() throws IOException {
        cli.run("install");
        Path build = Files.copy(cli.home.resolve(".clap/attune.clap"), folder.resolve("build.so"));
        Path link = cli.home.resolve(".clap/attune.clap");
        Files.delete(link);
        Files.createSymbolicLink(link, build);
        Files.writeString(cli.app.resolve("native/libattune.so"), "a newer library");

        assertThat(cli.run("install").err()).contains(link + " was not written by Attune");
        cli.run("uninstall");

        assertThat(link).isSymbolicLink().hasContent("library");
        assertThat(everythingIn(cli.home)).containsExactlyInAnyOrder(link, link.getParent());
    }

    @Test
    void uninstall_when_somebody_has_put_a_file_beside_ours_expect_only_that_left() throws IOException {
        cli.run("install");
        Path mine = Files.writeString(cli.home.resolve(".lv2/attune.lv2/mine.ttl"), "precious");

        assertThat(cli.run("uninstall").out()).contains("was removed", mine + " stays");

        assertThat(everythingIn(cli.home)).filteredOn(Files::isRegularFile).containsExactly(mine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"install", "uninstall"})
    void install_when_the_record_was_lost_expect_ours_known_by_what_it_says(String command) throws IOException {
        Files.writeString(cli.app.resolve("native/libattune.so"), "\u007fELF urn:attune:stereo\0");
        for (String name : List.of("manifest", "stereo", "mono")) {
            Files.writeString(cli.app.resolve("lv2/" + name + ".ttl"), "<urn:attune:stereo> <urn:attune:mono>");
        }
        Files.writeString(cli.app.resolve("vst3/moduleinfo.json"), "{ \"Vendor\" : \"Attune\" }");
        cli.run("install");
        InstallFiles.deleteTree(cli.home.resolve(".local"));

        assertThat(cli.run(command).status()).isZero();

        cli.run("uninstall");
        // Folders that were there before the last installation stay.
        assertThat(everythingIn(cli.home)).filteredOn(Files::isRegularFile).isEmpty();
    }

    @Test
    void uninstall_when_something_cannot_be_removed_expect_all_else_gone_and_the_rest_the_next_time()
            throws IOException {
        cli.run("install");
        Path blocked = cli.home.resolve(VST_PRESETS + "Gentle.vstpreset");
        Files.delete(blocked);
        Files.createDirectory(blocked);
        Path inIt = Files.writeString(blocked.resolve("mine"), "precious");

        CliFixture.Result first = cli.run("uninstall");

        assertThat(first.status()).isEqualTo(1);
        assertThat(first.err())
                .contains("Not everything could be removed: " + blocked, "run ./attune uninstall again")
                .hasLineCount(1);
        Path data = cli.home.resolve(".local/share/attune");
        assertThat(everythingIn(cli.home))
                .filteredOn(Files::isRegularFile)
                .containsExactlyInAnyOrder(inIt, data.resolve("installed"), data.resolve("folders"));
        InstallFiles.deleteTree(blocked);
        assertThat(cli.run("uninstall").out()).contains("was removed");
        assertThat(everythingIn(cli.home)).isEmpty();
    }

    @Test
    void uninstall_when_services_have_run_and_a_training_was_cut_off_expect_no_token_left() throws IOException {
        cli.run("install");
        Path runtime = Files.createDirectories(folder.resolve("runtime/attune/engines"));
        for (String name :
                List.of("token", "agent-token", "server.lock", "server.json", "server.error", "server.progress")) {
            Files.writeString(runtime.resolveSibling(name), "{}");
        }
        Path token = cli.home.resolve(".local/share/attune/.training/runtime/attune/token");
        Files.createDirectories(token.getParent());
        Files.writeString(token, "secret");

        cli.run("uninstall");

        assertThat(everythingIn(cli.home)).isEmpty();
        assertThat(everythingIn(folder.resolve("runtime"))).isEmpty();
    }

    @Test
    void install_when_it_fails_half_way_expect_nothing_of_it_left() throws IOException {
        Path jna = cli.app.resolve("lib/jna-1.jar");
        byte[] whole = Files.readAllBytes(jna);
        Files.writeString(jna, "no archive");
        assertThat(cli.run("install").status()).isEqualTo(1);
        assertThat(everythingIn(cli.home)).isEmpty();

        Files.write(jna, whole);
        cli.run("install");
        List<Path> before = everythingIn(cli.home);
        Files.writeString(jna, "no archive");
        assertThat(cli.run("install").status()).isEqualTo(1);
        assertThat(everythingIn(cli.home)).isEqualTo(before);
    }

    @Test
    void install_when_a_file_or_a_dangling_link_is_where_a_folder_goes_expect_it_named_with_what_to_do()
            throws IOException {
        Path hosts = cli.home.resolve(".vst3");
        Files.createSymbolicLink(hosts, folder.resolve("nowhere"));
        assertThat(cli.run("install").err())
                .isEqualToIgnoringNewLines("attune: Nothing can be installed: " + hosts
                        + " is a link to nothing, where a folder is needed; move it away first.");
        Files.delete(hosts);
        Files.writeString(hosts, "mine");
        assertThat(cli.run("install").err()).contains(hosts + " is a file, where a folder is needed");
        assertThat(everythingIn(cli.home)).containsExactly(hosts);
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, because the disk is full; make room",
        "Disk quota exceeded, because the disk is full; make room",
        "Read-only file system, the file system is read-only; set HOME"
    })
    void trouble_when_a_copy_meets_a_disk_that_takes_nothing_expect_the_target_and_what_to_do(
            String reason, String said) {
        FileSystemException trouble = new FileSystemException("/build/x.jar", "/home/me/x.jar", reason);
        assertThat(InstallTrouble.of(trouble, folder).orElseThrow())
                .hasMessageStartingWith("Nothing can be installed: /home/me/x.jar ")
                .hasMessageContaining(said)
                .message()
                .endsWith(".")
                .doesNotContain("/build");
        assertThat(InstallTrouble.of(new IOException(reason), folder).orElseThrow())
                .hasMessageContaining(folder.toString());
        assertThat(InstallTrouble.of(new IOException("something else"), folder)).isEmpty();
    }

    @Test
    void install_when_a_folder_has_a_line_break_in_its_name_expect_one_sentence_and_nothing_written()
            throws IOException {
        Path odd = Files.createDirectory(folder.resolve("a\nb"));

        CliFixture.Result result = cli.with("XDG_DATA_HOME", odd.toString()).run("install");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("a\\nb", "has a line break in its name")
                .hasLineCount(1);
        assertThat(everythingIn(odd)).isEmpty();
        assertThat(everythingIn(cli.home)).isEmpty();
    }

    private static List<Path> everythingIn(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(path -> !path.equals(root)).toList();
        }
    }
}
