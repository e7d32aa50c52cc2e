package attune.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the test for connections beyond this machine would see. */
class SocketsTest {
    @Test
    void socket_when_open_to_other_machines_expect_it_told_and_loopback_let_pass() throws IOException {
        try (ServerSocket open = new ServerSocket(0);
                ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket connected = new Socket(InetAddress.getLoopbackAddress(), closed.getLocalPort())) {
            List<Sockets.Socket> own = Sockets.of(ProcessHandle.current().pid());

            assertThat(own)
                    .filteredOn(socket -> socket.localPort() == open.getLocalPort())
                    .hasSize(1)
                    .allMatch(socket -> socket.listens() && !socket.staysOnThisMachine());
            assertThat(own)
                    .filteredOn(socket -> socket.localPort() == closed.getLocalPort())
                    .isNotEmpty()
                    .allMatch(Sockets.Socket::staysOnThisMachine);
            assertThat(own)
                    .filteredOn(socket -> socket.localPort() == connected.getLocalPort())
                    .hasSize(1)
                    .allMatch(socket -> !socket.listens() && socket.staysOnThisMachine());
        }
    }
}
