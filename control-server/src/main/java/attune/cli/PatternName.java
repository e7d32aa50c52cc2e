package attune.cli;

import picocli.CommandLine.Parameters;

/** The pattern that a command is about. */
final class PatternName {
    @Parameters(
            index = "0",
            paramLabel = "PATTERN",
            description = "Its name in the list of 'attune patterns', as speech:noise-mild.")
    String id = "";

    /** Its place in the server's interface. */
    String path() {
        return "/patterns/" + ServerClient.segment(id);
    }
}
