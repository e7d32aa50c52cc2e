package attune.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code attune install}. */
@Command(name = "install", description = "Puts the plugin and its engine where hosts of this user find them.")
final class InstallCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "What is where, as one JSON object.")
    private boolean json;

    InstallCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Installation installation = new Installation(places);
        boolean done = installation.install();
        if (done) {
            // A server of the files that were replaced; a host that plays live starts the new one.
            StopCommand.stopLoop(places);
        }
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("version", Version.number());
            document.put("done", done);
            document.put("lv2", places.lv2Bundle().toString());
            document.put("clap", places.clapPlugin().toString());
            document.put("vst3", places.vst3Bundle().toString());
            document.put("engine", places.dataHome().toString());
            document.put("cache", installation.hasCache());
            JsonText.print(terminal, document);
            return 0;
        }
        terminal.out()
                .println((done ? "Installed " : "Already installed: ") + "Attune " + Version.number() + ", plugin in "
                        + places.lv2Bundle() + ", " + places.clapPlugin() + " and " + places.vst3Bundle()
                        + ", engine in " + places.dataHome() + ".");
        if (!installation.hasCache()) {
            terminal.out().println("The class cache could not be made: engines start slower.");
        }
        return 0;
    }
}
