package attune.cli;

import attune.control.settings.Setting;
import attune.control.settings.SettingException;
import attune.control.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune config list}. */
@Command(name = "list", description = "Lists every setting: its value, who says so, what it takes, what it does.")
final class ConfigListCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    ConfigListCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        return list(json);
    }

    /** Also where the command is named without a word behind it. */
    int list(boolean asJson) {
        Settings settings = Settings.of(places.environment());
        List<String> problems = ConfigNames.problems(settings);
        if (asJson) {
            Map<String, @Nullable Object> document = new LinkedHashMap<>();
            document.put("file", settings.path().toString());
            List<Map<String, @Nullable Object>> entries = new ArrayList<>();
            for (Setting setting : Setting.values()) {
                entries.add(toMap(setting, valueOf(settings, setting)));
            }
            document.put("settings", entries);
            document.put("problems", problems);
            JsonText.print(terminal, document);
        } else {
            for (Setting setting : Setting.values()) {
                print(setting, valueOf(settings, setting), settings);
            }
        }
        problems.forEach(problem -> terminal.err().println("attune: " + problem));
        return problems.isEmpty() ? 0 : CliException.FAILED;
    }

    /** Null where what was said is not allowed, which is told as a problem. */
    private static Settings.@Nullable Value valueOf(Settings settings, Setting setting) {
        try {
            return settings.value(setting);
        } catch (SettingException e) {
            return null;
        }
    }

    /** Value, unit, source, as every command of config gives them. */
    static Map<String, @Nullable Object> toMap(Setting setting, Settings.@Nullable Value value) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", setting.id());
        map.put("value", value == null ? null : value.text());
        map.put("source", value == null ? null : source(value));
        map.put("default", setting.standard());
        map.put("type", setting.kind().name().toLowerCase(Locale.ROOT));
        map.put("unit", setting.unit());
        map.put("allowed", setting.allowed());
        map.put("variable", setting.variable());
        map.put("what", setting.what());
        return map;
    }

    private static String source(Settings.Value value) {
        return value.source() == Settings.Source.standard
                ? "default"
                : value.source().name();
    }

    private void print(Setting setting, Settings.@Nullable Value value, Settings settings) {
        String shown = value == null ? "?" : value.text() + (setting.unit().isEmpty() ? "" : " " + setting.unit());
        String source = switch (value == null ? Settings.Source.standard : value.source()) {
            case standard -> value == null ? "not allowed, see below" : "default";
            case file -> settings.path().toString();
            case environment -> setting.variable();
        };
        terminal.out().printf(Locale.ROOT, "%-13s %-10s %s%n", setting.id(), shown, source);
        terminal.out().println("    " + setting.what() + " Takes " + setting.allowed() + ".");
    }
}
