package attune.api;

import org.jspecify.annotations.Nullable;

/**
 * {@code server.json} in the runtime folder, and the answer of {@code GET /health}.
 *
 * @param apiVersion {@link ApiVersion#NUMBER}
 * @param version of Attune
 * @param pid of the server
 * @param startTicks start of that process (field 22 of /proc/PID/stat)
 * @param port on 127.0.0.1
 * @param agent last status of the agent; null where none is here
 */
public record ServerInfo(
        int apiVersion,
        String version,
        int pid,
        long startTicks,
        int port,
        @Nullable AgentStatus agent) {}
