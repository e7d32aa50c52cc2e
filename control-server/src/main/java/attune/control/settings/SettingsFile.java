package attune.control.settings;

import attune.control.http.PrivateFiles;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code attune.conf}: a line {@code name = value} for each setting; what begins with # is a comment and stays as it is. Read
 * whole, replaced whole (0600).
 */
public final class SettingsFile {
    private static final long LARGEST_BYTES = 64 * 1024;

    private final Path path;

    SettingsFile(Path path) {
        this.path = path;
    }

    /**
     * What the file says.
     *
     * @param values by name, as they are written
     * @param problems lines that are none, one sentence each
     */
    record Content(Map<String, String> values, List<String> problems) {}

    /** Empty where the file is missing. @throws SettingException where it can't be read as text */
    Content read() {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String name = nameOf(line);
            if (name == null) {
                problems.add("Line " + (i + 1) + " of " + path + " is not \"name = value\".");
            } else if (values.put(name, line.substring(line.indexOf('=') + 1).strip()) != null) {
                problems.add(name + " stands more than once in " + path + "; the last one counts.");
            }
        }
        return new Content(values, problems);
    }

    private static @Nullable String nameOf(String line) {
        int equals = line.indexOf('=');
        return equals <= 0 ? null : line.substring(0, equals).strip();
    }

    private List<String> lines() {
        try {
            if (!Files.exists(path)) {
                return List.of();
            }
            if (!Files.isRegularFile(path) || Files.size(path) > LARGEST_BYTES) {
                throw new SettingException(path + " is no file of settings; move it away.");
            }
            return Files.readAllLines(path);
        } catch (MalformedInputException e) {
            throw new SettingException(path + " is not UTF-8 text; move it away.");
        } catch (IOException e) {
            throw new SettingException(path + " cannot be read by this user.");
        }
    }

    /** Writes one value, in the place where it stood; a new file begins with all settings as comments. */
    void set(Setting setting, String value) throws IOException {
        List<String> lines = new ArrayList<>(Files.exists(path) ? lines() : explained());
        String line = setting.id() + " = " + value;
        int last = lastOf(lines, setting);
        if (last < 0) {
            lines.add(placeFor(lines, setting), line);
        } else {
            lines.set(last, line);
        }
        write(lines);
    }

    /** Takes a value out. @return whether there was one */
    boolean unset(Setting setting) throws IOException {
        List<String> lines = new ArrayList<>(lines());
        boolean any = lines.removeIf(line -> setting.id().equals(nameOf(line.strip())));
        if (any) {
            write(lines);
        }
        return any;
    }

    /** Leaves figures and choices that are allowed and nothing else: comments, names and what nobody knows of go. */
    void forgetWords() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        List<String> lines = new ArrayList<>();
        try {
            read().values()
                    .forEach((name, value) -> Setting.byId(name)
                            .filter(setting -> setting.kind() != Setting.Kind.NAME)
                            .flatMap(setting -> setting.parse(value))
                            .ifPresent(kept -> lines.add(name + " = " + kept)));
        } catch (SettingException e) {
            lines.clear(); // no file of settings: whatever it is
        }
        if (lines.isEmpty()) {
            Files.delete(path);
        } else {
            write(lines);
        }
    }

    private static int lastOf(List<String> lines, Setting setting) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            if (setting.id().equals(nameOf(lines.get(i).strip()))) {
                return i;
            }
        }
        return -1;
    }

    /** Behind the comment that explains it, where that still stands; else the end. */
    private static int placeFor(List<String> lines, Setting setting) {
        int explained = lines.indexOf(standardLine(setting));
        return explained < 0 ? lines.size() : explained + 1;
    }

    private static String standardLine(Setting setting) {
        return "# " + setting.id() + " = " + setting.standard();
    }

    private static List<String> explained() {
        List<String> lines = new ArrayList<>(List.of(
                "# Settings of Attune. './attune config list' shows what is in force and where it comes from.",
                "# Variables of the environment go before this file, words of a command line before both."));
        for (Setting setting : Setting.values()) {
            lines.add("");
            lines.add("# " + setting.what() + " Takes " + setting.allowed() + "; " + setting.variable() + ".");
            lines.add(standardLine(setting));
        }
        return lines;
    }

    private void write(List<String> lines) throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        PrivateFiles.write(path, String.join("\n", lines) + "\n");
    }
}
