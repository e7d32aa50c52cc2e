package attune.cli;

import attune.control.settings.Setting;
import attune.control.settings.SettingException;
import attune.control.settings.Settings;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune config set}. */
@Command(name = "set", description = "Keeps a setting in your file.")
final class ConfigSetCommand implements Callable<Integer> {
    /** Read by a server, or by its agent, when it starts. */
    private static final Set<Setting> OF_SERVER =
            EnumSet.of(Setting.PORT, Setting.KEEP, Setting.IDLE_SECONDS, Setting.JUDGE, Setting.IDLE_SEARCH);

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

    @Parameters(
            index = "1",
            paramLabel = "VALUE",
            description = "What it is to be; 'attune config list' says what it takes.")
    private String value = "";

    @Option(names = "--json", description = "The setting after it, with its source, as one JSON object.")
    private boolean json;

    ConfigSetCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Setting setting = ConfigNames.setting(name);
        Settings settings = Settings.of(places.environment());
        String wanted = setting == Setting.PRESET
                ? SoundSettings.find(PresetFiles.store(places), value).id()
                : value;
        if (setting.parse(wanted).isEmpty()) {
            throw CliException.usage(setting.id() + " takes " + setting.allowed() + ", not '" + value + "'.");
        }
        try {
            String kept = settings.set(setting, wanted);
            if (json) {
                JsonText.print(terminal, ConfigListCommand.toMap(setting, settings.value(setting)));
            } else {
                terminal.out().println(setting.id() + " = " + kept + " in " + settings.path() + ".");
            }
        } catch (SettingException e) {
            throw CliException.failed(String.valueOf(e.getMessage()), e);
        }
        tellWhatHolds(places, terminal, setting);
        return 0;
    }

    /** What keeps a change from counting at once. */
    static void tellWhatHolds(Places places, Terminal terminal, Setting setting) {
        String ofEnvironment = places.environment().getOrDefault(setting.variable(), "");
        if (!ofEnvironment.isEmpty()) {
            terminal.err()
                    .println("attune: " + setting.variable() + "=" + ofEnvironment + " is set and goes before it.");
        } else if (OF_SERVER.contains(setting) && ServerFiles.living(places).isPresent()) {
            terminal.err()
                    .println("attune: The control server that runs keeps what it began with; ./attune stop ends it, and"
                            + " the next one takes this.");
        }
    }
}
