package attune.cli;

import attune.control.settings.Setting;
import attune.control.settings.SettingException;
import attune.control.settings.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune config get}. */
@Command(name = "get", description = "Prints the value of one setting.")
final class ConfigGetCommand implements Callable<Integer> {
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

    @Option(names = "--json", description = "With its source and what it takes, as one JSON object.")
    private boolean json;

    ConfigGetCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Setting setting = ConfigNames.setting(name);
        try {
            Settings.Value value = Settings.of(places.environment()).value(setting);
            if (json) {
                JsonText.print(terminal, ConfigListCommand.toMap(setting, value));
            } else {
                terminal.out().println(value.text());
            }
            return 0;
        } catch (SettingException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
    }
}
