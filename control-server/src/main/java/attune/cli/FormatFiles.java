package attune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What lies where a plugin format belongs, ours told apart from what others have put under our names. Ours is a plain
 * file that the record names, or that has one of our names and says inside what it is; a link never is, since none is made.
 *
 * @param own files of ours
 * @param foreign files and links that are not
 */
record FormatFiles(List<Path> own, List<Path> foreign) {

    static FormatFiles of(PluginFormat format, Places places, InstallRecord record) throws IOException {
        Path target = format.target(places);
        List<Path> own = new ArrayList<>();
        List<Path> foreign = new ArrayList<>();
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return new FormatFiles(own, foreign);
        }
        List<Path> recorded = record.files().stream().map(InstalledFile::path).toList();
        try (Stream<Path> walk = Files.walk(target)) {
            for (Path file : walk.filter(path -> !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList()) {
                boolean ours = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        && (recorded.contains(file) || format.wrote(target.relativize(file), file));
                (ours ? own : foreign).add(file);
            }
        }
        return new FormatFiles(own, foreign);
    }

    /** @throws CliException where something of somebody else is in the way */
    static void requireOursOrFree(List<PluginFormat> formats, Places places, InstallRecord record) throws IOException {
        for (PluginFormat format : formats) {
            for (Path file : of(format, places, record).foreign()) {
                throw CliException.failed(
                        file + " was not written by Attune, so it stays and nothing is installed; move it away first.");
            }
        }
    }
}
