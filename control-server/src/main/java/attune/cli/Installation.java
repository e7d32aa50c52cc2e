package attune.cli;

import attune.bridge.LaunchPlan;
import attune.cli.hosts.HostPreset;
import attune.control.store.PresetException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * What hosts find on this machine: the plugin and its presets in every {@link PluginFormat}, and in the data folder the
 * jars, the native library, the presets, the JVM's class caches and runtime.json, which tells how engine, control server
 * and learning agent start. Every part is made under another name and renamed into place.
 */
final class Installation {
    /** Beginnings of the names of jars that an engine needs; its class path does without all others. */
    private static final List<String> ENGINE_JARS =
            List.of("dsp-engine", "plugin-bridge", "jna-", "JTransforms", "JLargeArrays", "jspecify");

    private static final String JNA_LIBRARY = "com/sun/jna/linux-x86-64/libjnidispatch.so";
    /** The plugin's preset discovery names this folder to CLAP hosts; its files are plain states. */
    private static final String CLAP_PRESETS = "clap-presets";

    private static final String CLAP_PRESET_ENDING = ".attune";
    static final int RUNTIME_VERSION = 1;
    private static final String JAVA_MARK = "java ";
    private static final long TRAINING_PATIENCE_SECONDS = 120;

    private final Places places;
    private final Set<Path> madeFolders = new LinkedHashSet<>();

    Installation(Places places) {
        this.places = places;
    }

    /** Jars, library, host program, presets. */
    Path library() {
        return places.dataHome().resolve("lib");
    }

    Path runtimeFile() {
        return places.dataHome().resolve("runtime.json");
    }

    Path plugin() {
        return places.lv2Bundle().resolve("libattune.so");
    }

    Path host() {
        return library().resolve("attune-host");
    }

    private Path jvmFolder() {
        return places.dataHome().resolve("jvm");
    }

    private Path stampFile() {
        return places.dataHome().resolve("installed");
    }

    private Path foldersFile() {
        return places.dataHome().resolve("folders");
    }

    /** Version that is installed; empty text where nothing is. */
    String installedVersion() {
        List<String> lines = linesOf(stampFile());
        return lines.size() > 1 && lines.get(1).startsWith(JAVA_MARK) ? lines.get(0) : "";
    }

    /**
     * What an installation has lost since it was made, one sentence without full stop for each file; the class cache,
     * which engines do without, and runtime.json, which may be another, are asked for on their own.
     */
    List<String> damage() {
        return recorded().stream()
                .filter(file ->
                        !file.path().startsWith(jvmFolder()) && !file.path().equals(runtimeFile()))
                .filter(file -> !isUsersPreset(file.path()))
                .flatMap(file -> file.damage().stream())
                .toList();
    }

    /** A preset of ours that the user has written over is no damage. */
    private boolean isUsersPreset(Path file) {
        return file.startsWith(places.vst3Presets()) && VstPresetFolder.isPreset(file);
    }

    /** Formats whose plugin or presets are all there, as they were installed. */
    List<PluginFormat> soundFormats() {
        return Stream.of(PluginFormat.values())
                .filter(format -> isSound(format.target(places)))
                .toList();
    }

    /** Whether runtime.json is, byte by byte, the installed one. */
    boolean hasInstalledRuntime() {
        return isSound(runtimeFile());
    }

    /** Whether the class cache is there and whole. */
    boolean hasCache() {
        return isSound(jvmFolder());
    }

    /** Files that the last installation wrote; none where it did not come to its end. */
    private List<InstalledFile> recorded() {
        return linesOf(stampFile()).stream()
                .flatMap(line -> InstalledFile.parse(line).stream())
                .toList();
    }

    /** Whether files were installed at or below this path and all of them are as they were. */
    private boolean isSound(Path part) {
        List<InstalledFile> files =
                recorded().stream().filter(file -> file.path().startsWith(part)).toList();
        return !files.isEmpty() && files.stream().allMatch(InstalledFile::isSound);
    }

    /** Whether the last installation was made from this build, with this Java, into these folders. */
    private boolean isOfThisBuild() throws IOException {
        List<String> lines = linesOf(stampFile());
        List<String> wanted = stamp();
        return lines.size() > wanted.size() && lines.subList(0, wanted.size()).equals(wanted);
    }

    /**
     * Installs what is missing, old or damaged: every file is compared with what was written.
     *
     * @return whether anything was done
     * @throws CliException where a folder cannot be written, the build is not complete or its Java does not run
     */
    boolean install() throws IOException {
        requireBuild();
        List<HostPreset> presets = presets();
        VstPresetFolder vstPresets = new VstPresetFolder(places.vst3Presets(), presets);
        boolean sameBuild = isOfThisBuild();
        Missing missing = missing(sameBuild, vstPresets);
        if (missing.isNothing()) {
            return false;
        }
        if (!sameBuild) {
            requireJava();
        }
        try {
            return install(missing, presets, vstPresets);
        } catch (FileSystemException e) {
            boolean forbidden = e instanceof AccessDeniedException
                    || String.valueOf(e.getReason()).contains("Read-only")
                    || String.valueOf(e.getReason()).contains("Not a directory");
            if (forbidden) {
                throw notWritable(e);
            }
            throw e;
        }
    }

    /** What has to be made, also because it is old or damaged. */
    private record Missing(
            boolean library, List<PluginFormat> formats, boolean vstPresets, boolean runtime, boolean cache) {
        boolean isNothing() {
            return !beforeCache() && !cache;
        }

        boolean beforeCache() {
            return library || !formats.isEmpty() || vstPresets || runtime;
        }
    }

    private Missing missing(boolean sameBuild, VstPresetFolder vstPresets) {
        boolean library = !sameBuild || !isSound(library()) || lostExecutableBit();
        List<PluginFormat> formats = Stream.of(PluginFormat.values())
                .filter(format -> !sameBuild || !isSound(format.target(places)))
                .toList();
        // The text of runtime.json follows from the build, the Java and the folders, which are the same.
        return new Missing(
                library, formats, !vstPresets.isSound(), library || !isSound(runtimeFile()), library || !hasCache());
    }

    /** Whether anything was done: a class cache that can't be made is nothing. */
    private boolean install(Missing missing, List<HostPreset> presets, VstPresetFolder vstPresets) throws IOException {
        makeAllFolders();
        // While the record of the last installation is there to tell ours from the user's.
        vstPresets.install(recorded());
        InstallFiles.deleteTree(stampFile());
        if (missing.library()) {
            installLibrary(presets);
        }
        if (missing.runtime()) {
            InstallFiles.replace(runtimeFile(), List.of(runtimeText()));
        }
        for (PluginFormat format : missing.formats()) {
            install(format, presets);
        }
        boolean cacheMade = missing.cache() && makeCache();
        InstallFiles.replace(stampFile(), record(vstPresets));
        return missing.beforeCache() || cacheMade;
    }

    private List<HostPreset> presets() {
        try {
            return HostPreset.all(places.factoryPresets());
        } catch (PresetException e) {
            throw CliException.failed("Nothing can be installed: " + e.getMessage(), e);
        }
    }

    private boolean lostExecutableBit() {
        return !Files.isExecutable(host())
                && Files.isExecutable(places.appHome().resolve("native/attune-host"));
    }

    /** What the stamp file says once all is written. */
    private List<String> record(VstPresetFolder vstPresets) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : List.of(library(), jvmFolder(), runtimeFile())) {
            files.addAll(InstallFiles.filesBelow(folder));
        }
        for (PluginFormat format : PluginFormat.values()) {
            files.addAll(InstallFiles.filesBelow(format.target(places)));
        }
        files.addAll(vstPresets.own());
        List<String> lines = new ArrayList<>(stamp());
        for (Path file : files) {
            lines.add(InstalledFile.of(file).line());
        }
        return lines;
    }

    private static void requireJava() {
        Optional<String> problem = RuntimeFile.problemOfJava(java());
        if (problem.isPresent()) {
            throw CliException.failed("Engines would start with " + java() + ", which " + problem.get()
                    + "; set JAVA_HOME to a JDK 17 or newer.");
        }
    }

    /** Lines of a file of ours; none where it is missing or no text. */
    private static List<String> linesOf(Path file) {
        try {
            return List.of(Files.readString(file).split("\n", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    private CliException notWritable(IOException e) {
        return CliException.failed(
                "Nothing can be installed: " + e.getMessage()
                        + " may not be written; set HOME or XDG_DATA_HOME to a folder of yours.",
                e);
    }

    private void requireBuild() {
        for (String file : List.of(
                "native/libattune.so",
                "native/attune-host",
                "lv2/manifest.ttl",
                "vst3/moduleinfo.json",
                "lib",
                "presets")) {
            if (!Files.exists(places.appHome().resolve(file))) {
                throw CliException.failed("This build has no " + file + "; run ./attune install from the source tree.");
            }
        }
    }

    private void rememberFolders() {
        for (String line : linesOf(foldersFile())) {
            if (line.startsWith("/") && line.indexOf('\0') < 0) {
                madeFolders.add(Path.of(line));
            }
        }
    }

    /** Folders are written down before they are made: an interrupted installation can be removed without a trace. */
    private void makeAllFolders() throws IOException {
        rememberFolders();
        noteMissing(places.dataHome());
        Files.createDirectories(places.dataHome());
        for (PluginFormat format : PluginFormat.values()) {
            noteMissing(InstallFiles.parentOf(format.target(places)));
        }
        noteMissing(places.vst3Presets());
        InstallFiles.replace(
                foldersFile(), madeFolders.stream().map(Path::toString).toList());
        for (PluginFormat format : PluginFormat.values()) {
            Files.createDirectories(InstallFiles.parentOf(format.target(places)));
        }
        Files.createDirectories(places.vst3Presets());
    }

    private void noteMissing(Path folder) {
        for (Path missing = folder; missing != null && !Files.isDirectory(missing); missing = missing.getParent()) {
            madeFolders.add(missing);
        }
    }

    /** What a build that has lost its presets would not find is found by the record. */
    private VstPresetFolder vstPresetsToRemove() {
        try {
            return new VstPresetFolder(places.vst3Presets(), HostPreset.all(places.factoryPresets()));
        } catch (PresetException e) {
            return new VstPresetFolder(places.vst3Presets(), List.of());
        }
    }

    private void installLibrary(List<HostPreset> presets) throws IOException {
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

    private void install(PluginFormat format, List<HostPreset> presets) throws IOException {
        Path target = format.target(places);
        Path fresh = InstallFiles.fresh(target);
        format.fill(fresh, places, presets);
        InstallFiles.swap(fresh, target);
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

    /** How a bridge starts here. */
    LaunchPlan launchPlan() throws IOException {
        List<Path> jars = InstallFiles.filesIn(places.appHome().resolve("lib")).stream()
                .map(file -> library().resolve(file.getFileName()))
                .filter(file -> file.toString().endsWith(".jar"))
                .filter(file -> ENGINE_JARS.stream()
                        .anyMatch(prefix -> file.getFileName().toString().startsWith(prefix)))
                .toList();
        return new LaunchPlan(
                Runtime.version().feature(), java(), jars, library().resolve("libattune.so"), library(), jvmFolder());
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** How control server and agent start here; both have every jar on their class path and load what they need. */
    ServicePlan servicePlan(ServicePlan.Service service) throws IOException {
        List<Path> jars = InstallFiles.filesIn(places.appHome().resolve("lib")).stream()
                .map(file -> library().resolve(file.getFileName()))
                .filter(file -> file.toString().endsWith(".jar"))
                .toList();
        return new ServicePlan(service, Runtime.version().feature(), java(), jars, jvmFolder());
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

    /**
     * What has no cache starts too, only later: a failed training is not an error.
     *
     * @return whether there is a cache now
     */
    private boolean makeCache() throws IOException {
        Path fresh = InstallFiles.freshFolder(jvmFolder());
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
        try (ServiceTraining services =
                new ServiceTraining(places.appHome(), places.dataHome().resolve(".training"), places.path())) {
            services.run(servicePlan(ServicePlan.Service.SERVER), servicePlan(ServicePlan.Service.AGENT), fresh);
        }
        InstallFiles.swap(fresh, jvmFolder());
        return Files.isRegularFile(plan.cacheFile());
    }

    /** Everything that the installation depends on, first line the version. */
    private List<String> stamp() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Version.number());
        lines.add(JAVA_MARK + java() + " " + System.getProperty("java.runtime.version") + " " + sizeAndDate(java()));
        lines.add("into " + places.dataHome() + " " + places.home());
        for (String folder : List.of("lib", "native", "presets", "lv2", "vst3")) {
            for (Path file : InstallFiles.filesIn(places.appHome().resolve(folder))) {
                lines.add(folder + "/" + file.getFileName() + " " + sizeAndDate(file));
            }
        }
        return lines;
    }

    private static String sizeAndDate(Path file) throws IOException {
        return Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis();
    }

    /**
     * Removes what {@link #install} wrote.
     *
     * @param all the user's presets and the engines' log too
     * @return whether there was anything
     */
    boolean uninstall(boolean all) throws IOException {
        rememberFolders();
        boolean any = vstPresetsToRemove().uninstall(recorded());
        List<Path> parts = new ArrayList<>(
                List.of(library(), jvmFolder(), runtimeFile(), stampFile(), foldersFile(), places.cacheHome()));
        for (PluginFormat format : PluginFormat.values()) {
            parts.add(format.target(places));
        }
        for (Path part : parts) {
            any |= Files.exists(part);
            InstallFiles.deleteTree(part);
            InstallFiles.deleteLeftovers(part);
        }
        if (all) {
            any |= Files.exists(places.dataHome());
            InstallFiles.deleteTree(places.dataHome());
            InstallFiles.deleteTree(places.stateHome());
        }
        List<Path> folders = new ArrayList<>(madeFolders);
        Path states = InstallFiles.parentOf(places.stateHome());
        if (all && madeFolders.contains(InstallFiles.parentOf(states))) {
            folders.add(states); // made by the first plugin that had something to log
        }
        folders.sort(Comparator.comparingInt(Path::getNameCount).reversed());
        for (Path folder : folders) {
            InstallFiles.deleteIfEmpty(folder);
        }
        return any;
    }
}
