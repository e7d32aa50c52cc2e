package attune.bridge.jna;

import attune.bridge.shm.Build;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * {@link NativeCalls} by JNA direct mapping: some 100 ns and no allocation a call, where interface mapping would allocate
 * 80 B. The library is the file that the system property {@code attune.library} names.
 */
public final class NativeBridge implements NativeCalls {
    /** System property with the absolute path of libattune.so. */
    public static final String LIBRARY_PROPERTY = "attune.library";

    private NativeBridge() {}

    /**
     * Loads the library.
     *
     * @throws IllegalStateException with one sentence, when it is missing, unfit, or of another build
     */
    public static NativeBridge load() {
        String path = System.getProperty(LIBRARY_PROPERTY);
        if (path == null || path.isBlank()) {
            throw new IllegalStateException("The system property attune.library is not set; it names libattune.so.");
        }
        String own = named(Build.RELEASE, Build.TABLES);
        int tables;
        try {
            Functions.register(path);
            tables = Functions.attune_tables();
        } catch (UnsatisfiedLinkError e) {
            throw new IllegalStateException(
                    "The native library attune.library=" + path + " can't be loaded by these jars, which are of " + own
                            + ": " + e.getMessage(),
                    e);
        }
        if (tables != Build.TABLES || Functions.attune_abi_version() != ABI_VERSION) {
            throw new IllegalStateException("The native library attune.library=" + path + " is of "
                    + named(Functions.attune_release(), tables) + ", these jars are of " + own
                    + ": run ./attune install.");
        }
        return new NativeBridge();
    }

    /** As native/src/build.rs says it. */
    private static String named(int release, int tables) {
        return String.format(
                Locale.ROOT,
                "Attune %d.%d.%d (build %08x)",
                release / 1_000_000,
                release / 1_000 % 1_000,
                release % 1_000,
                tables);
    }

    /**
     * Sends one message through the library whatever its build, for an engine that {@link #load} refuses: every build has
     * this function. Where there is no library at all, nothing is sent.
     */
    public static void greet(int socket, byte[] message) {
        String path = System.getProperty(LIBRARY_PROPERTY, "");
        if (path.isBlank()) {
            return;
        }
        try {
            NativeLibrary.getInstance(path)
                    .getFunction("attune_send")
                    .invokeInt(new Object[] {socket, message, message.length});
        } catch (UnsatisfiedLinkError e) {
            return; // load has said why
        }
    }

    /** The C functions under their own names; int and long only, but for the two control calls. */
    private static final class Functions {
        private static boolean registered;

        private Functions() {}

        static synchronized void register(String path) {
            if (!registered) {
                Native.register(Functions.class, NativeLibrary.getInstance(path));
                registered = true;
            }
        }

        static native int attune_abi_version();

        static native int attune_release();

        static native int attune_tables();

        static native int attune_receive(int socket, byte[] message, int length, int timeoutMs);

        static native int attune_send(int socket, byte[] message, int length);

        static native long attune_map(int fd, long expectedBytes);

        static native int attune_unmap(long address, long bytes);

        static native long attune_engine_wait(long address, int lastSequence, int timeoutMs);

        static native void attune_engine_complete(long address, int sequence);

        static native int attune_segment_create(long bytes, byte[] name);

        static native int attune_set_denormals(int on);

        static native int attune_get_denormals();

        static native int attune_set_scheduling(int policy, int priority);

        static native int attune_close(int fd);

        static native int attune_give_way();

        static native long attune_thread_id();

        static native int attune_realtime_kit(long threadId, int priority);
    }

    @Override
    public int receive(int socket, byte[] message, int timeoutMs) {
        return Functions.attune_receive(socket, message, message.length, timeoutMs);
    }

    @Override
    public int send(int socket, byte[] message) {
        return Functions.attune_send(socket, message, message.length);
    }

    @Override
    public long map(int fd, long bytes) {
        return Functions.attune_map(fd, bytes);
    }

    @Override
    public int unmap(long address, long bytes) {
        return Functions.attune_unmap(address, bytes);
    }

    @Override
    public ByteBuffer view(long address, int bytes) {
        return new Pointer(address).getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public long addressOf(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    @Override
    public int createSegment(long bytes, String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        return Functions.attune_segment_create(bytes, Arrays.copyOf(ascii, ascii.length + 1));
    }

    @Override
    public int close(int fd) {
        return Functions.attune_close(fd);
    }

    @Override
    public long engineWait(long address, int lastSequence, int timeoutMs) {
        return Functions.attune_engine_wait(address, lastSequence, timeoutMs);
    }

    @Override
    public void engineComplete(long address, int sequence) {
        Functions.attune_engine_complete(address, sequence);
    }

    @Override
    public void setDenormals(boolean flushToZero) {
        Functions.attune_set_denormals(flushToZero ? 1 : 0);
    }

    @Override
    public boolean flushesDenormals() {
        return Functions.attune_get_denormals() == 1;
    }

    @Override
    public int setScheduling(int policy, int priority) {
        return Functions.attune_set_scheduling(policy, priority);
    }

    @Override
    public int giveWay() {
        return Functions.attune_give_way();
    }

    @Override
    public long threadId() {
        return Functions.attune_thread_id();
    }

    @Override
    public int realtimeKit(long threadId, int priority) {
        return Functions.attune_realtime_kit(threadId, priority);
    }
}
