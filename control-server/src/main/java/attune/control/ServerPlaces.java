package attune.control;

import attune.bridge.telemetry.RuntimeFolder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the server's files are.
 *
 * @param runtime {@code $XDG_RUNTIME_DIR/attune}: lock, tokens, {@code server.json}
 * @param data {@code $XDG_DATA_HOME/attune}: databases, presets
 * @param state {@code $XDG_STATE_HOME/attune}: logs
 * @param factoryPresets presets that came with Attune
 * @param runtimeFile {@code runtime.json}, which says how the agent is started
 */
public record ServerPlaces(Path runtime, Path data, Path state, Path factoryPresets, Path runtimeFile) {
    /** Folder of the build or installation. */
    static final String HOME_PROPERTY = "attune.home";

    /**
     * After the XDG base directory specification.
     *
     * @throws StartException where there is no private runtime folder or no home
     */
    static ServerPlaces of(Map<String, String> environment) throws IOException {
        Optional<Path> engines = RuntimeFolder.engines();
        Path runtime = engines.map(Path::getParent)
                .orElseThrow(
                        () -> new StartException(
                                "There is no private runtime folder; set XDG_RUNTIME_DIR to a folder of yours with mode 0700."));
        Path data = folder(environment, "XDG_DATA_HOME", ".local/share");
        privateFolder(data);
        String named = environment.getOrDefault("ATTUNE_RUNTIME", "");
        return new ServerPlaces(
                runtime,
                data,
                folder(environment, "XDG_STATE_HOME", ".local/state"),
                factoryPresets(data),
                named.isEmpty() ? data.resolve("runtime.json") : Path.of(named));
    }

    /** Relative paths are to be ignored, says the specification. */
    private static Path folder(Map<String, String> environment, String variable, String belowHome) {
        String base = environment.getOrDefault(variable, "");
        if (base.startsWith("/")) {
            return Path.of(base).resolve("attune");
        }
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new StartException("HOME is not set, so Attune does not know where your files are.");
        }
        return Path.of(home).resolve(belowHome).resolve("attune");
    }

    private static void privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Beside the jars, where an installation has them; in the build's folder otherwise. */
    private static Path factoryPresets(Path data) {
        String home = System.getProperty(HOME_PROPERTY, "");
        Path jars = ownJarFolder();
        for (Path folder : new @Nullable Path[] {
            home.isEmpty() ? null : Path.of(home).resolve("presets"),
            jars == null ? null : jars.resolve("presets"),
            jars == null ? null : jars.resolveSibling("presets"),
            data.resolve("lib/presets")
        }) {
            if (folder != null && Files.isDirectory(folder)) {
                return folder;
            }
        }
        return data.resolve("lib/presets");
    }

    private static @Nullable Path ownJarFolder() {
        CodeSource source = ServerPlaces.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return null;
        }
        try {
            URI location = source.getLocation().toURI();
            return Path.of(location).getParent();
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
