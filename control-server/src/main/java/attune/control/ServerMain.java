package attune.control;

import attune.api.ServerInfo;
import attune.control.http.Json;
import attune.control.http.PrivateFiles;
import attune.control.problem.FileTrouble;
import attune.control.registry.LinkedEngines;
import attune.control.store.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The control server's process. One for each user: whoever comes second ends at once with status 0. Ends by itself when
 * nobody needs it. Status 3: it could not start; the sentence why is printed and left in {@code server.error}.
 */
public final class ServerMain {
    private static final int CANNOT_START = 3;
    private static final int END_PATIENCE_SECONDS = 5;

    private ServerMain() {}

    public static void main(String[] arguments) {
        Path error = null;
        try {
            ServerPlaces places = ServerPlaces.of(System.getenv());
            error = places.runtime().resolve("server.error");
            run(places, ServerSettings.of(System.getenv()));
            System.exit(0);
        } catch (StartException | StorageException e) {
            fail(error, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            fail(error, "The control server could not start: " + FileTrouble.why(e) + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(ServerPlaces places, ServerSettings settings) throws IOException, InterruptedException {
        Path file = places.runtime().resolve("server.lock");
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                return; // another one serves this user
            }
            serve(places, settings, new OwnFile(file));
        }
    }

    private static void serve(ServerPlaces places, ServerSettings settings, OwnFile lock)
            throws IOException, InterruptedException {
        CountDownLatch closed = new CountDownLatch(1);
        Path announcement = places.runtime().resolve("server.json");
        ServerSettings here = whereTheLastOneWas(announcement, settings);
        try (ControlServer server = new ControlServer(places, here, new LinkedEngines(), version())) {
            PrivateFiles.write(announcement, Json.MAPPER.writeValueAsString(server.info()));
            Files.deleteIfExists(places.runtime().resolve("server.error"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> endAndWait(server, closed), "attune-end"));
            lock.whenGone(() -> {
                System.err.println("The runtime folder " + places.runtime()
                        + " was taken away, so nobody finds this control server any more; it ends.");
                server.end();
            });
            server.awaitEnd();
            if (lock.isThere()) {
                Files.deleteIfExists(announcement); // else that of another one, in a folder made anew
            }
        } finally {
            closed.countDown();
        }
    }

    /** A server that was killed leaves its address behind; there its panels wait. */
    private static ServerSettings whereTheLastOneWas(Path announcement, ServerSettings settings) {
        if (settings.portIsFixed() || !Files.isRegularFile(announcement)) {
            return settings;
        }
        try {
            return settings.at(Json.MAPPER
                    .readValue(announcement.toFile(), ServerInfo.class)
                    .port());
        } catch (IOException e) {
            return settings; // cut short by what killed it
        }
    }

    /** On a signal: lets the main thread close everything first. */
    private static void endAndWait(ControlServer server, CountDownLatch closed) {
        server.end();
        try {
            closed.await(END_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String version() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = ServerMain.class.getResourceAsStream("/attune/cli/version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        return properties.getProperty("version", "unknown");
    }

    private static void fail(@Nullable Path error, String sentence) {
        System.err.println(sentence);
        if (error != null) {
            try {
                PrivateFiles.write(error, sentence + "\n");
            } catch (IOException e) {
                System.err.println("That could not be written to " + error + " either.");
            }
        }
        System.exit(CANNOT_START);
    }
}
