package attune.cli;

import attune.api.ServerInfo;
import attune.bridge.telemetry.Announcement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the control server leaves in the runtime folder. */
final class ServerFiles {
    /** {@link ServerInfo} of the server that runs, or ran last. */
    static final String SERVER = "server.json";
    /** Token of the admin scope. */
    static final String TOKEN = "token";
    /** Token of the agent. */
    static final String AGENT_TOKEN = "agent-token";
    /** Held by the server that runs. */
    static final String LOCK = "server.lock";
    /** Why the last start failed: one sentence. */
    static final String ERROR = "server.error";
    /** What a start is still busy with: one sentence, written anew twice a second. */
    static final String PROGRESS = "server.progress";

    private static final int LARGEST_BYTES = 64 * 1024;
    /** A sentence that is older was left by a start that is dead. */
    private static final long PROGRESS_HOLDS_MS = 10_000;

    private ServerFiles() {}

    /** Runtime folder of this user, made when missing. */
    static Path folder(Places places) {
        return places.runtimeFolder()
                .orElseThrow(() -> CliException.failed("There is no private runtime folder; set XDG_RUNTIME_DIR to a"
                        + " folder of yours with mode 0700."));
    }

    /** What the server that lives now said about itself; empty where none lives. */
    static Optional<ServerInfo> living(Places places) {
        return places.runtimeFolder()
                .flatMap(folder -> read(folder.resolve(SERVER)))
                .filter(info -> Announcement.startTicks(info.pid())
                        .filter(ticks -> ticks == info.startTicks())
                        .isPresent());
    }

    /** Why no server could start last time; empty where nothing is known. */
    static Optional<String> error(Places places) {
        return places.runtimeFolder().flatMap(folder -> sentence(folder.resolve(ERROR)));
    }

    /** What a server that starts now is busy with; empty where none is, or it takes no time. */
    static Optional<String> progress(Places places) {
        return places.runtimeFolder()
                .map(folder -> folder.resolve(PROGRESS))
                .filter(file -> file.toFile().lastModified() > System.currentTimeMillis() - PROGRESS_HOLDS_MS)
                .flatMap(ServerFiles::sentence);
    }

    private static Optional<String> sentence(Path file) {
        try {
            return Files.size(file) > LARGEST_BYTES
                    ? Optional.empty()
                    : Optional.of(Files.readString(file).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<ServerInfo> read(Path file) {
        try {
            return Files.size(file) > LARGEST_BYTES
                    ? Optional.empty()
                    : Optional.of(ServerClient.JSON.readValue(Files.readString(file), ServerInfo.class));
        } catch (IOException e) {
            // None there, or one that is no server's.
            return Optional.empty();
        }
    }
}
