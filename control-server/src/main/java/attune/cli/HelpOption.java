package attune.cli;

import picocli.CommandLine.Option;

/** The help option of every subcommand. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean requested;
}
