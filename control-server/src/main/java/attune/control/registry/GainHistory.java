package attune.control.registry;

import attune.api.LiveFrame;
import attune.bridge.telemetry.MetricFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/** Gain of each stage over the last minute, ten readings a second. Guarded by its session. */
final class GainHistory {
    private static final int READINGS = 600;
    private static final int STAGES = LiveFrame.STAGES;
    private static final long PERIOD_NS = 95_000_000; // two metric frames, with room for jitter

    private final short[] gains = new short[READINGS * STAGES];
    private int next;
    private long lastNs;

    GainHistory() {
        Arrays.fill(gains, LiveFrame.NONE);
    }

    void add(MetricFrame frame) {
        if (lastNs != 0 && frame.timeNs - lastNs < PERIOD_NS && frame.timeNs >= lastNs) {
            return;
        }
        lastNs = frame.timeNs;
        int at = next * STAGES;
        for (int stage = 0; stage < STAGES; stage++) {
            gains[at + stage] = LiveFrame.hundredths(StageGains.of(frame, stage));
        }
        next = (next + 1) % READINGS;
    }

    /** All readings, oldest first: little-endian 16-bit hundredths of a dB, all stages of a reading together. */
    String base64() {
        ByteBuffer bytes = ByteBuffer.allocate(gains.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < gains.length; i++) {
            bytes.putShort(gains[(next * STAGES + i) % gains.length]);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
