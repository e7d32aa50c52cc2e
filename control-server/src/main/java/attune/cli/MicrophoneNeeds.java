package attune.cli;

import attune.cli.audio.Ffmpeg;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an "Attune microphone" needs of this machine. Reads files only. */
final class MicrophoneNeeds {
    /**
     * Something that is not there.
     *
     * @param sentence what is missing
     * @param command what brings it
     */
    record Missing(String sentence, String command) {}

    private static final String MODULE_VARIABLE = "PIPEWIRE_MODULE_DIR";
    private static final String SPA_VARIABLE = "SPA_PLUGIN_DIR";
    private static final List<String> LIBRARY_FOLDERS =
            List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib", "/usr/local/lib/x86_64-linux-gnu");
    private static final String LIBRARY_OF_LV2 = "liblilv-0.so";

    private final Places places;

    MicrophoneNeeds(Places places) {
        this.places = places;
    }

    /** All that is missing, in the order in which to bring it. */
    List<Missing> missing() throws IOException {
        List<Missing> missing = new ArrayList<>();
        if (new Installation(places).installedVersion().isEmpty()) {
            missing.add(new Missing("The plugin is not installed.", "./attune install"));
        }
        if (Ffmpeg.program(places.path(), "pipewire").isEmpty()) {
            missing.add(new Missing("PipeWire is not installed.", "sudo apt-get install pipewire"));
        } else if (!playsLv2()) {
            missing.add(new Missing(
                    "This PipeWire has no filter chain that plays LV2 plugins.",
                    "install a PipeWire that was built with lilv (Debian's is)"));
        }
        if (Ffmpeg.program(places.path(), "wireplumber").isEmpty()) {
            missing.add(new Missing(
                    "WirePlumber, which connects microphones, is not installed.", "sudo apt-get install wireplumber"));
        }
        return missing;
    }

    /** Until 1.2 the filter chain itself knows LV2, since then a part of its own does. */
    private boolean playsLv2() throws IOException {
        for (Path folder : folders(MODULE_VARIABLE, "pipewire-0.3")) {
            if (contains(folder.resolve("libpipewire-module-filter-chain.so"), LIBRARY_OF_LV2)) {
                return true;
            }
        }
        for (Path folder : folders(SPA_VARIABLE, "spa-0.2")) {
            if (Files.isRegularFile(folder.resolve("filter-graph/libspa-filter-graph-plugin-lv2.so"))) {
                return true;
            }
        }
        return false;
    }

    private List<Path> folders(String variable, String name) {
        String named = places.environment().getOrDefault(variable, "");
        return named.isEmpty()
                ? LIBRARY_FOLDERS.stream().map(folder -> Path.of(folder, name)).toList()
                : Stream.of(named.split(":")).map(Path::of).toList();
    }

    private static boolean contains(Path file, String name) throws IOException {
        return Files.isReadable(file)
                && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(name);
    }
}
