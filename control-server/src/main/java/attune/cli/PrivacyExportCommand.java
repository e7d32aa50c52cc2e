package attune.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune privacy export}. */
@Command(
        name = "export",
        description = "Writes everything that Attune has stored of you into one ZIP file, with a README.")
final class PrivacyExportCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "The ZIP file to write.")
    private Path file = Path.of("");

    @Option(names = "--overwrite", description = "Replace FILE where there is one.")
    private boolean overwrite;

    @Option(names = "--json", description = "File and bytes, as one JSON object.")
    private boolean json;

    PrivacyExportCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        NewFile.requireFolder(file);
        NewFile.requireFree(file, null, overwrite);
        ServerClient server = ServerLauncher.require(places);
        try (NewFile fresh = NewFile.of(file)) {
            server.download("/privacy/export", fresh.temporary());
            int entries = entries(fresh.temporary());
            fresh.commit();
            long bytes = Files.size(file);
            if (json) {
                JsonText.print(terminal, Map.of("file", file.toString(), "entries", entries, "bytes", bytes));
            } else {
                terminal.out()
                        .println("Wrote " + file + ": " + entries + " files, " + PrivacyCommand.bytes(bytes)
                                + ". It is yours; whoever has it can see how and when you worked.");
            }
        }
        return 0;
    }

    /** A server that ends meanwhile leaves half a file, which has no end. */
    private static int entries(Path zip) throws IOException {
        try (ZipFile whole = new ZipFile(zip.toFile())) {
            return whole.size();
        } catch (ZipException e) {
            throw CliException.failed("The export broke off; nothing was written. Try again.", e);
        }
    }
}
