package attune.bridge;

import static attune.bridge.shm.ExchangeLayout.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import attune.bridge.jna.Libc;
import attune.bridge.jna.NativeBridge;
import attune.bridge.jna.NativeCalls;
import attune.bridge.jna.SharedHost;
import attune.bridge.shm.Build;
import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.CaptureLayout;
import attune.bridge.telemetry.CaptureReader;
import attune.bridge.telemetry.CapturedInput;
import attune.bridge.telemetry.EngineLink;
import attune.bridge.telemetry.MetricFrame;
import attune.bridge.telemetry.MetricReader;
import attune.dsp.core.ProcessSpec;
import com.sun.jna.NativeLong;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bridge's listening loop, with the test as the shim on the other end of a real socket. */
class BridgeServeTest {
    private static final int EPOCH = 3;
    private static final ProcessSpec SPEC = new ProcessSpec(48_000, 2);
    /** In /proc's stat, counted from the one behind the name. */
    private static final int NICE_FIELD = 16;

    private final NativeCalls calls = NativeBridge.load();
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final int[] sockets = new int[2];
    private final List<SharedHost> hosts = new ArrayList<>();
    private int status = -1;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Thread bridge;

    @BeforeEach
    void start() {
        assertThat(Libc.INSTANCE.socketpair(Libc.AF_UNIX, Libc.SOCK_SEQPACKET, 0, sockets))
                .isZero();
        BridgeLog log = new BridgeLog(new PrintStream(logged, true, StandardCharsets.UTF_8));
        Instances instances = new Instances(calls, log, folder);
        bridge = new Thread(() -> status = BridgeMain.serve(calls, sockets[1], instances, log));
        bridge.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        Libc.INSTANCE.close(sockets[0]);
        bridge.join(20_000);
        assertThat(bridge.isAlive()).isFalse();
        Libc.INSTANCE.close(sockets[1]);
        hosts.forEach(SharedHost::close);
    }

    private SharedHost attach(int instance) {
        SharedHost host = new SharedHost(calls, SPEC);
        hosts.add(host);
        host.memory().putInt(INSTANCE_OFFSET, instance);
        host.memory().putInt(EPOCH_OFFSET, EPOCH);
        send(ControlMessage.ATTACH, instance, host.fd());
        return host;
    }

    private void send(int type, int instance, int fd) {
        send(type, instance, EPOCH, fd);
    }

    private void send(int type, int instance, int epoch, int fd) {
        Libc.send(sockets[0], new ControlMessage(type, instance, epoch, SEGMENT_BYTES, VERSION).encode(), fd);
    }

    private String log() {
        return logged.toString(StandardCharsets.UTF_8);
    }

    private static void awaitState(SharedHost host, int state) {
        await().until(() -> host.memory().getInt(STATE_OFFSET) == state);
    }

    @Test
    void serve_when_started_expect_says_hello() {
        byte[] hello = new byte[64];
        assertThat(Libc.INSTANCE.recv(sockets[0], hello, new NativeLong(64), 0).intValue())
                .isEqualTo(32);
        assertThat(ControlMessage.decode(hello)).contains(ControlMessage.hello());
        assertThat(ControlMessage.hello().instance()).as("tables").isEqualTo(Build.TABLES);
    }

    @Test
    void engine_when_it_may_not_load_its_library_expect_hello_all_the_same() {
        byte[] hello = new byte[64];
        assertThat(Libc.INSTANCE.recv(sockets[0], hello, new NativeLong(64), 0).intValue())
                .isEqualTo(32);
        Arrays.fill(hello, (byte) 0);
        NativeBridge.greet(sockets[1], ControlMessage.hello().encode());
        assertThat(Libc.INSTANCE.recv(sockets[0], hello, new NativeLong(64), 0).intValue())
                .isEqualTo(32);
        assertThat(ControlMessage.decode(hello)).contains(ControlMessage.hello());
    }

    @Test
    void serve_when_host_plays_at_normal_priority_expect_compilers_give_way() throws IOException {
        SharedHost host = attach(6);
        awaitState(host, STATE_READY);
        host.memory().putInt(HOST_POLICY_OFFSET, NativeCalls.SCHED_OTHER);
        host.post(new float[2][64], 64, FLAG_START);
        await().untilAsserted(() -> assertThat(niceOf("C1 Compiler")).containsExactly(10));
        assertThat(niceOf("C2 Compiler")).containsExactly(10);
        assertThat(niceOf("attune-rt-")).doesNotContain(10).isNotEmpty();
        host.quit();
    }

    /** Distinct nice values of this process's threads whose name begins so; some end while they are looked at. */
    private static List<Integer> niceOf(String name) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.map(thread -> statOf(thread.resolve("stat")))
                    .filter(stat -> stat.contains("(" + name))
                    .map(stat -> Integer.valueOf(
                            stat.substring(stat.lastIndexOf(')') + 2).split(" ", 18)[NICE_FIELD]))
                    .distinct()
                    .toList();
        }
    }

    private static String statOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void serve_when_attached_instance_expect_plays_announces_and_ends() throws IOException {
        SharedHost host = attach(5);
        awaitState(host, STATE_READY);
        int sequence = host.post(new float[2][64], 64, FLAG_START);
        await().until(() -> host.host().isAnswered(sequence));

        await().until(() -> Announcement.live(folder).size() == 1);
        MetricReader reader = MetricReader.open(Announcement.live(folder).get(0));
        MetricFrame frame = new MetricFrame();
        await().until(() -> reader.next(frame) && frame.processedQuanta == 1);
        assertThat(frame.state).isEqualTo(STATE_READY);
        assertThat(host.memory().getInt(ENGINE_PID_OFFSET))
                .isEqualTo((int) ProcessHandle.current().pid());

        host.quit();
        send(ControlMessage.DETACH, 5, -1);
        awaitState(host, STATE_DEAD);
        await().until(() -> log().contains("Instance 5 detached"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void capture_when_a_server_asks_expect_the_input_on_the_clock_of_the_frames_and_gone_when_it_stops()
            throws IOException {
        SharedHost host = attach(5);
        awaitState(host, STATE_READY);
        await().until(() -> Announcement.live(folder).size() == 1);
        EngineLink link = EngineLink.open(Announcement.live(folder).get(0));
        assertThat(link.engine().instanceId()).isEqualTo(ProcessHandle.current().pid() + "-5");
        play(host, new float[2][64], FLAG_START);
        link.wantCapture(true);
        await().until(() -> link.openCapture().isPresent());
        float[][] input = {Arrays.copyOf(new float[] {0.1f, 0.2f}, 64), Arrays.copyOf(new float[] {-0.3f}, 64)};
        play(host, input, 0);
        MetricFrame frame = new MetricFrame();
        await().until(() -> link.newest(frame) && frame.processedFrames == 128);
        assertThat(frame.captureFirstFrame).isEqualTo(64);
        try (CaptureReader reader = link.openCapture().orElseThrow()) {
            CapturedInput captured = reader.last(1);
            assertThat(captured.firstFrame()).isEqualTo(64);
            assertThat(captured.channels()[0]).containsExactly(input[0]);
            assertThat(captured.channels()[1]).containsExactly(input[1]);

            link.wantCapture(false);
            await().until(() -> link.openCapture().isEmpty());
            play(host, new float[2][64], 0);
            assertThat(reader.last(1).frames())
                    .as("what was open stays as it was")
                    .isEqualTo(64);
        }
        await().until(() -> link.newest(frame) && frame.processedFrames == 192);
        assertThat(frame.captureFirstFrame).isEqualTo(CaptureLayout.NOTHING);
    }

    private static void play(SharedHost host, float[][] input, int flags) {
        int sequence = host.post(input, 64, flags);
        await().until(() -> host.host().isAnswered(sequence));
    }

    @Test
    void serve_when_socket_closes_expect_ends_every_instance_and_returns() throws InterruptedException {
        SharedHost first = attach(1);
        SharedHost second = attach(2);
        awaitState(first, STATE_READY);
        awaitState(second, STATE_READY);
        Libc.INSTANCE.close(sockets[0]);
        bridge.join(20_000);
        assertThat(status).isZero();
        assertThat(first.memory().getInt(STATE_OFFSET)).isEqualTo(STATE_DEAD);
        assertThat(second.memory().getInt(STATE_OFFSET)).isEqualTo(STATE_DEAD);
        assertThat(folder).isEmptyDirectory();
        assertThat(log()).contains("The host is gone");
    }

    @Test
    void serve_when_respawned_instance_expect_replaces_the_old_one() {
        SharedHost old = attach(1);
        awaitState(old, STATE_READY);
        SharedHost fresh = attach(1);
        awaitState(fresh, STATE_READY);
        assertThat(old.memory().getInt(STATE_OFFSET)).isEqualTo(STATE_DEAD);
    }

    @Test
    void serve_when_detach_of_an_older_epoch_expect_the_instance_plays_on() {
        SharedHost host = attach(1);
        awaitState(host, STATE_READY);
        send(ControlMessage.DETACH, 1, EPOCH - 1, -1);
        awaitState(attach(2), STATE_READY);
        int sequence = host.post(new float[2][64], 64, FLAG_START);
        await().until(() -> host.host().isAnswered(sequence));
    }

    @Test
    void serve_when_ninth_instance_expect_refused() {
        for (int i = 0; i < Instances.MAX_INSTANCES; i++) {
            attach(i);
        }
        SharedHost ninth = attach(8);
        awaitState(ninth, STATE_DEAD);
        assertThat(ninth.memory().getInt(REFUSAL_OFFSET)).isEqualTo(REFUSED_FULL);
        assertThat(log()).contains("Instance 8 refused: this engine plays 8, allowed are 8.");
    }

    @Test
    void serve_when_wrong_segments_expect_refused_with_a_sentence_and_the_next_plays() {
        SharedHost wrong = new SharedHost(calls, SPEC);
        hosts.add(wrong);
        wrong.memory().putInt(VERSION_OFFSET, 7);
        send(ControlMessage.ATTACH, 1, wrong.fd());
        awaitState(wrong, STATE_DEAD);
        assertThat(wrong.memory().getInt(REFUSAL_OFFSET)).isEqualTo(REFUSED_VERSION);

        int unsealed = Libc.unsealed("attune-test", SEGMENT_BYTES);
        send(ControlMessage.ATTACH, 2, unsealed);
        int small = calls.createSegment(4096, "attune-test");
        send(ControlMessage.ATTACH, 3, small);
        Libc.send(sockets[0], new byte[32], -1);
        Libc.send(sockets[0], new byte[10], -1);
        send(ControlMessage.ATTACH, 4, -1);

        awaitState(attach(9), STATE_READY);
        assertThat(log())
                .contains("layout version is 7, allowed is " + VERSION)
                .contains("its size is not sealed")
                .contains("its file has another size")
                .contains("unknown kind (0)")
                .contains("unknown kind (1)")
                .contains("A message of another size");
        calls.close(small);
        Libc.INSTANCE.close(unsealed);
    }
}
