package attune.cli;

import attune.bridge.LaunchPlan;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
 * What hosts find on this machine: the LV2 bundle, and in the data folder the jars, the native library, the presets, the
 * JVM's class caches and runtime.json, which tells how engine, control server and learning agent start. Every part is made under another name
 * and renamed into place.
 */
final class Installation {
    /** Beginnings of the names of jars that an engine needs; its class path does without all others. */
    private static final List<String> ENGINE_JARS =
            List.of("dsp-engine", "plugin-bridge", "jna-", "JTransforms", "JLargeArrays", "jspecify");

    private static final String JNA_LIBRARY = "com/sun/jna/linux-x86-64/libjnidispatch.so";
    private static final List<String> BUNDLE_FILES = List.of("manifest.ttl", "stereo.ttl", "mono.ttl");
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
                .flatMap(file -> file.damage().stream())
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
        boolean sameBuild = isOfThisBuild();
        boolean library = !sameBuild || !isSound(library()) || lostExecutableBit();
        boolean bundle = !sameBuild || !isSound(places.lv2Bundle());
        // Its text follows from the build, the Java and the folders, which are the same.
        boolean runtime = library || !isSound(runtimeFile());
        boolean cache = library || !hasCache();
        if (!library && !bundle && !runtime && !cache) {
            return false;
        }
        if (!sameBuild) {
            requireJava();
        }
        try {
            rememberFolders();
            makeFolders(places.dataHome());
            deleteTree(stampFile());
            if (library) {
                installLibrary();
            }
            if (runtime) {
                replace(runtimeFile(), List.of(runtimeText()));
            }
            if (bundle) {
                installBundle();
            }
            boolean cacheMade = cache && makeCache();
            replace(foldersFile(), madeFolders.stream().map(Path::toString).toList());
            replace(stampFile(), record());
            return library || runtime || bundle || cacheMade;
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

    private boolean lostExecutableBit() {
        return !Files.isExecutable(host())
                && Files.isExecutable(places.appHome().resolve("native/attune-host"));
    }

    /** What the stamp file says once all is written. */
    private List<String> record() throws IOException {
        List<String> lines = new ArrayList<>(stamp());
        for (Path folder : List.of(library(), library().resolve("presets"), places.lv2Bundle(), jvmFolder())) {
            for (Path file : filesIn(folder)) {
                lines.add(InstalledFile.of(file).line());
            }
        }
        lines.add(InstalledFile.of(runtimeFile()).line());
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
        for (String file : List.of("native/libattune.so", "native/attune-host", "lv2/manifest.ttl", "lib", "presets")) {
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

    private void makeFolders(Path folder) throws IOException {
        Path parent = folder.getParent();
        if (Files.isDirectory(folder)) {
            return;
        }
        if (parent != null) {
            makeFolders(parent);
        }
        Files.createDirectory(folder);
        madeFolders.add(folder);
    }

    private void installLibrary() throws IOException {
        Path fresh = freshFolder(library());
        copyFiles(places.appHome().resolve("lib"), fresh);
        copyFiles(places.appHome().resolve("native"), fresh);
        Files.createDirectory(fresh.resolve("presets"));
        copyFiles(places.factoryPresets(), fresh.resolve("presets"));
        Files.createDirectory(fresh.resolve("presets/targets"));
        copyFiles(places.factoryPresets().resolve("targets"), fresh.resolve("presets/targets"));
        unpackJna(fresh);
        swap(fresh, library());
    }

    private void installBundle() throws IOException {
        makeFolders(parentOf(places.lv2Bundle()));
        Path fresh = freshFolder(places.lv2Bundle());
        for (String file : BUNDLE_FILES) {
            copy(places.appHome().resolve("lv2").resolve(file), fresh.resolve(file));
        }
        copy(places.appHome().resolve("native/libattune.so"), fresh.resolve("libattune.so"));
        swap(fresh, places.lv2Bundle());
    }

    private void unpackJna(Path folder) throws IOException {
        for (Path jar : filesIn(folder)) {
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
        List<Path> jars = filesIn(places.appHome().resolve("lib")).stream()
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
        List<Path> jars = filesIn(places.appHome().resolve("lib")).stream()
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
        Path fresh = freshFolder(jvmFolder());
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
        swap(fresh, jvmFolder());
        return Files.isRegularFile(plan.cacheFile());
    }

    /** Everything that the installation depends on, first line the version. */
    private List<String> stamp() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Version.number());
        lines.add(JAVA_MARK + java() + " " + System.getProperty("java.runtime.version") + " " + sizeAndDate(java()));
        lines.add("into " + places.dataHome() + " " + places.lv2Bundle());
        for (String folder : List.of("lib", "native", "presets", "lv2")) {
            for (Path file : filesIn(places.appHome().resolve(folder))) {
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
        boolean any = false;
        for (Path part : List.of(
                places.lv2Bundle(),
                library(),
                jvmFolder(),
                runtimeFile(),
                stampFile(),
                foldersFile(),
                places.cacheHome())) {
            any |= Files.exists(part);
            deleteTree(part);
        }
        if (all) {
            any |= Files.exists(places.dataHome());
            deleteTree(places.dataHome());
            deleteTree(places.stateHome());
        }
        List<Path> folders = new ArrayList<>(madeFolders);
        folders.sort(Comparator.comparingInt(Path::getNameCount).reversed());
        for (Path folder : folders) {
            deleteIfEmpty(folder);
        }
        return any;
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(folder);
    }

    private static Path freshFolder(Path target) throws IOException {
        Path fresh = parentOf(target).resolve("." + target.getFileName() + ".new");
        deleteTree(fresh);
        return Files.createDirectory(fresh);
    }

    /** A folder cannot replace a full one in one step: the old one steps aside first. */
    private static void swap(Path fresh, Path target) throws IOException {
        Path old = parentOf(target).resolve("." + target.getFileName() + ".old");
        deleteTree(old);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(old);
    }

    private static void replace(Path file, List<String> lines) throws IOException {
        Path fresh = parentOf(file).resolve("." + file.getFileName() + ".new");
        Files.writeString(fresh, String.join("\n", lines));
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            deleteTree(file);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copyFiles(Path from, Path to) throws IOException {
        for (Path file : filesIn(from)) {
            copy(file, to.resolve(file.getFileName()));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
        if (Files.mismatch(from, to) != -1) {
            throw new IOException(to + " was not written whole");
        }
    }

    static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isRegularFile).sorted().toList();
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> walk = Files.walk(root)) {
            walk.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(Installation::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(File file) {
        if (!file.delete() && file.exists()) {
            throw new UncheckedIOException(new IOException(file + " could not be removed"));
        }
    }

    private static Path parentOf(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw CliException.failed(path + " has no folder above it.");
        }
        return parent;
    }
}
