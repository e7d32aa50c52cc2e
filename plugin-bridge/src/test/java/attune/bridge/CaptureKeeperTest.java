package attune.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import attune.bridge.exchange.CaptureTap;
import attune.bridge.exchange.PrivateHost;
import attune.bridge.jna.NativeBridge;
import attune.bridge.jna.NativeCalls;
import attune.bridge.shm.ExchangeLayout;
import attune.bridge.shm.ExchangeSegment;
import attune.bridge.telemetry.CaptureRing;
import attune.bridge.telemetry.EngineSegment;
import attune.bridge.telemetry.EngineSegmentLayout;
import attune.dsp.core.ProcessSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CaptureKeeperTest {
    private static final ProcessSpec SPEC = new ProcessSpec(8_000, 1);
    private static final int NO_MEMORY = -1_012;
    private static final long NOW_NS = 50_000_000_000L;

    private final NativeCalls real = NativeBridge.load();
    private boolean memoryLeft = true;
    private int unmapped;
    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final ByteBuffer memory =
            ByteBuffer.allocateDirect(EngineSegmentLayout.SEGMENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CaptureTap tap = new CaptureTap();
    private final CaptureKeeper keeper = new CaptureKeeper(
            calls(), new BridgeLog(new PrintStream(logged, true, StandardCharsets.UTF_8)), segment(), SPEC, tap);

    private EngineSegment segment() {
        ByteBuffer exchange = ByteBuffer.allocateDirect(ExchangeLayout.SEGMENT_BYTES);
        new PrivateHost(exchange, SPEC);
        return EngineSegment.initialise(memory, 0, new ExchangeSegment(exchange, 0));
    }

    /** The real calls, but for memory that runs out, and counting what is unmapped. */
    private NativeCalls calls() {
        return (NativeCalls) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {NativeCalls.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("createSegment") && !memoryLeft) {
                        return NO_MEMORY;
                    }
                    unmapped += method.getName().equals("unmap") ? 1 : 0;
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void want(long atNs) {
        memory.putLong(EngineSegmentLayout.CAPTURE_WANTED_OFFSET, atNs);
    }

    private int fd() {
        return memory.getInt(EngineSegmentLayout.CAPTURE_FD_OFFSET);
    }

    private CaptureRing held() {
        return Objects.requireNonNull(tap.hold(), "nothing is offered");
    }

    @AfterEach
    void close() {
        tap.release();
        keeper.close();
    }

    @Test
    void tick_when_wanted_expect_a_sealed_file_that_the_engine_may_write_to() throws IOException {
        keeper.tick(NOW_NS);
        assertThat(fd()).isEqualTo(EngineSegmentLayout.NO_CAPTURE);
        want(NOW_NS);
        keeper.tick(NOW_NS);
        assertThat(fd()).isNotNegative();
        Path file = Path.of("/proc/self/fd/" + fd());
        assertThat(Files.size(file)).isEqualTo(memory.getLong(EngineSegmentLayout.CAPTURE_BYTES_OFFSET));
        assertThat(Files.readSymbolicLink(file).toString()).contains("memfd:attune-capture");
        assertThat(real.map(fd(), Files.size(file)))
                .as("sealed, or it is refused")
                .isPositive();
        assertThat(held()).isNotNull();
    }

    @Test
    void tick_when_not_wanted_any_more_expect_memory_kept_until_the_engine_has_left_it() {
        want(NOW_NS);
        keeper.tick(NOW_NS);
        held();
        want(0);
        keeper.tick(NOW_NS);
        assertThat(fd()).isEqualTo(EngineSegmentLayout.NO_CAPTURE);
        keeper.tick(NOW_NS);
        assertThat(unmapped).as("while the engine writes").isZero();
        tap.release();
        keeper.tick(NOW_NS);
        assertThat(unmapped).isEqualTo(1);
        assertThat(tap.hold()).isNull();
    }

    @Test
    void tick_when_the_server_is_silent_for_ten_seconds_expect_nothing_recorded_any_more() {
        want(NOW_NS);
        keeper.tick(NOW_NS);
        keeper.tick(NOW_NS + EngineSegment.CAPTURE_LEASE_NS - 1);
        assertThat(fd()).isNotNegative();
        keeper.tick(NOW_NS + EngineSegment.CAPTURE_LEASE_NS);
        assertThat(fd()).isEqualTo(EngineSegmentLayout.NO_CAPTURE);
        assertThat(unmapped).isEqualTo(1);
    }

    @Test
    void tick_when_memory_is_refused_expect_one_line_and_another_try_when_asked_anew() {
        memoryLeft = false;
        want(NOW_NS);
        for (int look = 0; look < 5; look++) {
            keeper.tick(NOW_NS);
        }
        assertThat(fd()).isEqualTo(EngineSegmentLayout.NO_CAPTURE);
        assertThat(logged.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains("No memory for captured audio", "code -1012", "plays on");
        memoryLeft = true;
        want(0);
        keeper.tick(NOW_NS);
        want(NOW_NS);
        keeper.tick(NOW_NS);
        assertThat(fd()).isNotNegative();
    }

    @Test
    void serial_when_captured_again_expect_another_number() {
        want(NOW_NS);
        keeper.tick(NOW_NS);
        int first = memory.getInt(EngineSegmentLayout.CAPTURE_SERIAL_OFFSET);
        want(0);
        keeper.tick(NOW_NS);
        want(NOW_NS);
        keeper.tick(NOW_NS);
        assertThat(memory.getInt(EngineSegmentLayout.CAPTURE_SERIAL_OFFSET)).isEqualTo(first + 1);
    }
}
