package attune.cli;

import attune.api.AutoloadRequest;
import attune.api.AutoloadRule;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code attune presets autoload add}. */
@Command(
        name = "add",
        description =
                "Loads a preset by itself where all that is named holds; where nothing is named, it is what plays where no"
                        + " other rule is true.")
final class AutoloadAddCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "Preset to load.")
    private String name = "";

    @Mixin
    private final AutoloadOptions when = new AutoloadOptions();

    @Option(names = "--time", paramLabel = "HH:MM-HH:MM", description = "Time of day, also past midnight.")
    private @Nullable String time;

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "A higher one goes before a more exact rule (default: 0).")
    private @Nullable Integer priority;

    @Option(names = "--json", description = "The rule, as one JSON object.")
    private boolean json;

    AutoloadAddCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        AutoloadRequest wanted = new AutoloadRequest(
                SoundSettings.find(PresetFiles.store(places), name).id(),
                when.host,
                when.engine,
                when.contentClass,
                when.rateHz,
                time,
                priority);
        AutoloadRule added = ServerLauncher.require(places).post("/autoload", wanted, AutoloadRule.class);
        if (json) {
            JsonText.print(terminal, added);
        } else {
            terminal.out().println(AutoloadListCommand.line(added));
        }
        return 0;
    }
}
