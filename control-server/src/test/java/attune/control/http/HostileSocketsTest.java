package attune.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.api.LiveFrame;
import attune.control.ServerFixture;
import attune.control.stream.Listener;
import attune.control.stream.StreamHub;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.websocket.api.Session;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs that connect and then are slow, many, or speak nonsense: everybody else is served. */
class HostileSocketsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int STRANGERS = 60;
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;

    @TempDir
    static Path folder;

    private static ServerFixture server;

    @BeforeAll
    static void start() throws IOException {
        server = new ServerFixture(folder);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    private static Socket connected(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), server.server().port()));
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private static void assertServed() throws Exception {
        assertThat(server.tell("GET", "/health", server.admin(), null).statusCode())
                .isEqualTo(200);
    }

    private static void closeAll(List<Socket> sockets) throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void strangers_when_their_requests_never_end_expect_everybody_else_served() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try {
            for (int i = 0; i < STRANGERS; i++) {
                Socket half = connected(0);
                halves.add(half);
                say(half, i % 2 == 0 ? "GET /api/v1/hea" : "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ");
            }
            assertServed();
        } finally {
            closeAll(halves);
        }
    }

    @Test
    void strangers_when_they_read_nothing_of_what_they_asked_for_expect_everybody_else_served() throws Exception {
        List<Socket> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < STRANGERS; i++) {
                Socket socket = connected(1024);
                deaf.add(socket);
                String request = "GET /webjars/chart.js/4.5.1/dist/chart.js HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
                say(socket, request.repeat(20)); // more than any buffer on the way holds
            }
            assertServed();
        } finally {
            closeAll(deaf);
        }
    }

    /** A WebSocket by hand, so that its frames can be wrong. */
    private static Socket upgraded() throws IOException {
        Socket socket = connected(0);
        say(
                socket,
                "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                        + "Sec-WebSocket-Protocol: attune.v1, bearer." + server.admin() + "\r\n\r\n");
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        while (!answer.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException(answer.toString(StandardCharsets.ISO_8859_1));
            }
            answer.write(next);
        }
        assertThat(answer.toString(StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101 ");
        return socket;
    }

    /** A frame as clients send it, its mask all zeros. */
    private static byte[] frame(int first, byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >> shift) & 0xFF);
            }
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    /** Reads on until the server closes; its code, or -1 where it hung up without one. */
    private static int closeCode(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            // A socket that lives is pinged for ever.
            assertThat(System.nanoTime()).as("not closed").isLessThan(until);
            int first = in.read();
            if (first < 0) {
                return -1;
            }
            int length = in.read();
            if (length == 126) {
                length = (in.read() << 8) | in.read();
            }
            byte[] payload = in.readNBytes(length);
            if (first == CLOSE) {
                return ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "reserved opcode, 83, 1002",
        "reserved bits, F1, 1002",
        "fragmented ping, 09, 1002",
        "rest of nothing, 80, 1002",
        "no UTF-8, 81, 1007",
        "too long, 81, 1009"
    })
    void frame_when_malformed_expect_that_socket_closed_and_others_served(String what, String first, int code)
            throws Exception {
        byte[] payload = switch (what) {
            case "no UTF-8" -> new byte[] {(byte) 0xC3, (byte) 0x28};
            case "too long" -> "x".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
            default -> new byte[2];
        };
        try (Socket other = upgraded();
                Socket socket = upgraded()) {
            socket.getOutputStream().write(frame(Integer.parseInt(first, 16), payload));
            assertThat(closeCode(socket)).isEqualTo(code);
            assertUnderstood(other);
        }
    }

    @Test
    void frame_when_it_promises_more_than_there_will_ever_be_expect_refused_at_once() throws Exception {
        try (Socket socket = upgraded()) {
            byte[] header = Arrays.copyOf(frame(TEXT, new byte[200]), 14);
            Arrays.fill(header, 2, 10, (byte) 0x7F);
            socket.getOutputStream().write(header);
            assertThat(closeCode(socket)).isIn(1002, 1009);
        }
    }

    @Test
    void message_when_it_is_a_bomb_or_binary_expect_the_socket_not_to_fall() throws Exception {
        try (Socket socket = upgraded()) {
            for (String bomb : List.of("[".repeat(16_000), "{\"a\":".repeat(3_000), "9".repeat(16_000), "")) {
                socket.getOutputStream().write(frame(TEXT, bomb.getBytes(StandardCharsets.US_ASCII)));
            }
            socket.getOutputStream().write(frame(0x82, new byte[100]));
            assertUnderstood(socket);
        }
    }

    /** What is wrong is told: the socket lives. */
    private static void assertUnderstood(Socket socket) throws IOException {
        socket.getOutputStream().write(frame(TEXT, "{\"type\": \"the last one\"}".getBytes(StandardCharsets.US_ASCII)));
        StringBuilder said = new StringBuilder();
        while (!said.toString().contains("only message that is understood")) {
            int next = socket.getInputStream().read();
            assertThat(next).as("end of the stream after %s", said).isNotNegative();
            said.append((char) next);
        }
    }

    @Test
    void sockets_when_more_than_allowed_expect_the_next_turned_away_until_one_leaves() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < StreamHub.LARGEST_COUNT; i++) {
                sockets.add(upgraded());
                assertUnderstood(sockets.get(i));
            }
            try (Socket tooMany = upgraded()) {
                assertThat(closeCode(tooMany)).isEqualTo(1013);
            }
            assertUnderstood(sockets.get(0));
            assertServed();
            sockets.remove(0).close();
            await().atMost(PATIENCE).until(() -> {
                try (Socket next = upgraded()) {
                    next.getOutputStream().write(frame(TEXT, "{}".getBytes(StandardCharsets.US_ASCII)));
                    next.getOutputStream().write(frame(CLOSE, new byte[] {3, (byte) 0xE8}));
                    return closeCode(next) == 1000;
                }
            });
        } finally {
            closeAll(sockets);
        }
    }

    @Test
    void listener_when_it_takes_no_events_expect_let_go_and_nobody_waiting() {
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger frames = new AtomicInteger();
        AtomicInteger closedWith = new AtomicInteger();
        Session session = (Session) Proxy.newProxyInstance(
                Session.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, arguments) -> {
                    note(method.getName(), arguments, sent, frames, closedWith);
                    return null;
                });
        StreamHub hub = new StreamHub(Json.MAPPER);
        Listener deaf = new Listener(session, false);
        deaf.subscribe(Set.of("events", "live"), "77-1");
        hub.add(deaf);
        for (int i = 0; i < 100; i++) {
            hub.live("77-1", new LiveFrame());
        }
        assertThat(frames.get()).as("the others are left out").isEqualTo(4);
        assertThat(closedWith.get()).isZero();
        for (int i = 0; i < 600; i++) {
            hub.tell("preferences", null, null);
        }
        assertThat(sent.get()).isEqualTo(512);
        assertThat(closedWith.get()).isEqualTo(1013);
    }

    /** A session whose other side never takes anything: no callback is ever called. */
    private static void note(
            String method,
            Object @Nullable [] arguments,
            AtomicInteger sent,
            AtomicInteger frames,
            AtomicInteger closedWith) {
        if (method.equals("sendText")) {
            sent.incrementAndGet();
        } else if (method.equals("sendBinary")) {
            frames.incrementAndGet();
        } else if (method.equals("close") && arguments != null) {
            closedWith.set((Integer) arguments[0]);
        }
    }
}
