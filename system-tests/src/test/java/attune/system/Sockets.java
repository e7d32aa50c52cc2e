package attune.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Internet sockets of a process, from {@code /proc} (proc(5)). */
final class Sockets {
    private static final List<String> TABLES = List.of("tcp", "tcp6", "udp", "udp6");
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private Sockets() {}

    /**
     * One socket.
     *
     * @param local address it is bound to
     * @param localPort its port
     * @param remote address it is connected to, or 0.0.0.0 or :: where it is not
     */
    record Socket(String table, InetAddress local, int localPort, InetAddress remote) {
        /** Whether it has no other end. */
        boolean listens() {
            return remote.isAnyLocalAddress();
        }

        /** Whether nothing outside of this machine can be at its other end. */
        boolean staysOnThisMachine() {
            return listens() ? local.isLoopbackAddress() : remote.isLoopbackAddress();
        }
    }

    /** All that this process has open now; empty when it is gone. */
    static List<Socket> of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Set<String> inodes = inodes(process);
        List<Socket> sockets = new ArrayList<>();
        for (String table : TABLES) {
            for (String line : lines(process.resolve("net").resolve(table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields.length > INODE && inodes.contains(fields[INODE])) {
                    sockets.add(socket(table, fields));
                }
            }
        }
        return sockets;
    }

    private static List<String> lines(Path table) throws IOException {
        return Files.exists(table) ? Files.readAllLines(table) : List.of();
    }

    private static Set<String> inodes(Path process) {
        Set<String> inodes = new HashSet<>();
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        } catch (IOException e) {
            return Set.of(); // the process is gone
        }
        return inodes;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }

    private static Socket socket(String table, String[] fields) throws UnknownHostException {
        String[] local = fields[LOCAL].split(":", 2);
        String[] remote = fields[REMOTE].split(":", 2);
        return new Socket(table, address(local[0]), Integer.parseInt(local[1], 16), address(remote[0]));
    }

    /** The kernel writes words of 32 bits in the machine's own order: little-endian on all that Attune runs on. */
    private static InetAddress address(String hex) throws UnknownHostException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        byte[] ordered = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ordered[i] = bytes[(i & ~3) + 3 - (i & 3)];
        }
        return InetAddress.getByAddress(ordered);
    }
}
