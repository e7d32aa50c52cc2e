package attune.learn.agent;

import attune.api.ApiVersion;
import attune.api.ServerInfo;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Where a running control server listens, and the agent's token for it.
 *
 * @param server what {@code server.json} says
 * @param token of the agent's scope
 * @param announced when {@code server.json} was written
 */
public record ServerPlace(ServerInfo server, String token, Instant announced) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final String SERVER = "server.json";
    private static final String TOKEN = "agent-token";

    /**
     * Reads the runtime folder.
     *
     * @throws LinkException with one sentence when no server has announced itself there, or one of another version
     */
    public static ServerPlace in(Path folder) throws LinkException {
        ServerInfo server;
        String token;
        Instant announced;
        try {
            announced = Files.getLastModifiedTime(folder.resolve(SERVER)).toInstant();
            server = JSON.readValue(folder.resolve(SERVER).toFile(), ServerInfo.class);
            token = Files.readString(folder.resolve(TOKEN)).strip();
        } catch (IOException e) {
            throw new LinkException(0, "No control server has announced itself in " + folder + ".");
        }
        if (server.apiVersion() != ApiVersion.NUMBER) {
            throw new VersionMismatch(server);
        }
        return new ServerPlace(server, token, announced);
    }

    /** Whether this server's process is alive: one that began later only has its number. */
    boolean isAlive() {
        return ProcessHandle.of(server.pid())
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant())
                .filter(began -> began.isBefore(announced))
                .isPresent();
    }

    /** A server that speaks another version: nothing to wait for. */
    static final class VersionMismatch extends LinkException {
        private static final long serialVersionUID = 1L;

        VersionMismatch(ServerInfo server) {
            super(
                    0,
                    "Control server " + server.version() + " speaks interface version " + server.apiVersion()
                            + ", this agent speaks " + ApiVersion.NUMBER
                            + ": run ./attune install, then ./attune stop.");
        }
    }
}
