package attune.cli;

import attune.control.settings.Setting;
import attune.control.settings.SettingException;
import attune.control.settings.Settings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Options that a person has set once for all: what the settings say holds where a command line says nothing. */
final class SettingDefaults implements IDefaultValueProvider {
    /** By command and option. */
    private static final Map<String, Setting> OPTIONS = Map.of(
            "enhance --preset", Setting.PRESET,
            "enhance --target", Setting.TARGET,
            "run --preset", Setting.PRESET,
            "run --learn", Setting.LEARN,
            "live --preset", Setting.PRESET,
            "live --latency", Setting.LATENCY);

    private final Settings settings;

    SettingDefaults(Settings settings) {
        this.settings = settings;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        Setting setting = OPTIONS.get(option.command().name() + " " + option.longestName());
        if (setting == null) {
            return null;
        }
        try {
            Settings.Value value = settings.value(setting);
            return value.chosen() ? value.text() : null;
        } catch (SettingException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }
}
