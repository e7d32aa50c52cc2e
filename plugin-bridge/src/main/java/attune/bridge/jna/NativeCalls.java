package attune.bridge.jna;

import attune.rt.AnyThread;
import attune.rt.AudioThread;
import attune.rt.ControlThread;
import java.nio.ByteBuffer;

/**
 * What the engine process needs from the native library, so that tests can stand in for it. Results below zero are one of
 * the codes here or {@code -1000 - errno}. Codes and meanings are those of native/src/engine_abi.rs.
 */
public interface NativeCalls {
    int ABI_VERSION = 2;
    /** Nothing came in time. */
    int TIMEOUT = -1;
    /** {@link #receive}, {@link #send}: the other side is gone. */
    int CLOSED = -2;
    /** {@link #receive}: a whole message without a descriptor. */
    int NO_DESCRIPTOR = -3;
    /** {@link #receive}: a message of another size, not to be used. */
    int MALFORMED = -4;
    /** {@link #map}: the file has another size. */
    int WRONG_SIZE = -5;
    /** {@link #map}: the file's size can still be changed. */
    int NOT_SEALED = -6;
    /** {@link #engineWait}: the shim asks the engine thread to leave. */
    int QUIT = -2;

    int SCHED_OTHER = 0;
    int SCHED_FIFO = 1;
    int SCHED_RR = 2;

    /** Whether threads under this policy have a real-time priority. */
    static boolean isRealTime(int policy) {
        return policy == SCHED_FIFO || policy == SCHED_RR;
    }

    /** Waits for one message. Returns the descriptor that came with it, or a code. One thread per socket. */
    @ControlThread
    int receive(int socket, byte[] message, int timeoutMs);

    /** Sends one message without waiting: 0 or a code. */
    @ControlThread
    int send(int socket, byte[] message);

    /** Address of a shared mapping of exactly {@code bytes}, touched and locked where allowed; or a code. */
    @ControlThread
    long map(int fd, long bytes);

    /** Ends a mapping; no view of it may be used any more. */
    @ControlThread
    int unmap(long address, long bytes);

    /** View of mapped memory, little endian. */
    @ControlThread
    ByteBuffer view(long address, int bytes);

    /** Address of a direct buffer's first byte. */
    @ControlThread
    long addressOf(ByteBuffer direct);

    /** Descriptor of a new sealed, fully allocated memfd; or a code. */
    @ControlThread
    int createSegment(long bytes, String name);

    @ControlThread
    int close(int fd);

    /**
     * Waits until another sequence than {@code lastSequence} is posted, with load-acquire.
     *
     * @return the newest sequence as an unsigned 32-bit number, {@link #TIMEOUT} or {@link #QUIT}
     */
    @AudioThread
    long engineWait(long address, int lastSequence, int timeoutMs);

    /** Stamps and answers a sequence with store-release and wakes the host. */
    @AudioThread
    void engineComplete(long address, int sequence);

    /** Flush-to-zero and denormals-are-zero of the calling thread, for the rest of its life. */
    @AudioThread
    void setDenormals(boolean flushToZero);

    /** Whether the calling thread flushes denormals. */
    @AudioThread
    boolean flushesDenormals();

    /**
     * Policy then in force in the calling thread, or {@code -1000 - errno}. At normal priority it wakes before threads
     * that compute for long, where the kernel knows slices (Linux 6.12 and later).
     */
    @AudioThread
    int setScheduling(int policy, int priority);

    /**
     * From now on the compilers and the warm-up of this JVM give way to threads of normal priority that play (nice 10), for
     * good.
     *
     * @return how many such threads there were
     */
    @ControlThread
    int giveWay();

    /** Number of the calling thread, as the system knows it. */
    @AnyThread
    long threadId();

    /**
     * Asks rtkit to make a thread of this process SCHED_RR; waits for its answer, a second at most.
     *
     * @return the priority that it has then, or below zero where there is no rtkit or it refuses
     */
    @ControlThread
    int realtimeKit(long threadId, int priority);
}
