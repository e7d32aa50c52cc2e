package attune.cli;

import attune.dsp.core.LatencyMode;
import attune.dsp.core.LatencyTable;
import attune.param.MacroTable;
import attune.param.PluginIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The drop-in that gives PipeWire a source "Attune microphone": the default microphone, played through the mono plugin. What
 * is written begins with a line that says whose it is; a file without it belongs to somebody else and is never touched.
 * PipeWire reads it when it starts (0.3.45 and newer).
 */
final class Microphone {
    /** Name that people choose in OBS, browsers and calls. */
    static final String NAME = "Attune microphone";

    private static final String MARK =
            "# " + NAME + ": written by 'attune mic install', taken away by 'attune mic remove'.";
    private static final String FOLDERS = "# Folders made for it: ";
    private static final String FILE = "attune-microphone.conf";
    private static final double TYPICAL_RATE_HZ = 48_000;

    /** The four sounds of the plugin, as hosts name its slots. */
    enum Slot {
        A,
        B,
        C,
        D
    }

    /** What became of the file. */
    enum Outcome {
        WRITTEN,
        /** The user had edited it: what there was is in {@link Microphone#copy()}. */
        WRITTEN_OVER_EDITS,
        UNCHANGED
    }

    private final Path folder;
    private final Path file;

    Microphone(Places places) {
        this.folder = places.configBase().resolve("pipewire/pipewire.conf.d");
        this.file = folder.resolve(FILE);
    }

    Path file() {
        return file;
    }

    /** What the user made of the drop-in, where it was written anew; PipeWire reads only names that end in .conf. */
    Path copy() {
        return folder.resolve(FILE + ".edited");
    }

    /** Delay that the plugin adds, ms at 48 kHz. */
    static double latencyMs() {
        return 1_000 * LatencyTable.totalFrames((int) TYPICAL_RATE_HZ, LatencyMode.LIVE) / TYPICAL_RATE_HZ;
    }

    boolean isInstalled() {
        return isOurs();
    }

    /**
     * Writes the drop-in, whole or not at all.
     *
     * @param slot that plays until a person chooses another in the panel
     * @throws CliException where the file is somebody else's or the folder can't be written
     */
    Outcome install(Slot slot) throws IOException {
        requireOursOrFree();
        boolean ours = isOurs();
        List<Path> made = ours ? foldersMade() : missingFolders();
        String text = text(made, slot);
        String old = ours ? Files.readString(file) : text;
        if (ours && old.equals(text)) {
            return Outcome.UNCHANGED;
        }
        boolean edited =
                Stream.of(Slot.values()).noneMatch(any -> text(made, any).equals(old));
        try {
            write(text, edited);
        } catch (IOException | CliException e) {
            for (Path above : ours ? List.<Path>of() : made) {
                InstallFiles.deleteIfEmpty(above);
            }
            throw e;
        }
        return edited ? Outcome.WRITTEN_OVER_EDITS : Outcome.WRITTEN;
    }

    private void write(String text, boolean edited) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw CliException.failed("The folder " + folder + " can't be made.", e);
        }
        if (edited) {
            Files.copy(file, copy(), StandardCopyOption.REPLACE_EXISTING);
        }
        try (NewFile fresh = NewFile.of(file)) {
            Files.writeString(fresh.temporary(), text);
            fresh.commit();
        }
    }

    /**
     * Takes away the drop-in and the folders that were made for it, where nothing else is in them.
     *
     * @return whether it was there
     */
    boolean remove() throws IOException {
        requireOursOrFree();
        if (!isOurs()) {
            return false;
        }
        List<Path> folders = foldersMade();
        Files.delete(file);
        for (Path folder : folders) {
            InstallFiles.deleteIfEmpty(folder);
        }
        return true;
    }

    private void requireOursOrFree() {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !isOurs()) {
            throw CliException.failed(file + " was not written by Attune, so it stays as it is; move it away first.");
        }
    }

    private boolean isOurs() {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.findFirst().filter(MARK::equals).isPresent();
        } catch (IOException | UncheckedIOException e) {
            return false; // not to be read: not ours to touch
        }
    }

    /** The file's folder and all above it, innermost first. */
    private List<Path> upwards() {
        List<Path> folders = new ArrayList<>();
        for (@Nullable Path next = folder; next != null; next = next.getParent()) {
            folders.add(next);
        }
        return folders;
    }

    private List<Path> missingFolders() {
        List<Path> missing = new ArrayList<>();
        for (Path above : upwards()) {
            if (Files.exists(above)) {
                break;
            }
            missing.add(above);
        }
        return missing;
    }

    private List<Path> foldersMade() throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            Optional<String> line =
                    lines.filter(text -> text.startsWith(FOLDERS)).findFirst();
            int count = line.map(text -> Integer.parseInt(text.substring(FOLDERS.length())))
                    .orElse(0);
            return upwards().subList(0, Math.min(Math.max(count, 0), upwards().size()));
        } catch (NumberFormatException e) {
            return List.of(); // somebody has edited it: folders stay
        }
    }

    private static String text(List<Path> madeFolders, Slot slot) {
        return String.join("\n", MARK, FOLDERS + madeFolders.size(), CONFIGURATION.formatted(slot.ordinal()), "");
    }

    /** A stream from the default source through the plugin; without the plugin PipeWire starts all the same (nofail). */
    private static final String CONFIGURATION = """
            context.modules = [
                {   name = libpipewire-module-filter-chain
                    flags = [ nofail ]
                    args = {
                        node.description = "%1$s"
                        media.name = "%1$s"
                        filter.graph = {
                            nodes = [
                                {   type = lv2
                                    name = attune
                                    plugin = "%2$s"
                                    control = { "%3$s" = 1  "%4$s" = %%d }
                                }
                            ]
                        }
                        audio.channels = 1
                        audio.position = [ MONO ]
                        capture.props = {
                            node.name = "attune_microphone.input"
                            node.passive = true
                        }
                        playback.props = {
                            node.name = "attune_microphone"
                            node.description = "%1$s"
                            media.class = Audio/Source
                        }
                    }
                }
            ]""".formatted(
                    NAME,
                    PluginIds.LV2_URI_MONO,
                    MacroTable.LATENCY_MODE.spec().id(),
                    MacroTable.SLOT.spec().id());
}
