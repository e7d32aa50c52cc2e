package attune.bridge;

import attune.bridge.exchange.PrivateHost;
import attune.bridge.jna.NativeCalls;
import attune.bridge.shm.ExchangeLayout;
import attune.bridge.telemetry.Announcement;
import attune.bridge.telemetry.EngineLink;
import attune.dsp.core.ProcessSpec;
import attune.rt.ControlThread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A whole life of a bridge without a host: warm-up, an instance attached, announced, played and detached, so that a class
 * cache holds all that a real start loads.
 */
final class Training {
    /** Enough for full profiles of everything, which an AOT cache keeps. */
    private static final int QUANTA = 16_000;

    private static final int FRAMES = 256;
    private static final long PATIENCE_NS = 10_000_000_000L;

    private Training() {}

    /** Lives it once; the result is the exit status. */
    @ControlThread
    static int run(NativeCalls calls, BridgeLog log) {
        int fd = calls.createSegment(ExchangeLayout.SEGMENT_BYTES, "attune-training");
        long address = fd < 0 ? fd : calls.map(fd, ExchangeLayout.SEGMENT_BYTES);
        if (address <= 0) {
            log.line("Training needs a shared segment; the kernel refused it with code " + address + ".");
            return 1;
        }
        PrivateHost host =
                new PrivateHost(calls.view(address, ExchangeLayout.SEGMENT_BYTES), new ProcessSpec(48_000, 2));
        Path folder = temporaryFolder();
        try {
            Announcement.sweep(folder);
            Instances instances = new Instances(calls, log, folder);
            instances.attach(0, fd);
            instances.tick();
            instances.warmUp(QUANTA);
            play(host);
            capture(instances, host, folder);
            host.quit();
            instances.detach(0, 0);
            ControlMessage.decode(ControlMessage.hello().encode());
            calls.receive(-1, new byte[ControlMessage.BYTES], 0);
            calls.unmap(address, ExchangeLayout.SEGMENT_BYTES);
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return 0;
    }

    /** A control server comes, wants captured audio, and leaves. */
    private static void capture(Instances instances, PrivateHost host, Path folder) throws IOException {
        for (Announcement announced : Announcement.live(folder)) {
            EngineLink server = EngineLink.open(announced);
            server.wantCapture(true);
            instances.tick();
            play(host);
            server.wantCapture(false);
        }
        instances.tick();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("attune-train");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void play(PrivateHost host) {
        float[][] silence = new float[2][FRAMES];
        long giveUpNs = System.nanoTime() + PATIENCE_NS;
        int sequence = 0;
        for (int block = 0; block < ExchangeLayout.SLOTS; block++) {
            int flags = block == 0 ? ExchangeLayout.FLAG_START : 0;
            sequence = host.post(silence, 0, FRAMES, flags, Long.MAX_VALUE);
        }
        while (!host.isAnswered(sequence)) { // nobody wakes the engine: it looks every quarter of a second
            if (System.nanoTime() - giveUpNs > 0) {
                throw new IllegalStateException("The engine gave no answer in training.");
            }
            Thread.onSpinWait();
        }
    }
}
