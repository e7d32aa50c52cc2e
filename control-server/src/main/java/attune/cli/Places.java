package attune.cli;

import attune.bridge.telemetry.RuntimeFolder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where things are on this machine, after the XDG base directory specification.
 *
 * @param appHome what was built or installed: {@code presets/}, {@code lib/}
 * @param dataHome {@code $XDG_DATA_HOME/attune}: the installation and the user's presets
 * @param cacheHome {@code $XDG_CACHE_HOME/attune}: what can be made again
 * @param lv2Bundle the plugin's folder, {@code ~/.lv2/attune.lv2}
 * @param environment the process's environment
 */
record Places(Path appHome, Path dataHome, Path cacheHome, Path lv2Bundle, Map<String, String> environment) {

    Places {
        environment = Map.copyOf(environment);
    }

    /**
     * @param appHome folder of the build or installation that runs
     * @param environment variables HOME, XDG_*, PATH, LV2_PATH are read from here
     * @throws CliException where HOME is not set
     */
    static Places of(Path appHome, Map<String, String> environment) {
        String home = environment.get("HOME");
        if (home == null || home.isEmpty()) {
            throw CliException.failed("HOME is not set, so Attune does not know where your files are.");
        }
        Path homeFolder = Path.of(home);
        return new Places(
                appHome,
                base(environment.get("XDG_DATA_HOME"), homeFolder.resolve(".local/share"))
                        .resolve("attune"),
                base(environment.get("XDG_CACHE_HOME"), homeFolder.resolve(".cache"))
                        .resolve("attune"),
                homeFolder.resolve(".lv2/attune.lv2"),
                environment);
    }

    /** The specification: relative paths are to be ignored. */
    private static Path base(@Nullable String variable, Path otherwise) {
        return variable != null && variable.startsWith("/") ? Path.of(variable) : otherwise;
    }

    Path factoryPresets() {
        return appHome.resolve("presets");
    }

    Path userPresets() {
        return dataHome.resolve("presets");
    }

    /** Where engines and control server announce themselves; empty when there is no private one. */
    Optional<Path> runtimeFolder() {
        return RuntimeFolder.engines(environment.get("XDG_RUNTIME_DIR"), Path.of("/tmp"))
                .map(Path::getParent);
    }

    /** {@code $XDG_STATE_HOME/attune}: the logs. */
    Path stateHome() {
        Path home = Path.of(environment.getOrDefault("HOME", "/"));
        return base(environment.get("XDG_STATE_HOME"), home.resolve(".local/state"))
                .resolve("attune");
    }

    String path() {
        return environment.getOrDefault("PATH", "");
    }
}
