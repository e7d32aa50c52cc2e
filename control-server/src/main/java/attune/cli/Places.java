package attune.cli;

import attune.bridge.telemetry.RuntimeFolder;
import attune.param.PluginIds;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where things are on this machine, after the XDG base directory specification.
 *
 * @param appHome what was built or installed: {@code presets/}, {@code lib/}
 * @param home the user's folder, in which hosts look for plugins
 * @param dataHome {@code $XDG_DATA_HOME/attune}: the installation and the user's presets
 * @param cacheHome {@code $XDG_CACHE_HOME/attune}: what can be made again
 * @param environment the process's environment
 */
record Places(Path appHome, Path home, Path dataHome, Path cacheHome, Map<String, String> environment) {

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
                homeFolder,
                base(environment.get("XDG_DATA_HOME"), homeFolder.resolve(".local/share"))
                        .resolve("attune"),
                base(environment.get("XDG_CACHE_HOME"), homeFolder.resolve(".cache"))
                        .resolve("attune"),
                environment);
    }

    /** The specification: relative paths are to be ignored. */
    private static Path base(@Nullable String variable, Path otherwise) {
        return variable != null && variable.startsWith("/") ? Path.of(variable) : otherwise;
    }

    /** {@code $XDG_CONFIG_HOME}: where programs of this user are configured. */
    Path configBase() {
        return base(environment.get("XDG_CONFIG_HOME"), home.resolve(".config"));
    }

    /** {@code $XDG_CONFIG_HOME/attune}: the settings. */
    Path configHome() {
        return configBase().resolve("attune");
    }

    Path lv2Bundle() {
        return home.resolve(".lv2/attune.lv2");
    }

    Path lv2Presets() {
        return home.resolve(".lv2/attune-presets.lv2");
    }

    Path clapPlugin() {
        return home.resolve(".clap/attune.clap");
    }

    Path vst3Bundle() {
        return home.resolve(".vst3/Attune.vst3");
    }

    /** Shared with hosts, which save the user's presets there. */
    Path vst3Presets() {
        return home.resolve(".vst3/presets").resolve(PluginIds.VENDOR).resolve(PluginIds.NAME);
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
        return base(environment.get("XDG_STATE_HOME"), home.resolve(".local/state"))
                .resolve("attune");
    }

    String path() {
        return environment.getOrDefault("PATH", "");
    }
}
