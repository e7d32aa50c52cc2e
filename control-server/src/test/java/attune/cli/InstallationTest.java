package attune.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing a build whose parts are small files: what is copied where. That the real parts play is a system test. */
class InstallationTest {
    @TempDir
    Path folder;

    private CliFixture cli;

    @BeforeEach
    void build() throws IOException {
        cli = new CliFixture(folder);
        Files.createDirectory(cli.app.resolve("native"));
        Files.createDirectory(cli.app.resolve("lv2"));
        Files.createDirectory(cli.app.resolve("lib"));
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
    void install_when_home_is_empty_expect_bundle_engine_and_runtime_and_uninstall_leaves_no_trace()
            throws IOException {
        assertThat(cli.run("install").status()).isZero();

        Path data = cli.home.resolve(".local/share/attune");
        assertThat(cli.home.resolve(".lv2/attune.lv2/libattune.so")).hasContent("library");
        assertThat(cli.home.resolve(".lv2/attune.lv2/manifest.ttl")).hasContent("manifest");
        assertThat(data.resolve("lib/presets/gentle.json")).exists();
        assertThat(data.resolve("lib/libjnidispatch.so")).exists();
        JsonNode runtime =
                new ObjectMapper().readTree(data.resolve("runtime.json").toFile());
        assertThat(runtime.path("version").asInt()).isEqualTo(1);
        assertThat(Path.of(runtime.path("java").asText())).isExecutable();
        assertThat(runtime.path("arguments").toString())
                .contains("lib/dsp-engine-1.jar", "lib/jna-1.jar", "attune.bridge.BridgeMain")
                .doesNotContain("picocli", "control-server");

        assertThat(cli.run("uninstall").out()).contains("was removed");
        assertThat(everythingIn(cli.home)).isEmpty();
        assertThat(cli.run("uninstall").out()).contains("not installed");
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

    @Test
    void install_when_other_plugins_are_there_expect_them_untouched() throws IOException {
        Path other = cli.home.resolve(".lv2/other.lv2/manifest.ttl");
        Files.createDirectories(other.getParent());
        Files.writeString(other, "other");

        cli.run("install");
        cli.run("uninstall");

        assertThat(other).hasContent("other");
    }

    @Test
    void install_when_home_cannot_be_written_expect_one_sentence() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where a folder should be");
        CliFixture.Result notAFolder =
                cli.with("XDG_DATA_HOME", blocked.toString()).run("install");
        assertThat(notAFolder.status()).isEqualTo(1);
        assertThat(notAFolder.err()).startsWith("attune: ").hasLineCount(1);

        Path readOnly = Files.createDirectory(
                folder.resolve("readonly"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeTrue(!Files.isWritable(readOnly), "root writes everywhere");
        CliFixture.Result result =
                cli.with("XDG_DATA_HOME", readOnly.toString()).run("install");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("may not be written").hasLineCount(1);
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
        assertThat(findings.findValuesAsText("check"))
                .containsExactly(
                        "java",
                        "installation",
                        "runtime.json",
                        "lv2",
                        "real time",
                        "locked memory",
                        "runtime folder",
                        "ffmpeg");
        for (JsonNode finding : findings) {
            assertThat(finding.path("level").asText()).isIn("ok", "warn", "fail");
            assertThat(finding.path("remedy").asText().isEmpty())
                    .isEqualTo(finding.path("level").asText().equals("ok"));
        }
        assertThat(findings.path(1).path("level").asText()).isEqualTo("fail");
        assertThat(findings.path(1).path("remedy").asText()).isEqualTo("./attune install");
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

    private static List<Path> everythingIn(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(path -> !path.equals(root)).toList();
        }
    }
}
