package attune.cli;

import attune.control.settings.Setting;
import attune.control.settings.SettingException;
import attune.control.settings.Settings;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune config unset}. */
@Command(name = "unset", description = "Takes a setting out of your file: the default holds again.")
final class ConfigUnsetCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            completionCandidates = ConfigNames.Candidates.class,
            description = "Setting that is meant.")
    private String name = "";

    @Option(names = "--json", description = "The setting after it, with its source, as one JSON object.")
    private boolean json;

    ConfigUnsetCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Setting setting = ConfigNames.setting(name);
        Settings settings = Settings.of(places.environment());
        try {
            boolean any = settings.unset(setting);
            if (json) {
                JsonText.print(terminal, ConfigListCommand.toMap(setting, settings.value(setting)));
            } else {
                terminal.out()
                        .println(
                                any
                                        ? setting.id() + " is " + setting.standard() + " again, the default."
                                        : setting.id() + " is not in " + settings.path() + ".");
            }
            if (any) {
                ConfigSetCommand.tellWhatHolds(places, terminal, setting);
            }
            return 0;
        } catch (SettingException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }
}
