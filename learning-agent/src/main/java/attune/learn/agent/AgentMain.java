package attune.learn.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The learning agent's process. Started by the control server; {@code AgentMain [FOLDER]}, where FOLDER is the runtime
 * folder that holds server.json, by default {@code $XDG_RUNTIME_DIR/attune}, or {@code /tmp/attune-UID} where there is no
 * such folder of ours. Ends with status 0 when the server has been gone for ten seconds, with 2 when it speaks another
 * version.
 */
public final class AgentMain {
    private static final long SEED = 20_240_229;
    private static final int OTHER_VERSION = 2;

    private AgentMain() {}

    /** Starts the agent; never returns before it ends. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.getenv("XDG_RUNTIME_DIR")));
    }

    static int run(String[] arguments, @Nullable String xdgRuntimeDir) {
        try {
            Path folder = arguments.length > 0 ? Path.of(arguments[0]) : folder(xdgRuntimeDir, Path.of("/tmp"));
            String version = AgentMain.class.getPackage().getImplementationVersion();
            String why = new Agent(folder, SEED, version == null ? "development" : version).run();
            System.err.println("attune-agent: ended, the control server is gone. " + why);
            return 0;
        } catch (ServerPlace.VersionMismatch e) {
            System.err.println("attune-agent: " + e.getMessage());
            return OTHER_VERSION;
        } catch (IOException e) {
            System.err.println("attune-agent: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Where this user's processes meet. */
    static Path folder(@Nullable String xdgRuntimeDir, Path temporary) throws IOException {
        int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        if (xdgRuntimeDir != null && !xdgRuntimeDir.isBlank()) {
            Path runtime = Path.of(xdgRuntimeDir);
            boolean ours = runtime.isAbsolute()
                    && Files.isDirectory(runtime, LinkOption.NOFOLLOW_LINKS)
                    && Integer.valueOf(uid).equals(Files.getAttribute(runtime, "unix:uid", LinkOption.NOFOLLOW_LINKS));
            if (ours) {
                return runtime.resolve("attune");
            }
        }
        return temporary.resolve("attune-" + uid);
    }
}
