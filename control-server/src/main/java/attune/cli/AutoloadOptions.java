package attune.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a rule for loading presets asks for, or what is tried against the rules. */
final class AutoloadOptions {
    @Option(
            names = "--host",
            paramLabel = "NAME",
            description = "Program that hosts the plugin; in rules * and ? stand in.")
    @Nullable
    String host;

    @Option(
            names = "--engine",
            paramLabel = "ID",
            description = "Plugin instance ('attune status' lists them); in rules * and ? stand in.")
    @Nullable
    String engine;

    @Option(names = "--class", paramLabel = "CLASS", description = "What is heard: speech, music, mixed or noise.")
    @Nullable
    String contentClass;

    @Option(names = "--rate", paramLabel = "HZ", description = "Sample rate.")
    @Nullable
    Double rateHz;
}
