package attune.cli;

import attune.cli.hosts.HostPreset;
import attune.cli.hosts.Lv2Presets;
import attune.param.PluginIds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is laid where hosts of one kind look. Every format has a copy of the one library of its own, because hosts and
 * sandboxes follow no links out of their folders.
 */
enum PluginFormat {
    /** {@code ~/.lv2/attune.lv2}. */
    LV2("LV2") {
        @Override
        Path target(Places places) {
            return places.lv2Bundle();
        }

        @Override
        void fill(Path fresh, Places places, List<HostPreset> presets) throws IOException {
            Files.createDirectory(fresh);
            for (String file : BUNDLE_FILES) {
                InstallFiles.copy(places.appHome().resolve("lv2").resolve(file), fresh.resolve(file));
            }
            InstallFiles.copy(library(places), fresh.resolve("libattune.so"));
        }

        @Override
        Path installedLibrary(Places places) {
            return target(places).resolve("libattune.so");
        }

        @Override
        boolean says(String name, String content) {
            return (BUNDLE_FILES.contains(name) || name.equals("libattune.so")) && content.contains(URI);
        }
    },
    /** {@code ~/.lv2/attune-presets.lv2}. */
    LV2_PRESETS("LV2 presets") {
        @Override
        Path target(Places places) {
            return places.lv2Presets();
        }

        @Override
        void fill(Path fresh, Places places, List<HostPreset> presets) throws IOException {
            Files.createDirectory(fresh);
            for (Map.Entry<String, String> file : Lv2Presets.files(presets).entrySet()) {
                Files.writeString(fresh.resolve(file.getKey()), file.getValue());
            }
        }

        @Override
        boolean says(String name, String content) {
            String id = name.equals("manifest.ttl") ? "" : name.replaceFirst("\\.ttl$", "") + ">";
            return content.contains("<" + URI + ":preset:" + id);
        }
    },
    /** {@code ~/.clap/attune.clap}. */
    CLAP("CLAP") {
        @Override
        Path target(Places places) {
            return places.clapPlugin();
        }

        @Override
        void fill(Path fresh, Places places, List<HostPreset> presets) throws IOException {
            InstallFiles.copy(library(places), fresh);
        }

        @Override
        boolean says(String name, String content) {
            return name.isEmpty() && content.contains(URI);
        }
    },
    /** {@code ~/.vst3/Attune.vst3}, a bundle after "Plug-in Format Structure" in the VST 3 Developer Portal. */
    VST3("VST3") {
        @Override
        Path target(Places places) {
            return places.vst3Bundle();
        }

        @Override
        void fill(Path fresh, Places places, List<HostPreset> presets) throws IOException {
            Path library = fresh.resolve(VST3_LIBRARY);
            Files.createDirectories(InstallFiles.parentOf(library));
            InstallFiles.copy(library(places), library);
            Path resources = Files.createDirectory(fresh.resolve("Contents/Resources"));
            String info = "moduleinfo.json";
            InstallFiles.copy(places.appHome().resolve("vst3").resolve(info), resources.resolve(info));
        }

        @Override
        boolean says(String name, String content) {
            return switch (name) {
                case VST3_LIBRARY -> content.contains(URI);
                case "Contents/Resources/moduleinfo.json" ->
                    content.contains("\"Vendor\" : \"" + PluginIds.VENDOR + "\"");
                default -> false;
            };
        }

        @Override
        Path installedLibrary(Places places) {
            return target(places).resolve(VST3_LIBRARY);
        }
    };

    /** Those that are a plugin, not only presets for one. */
    static final List<PluginFormat> PLUGINS = List.of(LV2, CLAP, VST3);

    /** In every build of the library and every file about it but moduleinfo.json. */
    private static final String URI = PluginIds.LV2_URI_STEREO;

    /** Larger files are none of ours. */
    private static final long LARGEST_BYTES = 1 << 28;

    private static final String VST3_LIBRARY = "Contents/x86_64-linux/Attune.so";

    private static final List<String> BUNDLE_FILES = List.of("manifest.ttl", "stereo.ttl", "mono.ttl");

    private final String label;

    PluginFormat(String label) {
        this.label = label;
    }

    /** For people. */
    String label() {
        return label;
    }

    /** The file or folder that is wholly ours. */
    abstract Path target(Places places);

    /** What a host loads, whether it is there or not; meaningful for {@link #PLUGINS}. */
    Path installedLibrary(Places places) {
        return target(places);
    }

    /**
     * Makes the file or folder.
     *
     * @param fresh a name that nothing has, in a folder that is there
     */
    abstract void fill(Path fresh, Places places, List<HostPreset> presets) throws IOException;

    /**
     * Whether a file without a record is ours all the same, by its name and what it says.
     *
     * @param name within {@link #target}; empty for the target itself
     */
    boolean wrote(Path name, Path file) throws IOException {
        return Files.size(file) <= LARGEST_BYTES
                && says(name.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    }

    /** {@code content} is the bytes of a file, each as one character. */
    abstract boolean says(String name, String content);

    private static Path library(Places places) {
        return places.appHome().resolve("native/libattune.so");
    }
}
