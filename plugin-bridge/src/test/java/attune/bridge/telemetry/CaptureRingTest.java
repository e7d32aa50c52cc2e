package attune.bridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import attune.bridge.exchange.PrivateHost;
import attune.bridge.jna.NativeBridge;
import attune.bridge.shm.ExchangeLayout;
import attune.bridge.shm.ExchangeSegment;
import attune.dsp.core.ProcessSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ring over a real sealed memfd, read through /proc as another process does. */
class CaptureRingTest {
    private static final ProcessSpec SPEC = new ProcessSpec(8_000, 2);
    private static final int CAPACITY = CaptureLayout.capacityFrames(8_000);
    private static final int BYTES = CaptureLayout.bytes(2, CAPACITY);
    private static final int FULL = CaptureLayout.SECONDS * 8_000;
    private static final int SERIAL = 3;

    private final NativeBridge calls = NativeBridge.load();
    private final int fd = calls.createSegment(BYTES, "attune-test");
    private final long address = calls.map(fd, BYTES);
    private final Announcement engine = announcement(0);
    private final CaptureRing ring =
            CaptureRing.initialise(calls.view(address, BYTES), SPEC, CAPACITY, segment(), SERIAL);
    private long position = 1_000_000;

    private static EngineSegment segment() {
        ByteBuffer exchange = ByteBuffer.allocateDirect(ExchangeLayout.SEGMENT_BYTES);
        new PrivateHost(exchange, SPEC);
        ByteBuffer memory = ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES);
        return EngineSegment.initialise(memory, 0, new ExchangeSegment(exchange, 0));
    }

    private static Announcement announcement(int epoch) {
        int pid = (int) ProcessHandle.current().pid();
        long ticks = Announcement.startTicks(pid).orElseThrow();
        return new Announcement(pid, ticks, 0, EngineSegmentLayout.VERSION, 0, epoch, "test", pid, 8_000, 2);
    }

    private CaptureReader open() throws IOException {
        return open(engine, SERIAL);
    }

    private CaptureReader open(Announcement of, int serial) throws IOException {
        Path path = Path.of("/proc/self/fd/" + fd);
        return CaptureReader.of(FileChannel.open(path, StandardOpenOption.READ), of, serial);
    }

    @AfterEach
    void close() {
        calls.unmap(address, BYTES);
        calls.close(fd);
    }

    /** Each sample tells its position and channel. */
    private static float sample(int channel, long at) {
        return (channel == 0 ? 1 : -1) * (float) (at % 16_000_000);
    }

    private void write(int frames) {
        float[][] block = new float[2][frames];
        for (int i = 0; i < frames; i++) {
            block[0][i] = sample(0, position + i);
            block[1][i] = sample(1, position + i);
        }
        ring.write(block, frames, position);
        position += frames;
    }

    private static void assertWhole(CapturedInput captured) {
        for (int channel = 0; channel < 2; channel++) {
            float[] samples = captured.channels()[channel];
            assertThat(samples).hasSize(captured.frames());
            for (int i = 0; i < samples.length; i++) {
                if (samples[i] != sample(channel, captured.firstFrame() + i)) {
                    throw new AssertionError("channel " + channel + ", frame " + i + ": " + samples[i]);
                }
            }
        }
    }

    @Test
    void last_when_nothing_was_written_expect_empty() throws IOException {
        try (CaptureReader reader = open()) {
            assertThat(reader.last(5).frames()).isZero();
        }
        assertThat(ring.oldestFrame()).isEqualTo(CaptureLayout.NOTHING);
    }

    @Test
    void last_when_less_was_played_expect_all_of_it_from_its_first_position() throws IOException {
        write(64);
        write(2_048);
        try (CaptureReader reader = open()) {
            CapturedInput captured = reader.last(30);
            assertThat(captured.firstFrame()).isEqualTo(1_000_000);
            assertThat(captured.frames()).isEqualTo(2_112);
            assertThat(captured.sampleRateHz()).isEqualTo(8_000);
            assertWhole(captured);
            CapturedInput newest = reader.last(0.01);
            assertThat(newest.firstFrame()).isEqualTo(1_000_000 + 2_112 - 80);
            assertThat(newest.frames()).isEqualTo(80);
            assertWhole(newest);
        }
        assertThat(ring.oldestFrame()).isEqualTo(1_000_000);
    }

    @Test
    void last_when_the_ring_went_round_several_times_expect_thirty_seconds_in_order() throws IOException {
        while (position < 1_000_000 + 3L * CAPACITY + 777) {
            write(64 * (int) (1 + position % 32));
        }
        try (CaptureReader reader = open()) {
            CapturedInput captured = reader.last(1_000);
            assertThat(captured.frames()).isEqualTo(FULL);
            assertThat(captured.firstFrame()).isEqualTo(position - FULL).isEqualTo(ring.oldestFrame());
            assertWhole(captured);
        }
    }

    @Test
    void last_when_positions_jump_expect_only_what_came_after() throws IOException {
        write(640);
        position += 64;
        write(128);
        try (CaptureReader reader = open()) {
            CapturedInput captured = reader.last(30);
            assertThat(captured.firstFrame()).isEqualTo(1_000_704);
            assertThat(captured.frames()).isEqualTo(128);
            assertWhole(captured);
        }
    }

    @Test
    void last_when_samples_are_no_numbers_expect_silence_in_their_place() throws IOException {
        ring.write(new float[][] {{Float.NaN, 0.5f}, {Float.NEGATIVE_INFINITY, 0.25f}}, 2, 0);
        try (CaptureReader reader = open()) {
            CapturedInput captured = reader.last(1);
            assertThat(captured.channels()[0]).containsExactly(0f, 0.5f);
            assertThat(captured.channels()[1]).containsExactly(0f, 0.25f);
        }
    }

    /** A writer far faster than any sound: nothing torn or overwritten may come out, and what comes says where it is. */
    @Test
    void last_when_under_a_fast_writer_expect_never_an_overwritten_sample() throws Exception {
        for (int i = 0; i < 200; i++) {
            write(2_048);
        }
        AtomicBoolean playing = new AtomicBoolean(true);
        Thread writer = new Thread(() -> {
            while (playing.get()) {
                write(2_048);
            }
        });
        writer.start();
        int whole = 0;
        try (CaptureReader reader = open()) {
            for (int round = 0; round < 300; round++) {
                CapturedInput captured = reader.last(round % 2 == 0 ? 30 : 2);
                assertWhole(captured);
                whole += captured.frames() > 0 ? 1 : 0;
            }
        } finally {
            playing.set(false);
            writer.join();
        }
        assertThat(whole).isPositive();
    }

    @Test
    void open_when_not_the_capture_that_is_meant_expect_one_sentence() throws IOException {
        assertThatThrownBy(() -> open(engine, SERIAL + 1)).hasMessageContaining("serial is 3, allowed is 4.");
        assertThatThrownBy(() -> open(announcement(9), SERIAL)).hasMessageContaining("epoch is 0, allowed is 9.");
        calls.view(address, BYTES).putInt(CaptureLayout.VERSION_OFFSET, 77);
        assertThatThrownBy(this::open).hasMessageContaining("version is 77, allowed is 1.");
        calls.view(address, BYTES).putInt(CaptureLayout.MAGIC_OFFSET, 0);
        assertThatThrownBy(this::open).hasMessageContaining("magic is 0");
    }

    @Test
    void last_when_no_seconds_expect_misuse_told() throws IOException {
        try (CaptureReader reader = open()) {
            assertThatThrownBy(() -> reader.last(0)).hasMessage("seconds=0.0, allowed is above 0");
        }
    }
}
