package attune.cli;

import attune.api.AgentStatus;
import attune.api.ServerInfo;
import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.EngineDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code attune stop}: ends a running {@code attune run}, the learning agent and the control server. Engines of hosts
 * belong to their hosts and play on; a host that plays live starts the server again.
 */
@Command(
        name = "stop",
        description = "Ends a running 'attune run', the learning agent and the control server; hosts play on.")
final class StopCommand implements Callable<Integer> {
    private static final long PATIENCE_SECONDS = 10;

    private final Places places;
    private final Terminal terminal;

    @Mixin
    final HelpOption help = new HelpOption();

    @Option(names = "--json", description = "What was ended, as one JSON object.")
    private boolean json;

    StopCommand(Places places, Terminal terminal) {
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<String> ended = new ArrayList<>();
        if (stopRun()) {
            ended.add("run");
        }
        ended.addAll(stopLoop(places));
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("ended", ended);
            JsonText.print(terminal, document);
        } else if (ended.isEmpty()) {
            terminal.out().println("Nothing to stop: no attune run is playing and no control server runs.");
        } else {
            terminal.out().println("Stopped: " + String.join(", ", ended) + ".");
            sayWhoPlaysOn(ended);
        }
        return 0;
    }

    /**
     * Ends control server and agent, where they live.
     *
     * @return which of them were ended
     */
    static List<String> stopLoop(Places places) {
        Optional<ServerInfo> server = ServerFiles.living(places);
        if (server.isEmpty()) {
            return List.of();
        }
        Optional<Integer> agent = agentOf(places, server.get());
        stopServer(places, server.get());
        return agent.isPresent() && stopAgent(agent.get()) ? List.of("server", "agent") : List.of("server");
    }

    private void sayWhoPlaysOn(List<String> ended) throws IOException {
        List<Announcement> engines = EngineDirectory.engines();
        if (ended.contains("server") && !engines.isEmpty()) {
            terminal.out()
                    .println("The plugin in " + engines.get(0).hostName()
                            + " plays on and starts the control server again.");
        }
    }

    private boolean stopRun() throws IOException {
        Optional<Path> folder = places.runtimeFolder();
        OptionalLong holder = folder.isEmpty() ? OptionalLong.empty() : RunLock.holder(folder.get());
        Optional<ProcessHandle> process = holder.isPresent() ? ProcessHandle.of(holder.getAsLong()) : Optional.empty();
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        if (!awaitEnd(process.get())) {
            throw CliException.failed("Process " + holder.getAsLong() + " was asked to end and did not; kill -9 "
                    + holder.getAsLong() + " ends it.");
        }
        return true;
    }

    /** Number of the agent's process; empty where none is known. */
    private static Optional<Integer> agentOf(Places places, ServerInfo server) {
        try {
            return ServerClient.find(places)
                    .map(client -> client.get("/health", ServerInfo.class).agent())
                    .map(AgentStatus::pid);
        } catch (CliException e) {
            // A server that cannot be talked to is ended all the same.
            return Optional.ofNullable(server.agent()).map(AgentStatus::pid);
        }
    }

    /** Politely through its interface, then by a signal; it was told apart from later processes by its start. */
    private static void stopServer(Places places, ServerInfo server) {
        Optional<ProcessHandle> process = ProcessHandle.of(server.pid());
        if (process.isEmpty()) {
            return;
        }
        try {
            ServerClient.find(places).ifPresent(client -> client.tell("POST", "/shutdown", null));
        } catch (CliException e) {
            process.get().destroy();
        }
        if (!awaitEnd(process.get()) && !(process.get().destroy() && awaitEnd(process.get()))) {
            throw CliException.failed("The control server (process " + server.pid()
                    + ") was asked to end and did not; kill -9 " + server.pid() + " ends it.");
        }
    }

    /** The server ends it; where that did not happen it is asked itself. */
    private static boolean stopAgent(int pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(handle -> isAgent(pid));
        return process.isEmpty() || awaitEnd(process.get()) || (process.get().destroy() && awaitEnd(process.get()));
    }

    private static boolean isAgent(int pid) {
        try {
            return Files.readString(Path.of("/proc", Integer.toString(pid), "cmdline"))
                    .contains(ServicePlan.Service.AGENT.mainClass());
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean awaitEnd(ProcessHandle process) {
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw CliException.failed("Waiting for process " + process.pid() + " failed.", e);
        }
    }
}
