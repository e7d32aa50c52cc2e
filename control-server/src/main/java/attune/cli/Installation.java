package attune.cli;

import attune.cli.hosts.HostPreset;
import attune.control.store.PresetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What hosts find on this machine: the plugin and its presets in every {@link PluginFormat}, and the
 * {@link InstalledEngine}. Every part is made under another name and renamed into place; {@link InstallRecord} says what
 * was written.
 */
final class Installation {
    private final Places places;
    private final InstalledEngine engine;
    private final InstallRecord record;
    private final ShellHelp shells;
    /** Made by this installation. */
    private final Set<Path> newFolders = new LinkedHashSet<>();

    Installation(Places places) {
        this.places = places;
        this.engine = new InstalledEngine(places);
        this.record = new InstallRecord(places);
        this.shells = new ShellHelp(places);
    }

    Path plugin() {
        return places.lv2Bundle().resolve("libattune.so");
    }

    Path host() {
        return engine.host();
    }

    /** Version that is installed; empty text where nothing is. */
    String installedVersion() {
        return record.version();
    }

    /**
     * What an installation has lost since it was made, one sentence without full stop for each file; the class cache,
     * which engines do without, and runtime.json, which may be another, are asked for on their own.
     */
    List<String> damage() {
        if (record.version().isEmpty()) {
            return List.of(); // nothing is said to be there
        }
        return record.files().stream()
                .filter(file ->
                        !file.path().startsWith(engine.caches()) && !file.path().equals(engine.runtimeFile()))
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
                .filter(format -> record.isSound(format.target(places)))
                .toList();
    }

    /** Whether runtime.json is, byte by byte, the installed one. */
    boolean hasInstalledRuntime() {
        return record.isSound(engine.runtimeFile());
    }

    /** Whether the class cache is there and whole. */
    boolean hasCache() {
        return record.isSound(engine.caches());
    }

    /**
     * Installs what is missing, old or damaged: every file is compared with what was written.
     *
     * @return whether anything was done
     * @throws CliException where a folder cannot be written, a file of somebody else is in the way, the build is not
     *     complete or its Java does not run
     */
    boolean install() throws IOException {
        requireBuild();
        requireRecordableNames();
        List<HostPreset> presets = presets();
        VstPresetFolder vstPresets = new VstPresetFolder(places.vst3Presets(), presets);
        boolean sameBuild = record.beginsWith(stamp());
        Missing missing = missing(sameBuild, vstPresets);
        if (missing.isNothing()) {
            return false;
        }
        if (!sameBuild) {
            requireJava();
        }
        FormatFiles.requireOursOrFree(missing.formats(), places, record);
        boolean isFirst = !record.exists() && !Files.exists(engine.library());
        try {
            return install(missing, presets, vstPresets);
        } catch (IOException e) {
            cleanUp(isFirst, vstPresets, e);
            Optional<CliException> said = InstallTrouble.of(e, places.dataHome());
            if (said.isPresent()) {
                throw said.get();
            }
            throw e;
        }
    }

    /** What has to be made, also because it is old or damaged. */
    private record Missing(
            boolean library,
            List<PluginFormat> formats,
            boolean vstPresets,
            boolean runtime,
            List<Path> shells,
            boolean cache) {
        boolean isNothing() {
            return !beforeCache() && !cache;
        }

        boolean beforeCache() {
            return library || !formats.isEmpty() || vstPresets || runtime || !shells.isEmpty();
        }
    }

    private Missing missing(boolean sameBuild, VstPresetFolder vstPresets) {
        boolean library = !sameBuild || !record.isSound(engine.library()) || engine.lostExecutableBit();
        List<PluginFormat> formats = Stream.of(PluginFormat.values())
                .filter(format -> !sameBuild || !record.isSound(format.target(places)))
                .toList();
        // The text of runtime.json follows from the build, the Java and the folders, which are the same.
        return new Missing(
                library,
                formats,
                !vstPresets.isSound(),
                library || !hasInstalledRuntime(),
                shells.missing(record, sameBuild),
                library || !hasCache());
    }

    /** Whether anything was done: a class cache that can't be made is nothing. */
    private boolean install(Missing missing, List<HostPreset> presets, VstPresetFolder vstPresets) throws IOException {
        makeAllFolders();
        // While the record of the last installation is there to tell ours from the user's.
        vstPresets.install(record.files());
        record.begin();
        if (missing.library()) {
            engine.installLibrary(presets);
        }
        if (missing.runtime()) {
            engine.installRuntime();
        }
        for (PluginFormat format : missing.formats()) {
            install(format, presets);
        }
        shells.install(missing.shells());
        boolean cacheMade = missing.cache() && engine.makeCaches();
        List<Path> others = new ArrayList<>(vstPresets.own());
        others.addAll(shells.own(record));
        for (Path part : engine.parts()) {
            others.addAll(InstallFiles.filesBelow(part));
        }
        record.finish(stamp(), this::isOfFormat, others);
        return missing.beforeCache() || cacheMade;
    }

    private void install(PluginFormat format, List<HostPreset> presets) throws IOException {
        Path target = format.target(places);
        Path fresh = InstallFiles.fresh(target);
        format.fill(fresh, places, presets);
        List<InstalledFile> files = new ArrayList<>();
        for (Path file : InstallFiles.filesBelow(fresh)) {
            Path name = fresh.relativize(file);
            files.add(InstalledFile.of(file).at(name.toString().isEmpty() ? target : target.resolve(name)));
        }
        record.add(files);
        InstallFiles.swap(fresh, target);
    }

    private boolean isOfFormat(Path file) {
        return Stream.of(PluginFormat.values()).anyMatch(format -> file.startsWith(format.target(places)));
    }

    /** A first installation that failed leaves nothing, a later one what was there and is whole. */
    private void cleanUp(boolean isFirst, VstPresetFolder vstPresets, IOException reason) {
        try {
            if (isFirst) {
                new Uninstallation(places).run(false);
            }
            List<Path> parts = new ArrayList<>(engine.parts());
            parts.addAll(record.ownFiles());
            for (PluginFormat format : PluginFormat.values()) {
                parts.add(format.target(places));
            }
            for (Path part : parts) {
                InstallFiles.deleteLeftovers(part);
            }
            vstPresets.deleteLeftovers();
            shells.deleteLeftovers();
            InstallFiles.deleteTree(engine.training());
            List<Path> folders = new ArrayList<>(newFolders);
            folders.sort(Comparator.comparingInt(Path::getNameCount).reversed());
            for (Path folder : folders) {
                InstallFiles.deleteIfEmpty(folder);
            }
        } catch (IOException | CliException e) {
            reason.addSuppressed(e);
        }
    }

    private List<HostPreset> presets() {
        try {
            return HostPreset.all(places.factoryPresets());
        } catch (PresetException e) {
            throw CliException.failed("Nothing can be installed: " + e.getMessage(), e);
        }
    }

    private static void requireJava() {
        Path java = InstalledEngine.java();
        Optional<String> problem = RuntimeFile.problemOfJava(java);
        if (problem.isPresent()) {
            throw CliException.failed("Engines would start with " + java + ", which " + problem.get()
                    + "; set JAVA_HOME to a JDK 17 or newer.");
        }
    }

    private void requireRecordableNames() {
        for (Path path : List.of(places.home(), places.dataHome(), InstalledEngine.java())) {
            Optional<String> problem = InstallRecord.problemOf(path);
            if (problem.isPresent()) {
                throw CliException.failed("Nothing can be installed: " + problem.get()
                        + ", which no record of files could hold; use another folder.");
            }
        }
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

    /** Folders are written down before they are made: an interrupted installation can be removed without a trace. */
    private void makeAllFolders() throws IOException {
        noteMissing(places.dataHome());
        Files.createDirectories(places.dataHome());
        for (PluginFormat format : PluginFormat.values()) {
            noteMissing(InstallFiles.parentOf(format.target(places)));
        }
        noteMissing(places.vst3Presets());
        shells.files().forEach(file -> noteMissing(InstallFiles.parentOf(file)));
        Set<Path> folders = record.folders();
        folders.addAll(newFolders);
        record.replaceFolders(folders);
        for (PluginFormat format : PluginFormat.values()) {
            Files.createDirectories(InstallFiles.parentOf(format.target(places)));
        }
        Files.createDirectories(places.vst3Presets());
    }

    private void noteMissing(Path folder) {
        for (Path missing = folder; missing != null && !Files.isDirectory(missing); missing = missing.getParent()) {
            newFolders.add(missing);
        }
    }

    /** Everything that the installation depends on, first line the version. */
    private List<String> stamp() throws IOException {
        Path java = InstalledEngine.java();
        List<String> lines = new ArrayList<>();
        lines.add(Version.number());
        lines.add(InstallRecord.JAVA_MARK + java + " " + System.getProperty("java.runtime.version") + " "
                + sizeAndDate(java));
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
}
