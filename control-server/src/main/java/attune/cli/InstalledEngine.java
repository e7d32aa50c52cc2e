package attune.cli;

import attune.bridge.LaunchPlan;
import attune.cli.hosts.HostPreset;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The part of an installation in the data folder: {@code lib} with jars, native library, host program and presets; the
 * JVM's class caches; and runtime.json, which tells how engine, control server and learning agent start.
 */
final class InstalledEngine {
    static final int RUNTIME_VERSION = 1;

    /** Beginnings of the names of jars that an engine needs; its class path does without all others. */
    private static final List<String> ENGINE_JARS =
            List.of("dsp-engine", "plugin-bridge", "jna-", "JTransforms", "JLargeArrays", "jspecify");

    private static final String JNA_LIBRARY = "com/sun/jna/linux-x86-64/libjnidispatch.so";
    /** The plugin's preset discovery names this folder to CLAP hosts; its files are plain states. */
    private static final String CLAP_PRESETS = "clap-presets";

    private static final String CLAP_PRESET_ENDING = ".attune";
    private static final long TRAINING_PATIENCE_SECONDS = 120;

    private final Places places;

    InstalledEngine(Places places) {
        this.places = places;
    }

    /** Jars, library, host program, presets. */
    Path library() {
        return places.dataHome().resolve("lib");
    }

    Path runtimeFile() {
        return places.dataHome().resolve("runtime.json");
    }

    Path host() {
        return library().resolve("attune-host");
    }

    /** The class caches, which engines do without. */
    Path caches() {
        return places.dataHome().resolve("jvm");
    }

    /** Where services run for a moment; there only while caches are made, or after that was cut off. */
    Path training() {
        return places.dataHome().resolve(".training");
    }

    /** Everything of it, in the order in which it is removed. */
    List<Path> parts() {
        return List.of(library(), caches(), runtimeFile());
    }

    boolean lostExecutableBit() {
        return !Files.isExecutable(host())
                && Files.isExecutable(places.appHome().resolve("native/attune-host"));
    }

    void installLibrary(List<HostPreset> presets) throws IOException {
        Path fresh = InstallFiles.freshFolder(library());
        InstallFiles.copyFiles(places.appHome().resolve("lib"), fresh);
        InstallFiles.copyFiles(places.appHome().resolve("native"), fresh);
        Files.createDirectory(fresh.resolve("presets"));
        InstallFiles.copyFiles(places.factoryPresets(), fresh.resolve("presets"));
        Files.createDirectory(fresh.resolve("presets/targets"));
        InstallFiles.copyFiles(places.factoryPresets().resolve("targets"), fresh.resolve("presets/targets"));
        Path clapPresets = Files.createDirectory(fresh.resolve(CLAP_PRESETS));
        for (HostPreset preset : presets) {
            Files.write(clapPresets.resolve(preset.label() + CLAP_PRESET_ENDING), preset.state());
        }
        unpackJna(fresh);
        InstallFiles.swap(fresh, library());
    }

    private void unpackJna(Path folder) throws IOException {
        for (Path jar : InstallFiles.filesIn(folder)) {
            if (!jar.getFileName().toString().startsWith("jna-")) {
                continue;
            }
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                ZipEntry entry = zip.getEntry(JNA_LIBRARY);
                if (entry == null) {
                    throw new IOException(jar + " has no " + JNA_LIBRARY);
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    Files.copy(in, folder.resolve("libjnidispatch.so"));
                }
            }
        }
    }

    void installRuntime() throws IOException {
        InstallFiles.replace(runtimeFile(), List.of(runtimeText()));
    }

    private String runtimeText() throws IOException {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("version", RUNTIME_VERSION);
        document.put("java", java().toString());
        document.put("arguments", launchPlan().arguments());
        for (ServicePlan.Service service : ServicePlan.Service.values()) {
            document.put(service.key(), Map.of("arguments", servicePlan(service).arguments()));
        }
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(document);
    }

    /** How a bridge starts here. */
    private LaunchPlan launchPlan() throws IOException {
        List<Path> jars = jars().stream()
                .filter(file -> ENGINE_JARS.stream()
                        .anyMatch(prefix -> file.getFileName().toString().startsWith(prefix)))
                .toList();
        return new LaunchPlan(
                Runtime.version().feature(), java(), jars, library().resolve("libattune.so"), library(), caches());
    }

    /** How control server and agent start here; both have every jar on their class path and load what they need. */
    private ServicePlan servicePlan(ServicePlan.Service service) throws IOException {
        return new ServicePlan(service, Runtime.version().feature(), java(), jars(), caches());
    }

    private List<Path> jars() throws IOException {
        return InstallFiles.filesIn(places.appHome().resolve("lib")).stream()
                .map(file -> library().resolve(file.getFileName()))
                .filter(file -> file.toString().endsWith(".jar"))
                .toList();
    }

    /** The launcher of this process, with which engines start too. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * What has no cache starts too, only later: a failed training is not an error.
     *
     * @return whether there is a cache now
     */
    boolean makeCaches() throws IOException {
        Path fresh = InstallFiles.freshFolder(caches());
        LaunchPlan plan = launchPlan();
        Path cache = fresh.resolve(plan.cacheFile().getFileName());
        Process training = new ProcessBuilder(plan.makeCache(cache))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        training.getOutputStream().close();
        try {
            if (!training.waitFor(TRAINING_PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                training.destroyForcibly();
            }
        } catch (InterruptedException e) {
            training.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the class cache was made", e);
        }
        try (ServiceTraining services = new ServiceTraining(places.appHome(), training(), places.path())) {
            services.run(servicePlan(ServicePlan.Service.SERVER), servicePlan(ServicePlan.Service.AGENT), fresh);
        }
        InstallFiles.swap(fresh, caches());
        return Files.isRegularFile(plan.cacheFile());
    }
}
