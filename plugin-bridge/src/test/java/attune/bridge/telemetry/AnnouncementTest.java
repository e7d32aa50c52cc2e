package attune.bridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import attune.bridge.exchange.PrivateHost;
import attune.bridge.jna.NativeBridge;
import attune.bridge.shm.ExchangeLayout;
import attune.bridge.shm.ExchangeSegment;
import attune.dsp.core.ProcessSpec;
import attune.param.ParamSnapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnouncementTest {
    private static final int PID = (int) ProcessHandle.current().pid();

    private static Announcement of(int pid, long ticks, int fd) {
        return new Announcement(pid, ticks, fd, EngineSegmentLayout.VERSION, 4, 6, "my \"host\" \\ ä", 77, 44_100, 2);
    }

    private static Announcement own(int fd) {
        return of(PID, Announcement.startTicks(PID).orElseThrow(), fd);
    }

    @Test
    void json_when_any_host_name_expect_comes_back() {
        Announcement engine = of(12, 345, 9);
        assertThat(Announcement.parse(engine.toJson())).contains(engine);
    }

    @Test
    void parse_when_not_an_announcement_expect_empty() {
        assertThat(Announcement.parse("")).isEmpty();
        assertThat(Announcement.parse("{\"pid\":1}")).isEmpty();
    }

    @Test
    void write_when_into_the_folder_expect_private_and_listed(@TempDir Path folder) throws IOException {
        Path file = own(5).write(folder);
        assertThat(file).hasFileName(PID + "-4.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Announcement.live(folder)).containsExactly(own(5));
    }

    @Test
    void sweep_when_engine_gone_expect_removes_its_file_only(@TempDir Path folder) throws IOException {
        own(5).write(folder);
        Path other = Files.createDirectory(folder.resolve("other"));
        of(PID, 1, 5).write(other); // the number is in use again, by a later process
        Path gone = of(Integer.MAX_VALUE, 1, 5).write(folder);
        Files.writeString(folder.resolve("note.json"), "not ours");

        assertThat(Announcement.sweep(folder)).isEqualTo(1);
        assertThat(Announcement.sweep(other)).isEqualTo(1);

        assertThat(gone).doesNotExist();
        assertThat(folder.resolve("note.json")).exists();
        assertThat(Announcement.live(folder)).hasSize(1);
    }

    @Test
    void start_when_process_ended_but_nobody_looked_expect_gone() throws Exception {
        // the child ends when it is told to, after the shell became a program that never looks after it
        Process parent = new ProcessBuilder("sh", "-c", "exec 3<&0; read line <&3 & echo $!; exec sleep 60").start();
        try {
            int child = Integer.parseInt(parent.inputReader().readLine());
            Path program = Path.of("/proc", Long.toString(parent.pid()), "comm");
            await().until(() -> Files.readString(program).strip().equals("sleep"));
            parent.outputWriter().append('\n').close();
            await().until(() -> Announcement.startTicks(child).isEmpty());
            assertThat(Path.of("/proc", Integer.toString(child))).exists();
        } finally {
            parent.destroy();
        }
    }

    @Test
    void runtime_folder_when_own_folder_expect_used_and_closed_to_others(@TempDir Path runtime) throws IOException {
        Path engines = RuntimeFolder.engines(runtime.toString(), runtime).orElseThrow();
        assertThat(engines).isEqualTo(runtime.resolve("attune/engines"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(engines)))
                .isEqualTo("rwx------");
        Files.setPosixFilePermissions(engines, PosixFilePermissions.fromString("rwxrwxrwx"));
        RuntimeFolder.engines(runtime.toString(), runtime);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(engines)))
                .isEqualTo("rwx------");
    }

    @Test
    void runtime_folder_when_variable_missing_or_broken_expect_falls_back_to_the_temporary_folder(
            @TempDir Path temporary) throws IOException {
        Path expected = temporary.resolve("attune-" + RuntimeFolder.ownUid()).resolve("engines");
        assertThat(RuntimeFolder.engines(null, temporary)).contains(expected);
        assertThat(RuntimeFolder.engines("/nonexistent", temporary)).contains(expected);
        assertThat(RuntimeFolder.engines("relative", temporary)).contains(expected);
    }

    @Test
    void runtime_folder_when_link_in_the_place_expect_not_trusted(@TempDir Path temporary) throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(temporary.resolve("attune-" + RuntimeFolder.ownUid()), elsewhere);
        assertThat(RuntimeFolder.engines(null, temporary)).isEmpty();
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void link_when_opened_through_proc_expect_sees_frames_and_the_engine_takes_its_set() throws IOException {
        NativeBridge calls = NativeBridge.load();
        int fd = calls.createSegment(EngineSegmentLayout.SEGMENT_BYTES, "attune-test");
        long address = calls.map(fd, EngineSegmentLayout.SEGMENT_BYTES);
        ByteBuffer exchange = ByteBuffer.allocateDirect(ExchangeLayout.SEGMENT_BYTES);
        new PrivateHost(exchange, new ProcessSpec(96_000, 1));
        exchange.order(ByteOrder.LITTLE_ENDIAN).putInt(ExchangeLayout.EPOCH_OFFSET, 6);
        EngineSegment engine = EngineSegment.initialise(
                calls.view(address, EngineSegmentLayout.SEGMENT_BYTES), PID, new ExchangeSegment(exchange, 0));

        EngineLink link = EngineLink.open(own(fd));
        MetricFrame frame = new MetricFrame();
        frame.outputShortTermLufs = -16.5;
        engine.ring().publish(frame);
        MetricFrame got = new MetricFrame();
        assertThat(link.next(got)).isTrue();
        assertThat(got.outputShortTermLufs).isEqualTo(-16.5);

        link.post(8, ParamMailbox.KIND_CHOSEN, 1, new ParamSnapshot());
        ParamMessage message = new ParamMessage();
        assertThat(engine.mailbox().take(message)).isTrue();
        assertThat(link.takenGeneration()).isEqualTo(8);
        assertThat(link.openCapture()).isEmpty();
        calls.unmap(address, EngineSegmentLayout.SEGMENT_BYTES);
        calls.close(fd);
    }

    @Test
    void reader_when_engine_gone_or_foreign_descriptor_expect_one_sentence() throws IOException {
        assertThatThrownBy(() -> MetricReader.open(of(Integer.MAX_VALUE, 1, 3)))
                .hasMessage("engine " + Integer.MAX_VALUE + "-4 is gone");
        assertThatThrownBy(() -> MetricReader.open(own(1_000_000))) // closed between look and open
                .hasMessage("engine " + PID + "-4 is gone");
        NativeBridge calls = NativeBridge.load();
        int small = calls.createSegment(4096, "attune-test");
        assertThatThrownBy(() -> MetricReader.open(own(small))).hasMessageContaining("segment bytes is 4096");
        int empty = calls.createSegment(EngineSegmentLayout.SEGMENT_BYTES, "attune-test");
        assertThatThrownBy(() -> MetricReader.open(own(empty))).hasMessageContaining("magic is 0");
        calls.close(small);
        calls.close(empty);
    }
}
