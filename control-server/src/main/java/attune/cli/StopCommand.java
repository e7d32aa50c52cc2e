package attune.cli;

import attune.bridge.telemetry.RuntimeFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code attune stop}: ends a running {@code attune run}. Engines of hosts belong to their hosts and play on. */
@Command(name = "stop", description = "Ends a running 'attune run'; hosts and their engines play on.")
final class StopCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 10;

    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    StopCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Optional<Path> engines = RuntimeFolder.engines();
        Path folder = engines.isPresent() ? engines.get().getParent() : null;
        OptionalLong holder = folder == null ? OptionalLong.empty() : RunLock.holder(folder);
        Optional<ProcessHandle> process = holder.isPresent() ? ProcessHandle.of(holder.getAsLong()) : Optional.empty();
        if (process.isEmpty()) {
            terminal.out().println("Nothing to stop: no attune run is playing.");
            return 0;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw CliException.failed("Process " + holder.getAsLong() + " was asked to end and did not; kill -9 "
                    + holder.getAsLong() + " ends it.");
        } catch (InterruptedException | ExecutionException e) {
            throw CliException.failed("Waiting for process " + holder.getAsLong() + " failed.", e);
        }
        terminal.out().println("Stopped.");
        return 0;
    }
}
