package attune.control.http;

import attune.api.AgentStatus;
import attune.api.ApiVersion;
import attune.api.ServerInfo;
import attune.control.problem.ProblemException;
import attune.control.stream.Events;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The server about itself, and the agent's last word. Any thread. */
public final class SystemState {
    private static final long AGENT_SILENT_MS = 6_000;

    private final String version;
    private final long startTicks;
    private final Events events;
    private final Runnable end;
    private final AtomicLong lastPersonMs = new AtomicLong(System.nanoTime() / 1_000_000);
    private volatile int port;
    private volatile @Nullable AgentStatus agent;
    private volatile long agentMs;
    private volatile boolean agentLeft;

    /** @param end ends the server soon, called by a request that is still to be answered */
    public SystemState(String version, long startTicks, Events events, Runnable end) {
        this.version = version;
        this.startTicks = startTicks;
        this.events = events;
        this.end = end;
    }

    public void setPort(int port) {
        this.port = port;
    }

    /** What {@code server.json} and {@code GET /health} say. */
    public ServerInfo info() {
        return new ServerInfo(
                ApiVersion.NUMBER, version, (int) ProcessHandle.current().pid(), startTicks, port, agent());
    }

    /** The agent's last status; null where it has not been heard for a while. */
    public @Nullable AgentStatus agent() {
        return System.nanoTime() / 1_000_000 - agentMs > AGENT_SILENT_MS ? null : agent;
    }

    /** @throws ProblemException 409 for an agent of another interface version */
    void setAgent(AgentStatus status) {
        if (status.apiVersion() != ApiVersion.NUMBER) {
            throw ProblemException.conflict(
                    "version",
                    "The agent speaks version " + status.apiVersion() + " of the interface, this server "
                            + ApiVersion.NUMBER + "; install both anew.");
        }
        AgentStatus before = agent();
        agent = status;
        agentLeft = false;
        agentMs = System.nanoTime() / 1_000_000;
        if (!status.equals(before)) {
            events.tell("agent", null, status);
        }
    }

    /** The agent is gone. */
    public void agentEnded() {
        if (agent != null) {
            agent = null;
            agentLeft = true;
            events.tell("agent", null, null);
        }
    }

    /** Tells when the agent has gone silent; called every second. */
    public void watchAgent() {
        if (agent != null && agent() == null) {
            agentEnded();
        }
    }

    /** Whether there was an agent and is none now. */
    public boolean isWithoutAgent() {
        return agentLeft;
    }

    void personWasHere() {
        lastPersonMs.set(System.nanoTime() / 1_000_000);
    }

    /** Since a person's last request. */
    public long personlessMs() {
        return System.nanoTime() / 1_000_000 - lastPersonMs.get();
    }

    void end() {
        end.run();
    }
}
