package attune.control.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Settings in force for one process: the environment goes before the file, the file before what is standard. The file is
 * read with each question, so that a long-lived owner sees what was set since.
 */
public final class Settings {
    private final Map<String, String> environment;
    private final Path path;
    private final SettingsFile file;

    private Settings(Map<String, String> environment, Path path) {
        this.environment = Map.copyOf(environment);
        this.path = path;
        this.file = new SettingsFile(path);
    }

    /** After the XDG base directory specification: {@code $XDG_CONFIG_HOME/attune/attune.conf}. */
    public static Settings of(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        Path base =
                config.startsWith("/") ? Path.of(config) : Path.of(environment.getOrDefault("HOME", "/"), ".config");
        return new Settings(environment, base.resolve("attune/attune.conf"));
    }

    /** Who says a value. */
    public enum Source {
        standard,
        file,
        environment
    }

    /**
     * A setting in force.
     *
     * @param text as {@link Setting#parse} gives it
     */
    public record Value(Setting setting, String text, Source source) {
        public boolean on() {
            return text.equals("on");
        }

        public int whole() {
            return Integer.parseInt(text);
        }

        /** Whether anybody has said it. */
        public boolean chosen() {
            return source != Source.standard;
        }
    }

    /** The file, whether it is there or not. */
    public Path path() {
        return path;
    }

    /** What counts. @throws SettingException where that is not allowed, or the file can't be read */
    public Value value(Setting setting) {
        String ofEnvironment = environment.getOrDefault(setting.variable(), "");
        if (!ofEnvironment.isEmpty()) {
            return new Value(setting, checked(setting, ofEnvironment, setting.variable()), Source.environment);
        }
        @Nullable String ofFile = file.read().values().get(setting.id());
        return ofFile == null
                ? new Value(setting, setting.standard(), Source.standard)
                : new Value(setting, checked(setting, ofFile, setting.id() + " in " + path), Source.file);
    }

    private static String checked(Setting setting, String text, String where) {
        return setting.parse(text).orElseThrow(() -> refused(setting, text, where));
    }

    private static SettingException refused(Setting setting, String text, String where) {
        return new SettingException(where + " is \"" + text + "\"; allowed is " + setting.allowed() + ".");
    }

    /** Names in the file that no setting has. */
    public List<String> unknownNames() {
        return file.read().values().keySet().stream()
                .filter(name -> Setting.byId(name).isEmpty())
                .toList();
    }

    /** What is wrong with the lines of the file and with values, one sentence each; names are {@link #unknownNames}. */
    public List<String> problems() {
        List<String> problems;
        try {
            problems = new ArrayList<>(file.read().problems());
        } catch (SettingException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        for (Setting setting : Setting.values()) {
            problemOf(setting).ifPresent(problems::add);
        }
        return problems;
    }

    private Optional<String> problemOf(Setting setting) {
        try {
            value(setting);
            return Optional.empty();
        } catch (SettingException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Keeps a value in the file.
     *
     * @return as it was kept
     * @throws SettingException where it is not allowed
     */
    public String set(Setting setting, String text) throws IOException {
        String value = checked(setting, text, setting.id());
        file.set(setting, value);
        return value;
    }

    /**
     * Leaves in the file only figures and choices that are allowed, which name nobody and nothing: comments, names of presets and
     * unknown lines go.
     */
    public void forgetWords() throws IOException {
        file.forgetWords();
    }

    /** Takes a value out of the file. @return whether there was one */
    public boolean unset(Setting setting) throws IOException {
        return file.unset(setting);
    }
}
