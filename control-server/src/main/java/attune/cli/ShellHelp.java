package attune.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Manual page and completion where a user's shells look for them, below {@code $XDG_DATA_HOME}. Ours is a plain file that
 * says so in its beginning; what others have put there stays, and the installation does without.
 */
final class ShellHelp {
    /** In the first lines of every file. */
    static final String MARK = "Written by 'attune install', removed by 'attune uninstall'.";

    private static final int BEGINNING = 512;

    private final Path base;

    ShellHelp(Places places) {
        base = InstallFiles.parentOf(places.dataHome());
    }

    /** What can be written. */
    enum Kind {
        MAN("man/man1/attune.1"),
        BASH("bash-completion/completions/attune"),
        ZSH("zsh/site-functions/_attune");

        private final String place;

        Kind(String place) {
            this.place = place;
        }

        /** The file's text. */
        String text() {
            CommandLine root = CommandModel.root();
            return switch (this) {
                case MAN -> ManPage.of(root.getCommandSpec(), MARK);
                case BASH -> "# " + MARK + "\n" + AutoComplete.bash("attune", root);
                case ZSH -> ZshCompletion.of(root.getCommandSpec(), MARK);
            };
        }
    }

    Path file(Kind kind) {
        return base.resolve(kind.place);
    }

    List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            files.add(file(kind));
        }
        return files;
    }

    /** Files of ours that are there: those that the record names, or that say so. */
    List<Path> own(InstallRecord record) {
        List<Path> recorded = record.files().stream().map(InstalledFile::path).toList();
        return files().stream()
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .filter(file -> recorded.contains(file) || saysSo(file))
                .toList();
    }

    /** Files to be written: not as they were installed, and of nobody else. */
    List<Path> missing(InstallRecord record, boolean sameBuild) {
        List<Path> own = own(record);
        return files().stream()
                .filter(file -> !Files.exists(file, LinkOption.NOFOLLOW_LINKS) || own.contains(file))
                .filter(file -> !sameBuild || !record.isSound(file))
                .toList();
    }

    void install(List<Path> wanted) throws IOException {
        for (Kind kind : Kind.values()) {
            Path file = file(kind);
            if (wanted.contains(file)) {
                Files.createDirectories(InstallFiles.parentOf(file));
                InstallFiles.replace(file, kind.text().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    void deleteLeftovers() throws IOException {
        for (Path file : files()) {
            if (Files.isDirectory(InstallFiles.parentOf(file))) {
                InstallFiles.deleteLeftovers(file);
            }
        }
    }

    private static boolean saysSo(Path file) {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes(BEGINNING), StandardCharsets.ISO_8859_1).contains(MARK);
        } catch (IOException e) {
            return false; // nobody may read it
        }
    }
}
