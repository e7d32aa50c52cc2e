package attune.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code attune install}. */
@Command(name = "install", description = "Puts the plugin and its engine where hosts of this user find them.")
final class InstallCommand implements Callable<Integer> {
    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

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
