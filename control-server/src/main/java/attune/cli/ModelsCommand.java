package attune.cli;

import attune.api.ModelInUse;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune models}: the trained models that came with the program. */
@Command(
        name = "models",
        description =
                "Lists the trained models that came with the program: what each decides, whether it does, and what was"
                        + " measured with exactly this file.")
final class ModelsCommand implements Callable<Integer> {
    private static final double KB = 1000;

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "One JSON list.")
    private boolean json;

    ModelsCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<ModelInUse> models =
                ServerLauncher.require(places).list("/models", new TypeReference<List<ModelInUse>>() {});
        if (json) {
            JsonText.print(terminal, models);
        } else if (models.isEmpty()) {
            terminal.out().println("The learning agent, which knows them, is not running.");
        } else {
            models.forEach(model -> terminal.out().println(text(model)));
        }
        return 0;
    }

    private static String text(ModelInUse model) {
        String begin = String.format(
                Locale.ROOT,
                "%s (%s, %.1f KB, file %s)%s",
                model.label(),
                model.id(),
                model.bytes() / KB,
                model.fingerprint(),
                model.inUse() ? "" : ": not in use");
        String why = model.state().isEmpty() ? "" : "\n    " + model.state();
        return begin + "\n    " + model.use() + why + "\n    Measured: " + model.score() + "\n    Made by: "
                + model.training() + " (" + model.page() + ")";
    }
}
