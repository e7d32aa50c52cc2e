package attune.cli;

import attune.control.settings.Setting;
import attune.control.settings.SettingException;
import attune.control.settings.Settings;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Settings as people name them on a command line. */
final class ConfigNames {
    private static final List<String> NAMES =
            Stream.of(Setting.values()).map(Setting::id).toList();

    private ConfigNames() {}

    /** For completion. */
    static final class Candidates implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return NAMES.iterator();
        }
    }

    /** @throws CliException naming those there are and the closest */
    static Setting setting(String typed) {
        String name = typed.toLowerCase(Locale.ROOT).replace('_', '-');
        String id = name.startsWith("attune-") ? name.substring("attune-".length()) : name;
        return Setting.byId(id)
                .orElseThrow(() -> CliException.usage("There is no setting '" + typed + "'; there are "
                        + String.join(", ", NAMES) + "." + CloseNames.hint(id, NAMES)));
    }

    /** What is wrong with the file and the environment, one sentence each. */
    static List<String> problems(Settings settings) {
        List<String> problems = settings.problems();
        return Stream.concat(
                        problems.stream(),
                        said(settings::unknownNames, List.<String>of()).stream()
                                .map(name -> "There is no setting '" + name + "', which " + settings.path() + " names."
                                        + CloseNames.hint(name, NAMES)))
                .toList();
    }

    /** What cannot be read has been told as a problem already. */
    private static <T> T said(Supplier<T> question, T otherwise) {
        try {
            return question.get();
        } catch (SettingException e) {
            return otherwise;
        }
    }
}
