package attune.bridge;

import attune.bridge.jna.NativeBridge;
import attune.bridge.jna.NativeCalls;
import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.RuntimeFolder;
import attune.rt.ControlThread;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The engine process. {@code --socket-fd=N}: plays what the shim attaches over that socket until it closes. {@code --train}:
 * plays itself once and exits; that is how class caches are made ({@link LaunchPlan#makeCache}).
 *
 * <p>Threads: {@code main} listens on the socket, {@code attune-warm-up} lives until all is compiled, some seconds past
 * READY, {@code attune-rt-N} one for each instance.
 */
public final class BridgeMain {
    /** Exit status where the native library can't be used; the shim knows it (native/src/supervisor/spawn.rs). */
    private static final int NO_LIBRARY = 3;

    private static final int POLL_MS = 200;
    private static final String SOCKET_OPTION = "--socket-fd=";
    private static final String TRAIN_OPTION = "--train";
    private static final String QUANTA_PROPERTY = "attune.warmUpQuanta";

    private BridgeMain() {}

    public static void main(String[] arguments) {
        BridgeLog log = new BridgeLog(System.out);
        int status;
        try {
            status = run(arguments, log);
        } catch (IllegalStateException e) {
            log.line(String.valueOf(e.getMessage()));
            status = NO_LIBRARY;
        }
        // Not exit(): no hook is needed, and a stuck engine thread must not keep the process.
        Runtime.getRuntime().halt(status);
    }

    private static int run(String[] arguments, BridgeLog log) {
        if (arguments.length == 1 && arguments[0].equals(TRAIN_OPTION)) {
            return Training.run(NativeBridge.load(), log);
        }
        Optional<Integer> socket = arguments.length == 1 ? socketOf(arguments[0]) : Optional.empty();
        if (socket.isEmpty()) {
            log.line("Arguments " + Arrays.toString(arguments) + " not understood, allowed is one of " + SOCKET_OPTION
                    + "NUMBER and " + TRAIN_OPTION + ".");
            return 2;
        }
        NativeCalls calls = load(socket.get());
        Path folder = announcementFolder(log);
        return serve(calls, socket.get(), new Instances(calls, log, folder), log);
    }

    /** The library; the shim is told who is here even where that one is of another build, for it knows best what to say. */
    private static NativeCalls load(int socket) {
        try {
            return NativeBridge.load();
        } catch (IllegalStateException e) {
            NativeBridge.greet(socket, ControlMessage.hello().encode());
            throw e;
        }
    }

    private static Optional<Integer> socketOf(String argument) {
        if (!argument.matches(SOCKET_OPTION + "[0-9]{1,6}")) {
            return Optional.empty();
        }
        return Optional.of(Integer.parseInt(argument.substring(SOCKET_OPTION.length())));
    }

    private static void warmUp(Instances instances) {
        Integer quanta = Integer.getInteger(QUANTA_PROPERTY);
        if (quanta == null) {
            instances.warmUp();
        } else {
            instances.warmUp(quanta);
        }
    }

    private static @org.jspecify.annotations.Nullable Path announcementFolder(BridgeLog log) {
        Optional<Path> folder = RuntimeFolder.engines();
        if (folder.isEmpty()) {
            log.line("No private runtime folder (XDG_RUNTIME_DIR, or /tmp/attune-UID): status and panel don't see this"
                    + " engine.");
            return null;
        }
        try {
            Announcement.sweep(folder.get());
        } catch (IOException e) {
            log.line("Can't sweep " + folder.get() + ": " + e.getMessage());
        }
        return folder.get();
    }

    /** Listens until the shim is gone. */
    @ControlThread
    static int serve(NativeCalls calls, int socket, Instances instances, BridgeLog log) {
        Thread warmUp = new Thread(() -> warmUp(instances), "attune-warm-up");
        warmUp.setDaemon(true);
        warmUp.start();
        calls.send(socket, ControlMessage.hello().encode());
        byte[] bytes = new byte[ControlMessage.BYTES];
        while (true) {
            int received = calls.receive(socket, bytes, POLL_MS);
            if (received >= 0 || received == NativeCalls.NO_DESCRIPTOR) {
                handle(calls, ControlMessage.decode(bytes), received, instances, log);
            } else if (received == NativeCalls.MALFORMED) {
                log.line("A message of another size came over the socket; it was ignored.");
            } else if (received != NativeCalls.TIMEOUT) {
                instances.closeAll();
                log.line("The host is gone (code " + received + "); the engine ends.");
                return received == NativeCalls.CLOSED ? 0 : 1;
            }
            instances.tick();
        }
    }

    private static void handle(
            NativeCalls calls, Optional<ControlMessage> message, int fd, Instances instances, BridgeLog log) {
        int type = message.map(ControlMessage::type).orElse(0);
        if (message.isPresent() && type == ControlMessage.ATTACH && fd >= 0) {
            instances.attach(message.get().instance(), fd);
            return;
        }
        if (fd >= 0) {
            calls.close(fd);
        }
        if (message.isPresent() && type == ControlMessage.DETACH) {
            instances.detach(message.get().instance(), message.get().epoch());
        } else {
            log.line("A message of unknown kind (" + type + ") came over the socket; it was ignored.");
        }
    }
}
