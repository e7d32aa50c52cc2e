package attune.bridge.jna;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** The few system calls with which a test stands in for the shim. */
public interface Libc extends Library {
    Libc INSTANCE = Native.load("c", Libc.class);

    int AF_UNIX = 1;
    int SOCK_SEQPACKET = 5;
    long SYS_FUTEX = 202;
    int FUTEX_WAKE = 1;

    int socketpair(int domain, int type, int protocol, int[] sockets);

    NativeLong sendmsg(int socket, Pointer message, int flags);

    NativeLong recv(int socket, byte[] buffer, NativeLong length, int flags);

    int memfd_create(String name, int flags);

    int ftruncate(int fd, NativeLong length);

    int close(int fd);

    int dup(int fd);

    NativeLong syscall(NativeLong number, Pointer address, int operation, int count);

    /** Wakes whoever waits on the int at {@code address}, as the shim does after a post. */
    static void wake(long address) {
        INSTANCE.syscall(new NativeLong(SYS_FUTEX), new Pointer(address), FUTEX_WAKE, Integer.MAX_VALUE);
    }

    /** Sends a message with a descriptor (SCM_RIGHTS), or without one when {@code fd} is negative. */
    static void send(int socket, byte[] bytes, int fd) {
        try (Memory payload = new Memory(bytes.length);
                Memory part = new Memory(16);
                Memory control = new Memory(24);
                Memory header = new Memory(56)) {
            payload.write(0, bytes, 0, bytes.length);
            part.setPointer(0, payload);
            part.setLong(8, bytes.length);
            header.clear();
            header.setPointer(16, part);
            header.setLong(24, 1);
            if (fd >= 0) {
                control.clear();
                control.setLong(0, 20); // cmsg_len
                control.setInt(8, 1); // SOL_SOCKET
                control.setInt(12, 1); // SCM_RIGHTS
                control.setInt(16, fd);
                header.setPointer(32, control);
                header.setLong(40, 24);
            }
            if (INSTANCE.sendmsg(socket, header, 0).longValue() != bytes.length) {
                throw new IllegalStateException("sendmsg failed: errno " + Native.getLastError());
            }
        }
    }

    /** An unsealed memfd. */
    static int unsealed(String name, long bytes) {
        int fd = INSTANCE.memfd_create(name, 3);
        if (fd < 0 || INSTANCE.ftruncate(fd, new NativeLong(bytes)) != 0) {
            throw new IllegalStateException("memfd failed: errno " + Native.getLastError());
        }
        return fd;
    }
}
